//! NetworkPolicy of `networking.k8s.io/v1`.

use super::field::Field;
use super::meta::{LabelSelector, Metadata};
use super::view::{IntOrStr, List, view};
use crate::address::{Address, AddressRange, holds_internet};
use crate::parse::Node;

view! {
    /// Which traffic the pods it selects may have.
    NetworkPolicy "NetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": NetworkPolicySpec<'a>,
    }

    /// `spec` of a NetworkPolicy.
    NetworkPolicySpec "NetworkPolicySpec" {
        /// Left out or empty: every pod of the namespace.
        pod_selector "podSelector": LabelSelector<'a>,
        policy_types "policyTypes": List<'a, &'a str>,
        /// Left out or empty, where the policy applies to ingress: nothing comes in.
        ingress "ingress": List<'a, IngressRule<'a>>,
        /// Left out or empty, where the policy applies to egress: nothing goes out.
        egress "egress": List<'a, EgressRule<'a>>,
    }

    /// Traffic that may come in: from any of its peers, to any of its ports.
    IngressRule "NetworkPolicyIngressRule" {
        /// Left out or empty: from everywhere.
        from "from": List<'a, Peer<'a>>,
        /// Left out or empty: every port and protocol.
        ports "ports": List<'a, PolicyPort<'a>>,
    }

    /// Traffic that may go out: to any of its peers, at any of its ports.
    EgressRule "NetworkPolicyEgressRule" {
        /// Left out or empty: to everywhere.
        to "to": List<'a, Peer<'a>>,
        /// Left out or empty: every port and protocol.
        ports "ports": List<'a, PolicyPort<'a>>,
    }

    /// The other end.
    Peer "NetworkPolicyPeer" {
        pod_selector "podSelector": LabelSelector<'a>,
        /// Left out: the namespace of the policy.
        namespace_selector "namespaceSelector": LabelSelector<'a>,
        ip_block "ipBlock": IpBlock<'a>,
    }

    /// A range of addresses with holes.
    IpBlock "IPBlock" {
        cidr "cidr": &'a str,
        except "except": List<'a, &'a str>,
    }

    /// A port, several ports, or every port of one protocol.
    PolicyPort "NetworkPolicyPort" {
        /// Left out: `TCP`.
        protocol "protocol": &'a str,
        /// Left out: every port of the protocol. A name is looked up at the destination.
        port "port": IntOrStr<'a>,
        end_port "endPort": i64,
    }
}

/// A rule of either direction: traffic with any of its peers, on any of its ports.
#[derive(Clone, Copy)]
pub struct PolicyRule<'a> {
    /// The rule.
    pub node: Node<'a>,
    /// `from` or `to`.
    pub peers: Field<'a, List<'a, Peer<'a>>>,
    /// `ports`.
    pub ports: Field<'a, List<'a, PolicyPort<'a>>>,
}

impl<'a> PolicyRule<'a> {
    /// Does it allow everybody, on every port and protocol?
    #[must_use]
    pub fn allows_everything(self) -> bool {
        !self.peers.is_wrong()
            && self.peers.is_empty()
            && !self.ports.is_wrong()
            && self.ports.is_empty()
    }

    /// Are its peers written as a list without items, or as `null`? It means everybody, and reads as
    /// nobody.
    #[must_use]
    pub fn writes_empty_peers(self) -> bool {
        self.peers.key().is_some() && !self.peers.is_wrong() && self.peers.is_empty()
    }

    /// Does it allow this port of this protocol at an address outside, where no name means a port?
    #[must_use]
    pub fn allows_port(self, protocol: &str, number: i64) -> bool {
        let allows = |port: PolicyPort<'_>| {
            let in_range = match port.port().get() {
                None => port.port().is_absent(),
                Some(IntOrStr::Int(first)) => (first..=port.end_port().or(first)).contains(&number),
                Some(IntOrStr::Str(_)) => false,
            };
            port.protocol().or("TCP") == protocol && in_range
        };
        !self.ports.is_wrong() && (self.ports.is_empty() || self.ports.iter().any(allows))
    }
}

impl Peer<'_> {
    /// Does it choose without asking for any label: every pod of the namespaces, or every namespace?
    #[must_use]
    pub fn asks_for_nothing(self) -> bool {
        [self.pod_selector(), self.namespace_selector()]
            .into_iter()
            .all(|selector| selector.get().is_none_or(LabelSelector::is_empty))
    }

    /// Is it every pod of every namespace?
    #[must_use]
    pub fn is_every_pod(self) -> bool {
        self.namespace_selector().get().is_some_and(LabelSelector::is_empty)
            && !self.pod_selector().is_wrong()
            && self.pod_selector().get().is_none_or(LabelSelector::is_empty)
    }
}

/// Where clouds answer for the identity of a node or a pod.
pub const METADATA_SERVICES: [&str; 7] = [
    // AWS, Azure, Google and most others; what a task and a pod of AWS ask.
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    // Azure's wire server, Alibaba.
    "168.63.129.16",
    "100.100.100.200",
    // AWS and Google in IPv6.
    "fd00:ec2::254",
    "fd20:ce::254",
];

impl IpBlock<'_> {
    /// The metadata service of a cloud that is in it by the way: a block of that one address is meant.
    #[must_use]
    pub fn metadata_service(self) -> Option<&'static str> {
        let whole = AddressRange::parse(self.cidr().get()?)?;
        let holes: Vec<_> = self.except().iter().filter_map(AddressRange::parse).collect();
        METADATA_SERVICES.into_iter().find(|service| {
            Address::parse(service).is_some_and(|address| {
                whole.holds(address)
                    && whole.first != whole.last
                    && !holes.iter().any(|hole| hole.holds(address))
            })
        })
    }

    /// Does it leave most of the internet open?
    #[must_use]
    pub fn is_internet(self) -> bool {
        holds_internet(self.cidr().or(""), self.except().iter())
    }
}

