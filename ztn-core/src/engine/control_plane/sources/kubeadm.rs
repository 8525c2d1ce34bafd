//! kubeadm's configuration: its own file, inside the objects of Cluster API, and as patches of a kind cluster.

use crate::engine::control_plane::argv::FlagSet;
use crate::engine::control_plane::server::{Server, not_understood};
use crate::engine::control_plane::{Component, Distribution};
use crate::model::cluster_api::{KubeadmControlPlane, KubeadmControlPlaneTemplate};
use crate::model::kind_cluster::KindCluster;
use crate::model::kubeadm::{ClusterConfiguration, ExternalEtcd, ExtraArgs};
use crate::model::{Cluster, DocId, Field, Object};
use crate::options::KubeVersion;
use crate::parse::Node;

/// The components that kubeadm starts on the nodes of the input's own cluster.
pub(super) fn of_nodes<'a>(cluster: &'a Cluster, assumed: Option<KubeVersion>) -> Vec<Server<'a>> {
    let files = cluster.all::<ClusterConfiguration<'_>>();
    let files = files
        .filter(|(object, _)| !object.is_part() && kind_cluster(cluster, object.doc()).is_none());
    files.flat_map(|(object, file)| of_file(object, file, assumed)).collect()
}

/// Those of the clusters that Cluster API makes, which need not be the one that holds its objects.
pub(super) fn of_cluster_api<'a>(
    cluster: &'a Cluster,
    assumed: Option<KubeVersion>,
) -> Vec<Server<'a>> {
    let parts: Vec<_> = cluster
        .all::<ClusterConfiguration<'_>>()
        .filter(|(object, _)| object.is_part())
        .map(|(object, file)| (cluster.whole(object.id()), object, file))
        .collect();
    let file_of = |whole: Object<'_>| {
        let of = parts.iter().find(|(id, ..)| *id == whole.id());
        of.map(|(_, object, file)| (*object, *file))
    };
    let planes = cluster.all::<KubeadmControlPlane<'_>>().flat_map(|(object, plane)| {
        let version = plane.spec().then(|spec| spec.version());
        let version = version.get().and_then(|text| text.parse().ok()).or(assumed);
        match file_of(object) {
            Some((part, file)) => of_file(part, file, version),
            // kubeadm starts everything as it does without a file.
            None => {
                let anchor = plane.spec().then(|spec| spec.kubeadm_config_spec()).key();
                without_file(object, anchor.unwrap_or(object.node()), version)
            }
        }
    });
    let templates = cluster.all::<KubeadmControlPlaneTemplate<'_>>().flat_map(|(object, _)| {
        let made = file_of(object).map(|(part, file)| of_file(part, file, assumed));
        made.into_iter().flatten().map(|server| Server {
            more_elsewhere: Some(not_understood(
                "patches of a ClusterClass may add to its template".to_owned(),
            )),
            ..server
        })
    });
    planes.chain(templates).map(|server| Server { is_of_made: true, ..server }).collect()
}

/// Those of kind clusters whose file says something of the control plane, in patches of kubeadm's file.
pub(super) fn of_kind<'a>(cluster: &'a Cluster, assumed: Option<KubeVersion>) -> Vec<Server<'a>> {
    let patches: Vec<_> = cluster
        .all::<ClusterConfiguration<'_>>()
        .filter_map(|(object, file)| Some((kind_cluster(cluster, object.doc())?, object, file)))
        .collect();
    let made = patches.iter().flat_map(|((host, kind), object, file)| {
        let is_one_of_many = patches.iter().filter(|((of, _), ..)| of == host).nth(1).is_some();
        let more_elsewhere = (is_one_of_many || has_json_patches(*kind))
            .then(|| not_understood("other patches of kind's file may add to this one".to_owned()));
        let servers = of_file(*object, *file, kind.version().or(assumed)).into_iter();
        servers.map(move |server| Server {
            more_elsewhere: more_elsewhere.clone(),
            is_of_made: true,
            ..server
        })
    });
    made.collect()
}

