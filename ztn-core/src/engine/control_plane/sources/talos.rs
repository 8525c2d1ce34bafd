//! Talos: the machine's configuration says what it starts beside its own settings.

use crate::engine::control_plane::argv::{FlagForm, FlagSet};
use crate::engine::control_plane::server::{Server, VARIES, not_understood};
use crate::engine::control_plane::versions::version_of_image;
use crate::engine::control_plane::{Component, Distribution};
use crate::model::talos::{TalosArguments, TalosCluster, TalosConfig, TalosEtcd};
use crate::model::{Cluster, Field, Object};
use crate::options::KubeVersion;
use crate::parse::Node;

/// Flags to whose values Talos adds those that it sets by itself.
const ADDED_TO: &[(&str, &str)] =
    &[("authorization-mode", "Node,RBAC"), ("enable-admission-plugins", "NodeRestriction")];

/// The components that machines of the control plane start.
pub(super) fn servers<'a>(cluster: &'a Cluster, assumed: Option<KubeVersion>) -> Vec<Server<'a>> {
    let files = cluster.all::<TalosConfig<'_>>();
    let made = files.filter_map(|(object, file)| {
        let settings = file.cluster();
        // A patch of a control plane says something of its API server.
        let is_patch = file.is_control_plane().is_none()
            && settings.then(|settings| settings.api_server()).is_set();
        let is_ours = is_patch || file.is_control_plane() == Some(true);
        let anchor = settings.key().unwrap_or(object.node());
        is_ours.then(|| of_cluster(object, anchor, settings, is_patch, assumed))
    });
    made.flatten().collect()
}

fn of_cluster<'a>(
    object: Object<'a>,
    anchor: Node<'a>,
    settings: Field<'a, TalosCluster<'a>>,
    is_patch: bool,
    assumed: Option<KubeVersion>,
) -> Vec<Server<'a>> {
    let api_server = settings.then(|settings| settings.api_server());
    let manager = settings.then(|settings| settings.controller_manager());
    let scheduler = settings.then(|settings| settings.scheduler());
    let etcd = settings.then(|settings| settings.etcd());
    let image = api_server.then(|section| section.image());
    let version = image.get().and_then(version_of_image).or(assumed);
    let server = |component, section: Option<Node<'a>>, arguments| {
        let made = of_arguments(object, component, section.unwrap_or(anchor), arguments, version);
        let is_patch =
            is_patch.then(|| not_understood("it is a patch of a configuration".to_owned()));
        Server { more_elsewhere: is_patch, ..made }
    };
    let mut first = server(
        Component::ApiServer,
        api_server.key(),
        api_server.then(|section| section.extra_args()),
    );
    // Its own file of authorizers then holds more than the two.
    let authorizers = api_server.then(|section| section.authorization_config());
    if !authorizers.is_empty() {
        unsettle(&mut first, "authorization-config", authorizers.node());
    }
    let mut last = server(Component::Etcd, etcd.key(), etcd.then(|section| section.extra_args()));
    let subnets = [TalosEtcd::listen_subnets, TalosEtcd::advertised_subnets];
    let subnets = subnets.map(|of| etcd.then(of));
    if let Some(subnets) = subnets.iter().find(|subnets| !subnets.is_empty()) {
        unsettle(&mut last, "listen-client-urls", subnets.node());
        unsettle(&mut last, "listen-peer-urls", subnets.node());
    }
    vec![
        first,
        server(
            Component::ControllerManager,
            manager.key(),
            manager.then(|section| section.extra_args()),
        ),
        server(
            Component::Scheduler,
            scheduler.key(),
            scheduler.then(|section| section.extra_args()),
        ),
        last,
    ]
}

/// Gives a flag, where it is not written, a value that the file does not tell.
fn unsettle<'a>(server: &mut Server<'a>, flag: &'static str, node: Node<'a>) {
    let flags = FlagSet::written(FlagForm::Script, [(flag, VARIES, node)].into_iter());
    server.flags = std::mem::take(&mut server.flags).or(&flags);
}

/// The kubelets, where the file says something of them.
pub(in crate::engine::control_plane) fn kubelets(cluster: &Cluster) -> Vec<Server<'_>> {
    let files = cluster.all::<TalosConfig<'_>>();
    let kubelets = files.filter_map(|(object, file)| {
        let kubelet = file.machine().then(|machine| machine.kubelet());
        let arguments = kubelet.then(|kubelet| kubelet.extra_args());
        let version = kubelet.then(|kubelet| kubelet.image()).get().and_then(version_of_image);
        Some(of_arguments(object, Component::Kubelet, arguments.key()?, arguments, version))
    });
    kubelets.collect()
}

fn of_arguments<'a>(
    object: Object<'a>,
    component: Component,
    anchor: Node<'a>,
    arguments: Field<'a, TalosArguments<'a>>,
    version: Option<KubeVersion>,
) -> Server<'a> {
    let written = arguments.get().into_iter().flat_map(TalosArguments::iter);
    let flags = written.flat_map(|(name, value, node)| {
        let own =
            ADDED_TO.iter().find(|(flag, _)| *flag == name).map(|(_, own)| (name, *own, node));
        own.into_iter().chain([(name, value, node)])
    });
    Server {
        component,
        object,
        anchor,
        flags: FlagSet::of_pairs(flags),
        room: arguments.get().map(TalosArguments::node),
        version,
        is_of_made: false,
        distribution: Distribution::Talos,
        more_elsewhere: None,
    }
}
