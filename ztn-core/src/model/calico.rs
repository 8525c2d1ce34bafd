//! Calico's policies and tiers, and the endpoints they choose beside pods, of `projectcalico.org/v3`.

use super::field::Field;
use super::kind::Kind;
use super::meta::Metadata;
use super::object::Object;
use super::view::{IntOrStr, List, Quantity, view};
use crate::parse::Node;

view! {
    /// A policy of one namespace.
    CalicoNetworkPolicy "NetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoSpec<'a>,
    }

    /// A policy of the whole cluster, and of its hosts.
    CalicoGlobalNetworkPolicy "GlobalNetworkPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoSpec<'a>,
    }

    /// What both have.
    CalicoSpec "PolicySpec" {
        /// Left out: `default`.
        tier "tier": &'a str,
        /// Lower ones first; left out: last.
        order "order": Quantity<'a>,
        /// Left out: every endpoint.
        selector "selector": &'a str,
        namespace_selector "namespaceSelector": &'a str,
        service_account_selector "serviceAccountSelector": &'a str,
        /// Left out: `Ingress`, or `Egress` where there are rules of egress alone, or both.
        types "types": List<'a, &'a str>,
        ingress "ingress": List<'a, CalicoRule<'a>>,
        egress "egress": List<'a, CalicoRule<'a>>,
        apply_on_forward "applyOnForward": bool,
        pre_dnat "preDNAT": bool,
        do_not_track "doNotTrack": bool,
    }

    /// A rule.
    CalicoRule "Rule" {
        /// `Allow`, `Deny`, `Log` or `Pass`.
        action "action": &'a str,
        /// By name or number. Left out: every protocol.
        protocol "protocol": IntOrStr<'a>,
        not_protocol "notProtocol": IntOrStr<'a>,
        icmp "icmp": CalicoIcmp<'a>,
        not_icmp "notICMP": CalicoIcmp<'a>,
        source "source": CalicoEntity<'a>,
        destination "destination": CalicoEntity<'a>,
        http "http": Node<'a>,
    }

    /// Messages of ICMP.
    CalicoIcmp "ICMPFields" {
        type_ "type": i64,
        code "code": i64,
    }

    /// One end of a rule: all that is written must hold.
    CalicoEntity "EntityRule" {
        nets "nets": List<'a, &'a str>,
        not_nets "notNets": List<'a, &'a str>,
        selector "selector": &'a str,
        not_selector "notSelector": &'a str,
        namespace_selector "namespaceSelector": &'a str,
        ports "ports": List<'a, IntOrStr<'a>>,
        not_ports "notPorts": List<'a, IntOrStr<'a>>,
        service_accounts "serviceAccounts": CalicoServiceAccounts<'a>,
        services "services": CalicoServices<'a>,
        domains "domains": List<'a, &'a str>,
    }

    /// The pods of a Service; at the receiving end, on its ports alone.
    CalicoServices "ServiceMatch" {
        name "name": &'a str,
        /// Left out: the policy's own.
        namespace "namespace": &'a str,
    }

    /// Service accounts by name or by label.
    CalicoServiceAccounts "ServiceAccountMatch" {
        names "names": List<'a, &'a str>,
        selector "selector": &'a str,
    }

    /// Policies that are evaluated together.
    CalicoTier "Tier" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoTierSpec<'a>,
    }

    /// `spec` of a Tier.
    CalicoTierSpec "TierSpec" {
        /// Lower ones first; left out: last.
        order "order": Quantity<'a>,
        /// What becomes of traffic that no policy decides, of endpoints that one is for. Left out: `Deny`.
        default_action "defaultAction": &'a str,
    }

    /// Addresses under labels, for the policies of one namespace.
    CalicoNetworkSet "NetworkSet" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoNetworkSetSpec<'a>,
    }

    /// The same, for policies of the whole cluster.
    CalicoGlobalNetworkSet "GlobalNetworkSet" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoNetworkSetSpec<'a>,
    }

    /// `spec` of both.
    CalicoNetworkSetSpec "NetworkSetSpec" {
        nets "nets": List<'a, &'a str>,
    }

    /// Interfaces of a node, for policies to choose by their labels.
    CalicoHostEndpoint "HostEndpoint" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoHostEndpointSpec<'a>,
    }

    /// `spec` of a HostEndpoint.
    CalicoHostEndpointSpec "HostEndpointSpec" {
        node_name "node": &'a str,
        /// `*`: every interface.
        interface_name "interfaceName": &'a str,
        expected_ips "expectedIPs": List<'a, &'a str>,
        /// What becomes of traffic that no policy decides. Left out: it is denied.
        profiles "profiles": List<'a, &'a str>,
    }

    /// Settings of Calico's controllers; those named `default` count.
    CalicoControllers "KubeControllersConfiguration" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoControllersSpec<'a>,
    }

    /// `spec` of a KubeControllersConfiguration.
    CalicoControllersSpec "KubeControllersConfigurationSpec" {
        controllers "controllers": CalicoControllersConfig<'a>,
    }

    /// Each controller's.
    CalicoControllersConfig "ControllersConfig" {
        of_nodes "node": CalicoNodeController<'a>,
    }

    /// Of the controller of nodes.
    CalicoNodeController "NodeControllerConfig" {
        host_endpoint "hostEndpoint": CalicoAutoHostEndpoint<'a>,
    }

    /// Host endpoints that the controller makes for every node.
    CalicoAutoHostEndpoint "AutoHostEndpointConfig" {
        /// Left out: `Disabled`.
        auto_create "autoCreate": &'a str,
        /// One for all interfaces. Left out: `Enabled`.
        create_default "createDefaultHostEndpoint": &'a str,
        /// Those for some interfaces.
        templates "templates": List<'a, Node<'a>>,
    }

    /// Settings of Calico's agent: `default` for all nodes, `node.NAME` for one.
    FelixConfiguration "FelixConfiguration" {
        metadata "metadata": Metadata<'a>,
        spec "spec": FelixConfigurationSpec<'a>,
    }

    /// `spec` of a FelixConfiguration.
    FelixConfigurationSpec "FelixConfigurationSpec" {
        failsafe_inbound_host_ports "failsafeInboundHostPorts": List<'a, FelixPort<'a>>,
        failsafe_outbound_host_ports "failsafeOutboundHostPorts": List<'a, FelixPort<'a>>,
    }

    /// A port that no policy on a host can close.
    FelixPort "ProtoPort" {
        /// Left out: `tcp`.
        protocol "protocol": &'a str,
        port "port": i64,
        /// Left out: for everybody.
        net "net": &'a str,
    }

    /// Where the addresses of pods come from.
    CalicoIpPool "IPPool" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CalicoIpPoolSpec<'a>,
    }

    /// `spec` of an IPPool.
    CalicoIpPoolSpec "IPPoolSpec" {
        cidr "cidr": &'a str,
        /// Left out: `Workload` and `Tunnel`.
        allowed_uses "allowedUses": List<'a, &'a str>,
    }
}

