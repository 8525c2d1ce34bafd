//! Istio: who must use mutual TLS, and who may call whom.

use super::gateway::GatewayRef;
use super::meta::Metadata;
use super::view::{List, Map, StrMap, view};

view! {
    /// Whether workloads take plaintext.
    PeerAuthentication "PeerAuthentication" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PeerAuthenticationSpec<'a>,
    }

    /// `spec` of a PeerAuthentication.
    PeerAuthenticationSpec "PeerAuthentication" {
        /// Left out: the whole namespace; in the root namespace, the whole mesh.
        selector "selector": WorkloadSelector<'a>,
        mtls "mtls": MutualTls<'a>,
        /// By container port. Counts only together with `selector`.
        port_level_mtls "portLevelMtls": Map<'a, MutualTls<'a>>,
    }

    /// A mode of mutual TLS.
    MutualTls "MutualTLS" {
        /// `STRICT`, `PERMISSIVE`, `DISABLE`; left out or `UNSET`: as the wider scope says.
        mode "mode": &'a str,
    }

    /// Chooses pods by labels.
    WorkloadSelector "WorkloadSelector" {
        match_labels "matchLabels": StrMap<'a>,
    }

    /// Who may call whom.
    AuthorizationPolicy "AuthorizationPolicy" {
        metadata "metadata": Metadata<'a>,
        spec "spec": AuthorizationPolicySpec<'a>,
    }

    /// `spec` of an AuthorizationPolicy.
    AuthorizationPolicySpec "AuthorizationPolicy" {
        /// Left out: the whole namespace; in the root namespace, the whole mesh.
        selector "selector": WorkloadSelector<'a>,
        /// The older form of `targetRefs`.
        target_ref "targetRef": GatewayRef<'a>,
        /// Gateways and waypoints; sidecars pass such a policy over.
        target_refs "targetRefs": List<'a, GatewayRef<'a>>,
        /// `ALLOW`, `DENY`, `AUDIT`, `CUSTOM`; left out: `ALLOW`.
        action "action": &'a str,
        /// Left out or empty: matches nothing. An empty rule matches everything.
        rules "rules": List<'a, AuthorizationRule<'a>>,
        provider "provider": AuthorizationProvider<'a>,
    }

    /// Who decides a `CUSTOM` policy.
    AuthorizationProvider "ExtensionProvider" {
        name "name": &'a str,
    }

    /// One rule: `from`, `to` and `when` must all match.
    AuthorizationRule "Rule" {
        /// Left out: every source. Else one of them must match.
        from "from": List<'a, RuleFrom<'a>>,
        /// Left out: every operation. Else one of them must match.
        to "to": List<'a, RuleTo<'a>>,
        /// Each of them must match.
        when "when": List<'a, Condition<'a>>,
    }

    /// A source, in its wrapper.
    RuleFrom "Rule.From" {
        source "source": Source<'a>,
    }

    /// Who calls: every field that is written must match, by one of its values.
    Source "Source" {
        principals "principals": List<'a, &'a str>,
        not_principals "notPrincipals": List<'a, &'a str>,
        request_principals "requestPrincipals": List<'a, &'a str>,
        not_request_principals "notRequestPrincipals": List<'a, &'a str>,
        namespaces "namespaces": List<'a, &'a str>,
        not_namespaces "notNamespaces": List<'a, &'a str>,
        service_accounts "serviceAccounts": List<'a, &'a str>,
        not_service_accounts "notServiceAccounts": List<'a, &'a str>,
        trust_domains "trustDomains": List<'a, &'a str>,
        not_trust_domains "notTrustDomains": List<'a, &'a str>,
        ip_blocks "ipBlocks": List<'a, &'a str>,
        not_ip_blocks "notIpBlocks": List<'a, &'a str>,
        remote_ip_blocks "remoteIpBlocks": List<'a, &'a str>,
        not_remote_ip_blocks "notRemoteIpBlocks": List<'a, &'a str>,
    }

    /// An operation, in its wrapper.
    RuleTo "Rule.To" {
        operation "operation": Operation<'a>,
    }

    /// What is called: every field that is written must match, by one of its values.
    Operation "Operation" {
        hosts "hosts": List<'a, &'a str>,
        not_hosts "notHosts": List<'a, &'a str>,
        ports "ports": List<'a, &'a str>,
        not_ports "notPorts": List<'a, &'a str>,
        methods "methods": List<'a, &'a str>,
        not_methods "notMethods": List<'a, &'a str>,
        paths "paths": List<'a, &'a str>,
        not_paths "notPaths": List<'a, &'a str>,
    }

    /// A further condition on an attribute of the request.
    Condition "Condition" {
        key "key": &'a str,
        values "values": List<'a, &'a str>,
        not_values "notValues": List<'a, &'a str>,
    }
}
