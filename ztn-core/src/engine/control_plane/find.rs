//! Finding the components of a control plane among the objects of an input.

use super::argv::FlagSet;
use super::server::Server;
use super::{Component, Distribution};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::kubeadm::{ClusterConfiguration, ExtraArgs};
use crate::model::kubelet::KubeletConfiguration;
use crate::model::node::ClusterNode;
use crate::model::{Cluster, Field, Kind, Object, Workload};
use crate::options::{KubeVersion, Options, Provider};
use crate::parse::Node;

/// Everything the input says about the control plane.
pub struct ControlPlane<'a> {
    servers: Vec<Server<'a>>,
    kubelets: Vec<(Object<'a>, KubeletConfiguration<'a>)>,
    versions: Vec<(Object<'a>, Node<'a>, KubeVersion)>,
    provider: Option<Provider>,
}

impl<'a> ControlPlane<'a> {
    pub(crate) fn new(cluster: &'a Cluster, options: &Options) -> Self {
        let mut servers: Vec<Server<'a>> = cluster.workloads().filter_map(static_pod).collect();
        // A static pod is nearer to the running process than the file it was made from.
        let from_files: Vec<Server<'a>> = cluster
            .all::<ClusterConfiguration<'_>>()
            .flat_map(|(object, file)| kubeadm(object, file))
            .filter(|made| !servers.iter().any(|server| server.component == made.component))
            .collect();
        servers.extend(from_files);
        Self {
            servers,
            kubelets: cluster.all().collect(),
            versions: versions(cluster),
            provider: options.assume.provider,
        }
    }

    /// The servers of one component: several in a highly available control plane.
    pub fn servers(&self, component: Component) -> impl Iterator<Item = &Server<'a>> {
        self.servers.iter().filter(move |server| server.component == component)
    }

    /// Does the input say how `component` is started?
    #[must_use]
    pub fn has(&self, component: Component) -> bool {
        self.servers(component).next().is_some()
    }

    /// The kubelet configurations of the input.
    #[must_use]
    pub fn kubelets(&self) -> &[(Object<'a>, KubeletConfiguration<'a>)] {
        &self.kubelets
    }

    /// Every Kubernetes version the input names, with the object and the place that name it.
    #[must_use]
    pub fn versions(&self) -> &[(Object<'a>, Node<'a>, KubeVersion)] {
        &self.versions
    }

    /// Who runs the control plane, if it is a service.
    #[must_use]
    pub fn provider(&self) -> Option<Provider> {
        self.provider
    }

    /// That nothing is known of `component`, and why.
    #[must_use]
    pub fn unknown(&self, component: Component) -> Unknown {
        Unknown::missing(if component == Component::Etcd { Evidence::Etcd } else { Evidence::ApiServer })
    }
}

/// The component that a pod runs, if it runs one. What a distribution decides it has written into the
/// manifest, so what is not there has the default of the component itself.
fn static_pod(workload: Workload<'_>) -> Option<Server<'_>> {
    workload.containers().find_map(|(_, container)| {
        let program = container.command().entries().next().map(|(word, _)| basename(word));
        let component = match program {
            Some(program) => Component::from_program(program),
            // Without a command the image's own program runs.
            None => container.image().get().and_then(component_of_image),
        }?;
        Some(Server {
            component,
            object: workload.object(),
            anchor: container.command().key().or(container.args().key()).unwrap_or(container.node()),
            flags: FlagSet::of_container(container, component.syntax()),
            distribution: Distribution::Upstream,
        })
    })
}

/// The components that `kubeadm init` starts from this file.
fn kubeadm<'a>(object: Object<'a>, file: ClusterConfiguration<'a>) -> Vec<Server<'a>> {
    let server = |component, section: Option<Node<'a>>, arguments: Field<'a, ExtraArgs<'a>>| Server {
        component,
        object,
        anchor: section.unwrap_or(object.node()),
        flags: FlagSet::of_pairs(
            arguments.get().into_iter().flat_map(ExtraArgs::iter).map(|arg| (arg.name, arg.value, arg.value_node)),
        ),
        distribution: Distribution::Kubeadm,
    };
    let api_server = file.api_server();
    let manager = file.controller_manager();
    let scheduler = file.scheduler();
    let etcd = file.etcd();
    let mut servers = vec![
        server(Component::ApiServer, api_server.key(), api_server.then(|section| section.extra_args())),
        server(Component::ControllerManager, manager.key(), manager.then(|section| section.extra_args())),
        server(Component::Scheduler, scheduler.key(), scheduler.then(|section| section.extra_args())),
    ];
    // An etcd outside the cluster is started by somebody else.
    if !etcd.then(|section| section.external()).is_set() {
        let local = etcd.then(|section| section.local());
        servers.push(server(Component::Etcd, local.key().or(etcd.key()), local.then(|section| section.extra_args())));
    }
    servers
}

/// Every Kubernetes version that an object names.
fn versions(cluster: &Cluster) -> Vec<(Object<'_>, Node<'_>, KubeVersion)> {
    let mut versions = Vec::new();
    for (object, configuration) in cluster.all::<ClusterConfiguration<'_>>() {
        let version = configuration.kubernetes_version();
        if let Some(read) = version.get().and_then(|text| text.parse().ok()) {
            versions.push((object, version.node(), read));
        }
    }
    for (object, node) in cluster.all::<ClusterNode<'_>>() {
        let version = node.status().then(|status| status.node_info()).then(|info| info.kubelet_version());
        if let Some(read) = version.get().and_then(|text| text.parse().ok()) {
            versions.push((object, version.node(), read));
        }
    }
    for workload in cluster.workloads() {
        if workload.object().kind() != Kind::Pod {
            continue;
        }
        for (_, container) in workload.containers() {
            let image = container.image();
            if let Some(version) = image.get().and_then(version_of_image) {
                versions.push((workload.object(), image.node(), version));
            }
        }
    }
    versions
}

/// The Kubernetes version that the image of a component is tagged with. etcd counts its own.
fn version_of_image(image: &str) -> Option<KubeVersion> {
    let component = component_of_image(image)?;
    let (_, tag) = image.split('@').next()?.rsplit_once(':')?;
    if component == Component::Etcd { None } else { tag.parse().ok() }
}

/// The component that an image is of, by its name: `registry.k8s.io/kube-apiserver:v1.36.2`.
fn component_of_image(image: &str) -> Option<Component> {
    let name = basename(image.split('@').next().unwrap_or(image));
    Component::from_program(name.split(':').next().unwrap_or(name))
}

fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
