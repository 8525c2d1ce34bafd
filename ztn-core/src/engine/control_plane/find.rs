//! Finding the components of a control plane among the objects of an input.

use super::kubelet::{Kubelet, kubelets};
use super::server::Server;
use super::versions::{NamedVersion, versions};
use super::{Component, sources};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::Cluster;
use crate::options::{KubeVersion, Options, Provider};

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
        let servers = sources::servers(cluster, options.kube_version);
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

    /// As [`Self::servers`], without those of clusters that the input makes: of them, nothing else in it tells.
    pub fn own_servers(&self, component: Component) -> impl Iterator<Item = &Server<'a>> {
        self.servers(component).filter(|server| !server.is_of_made)
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
    /// the oldest that the input names. Clusters that the input makes count where nothing else does.
    #[must_use]
    pub fn api_version(&self) -> Option<KubeVersion> {
        let oldest = |fits: fn(&NamedVersion<'_>) -> bool| {
            self.versions.iter().filter(|named| fits(named)).map(|named| named.version).min()
        };
        self.version
            .or_else(|| oldest(|named| named.is_of_api_server() && !named.is_of_made))
            .or_else(|| oldest(|named| !named.is_of_made))
            .or_else(|| oldest(|_| true))
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
