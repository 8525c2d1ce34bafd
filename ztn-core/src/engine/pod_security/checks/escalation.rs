//! Nothing of a container gains what the container does not have.

use crate::engine::pod_security::pod::{Broken, Pod, Setters};

pub(in crate::engine::pod_security) fn privileged(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    for container in pod.containers() {
        let privileged = pod.of_container(container, |context| context.privileged());
        if privileged.is_true() {
            setters.container(container, privileged);
        }
    }
    setters
        .broken("privileged", |who| format!("{who} must not set securityContext.privileged=true"))
}

/// `allowPrivilegeEscalation` has to be switched off by every container itself.
pub(in crate::engine::pod_security) fn allowed(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    for container in pod.containers() {
        let allowed = pod.of_container(container, |context| context.allow_privilege_escalation());
        if !allowed.is_false() && !allowed.is_wrong() {
            setters.container(container, allowed);
        }
    }
    setters.broken("allowPrivilegeEscalation != false", |who| {
        format!("{who} must set securityContext.allowPrivilegeEscalation=false")
    })
}