/// What a policy of either kind says.
#[must_use]
pub fn spec_of(object: Object<'_>) -> Option<CalicoSpec<'_>> {
    match object.kind() {
        Kind::CalicoNetworkPolicy => object.view::<CalicoNetworkPolicy<'_>>()?.spec().get(),
        Kind::CalicoGlobalNetworkPolicy => {
            object.view::<CalicoGlobalNetworkPolicy<'_>>()?.spec().get()
        }
        _ => None,
    }
}

/// What a set of networks of either kind says.
#[must_use]
pub fn set_of(object: Object<'_>) -> Option<CalicoNetworkSetSpec<'_>> {
    match object.kind() {
        Kind::CalicoNetworkSet => object.view::<CalicoNetworkSet<'_>>()?.spec().get(),
        Kind::CalicoGlobalNetworkSet => object.view::<CalicoGlobalNetworkSet<'_>>()?.spec().get(),
        _ => None,
    }
}

/// An order as a number; the last of all where there is none.
#[must_use]
pub fn order_of(order: Field<'_, Quantity<'_>>) -> f64 {
    order.get().and_then(|Quantity(text)| text.parse().ok()).unwrap_or(f64::INFINITY)
}

impl CalicoSpec<'_> {
    /// Is it about what comes in, and about what goes out? Its default is not the one of Kubernetes: rules
    /// of egress alone leave ingress open.
    #[must_use]
    pub fn affects(self) -> (bool, bool) {
        if self.types().is_empty() {
            // What is written and cannot be read may be rules.
            let has =
                |list: Field<'_, List<'_, CalicoRule<'_>>>| !list.is_empty() || list.is_wrong();
            let (ingress, egress) = (has(self.ingress()), has(self.egress()));
            (ingress || !egress, egress)
        } else {
            let has = |wanted| self.types().iter().any(|of| of == wanted);
            (has("Ingress"), has("Egress"))
        }
    }
}
