//! All that a rule may see: the cluster, the options, and engines that answer questions about them.

use std::sync::OnceLock;

use crate::engine::Known;
use crate::engine::control_plane::{Component, ControlPlane};
use crate::engine::exposure::Exposure;
use crate::engine::mesh::Mesh;
use crate::engine::network::{Network, recorded};
use crate::engine::pod_security::PodSecurity;
use crate::engine::rbac::{Rbac, Setting};
use crate::engine::references::References;
use crate::evidence::Evidence;
use crate::model::Cluster;
use crate::options::{Options, Scope};

/// A cluster with its engines, each built when it is first asked.
pub struct Facts<'a> {
    /// The objects.
    pub cluster: &'a Cluster,
    /// What the caller asked for.
    pub options: &'a Options,
    /// Could every document be read? If not, nothing can be said of all of them.
    pub all_read: bool,
    control_plane: OnceLock<ControlPlane<'a>>,
    network: OnceLock<Network<'a>>,
    exposure: OnceLock<Exposure<'a>>,
    pod_security: OnceLock<PodSecurity<'a>>,
    rbac: OnceLock<Rbac<'a>>,
    references: OnceLock<References<'a>>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(cluster: &'a Cluster, options: &'a Options, all_read: bool) -> Self {
        Self {
            cluster,
            options,
            all_read,
            control_plane: OnceLock::new(),
            network: OnceLock::new(),
            exposure: OnceLock::new(),
            pod_security: OnceLock::new(),
            rbac: OnceLock::new(),
            references: OnceLock::new(),
        }
    }

    /// What the control plane is told to do.
    pub fn control_plane(&self) -> &ControlPlane<'a> {
        self.control_plane.get_or_init(|| ControlPlane::new(self.cluster, self.options))
    }

    /// Who can reach whom.
    pub fn network(&self) -> &Network<'a> {
        self.network.get_or_init(|| Network::new(self.cluster, self.options))
    }

    /// Who is in the hands of whoever takes over what is reached from outside.
    pub fn exposure(&self) -> &Exposure<'a> {
        self.exposure.get_or_init(|| Exposure::of(self.cluster, self.network()))
    }

    /// Who may do what.
    pub fn rbac(&self) -> &Rbac<'a> {
        self.rbac.get_or_init(|| {
            let plane = self.control_plane();
            let asked = plane.own_servers(Component::ApiServer).filter_map(|server| {
                let names = plane.authorizers(server);
                Some(names.value()?.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            });
            let asked = asked
                .flatten()
                .filter(|name| !matches!(name.as_str(), "Node" | "RBAC" | "AlwaysDeny"));
            let setting = Setting {
                minor: plane.api_version().map(|version| version.minor),
                scope: self.options.scope,
                all_read: self.all_read,
                authorizers: asked.collect(),
            };
            Rbac::new(self.cluster, &setting)
        })
    }

    /// What names and selectors point at.
    pub fn references(&self) -> &References<'a> {
        self.references.get_or_init(|| References::of(self.cluster))
    }

    /// Is everything there is in the input, so that what is not in it does not exist?
    #[must_use]
    pub fn sees_everything(&self) -> bool {
        self.whole_cluster() && self.all_read
    }

    /// The Pod Security Standards.
    #[must_use]
    pub fn pod_security(&self) -> &PodSecurity<'a> {
        self.pod_security.get_or_init(|| {
            let minor = self.control_plane().api_version().map(|version| version.minor);
            PodSecurity::of(self.cluster, minor)
        })
    }

    /// Mutual TLS and authorization between workloads.
    #[must_use]
    pub fn mesh(&self) -> &Mesh {
        &Mesh
    }

    /// Is the input the whole cluster?
    #[must_use]
    pub fn whole_cluster(&self) -> bool {
        self.options.scope == Scope::Cluster
    }

    /// Does the input hold this class of evidence?
    #[must_use]
    pub fn has(&self, evidence: Evidence) -> bool {
        match evidence {
            Evidence::Workloads => self.cluster.has_workloads(),
            Evidence::ApiServer => self.control_plane().has(Component::ApiServer),
            Evidence::Etcd => self.control_plane().has(Component::Etcd),
            Evidence::Versions => {
                self.options.kube_version.is_some() || !self.control_plane().versions().is_empty()
            }
            Evidence::FlowRecords => !matches!(recorded(self.cluster), Known::Unknown(_)),
            Evidence::AsOf => self.options.as_of.is_some(),
            _ => evidence.is_in(self.cluster),
        }
    }
}