/// The kind cluster whose file holds this document as a patch.
fn kind_cluster(cluster: &Cluster, doc: DocId) -> Option<(DocId, KindCluster<'_>)> {
    let (host, _) = cluster.host(doc)?;
    let mut clusters = cluster.all::<KindCluster<'_>>();
    clusters.find(|(object, _)| object.doc() == host).map(|(_, file)| (host, file))
}

fn has_json_patches(file: KindCluster<'_>) -> bool {
    let mut nodes = file.nodes().iter();
    !file.kubeadm_config_patches_json6902().is_empty()
        || nodes.any(|node| !node.kubeadm_config_patches_json6902().is_empty())
}

/// Everything that kubeadm starts, as it does by itself.
fn without_file<'a>(
    object: Object<'a>,
    anchor: Node<'a>,
    version: Option<KubeVersion>,
) -> Vec<Server<'a>> {
    use Component::{ApiServer, ControllerManager, Etcd, Scheduler};
    let server = |component| Server {
        component,
        object,
        anchor,
        flags: FlagSet::default(),
        room: None,
        version,
        is_of_made: false,
        distribution: Distribution::Kubeadm,
        more_elsewhere: None,
    };
    [ApiServer, ControllerManager, Scheduler, Etcd].map(server).into_iter().collect()
}

/// The components that `kubeadm init` starts from this file.
fn of_file<'a>(
    object: Object<'a>,
    file: ClusterConfiguration<'a>,
    version: Option<KubeVersion>,
) -> Vec<Server<'a>> {
    let written = file.kubernetes_version().get().and_then(|text| text.parse().ok());
    let version = written.or(version);
    let server =
        |component, section: Option<Node<'a>>, arguments: Field<'a, ExtraArgs<'a>>| Server {
            component,
            object,
            anchor: section.unwrap_or(object.node()),
            flags: flags_of(arguments),
            room: arguments.get().map(ExtraArgs::node),
            version,
            is_of_made: false,
            distribution: Distribution::Kubeadm,
            more_elsewhere: None,
        };
    let api_server = file.api_server();
    let manager = file.controller_manager();
    let scheduler = file.scheduler();
    let etcd = file.etcd();
    let mut servers = vec![
        server(
            Component::ApiServer,
            api_server.key(),
            api_server.then(|section| section.extra_args()),
        ),
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
    ];
    // An etcd outside the cluster is started by somebody else; the API server is told of it.
    let external = etcd.then(|section| section.external());
    if let Some(external) = external.get() {
        for server in servers.iter_mut().take(1) {
            server.flags = std::mem::take(&mut server.flags).or(&flags_of_external(external));
        }
    } else {
        let local = etcd.then(|section| section.local());
        servers.push(server(
            Component::Etcd,
            local.key().or(etcd.key()),
            local.then(|section| section.extra_args()),
        ));
    }
    servers
}

pub(in crate::engine::control_plane) fn flags_of<'a>(
    arguments: Field<'a, ExtraArgs<'a>>,
) -> FlagSet<'a> {
    let arguments = arguments.get().into_iter().flat_map(ExtraArgs::iter);
    FlagSet::of_pairs(arguments.map(|arg| (arg.name, arg.value, arg.value_node)))
}

/// The flags of the API server that kubeadm writes for an etcd outside the cluster.
fn flags_of_external(etcd: ExternalEtcd<'_>) -> FlagSet<'_> {
    let endpoints = etcd.endpoints().get().into_iter().flat_map(|list| list.entries());
    let endpoints = endpoints.map(|(url, node)| ("etcd-servers", url, node));
    let files = [
        ("etcd-cafile", etcd.ca_file()),
        ("etcd-certfile", etcd.cert_file()),
        ("etcd-keyfile", etcd.key_file()),
    ];
    let files = files.map(|(flag, file)| (flag, file.or(""), file.key().unwrap_or(etcd.node())));
    FlagSet::of_pairs(endpoints.chain(files))
}
