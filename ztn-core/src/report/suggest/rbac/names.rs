//! Which names of objects will still be the same tomorrow.

/// Resources whose objects are named by a machine, whatever the names look like.
const PASSING: &[(&str, &str)] = &[
    ("", "events"),
    ("", "nodes"),
    ("", "persistentvolumes"),
    ("certificates.k8s.io", "certificatesigningrequests"),
    ("events.k8s.io", "events"),
    ("networking.k8s.io", "ipaddresses"),
    ("resource.k8s.io", "resourceslices"),
    ("storage.k8s.io", "csinodes"),
    ("storage.k8s.io", "volumeattachments"),
];

/// Will an object of this resource have the same name after it was made anew?
pub(super) fn is_stable(group: &str, resource: &str, name: &str) -> bool {
    let top = resource.split('/').next().unwrap_or(resource);
    !PASSING.contains(&(group, top)) && !is_made(name)
}

/// Does a name end in what Kubernetes adds to make it unlike others: five letters for `generateName`, the hash
/// of a template, the minutes of a CronJob, or a UUID?
fn is_made(name: &str) -> bool {
    // Those that make no word (`k8s.io/apimachinery/pkg/util/rand`).
    let is_random = |c: char| "bcdfghjklmnpqrstvwxz2456789".contains(c);
    let Some((_, last)) = name.rsplit_once(['-', '.']) else { return false };
    let generated = last.len() == 5 && last.chars().all(is_random);
    let hash = (8..=10).contains(&last.len())
        && last.chars().all(is_random)
        && last.chars().any(|c| c.is_ascii_digit());
    let digest = last.len() >= 8
        && last.chars().all(|c| c.is_ascii_hexdigit())
        && last.chars().any(|c| c.is_ascii_digit());
    generated || hash || digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_machine_made_are_known() {
        for (name, stable) in [
            ("web", true),
            ("leader-election", true),
            ("db-0", true),
            ("tls-2024", true),
            ("cert-manager-webhook", true),
            ("web-6d4cf56db6-x7k2p", false),
            ("web-6d4cf56db6", false),
            ("agent-zxkqp", false),
            ("backup-28937460", false),
            ("pvc-0f8fad5b-d9cb-469f-a165-70867728950e", false),
            ("web.17d2b5e0c1a9f3aa", false),
        ] {
            assert_eq!(is_stable("", "pods", name), stable, "{name}");
        }
        assert!(!is_stable("", "nodes", "node-a"));
    }
}
