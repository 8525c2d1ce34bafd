//! CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy and CiliumCIDRGroup of `cilium.io/v2`.

use super::field::Field;
use super::kind::Kind;
use super::meta::{LabelSelector, Metadata};
use super::object::Object;
use super::view::{FromNode, IntOrStr, List, view};
use crate::parse::Node;

view! {
    /// A policy of one namespace.
    CiliumNetworkPolicy "CiliumNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CiliumSpec<'a>,
        specs "specs": List<'a, CiliumSpec<'a>>,
    }

    /// A policy of the whole cluster.
    CiliumClusterwideNetworkPolicy "CiliumClusterwideNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CiliumSpec<'a>,
        specs "specs": List<'a, CiliumSpec<'a>>,
    }

    /// One rule set, as Cilium's own API calls it: a `Rule`.
    CiliumSpec "Rule" {
        endpoint_selector "endpointSelector": LabelSelector<'a>,
        /// For the nodes themselves; clusterwide policies alone.
        node_selector "nodeSelector": LabelSelector<'a>,
        ingress "ingress": List<'a, CiliumIngress<'a>>,
        ingress_deny "ingressDeny": List<'a, CiliumIngress<'a>>,
        egress "egress": List<'a, CiliumEgress<'a>>,
        egress_deny "egressDeny": List<'a, CiliumEgress<'a>>,
        enable_default_deny "enableDefaultDeny": CiliumDefaultDeny<'a>,
    }

    /// Is what no policy allows denied to the endpoints? Left out: in each direction that has rules.
    CiliumDefaultDeny "DefaultDenyConfig" {
        ingress "ingress": bool,
        egress "egress": bool,
    }

    /// What comes in. Without any field it matches nothing.
    CiliumIngress "IngressRule" {
        /// Left out: everybody, if there are other fields. `[]`: nobody.
        from_endpoints "fromEndpoints": List<'a, LabelSelector<'a>>,
        /// Not taken since 1.19.
        from_requires "fromRequires": List<'a, LabelSelector<'a>>,
        from_cidr "fromCIDR": List<'a, &'a str>,
        from_cidr_set "fromCIDRSet": List<'a, CiliumCidr<'a>>,
        from_entities "fromEntities": List<'a, &'a str>,
        from_nodes "fromNodes": List<'a, LabelSelector<'a>>,
        from_groups "fromGroups": List<'a, Node<'a>>,
        to_ports "toPorts": List<'a, CiliumPorts<'a>>,
        icmps "icmps": List<'a, CiliumIcmp<'a>>,
        authentication "authentication": CiliumAuthentication<'a>,
    }

    /// What goes out. Without any field it matches nothing.
    CiliumEgress "EgressRule" {
        /// Left out: everybody, if there are other fields. `[]`: nobody.
        to_endpoints "toEndpoints": List<'a, LabelSelector<'a>>,
        /// Not taken since 1.19.
        to_requires "toRequires": List<'a, LabelSelector<'a>>,
        to_cidr "toCIDR": List<'a, &'a str>,
        to_cidr_set "toCIDRSet": List<'a, CiliumCidr<'a>>,
        to_entities "toEntities": List<'a, &'a str>,
        to_nodes "toNodes": List<'a, LabelSelector<'a>>,
        to_services "toServices": List<'a, CiliumService<'a>>,
        to_fqdns "toFQDNs": List<'a, CiliumFqdn<'a>>,
        to_groups "toGroups": List<'a, Node<'a>>,
        to_ports "toPorts": List<'a, CiliumPorts<'a>>,
        icmps "icmps": List<'a, CiliumIcmp<'a>>,
        authentication "authentication": CiliumAuthentication<'a>,
    }

    /// A block with holes, or a named group of blocks.
    CiliumCidr "CIDRRule" {
        cidr "cidr": &'a str,
        cidr_group_ref "cidrGroupRef": &'a str,
        cidr_group_selector "cidrGroupSelector": LabelSelector<'a>,
        except "except": List<'a, &'a str>,
    }

    /// Services, by name or by their labels.
    CiliumService "Service" {
        k8s_service "k8sService": CiliumServiceName<'a>,
        k8s_service_selector "k8sServiceSelector": CiliumServiceSelector<'a>,
    }

    /// A Service by name.
    CiliumServiceName "K8sServiceNamespace" {
        service_name "serviceName": &'a str,
        /// Left out: any.
        namespace "namespace": &'a str,
    }

    /// Services by their labels.
    CiliumServiceSelector "K8sServiceSelectorNamespace" {
        selector "selector": LabelSelector<'a>,
        /// Left out: any.
        namespace "namespace": &'a str,
    }

    /// Names of hosts.
    CiliumFqdn "FQDNSelector" {
        match_name "matchName": &'a str,
        match_pattern "matchPattern": &'a str,
    }

    /// Ports, and what may be said on them.
    CiliumPorts "PortRule" {
        ports "ports": List<'a, CiliumPort<'a>>,
        rules "rules": CiliumL7<'a>,
        server_names "serverNames": List<'a, &'a str>,
        /// Whom of Envoy's to ask for each connection.
        listener "listener": Node<'a>,
    }

    /// A port.
    CiliumPort "PortProtocol" {
        /// A number or a name, as text; `0` or empty: every port.
        port "port": IntOrStr<'a>,
        end_port "endPort": i64,
        /// Left out: `ANY`.
        protocol "protocol": &'a str,
    }

    /// Requests, by protocol.
    CiliumL7 "L7Rules" {
        http "http": List<'a, Node<'a>>,
        kafka "kafka": List<'a, Node<'a>>,
        dns "dns": List<'a, CiliumFqdn<'a>>,
        l7proto "l7proto": &'a str,
    }

    /// Messages of ICMP.
    CiliumIcmp "ICMPRule" {
        fields "fields": List<'a, CiliumIcmpField<'a>>,
    }

    /// One message.
    CiliumIcmpField "ICMPField" {
        /// `IPv4` or `IPv6`; left out: `IPv4`.
        family "family": &'a str,
        type_ "type": IntOrStr<'a>,
    }

    /// Blocks of addresses under a name.
    CiliumCidrGroup "CiliumCIDRGroup" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CiliumCidrGroupSpec<'a>,
    }

    /// `spec` of a CiliumCIDRGroup.
    CiliumCidrGroupSpec "CiliumCIDRGroupSpec" {
        external_cidrs "externalCIDRs": List<'a, &'a str>,
    }

    /// Whether both ends must have shown who they are.
    CiliumAuthentication "Authentication" {
        mode "mode": &'a str,
    }
}