impl<'a> NetworkPolicySpec<'a> {
    /// The rules for what comes in, whether `policyTypes` lets them count or not.
    pub fn ingress_rules(self) -> impl Iterator<Item = PolicyRule<'a>> {
        self.ingress().entries().map(|(rule, node)| PolicyRule {
            node,
            peers: rule.from(),
            ports: rule.ports(),
        })
    }

    /// The rules for what goes out, whether `policyTypes` lets them count or not.
    pub fn egress_rules(self) -> impl Iterator<Item = PolicyRule<'a>> {
        self.egress().entries().map(|(rule, node)| PolicyRule {
            node,
            peers: rule.to(),
            ports: rule.ports(),
        })
    }

    /// The rules that count, those for what comes in first.
    pub fn effective_rules(self) -> impl Iterator<Item = PolicyRule<'a>> {
        let ingress = self.affects_ingress().then(|| self.ingress_rules());
        let egress = self.affects_egress().then(|| self.egress_rules());
        ingress.into_iter().flatten().chain(egress.into_iter().flatten())
    }

    /// Does it restrict what comes in? "If this field is not specified, it will default based on the
    /// existence of ingress or egress rules; policies that contain an egress section are assumed to
    /// affect egress, and all policies (whether or not they contain an ingress section) are assumed to
    /// affect ingress."
    #[must_use]
    pub fn affects_ingress(self) -> bool {
        self.policy_types().is_empty() || self.policy_types().iter().any(|ty| ty == "Ingress")
    }

    /// Does it restrict what goes out? Where `policyTypes` is empty, `SetDefaults_NetworkPolicy` asks
    /// for at least one egress rule.
    #[must_use]
    pub fn affects_egress(self) -> bool {
        if self.policy_types().is_empty() {
            !self.egress().is_empty()
        } else {
            self.policy_types().iter().any(|ty| ty == "Egress")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    /// Whether the policy with this `spec` affects ingress, and egress.
    fn affects(spec: &str) -> (bool, bool) {
        let document = Document::parse(spec, Limits::default()).expect("YAML");
        let spec = NetworkPolicySpec::from_node(document.root()).expect("a mapping");
        (spec.affects_ingress(), spec.affects_egress())
    }

    #[test]
    fn policy_types_default_by_the_rules_that_are_there() {
        assert_eq!(affects("{}"), (true, false));
        assert_eq!(affects("{policyTypes: [], egress: []}"), (true, false));
        assert_eq!(affects("{egress: [{}]}"), (true, true));
        assert_eq!(affects("{policyTypes: null, ingress: [{}], egress: [{}]}"), (true, true));
    }

    #[test]
    fn the_internet_is_what_is_left_without_the_holes() {
        let is_internet = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            IpBlock::from_node(document.root()).expect("a mapping").is_internet()
        };
        assert!(is_internet("{cidr: 0.0.0.0/0}"));
        assert!(is_internet("{cidr: '::/0'}"));
        assert!(is_internet("{cidr: '2000::/3'}"));
        assert!(is_internet("{cidr: 128.0.0.0/1}"));
        assert!(is_internet(
            "{cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]}"
        ));
        assert!(
            is_internet("{cidr: 1.2.3.4/0, except: [169.254.169.254/32]}"),
            "host bits do not count"
        );
        assert!(!is_internet("{cidr: 0.0.0.0/0, except: [0.0.0.0/1, 128.0.0.0/1]}"));
        assert!(!is_internet("{cidr: 0.0.0.0/0, except: [0.0.0.0/1, 0.0.0.0/2, 128.0.0.0/1]}"));
        assert!(!is_internet("{cidr: 10.0.0.0/8}"));
        assert!(!is_internet("{cidr: 'fd00::/8'}"));
        assert!(!is_internet("{cidr: everywhere}"));
    }

    #[test]
    fn an_empty_list_of_peers_is_everybody() {
        let rules = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let spec = NetworkPolicySpec::from_node(document.root()).expect("a mapping");
            spec.effective_rules()
                .map(|rule| (rule.allows_everything(), rule.writes_empty_peers()))
                .collect::<Vec<_>>()
        };
        assert_eq!(rules("{ingress: [{}]}"), [(true, false)]);
        assert_eq!(rules("{ingress: [{from: []}]}"), [(true, true)]);
        assert_eq!(rules("{ingress: [{from: null, ports: [{port: 1}]}]}"), [(false, true)]);
        assert_eq!(rules("{ingress: [{ports: [{}]}]}"), [(false, false)], "all ports of TCP alone");
        assert_eq!(rules("{ingress: [{from: [{podSelector: {}}]}]}"), [(false, false)]);
        assert_eq!(
            rules("{policyTypes: [Egress], ingress: [{}], egress: [{to: []}]}"),
            [(true, true)]
        );
    }

    #[test]
    fn policy_types_that_are_written_count_alone() {
        assert_eq!(affects("{policyTypes: [Egress], ingress: [{}]}"), (false, true));
        assert_eq!(affects("{policyTypes: [Ingress], egress: [{}]}"), (true, false));
        assert_eq!(affects("{policyTypes: [Ingress, Egress]}"), (true, true));
    }
}
