//! What policies allow, rule by rule, in whatever dialect they are written.
//!
//! It reads one object and no selector: who is meant in this cluster is the engine's question.

mod calico;
mod cilium;
mod cluster;
mod v1;

pub use calico::numbers as calico_ports;

use super::kind::Kind;
use super::object::Object;
use crate::parse::Node;

/// A rule that allows connections of pods.
pub struct Grant<'a> {
    /// The rule.
    pub node: Node<'a>,
    /// Is it about what comes in?
    pub is_ingress: bool,
    /// Where its peers are written; none where it is about everybody.
    pub peers: Option<Node<'a>>,
    /// Those of its peers that are very many.
    pub wide: Vec<(Node<'a>, Wide<'a>)>,
    /// The ports; none: every port of every protocol.
    pub ports: Vec<GrantedPorts<'a>>,
    /// Does it ask for more than addresses and ports: names of hosts, requests, identities?
    pub is_narrowed: bool,
    /// Are its peers written as a list without items, which reads as nobody and means everybody?
    pub writes_empty_peers: bool,
    /// Is every pod of the cluster as much as its dialect can name?
    knows_pods_alone: bool,
}

/// A peer that is very many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wide<'a> {
    /// Everybody inside and outside, in the words of the policy.
    Everybody(&'a str),
    /// Most of the internet, in the words of the policy.
    Internet(&'a str),
    /// Every pod of the cluster.
    EveryPod,
}

/// Ports that a rule names.
#[derive(Clone, Copy)]
pub struct GrantedPorts<'a> {
    /// Where.
    pub node: Node<'a>,
    /// Their protocol; none where each of TCP, UDP and SCTP is meant.
    pub protocol: Option<&'a str>,
    /// Which.
    pub numbers: Numbers<'a>,
}

/// Which ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers<'a> {
    /// Every one.
    Every,
    /// From one to another.
    Range(i64, i64),
    /// Those that containers call so.
    Named(&'a str),
    /// Some that nothing above says: messages of ICMP, all but some, or what cannot be read.
    Other,
}

/// The port of name servers, and those they listen on where they may not have that one.
pub const DNS_PORTS: [u16; 4] = [53, 1053, 5353, 8053];

impl Grant<'_> {
    /// Is everybody among its peers, or as many as its dialect can name?
    #[must_use]
    pub fn is_for_everybody(&self) -> bool {
        self.peers.is_none()
            || self.wide.iter().any(|(_, wide)| match wide {
                Wide::Everybody(_) => true,
                Wide::EveryPod => self.knows_pods_alone,
                Wide::Internet(_) => false,
            })
    }

    /// Does it allow everybody, on every port and protocol?
    #[must_use]
    pub fn allows_everything(&self) -> bool {
        self.is_for_everybody() && self.ports.is_empty() && !self.is_narrowed
    }

    /// Whom it allows where it allows everything.
    #[must_use]
    pub fn everybody(&self) -> &'static str {
        if self.knows_pods_alone { "every pod" } else { "everybody" }
    }

    /// Does it name its ports, and nothing but those that name servers listen on among them?
    #[must_use]
    pub fn is_dns_only(&self) -> bool {
        let dns = |ports: &GrantedPorts<'_>| match ports.numbers {
            Numbers::Range(first, last) => {
                first == last && DNS_PORTS.iter().any(|port| i64::from(*port) == first)
            }
            Numbers::Named(name) => name.starts_with("dns"),
            Numbers::Every | Numbers::Other => false,
        };
        !self.ports.is_empty() && self.ports.iter().all(dns)
    }

    /// Does it name its ports, and nothing but 443 of TCP among them?
    #[must_use]
    pub fn is_https_only(&self) -> bool {
        let https = |ports: &GrantedPorts<'_>| {
            ports.protocol.is_none_or(|protocol| protocol.eq_ignore_ascii_case("TCP"))
                && ports.numbers == Numbers::Range(443, 443)
        };
        !self.ports.is_empty() && self.ports.iter().all(https)
    }
}

/// The rules of a policy that allow something, those for what comes in first; none of policies for nodes.
#[must_use]
pub fn grants_of(object: Object<'_>) -> Vec<Grant<'_>> {
    match object.kind() {
        Kind::NetworkPolicy => v1::grants(object),
        Kind::CiliumNetworkPolicy | Kind::CiliumClusterwideNetworkPolicy => cilium::grants(object),
        Kind::CalicoNetworkPolicy | Kind::CalicoGlobalNetworkPolicy => calico::grants(object),
        Kind::ClusterNetworkPolicy
        | Kind::AdminNetworkPolicy
        | Kind::BaselineAdminNetworkPolicy => cluster::grants(object),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
