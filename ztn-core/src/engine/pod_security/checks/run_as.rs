//! Nothing runs as root.

use crate::engine::pod_security::pod::{Broken, Pod, Setters};

/// What is set outright to `false` counts even where every container says otherwise; what nobody sets, where the
/// pod does not.
pub(in crate::engine::pod_security) fn non_root(pod: &Pod<'_>) -> Option<Broken> {
    let (mut explicit, mut implicit) = (Setters::of(pod), Setters::of(pod));
    let of_pod = pod.own(|context| context.run_as_non_root());
    if of_pod.is_false() {
        explicit.pod(of_pod);
    }
    for container in pod.containers() {
        let own = pod.of_container(container, |context| context.run_as_non_root());
        if own.is_false() {
            explicit.container(container, own);
        } else if own.is_absent() && !of_pod.is_true() && !of_pod.is_wrong() {
            implicit.container(container, own);
        }
    }
    let reason = "runAsNonRoot != true";
    explicit
        .broken(reason, |who| format!("{who} must not set securityContext.runAsNonRoot=false"))
        .or_else(|| {
            implicit.broken(reason, |who| {
                format!("pod or {who} must set securityContext.runAsNonRoot=true")
            })
        })
}

/// A user 0 of the pod counts even where every container has another.
pub(in crate::engine::pod_security) fn user(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let of_pod = pod.own(|context| context.run_as_user());
    if of_pod.get() == Some(0) {
        setters.pod(of_pod);
    }
    for container in pod.containers() {
        let own = pod.of_container(container, |context| context.run_as_user());
        if own.get() == Some(0) {
            setters.container(container, own);
        }
    }
    setters.broken("runAsUser=0", |who| format!("{who} must not set runAsUser=0"))
}
