//! NetworkPolicy of `networking.k8s.io/v1`.

use super::meta::{LabelSelector, Metadata};
use super::view::{IntOrStr, List, view};

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

impl NetworkPolicySpec<'_> {
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
    fn policy_types_that_are_written_count_alone() {
        assert_eq!(affects("{policyTypes: [Egress], ingress: [{}]}"), (false, true));
        assert_eq!(affects("{policyTypes: [Ingress], egress: [{}]}"), (true, false));
        assert_eq!(affects("{policyTypes: [Ingress, Egress]}"), (true, true));
    }
}
