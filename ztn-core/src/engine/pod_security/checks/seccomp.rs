//! Seccomp is not switched off, or is asked for.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, quoted};
use crate::model::Field;
use crate::model::container::SeccompProfile;

/// Before 1.19 there were annotations alone. One for a container that is not there is not looked at.
pub(in crate::engine::pod_security) fn annotations(pod: &Pod<'_>) -> Option<Broken> {
    let is_allowed = |value: &str| {
        matches!(value, "runtime/default" | "docker/default") || value.starts_with("localhost/")
    };
    let mut setters = Setters::of(pod);
    let mut values = Vec::new();
    let mut look = |key: String, field: Field<'_, &str>| {
        let refused = field.get().filter(|value| !is_allowed(value));
        refused.inspect(|value| values.push(format!("{key}=\"{value}\""))).is_some()
    };
    let of_pod = pod.note(pod.workload.seccomp_pod_annotation());
    if look("seccomp.security.alpha.kubernetes.io/pod".to_owned(), of_pod) {
        setters.pod(of_pod);
    }
    for container in pod.containers() {
        let own = pod.note(pod.workload.seccomp_annotation(container));
        let name = container.name().or("?");
        if look(format!("container.seccomp.security.alpha.kubernetes.io/{name}"), own) {
            setters.container(container, own);
        }
    }
    setters.broken("seccompProfile", |_| format!("forbidden annotations {}", values.join(", ")))
}

/// A profile that is written is one that confines.
pub(in crate::engine::pod_security) fn baseline(pod: &Pod<'_>) -> Option<Broken> {
    Profiles::of(pod).unconfined()
}

/// And every container has one, its own or its pod's.
pub(in crate::engine::pod_security) fn restricted(pod: &Pod<'_>) -> Option<Broken> {
    let profiles = Profiles::of(pod);
    let unset = profiles.unset;
    Profiles { unset: Setters::of(pod), ..profiles }.unconfined().or_else(|| {
        unset.broken("seccompProfile", |who| {
            format!(
                "pod or {who} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \
                 \"Localhost\""
            )
        })
    })
}

/// The profiles of a pod and its containers.
struct Profiles<'p, 'a> {
    /// Who has one that does not confine.
    refused: Setters<'p, 'a>,
    kinds: Vec<&'a str>,
    /// Who has none, and neither has the pod one that confines.
    unset: Setters<'p, 'a>,
}

impl<'p, 'a> Profiles<'p, 'a> {
    fn of(pod: &'p Pod<'a>) -> Self {
        let mut found =
            Self { refused: Setters::of(pod), kinds: Vec::new(), unset: Setters::of(pod) };
        let of_pod = pod.own(|context| context.seccomp_profile());
        let refused = found.take(of_pod);
        if refused {
            found.refused.pod(of_pod);
        }
        let pod_has_one = !refused && !of_pod.is_absent();
        for container in pod.containers() {
            let own = pod.of_container(container, |context| context.seccomp_profile());
            if found.take(own) {
                found.refused.container(container, own);
            } else if own.is_absent() && !pod_has_one {
                found.unset.container(container, own);
            }
        }
        found
    }

    /// Takes note of a profile that does not confine; does it?
    fn take(&mut self, field: Field<'a, SeccompProfile<'a>>) -> bool {
        let kind = field.get().map(|profile| profile.type_().or(""));
        let refused = kind.filter(|kind| !matches!(*kind, "RuntimeDefault" | "Localhost"));
        refused.inspect(|kind| self.kinds.push(kind)).is_some()
    }

    fn unconfined(mut self) -> Option<Broken> {
        self.kinds.sort_unstable();
        self.kinds.dedup();
        let kinds = self.kinds;
        self.refused.broken("seccompProfile", |who| {
            format!("{who} must not set securityContext.seccompProfile.type to {}", quoted(&kinds))
        })
    }
}
