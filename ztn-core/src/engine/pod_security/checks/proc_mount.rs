//! `/proc` stays masked.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, quoted};

pub(in crate::engine::pod_security) fn check(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut values = Vec::new();
    for container in pod.containers() {
        let mount = pod.of_container(container, |context| context.proc_mount());
        if let Some(value) = mount.get().filter(|value| *value != "Default") {
            setters.container(container, mount);
            values.push(value);
        }
    }
    values.sort_unstable();
    values.dedup();
    setters.broken("procMount", |who| {
        format!("{who} must not set securityContext.procMount to {}", quoted(&values))
    })
}
