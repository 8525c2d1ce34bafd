//! Connections that the manifests themselves declare: the addresses that environment variables, arguments
//! and mounted files name, and the ways in that Services, Ingresses and routes make.
//!
//! Values of Secrets are never looked at: that one may hold an address is all that is said of it.

mod entrances;
mod hosts;
mod resolve;
mod texts;

use super::Because;
use super::network::{Network, PortSet};
use super::references::References;
use crate::model::{AddressRange, Cluster};

/// One end of a declared connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeclaredEnd {
    /// A workload: its index among [`Network::members`].
    Workload(u32),
    /// Addresses outside.
    Addresses(AddressRange),
    /// Any pod of any namespace: a controller or a scraper that the input does not name.
    AnyPod,
    /// Anybody, outside and inside.
    Anybody,
}

/// A connection that a manifest declares.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Who opens it.
    pub src: DeclaredEnd,
    /// Who takes it.
    pub dst: DeclaredEnd,
    /// On which ports of who takes it.
    pub ports: PortSet,
    /// Where it is written, and what says so.
    pub because: Because,
}

/// Something that names a connection which cannot be told from the input.
#[derive(Clone, Debug)]
pub struct Unresolved {
    /// The workload that would open it.
    pub src: u32,
    /// What is named.
    pub names: String,
    /// Where it is written, and why nothing comes of it.
    pub because: Because,
}

/// All that a cluster declares.
#[derive(Default)]
pub struct Declared {
    /// By source, in the order written.
    pub connections: Vec<Connection>,
    /// Names that lead to no workload of the input.
    pub unresolved: Vec<Unresolved>,
    /// Workloads that look names up, and so need the cluster's DNS.
    pub by_name: Vec<u32>,
}

impl Declared {
    /// What is declared in this cluster.
    #[must_use]
    pub fn of<'a>(
        cluster: &'a Cluster,
        network: &Network<'a>,
        references: &References<'a>,
    ) -> Self {
        let mut declared = Self::default();
        let resolver = resolve::Resolver::of(network, references);
        for (member, index) in network.members().iter().zip(0..) {
            let (texts, secrets) = texts::of(cluster, member.workload);
            for text in &texts {
                for mention in hosts::mentions(text.text, text.is_file) {
                    resolver.resolve(index, text, &mention, &mut declared);
                }
            }
            declared.unresolved.extend(secrets.into_iter().map(|(names, because)| Unresolved {
                src: index,
                names,
                because,
            }));
        }
        entrances::of(network, references, &mut declared);
        declared.by_name.sort_unstable();
        declared.by_name.dedup();
        declared
    }
}