/// The rule sets of a policy of either kind.
pub fn specs_of(object: Object<'_>) -> impl Iterator<Item = CiliumSpec<'_>> {
    let of = match object.kind() {
        Kind::CiliumNetworkPolicy => {
            object.view::<CiliumNetworkPolicy<'_>>().map(|policy| (policy.spec(), policy.specs()))
        }
        _ => object
            .view::<CiliumClusterwideNetworkPolicy<'_>>()
            .map(|policy| (policy.spec(), policy.specs())),
    };
    of.into_iter().flat_map(|(spec, specs)| spec.get().into_iter().chain(specs.iter()))
}

/// A rule of either direction.
#[derive(Clone, Copy)]
pub struct CiliumRule<'a> {
    /// The rule.
    pub node: Node<'a>,
    /// `fromEndpoints` or `toEndpoints`
    pub endpoints: Field<'a, List<'a, LabelSelector<'a>>>,
    /// `fromRequires` or `toRequires`
    pub requires: Field<'a, List<'a, LabelSelector<'a>>>,
    /// `fromCIDR` or `toCIDR`
    pub cidr: Field<'a, List<'a, &'a str>>,
    /// `fromCIDRSet` or `toCIDRSet`
    pub cidr_set: Field<'a, List<'a, CiliumCidr<'a>>>,
    /// `fromEntities` or `toEntities`
    pub entities: Field<'a, List<'a, &'a str>>,
    /// `fromNodes` or `toNodes`
    pub nodes: Field<'a, List<'a, LabelSelector<'a>>>,
    /// `toServices`; none in ingress.
    pub services: Option<Field<'a, List<'a, CiliumService<'a>>>>,
    /// `toFQDNs`; none in ingress.
    pub fqdns: Option<Field<'a, List<'a, CiliumFqdn<'a>>>>,
    /// `fromGroups` or `toGroups`
    pub groups: Field<'a, List<'a, Node<'a>>>,
    /// `toPorts`
    pub ports: Field<'a, List<'a, CiliumPorts<'a>>>,
    /// `icmps`
    pub icmps: Field<'a, List<'a, CiliumIcmp<'a>>>,
    /// `authentication`
    pub authentication: Field<'a, CiliumAuthentication<'a>>,
}

impl<'a> CiliumRule<'a> {
    /// The names of its lists of peers that are not empty.
    #[must_use]
    pub fn peer_lists(self) -> Vec<&'a str> {
        fn name<'a, T: FromNode<'a>>(list: Field<'a, List<'a, T>>) -> Option<&'a str> {
            list.key().filter(|_| !list.is_empty()).map(Node::text)
        }
        let lists = [
            name(self.endpoints),
            name(self.cidr),
            name(self.cidr_set),
            name(self.entities),
            name(self.nodes),
            self.services.and_then(name),
            self.fqdns.and_then(name),
            name(self.groups),
        ];
        lists.into_iter().flatten().collect()
    }
}

impl<'a> CiliumIngress<'a> {
    /// The same for either direction.
    #[must_use]
    pub fn rule(self) -> CiliumRule<'a> {
        CiliumRule {
            node: self.node(),
            endpoints: self.from_endpoints(),
            requires: self.from_requires(),
            cidr: self.from_cidr(),
            cidr_set: self.from_cidr_set(),
            entities: self.from_entities(),
            nodes: self.from_nodes(),
            services: None,
            fqdns: None,
            groups: self.from_groups(),
            ports: self.to_ports(),
            icmps: self.icmps(),
            authentication: self.authentication(),
        }
    }
}

impl<'a> CiliumEgress<'a> {
    /// The same for either direction.
    #[must_use]
    pub fn rule(self) -> CiliumRule<'a> {
        CiliumRule {
            node: self.node(),
            endpoints: self.to_endpoints(),
            requires: self.to_requires(),
            cidr: self.to_cidr(),
            cidr_set: self.to_cidr_set(),
            entities: self.to_entities(),
            nodes: self.to_nodes(),
            services: Some(self.to_services()),
            fqdns: Some(self.to_fqdns()),
            groups: self.to_groups(),
            ports: self.to_ports(),
            icmps: self.icmps(),
            authentication: self.authentication(),
        }
    }
}
