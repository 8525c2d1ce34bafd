//! Windows containers are no processes of the node.

use crate::engine::pod_security::pod::{Broken, Pod, Setters};
use crate::model::container::WindowsOptions;

pub(in crate::engine::pod_security) fn host_process(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let of_pod = pod.own(|context| context.windows_options().then(WindowsOptions::host_process));
    if of_pod.is_true() {
        setters.pod(of_pod);
    }
    for container in pod.containers() {
        let own = pod.of_container(container, |context| {
            context.windows_options().then(WindowsOptions::host_process)
        });
        if own.is_true() {
            setters.container(container, own);
        }
    }
    setters.broken("hostProcess", |who| {
        format!("{who} must not set securityContext.windowsOptions.hostProcess=true")
    })
}
