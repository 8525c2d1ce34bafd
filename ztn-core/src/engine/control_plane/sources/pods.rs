//! Pods that run a component: static ones, as files of a node or as the API server shows them.

use crate::engine::Unknown;
use crate::engine::control_plane::server::{Server, not_understood};
use crate::engine::control_plane::versions::version_of_image;
use crate::engine::control_plane::{Component, Distribution, command};
use crate::evidence::Evidence;
use crate::model::{Kind, Workload};
use crate::options::KubeVersion;

/// The component that a pod runs, if it runs one. What a distribution decides it has written into the
/// manifest, so what is not there has the default of the component itself.
pub(super) fn server<'a>(
    workload: Workload<'a>,
    assumed: Option<KubeVersion>,
) -> Option<Server<'a>> {
    workload.containers().find_map(|(_, container)| {
        let (component, mut flags) = command::of_container(container)?;
        if component == Component::Etcd && is_of_application(workload) {
            return None;
        }
        let mut more_elsewhere = None;
        if component == Component::Etcd {
            flags = flags.or(&command::of_environment(container));
            more_elsewhere = (!container.env_from().is_empty()).then(|| {
                not_understood("etcd takes settings from the variables of `envFrom`".to_owned())
            });
        }
        if component == Component::Kubelet && flags.get("config").is_some() {
            more_elsewhere = Some(Unknown::missing(Evidence::Kubelet));
        }
        let anchor = container.command().key().or(container.args().key());
        Some(Server {
            component,
            object: workload.object(),
            anchor: anchor.unwrap_or(container.node()),
            flags,
            room: command::room(container),
            version: container.image().get().and_then(version_of_image).or(assumed),
            is_of_made: false,
            distribution: Distribution::Upstream,
            more_elsewhere,
        })
    })
}

/// An etcd that some controller keeps running, off the network of its node, is the store of an application: that of the
/// control plane has to be there before any controller.
fn is_of_application(etcd: Workload<'_>) -> bool {
    let is_kept = etcd.object().kind() != Kind::Pod || etcd.owner().is_some();
    is_kept && !etcd.is_static_pod() && !etcd.host_network().is_true()
}
