//! From a cluster to its provider: identities of service accounts, and those of nodes.

use std::collections::BTreeMap;

use super::Builder;
use crate::engine::paths::{Edge, Goal, Point};
use crate::model::node::{ClusterNode, NodeSpec};
use crate::model::rbac::Identity;
use crate::model::service_account::{ServiceAccount, takes_cloud_role};
use crate::model::{Address, Cluster, Field, Object};
use crate::options::Provider;

/// Where machines of every one of these providers ask who they are.
const METADATA: (&str, u16) = ("169.254.169.254", 80);

/// That a service account stands for an identity of the cloud, and where that is said.
#[derive(Clone, Copy)]
pub(super) struct CloudRole<'a> {
    object: Object<'a>,
    key: &'static str,
    role: Field<'a, &'a str>,
}

/// The service accounts that stand for identities of the cloud, in order.
pub(super) fn roles(cluster: &Cluster) -> BTreeMap<Identity<'_>, CloudRole<'_>> {
    let roles = cluster.all::<ServiceAccount<'_>>().filter_map(|(object, account)| {
        let (key, role) = account.cloud_role()?;
        let namespace = object.namespace().unwrap_or("default");
        let who = Identity::ServiceAccount { namespace, name: object.name() };
        Some((who, CloudRole { object, key, role }))
    });
    roles.collect()
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn cloud(&mut self) {
        let cloud = Point::Goal(Goal::Cloud);
        for (point, workload) in self.each_workload() {
            let Some(&role) = self.cloud_roles.get(&workload.identity()) else {
                continue;
            };
            // The provider's own webhook gives the pods a token for it, whatever they say of others.
            let CloudRole { object, key, role } = role;
            if !takes_cloud_role(workload, key) {
                continue;
            }
            let who = workload.identity();
            let cause = self.cause(format!("take `{key}` off {who}"), object);
            let text = format!("the provider takes a token of {who} for `{}`", role.or(""));
            self.edge(point, cloud, Edge::of(text).at(object, role).by(cause));
        }
        let Some(provider) = self.provider() else {
            return;
        };
        self.follows(
            Point::Goal(Goal::Node),
            cloud,
            "its machine has an identity of the cloud".to_owned(),
        );
        let Some(address) = Address::parse(METADATA.0) else {
            return;
        };
        for (point, workload) in self.each_workload() {
            if workload.is_control_plane()
                || !self.network.may_reach_address(workload, address, METADATA.1)
            {
                continue;
            }
            let object = workload.object();
            let change = format!("keep the pods of `{}` from {}", object.name(), METADATA.0);
            let cause = self.cause(change, object);
            let text = format!("its pods reach {}, where their machine's identity is", METADATA.0);
            let assumes = (!workload.host_network().is_true()).then(|| hides_not(provider));
            let edge = Edge::of(text).at(object, object.name_node()).by(cause).assuming(assumes);
            self.edge(point, cloud, edge);
        }
    }

    /// Whose machines they are, as the caller or the nodes say.
    fn provider(&self) -> Option<Provider> {
        let by_node = || {
            self.cluster.all::<ClusterNode<'a>>().find_map(|(_, node)| {
                let id = node.spec().then(NodeSpec::provider_id).or("");
                match id.split_once("://")?.0 {
                    "aws" => Some(Provider::Eks),
                    "gce" => Some(Provider::Gke),
                    "azure" => Some(Provider::Aks),
                    _ => None,
                }
            })
        };
        self.plane.provider().or_else(by_node)
    }
}

/// What would keep pods that are not of the node's network from its identity, and is taken not to be there.
const fn hides_not(provider: Provider) -> &'static str {
    match provider {
        Provider::Eks => "the machine answers at more than one hop",
        Provider::Gke => "the nodes do not hide their identity behind Workload Identity",
        Provider::Aks => "the nodes do not block pods that ask for it",
    }
}
