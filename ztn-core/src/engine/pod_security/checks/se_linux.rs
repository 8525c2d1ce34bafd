//! SELinux confines as the runtime has it.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, plural, quoted};
use crate::model::Field;
use crate::model::container::SeLinuxOptions;

const TYPES: [&str; 4] = ["", "container_t", "container_init_t", "container_kvm_t"];

pub(in crate::engine::pod_security) fn check_1_0(pod: &Pod<'_>) -> Option<Broken> {
    check(pod, |kind| TYPES.contains(&kind))
}

pub(in crate::engine::pod_security) fn check_1_31(pod: &Pod<'_>) -> Option<Broken> {
    check(pod, is_container_domain)
}

/// Is it a domain of containers, by the newest standards? An empty one is the runtime's.
#[must_use]
pub fn is_container_domain(kind: &str) -> bool {
    TYPES.contains(&kind) || kind == "container_engine_t"
}

fn check(pod: &Pod<'_>, is_allowed: fn(&str) -> bool) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut refused = Refused::default();
    let of_pod = pod.own(|context| context.se_linux_options());
    if refused.take(of_pod, is_allowed) {
        setters.pod(of_pod);
    }
    for container in pod.containers() {
        let own = pod.of_container(container, |context| context.se_linux_options());
        if refused.take(own, is_allowed) {
            setters.container(container, own);
        }
    }
    setters.broken("seLinuxOptions", |who| {
        format!("{who} set forbidden securityContext.seLinuxOptions: {}", refused.text())
    })
}

/// What of the options is refused.
#[derive(Default)]
struct Refused<'a> {
    types: Vec<&'a str>,
    has_user: bool,
    has_role: bool,
}

impl<'a> Refused<'a> {
    /// Takes note of what is refused of these; is anything?
    fn take(
        &mut self,
        options: Field<'a, SeLinuxOptions<'a>>,
        is_allowed: fn(&str) -> bool,
    ) -> bool {
        let text = |read: fn(SeLinuxOptions<'a>) -> Field<'a, &'a str>| options.then(read).or("");
        let kind = text(SeLinuxOptions::type_);
        let (has_user, has_role) =
            (!text(SeLinuxOptions::user).is_empty(), !text(SeLinuxOptions::role).is_empty());
        if !is_allowed(kind) {
            self.types.push(kind);
        }
        self.has_user |= has_user;
        self.has_role |= has_role;
        !is_allowed(kind) || has_user || has_role
    }

    fn text(mut self) -> String {
        self.types.sort_unstable();
        self.types.dedup();
        let types = (!self.types.is_empty())
            .then(|| format!("{} {}", plural(&self.types, "type", "types"), quoted(&self.types)));
        let user = self.has_user.then(|| "user may not be set".to_owned());
        let role = self.has_role.then(|| "role may not be set".to_owned());
        [types, user, role].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
