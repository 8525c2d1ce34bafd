//! Finding the components of a control plane among the objects of an input.

use super::argv::FlagSet;
use super::command;
use super::kubelet::{Kubelet, kubelets};
use super::server::{Server, not_understood};
use super::versions::{NamedVersion, version_of_image, versions};
use super::{Component, Distribution};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::kubeadm::{ClusterConfiguration, ExternalEtcd, ExtraArgs};
use crate::model::{Cluster, Field, Object, Workload};
use crate::options::{KubeVersion, Options, Provider};
use crate::parse::Node;

/// Everything the input says about the control plane.
pub struct ControlPlane<'a> {
    pub(super) cluster: &'a Cluster,
    servers: Vec<Server<'a>>,
    kubelets: Vec<Kubelet<'a>>,
    versions: Vec<NamedVersion<'a>>,
    version: Option<KubeVersion>,
    provider: Option<Provider>,
}

impl<'a> ControlPlane<'a> {
    /// What the objects of a cluster say of it.
    #[must_use]
    pub fn new(cluster: &'a Cluster, options: &Options) -> Self {
        let mut servers: Vec<Server<'a>> = cluster
            .workloads()
            .filter_map(|workload| static_pod(workload, options.kube_version))
            .collect();
        // A static pod is nearer to the running process than the file it was made from.
        let from_files: Vec<Server<'a>> = cluster
            .all::<ClusterConfiguration<'_>>()
            .flat_map(|(object, file)| kubeadm(object, file, options.kube_version))
            .filter(|made| !servers.iter().any(|server| server.component == made.component))
            .collect();
        servers.extend(from_files);
        let versions = versions(cluster);
        Self {
            cluster,
            kubelets: kubelets(cluster, &servers),
            servers,
            version: options.kube_version,
            versions,
            provider: options.assume.provider,
        }
    }

    /// The servers of one component: several in a highly available control plane.
    pub fn servers(&self, component: Component) -> impl Iterator<Item = &Server<'a>> {
        self.servers.iter().filter(move |server| server.component == component)
    }

    /// Every component that the input says how it is started.
    pub fn all_servers(&self) -> impl Iterator<Item = &Server<'a>> {
        self.servers.iter()
    }

    /// Does the input say how `component` is started?
    #[must_use]
    pub fn has(&self, component: Component) -> bool {
        self.servers(component).next().is_some()
    }

    /// The kubelets of the input, as far as files tell of them.
    #[must_use]
    pub fn kubelets(&self) -> &[Kubelet<'a>] {
        &self.kubelets
    }

    /// Every Kubernetes version the input names, with the object and the place that name it.
    #[must_use]
    pub fn versions(&self) -> &[NamedVersion<'a>] {
        &self.versions
    }

    /// The version whose API the cluster serves: as the caller says, else the oldest API server's, else
    /// the oldest that the input names.
    #[must_use]
    pub fn api_version(&self) -> Option<KubeVersion> {
        let oldest = |api_server_only: bool| {
            let named = self.versions.iter();
            let fits = named.filter(|named| !api_server_only || named.is_of_api_server());
            fits.map(|named| named.version).min()
        };
        self.version.or_else(|| oldest(true)).or_else(|| oldest(false))
    }

    /// Who runs the control plane, if it is a service.
    #[must_use]
    pub fn provider(&self) -> Option<Provider> {
        self.provider
    }

    /// That nothing is known of `component`, and why.
    #[must_use]
    pub fn unknown(&self, component: Component) -> Unknown {
        Unknown::missing(match component {
            Component::Etcd => Evidence::Etcd,
            Component::Kubelet => Evidence::Kubelet,
            _ => Evidence::ApiServer,
        })
    }
}

/// The component that a pod runs, if it runs one. What a distribution decides it has written into the
/// manifest, so what is not there has the default of the component itself.
fn static_pod<'a>(workload: Workload<'a>, assumed: Option<KubeVersion>) -> Option<Server<'a>> {
    workload.containers().find_map(|(_, container)| {
        let (component, mut flags) = command::of_container(container)?;
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
            distribution: Distribution::Upstream,
            more_elsewhere,
        })
    })
}

/// The components that `kubeadm init` starts from this file.
fn kubeadm<'a>(
    object: Object<'a>,
    file: ClusterConfiguration<'a>,
    assumed: Option<KubeVersion>,
) -> Vec<Server<'a>> {
    let version = file.kubernetes_version().get().and_then(|text| text.parse().ok());
    let server =
        |component, section: Option<Node<'a>>, arguments: Field<'a, ExtraArgs<'a>>| Server {
            component,
            object,
            anchor: section.unwrap_or(object.node()),
            flags: flags_of(arguments),
            room: arguments.get().map(ExtraArgs::node),
            version: version.or(assumed),
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

pub(super) fn flags_of<'a>(arguments: Field<'a, ExtraArgs<'a>>) -> FlagSet<'a> {
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
