//! Istio: who must use mutual TLS, and who may call whom.

use super::field::Field;
use super::gateway::GatewayRef;
use super::meta::Metadata;
use super::namespace::Namespace;
use super::view::{List, Map, StrMap, field, view};
use super::workload::Workload;
use crate::parse::Node;

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

impl MutualTls<'_> {
    /// Does it take connections that are not mutually authenticated? Left out or `UNSET`, the wider scope
    /// says.
    #[must_use]
    pub fn takes_plaintext(self) -> bool {
        matches!(self.mode().get(), Some("PERMISSIVE" | "DISABLE"))
    }
}

impl<'a> PeerAuthenticationSpec<'a> {
    /// The ports with a mode of their own, each with its key. They count only together with a selector:
    /// Istio passes them over in policies for a namespace or the mesh.
    pub fn effective_ports(self) -> impl Iterator<Item = (Node<'a>, MutualTls<'a>)> {
        let counts = self.selector().get().is_some_and(|selector| {
            selector
                .match_labels()
                .get()
                .is_some_and(|labels| labels.node().entries().next().is_some())
        });
        let ports = self.port_level_mtls().get().filter(|_| counts);
        ports.into_iter().flat_map(|ports| ports.entries().map(|(key, _, mode)| (key, mode)))
    }
}

impl<'a> AuthorizationPolicy<'a> {
    /// The annotation by which it is evaluated and not enforced, if it is so. Read as Go reads booleans.
    #[must_use]
    pub fn dry_run(self) -> Option<Field<'a, &'a str>> {
        let annotations = self.metadata().then(Metadata::annotations);
        let value =
            annotations.then(|annotations| field::<&str>(annotations.node(), "istio.io/dry-run"));
        matches!(value.or(""), "1" | "t" | "T" | "true" | "TRUE" | "True").then_some(value)
    }
}

impl<'a> AuthorizationPolicySpec<'a> {
    /// The rules by which it allows requests; none for a policy with another action.
    pub fn allow_rules(self) -> impl Iterator<Item = AuthorizationRule<'a>> {
        let allows = matches!(self.action().or("ALLOW"), "ALLOW" | "");
        self.rules().get().filter(|_| allows).into_iter().flatten()
    }
}

impl AuthorizationRule<'_> {
    /// Does it match every request?
    #[must_use]
    pub fn matches_everything(self) -> bool {
        self.from().is_empty() && self.matches_every_operation()
    }

    /// Does it match every request of whoever has some identity in the mesh?
    #[must_use]
    pub fn matches_any_identity(self) -> bool {
        self.matches_every_operation()
            && self
                .from()
                .iter()
                .any(|from| from.source().get().is_some_and(Source::is_any_identity))
    }

    fn matches_every_operation(self) -> bool {
        self.to().is_empty() && self.when().is_empty()
    }
}

impl Source<'_> {
    /// Does it ask for some identity, whichever, and for nothing else?
    #[must_use]
    pub fn is_any_identity(self) -> bool {
        let lists = [
            self.principals(),
            self.not_principals(),
            self.request_principals(),
            self.not_request_principals(),
            self.namespaces(),
            self.not_namespaces(),
            self.service_accounts(),
            self.not_service_accounts(),
            self.trust_domains(),
            self.not_trust_domains(),
            self.ip_blocks(),
            self.not_ip_blocks(),
            self.remote_ip_blocks(),
            self.not_remote_ip_blocks(),
        ];
        let written = lists.iter().filter(|list| !list.is_empty()).count();
        let anybody = |list: Field<'_, List<'_, &str>>| list.iter().any(|name| name == "*");
        written == 1 && (anybody(self.principals()) || anybody(self.namespaces()))
    }
}

impl<'a> Namespace<'a> {
    /// The label by which pods of the namespace get Istio's sidecar, if it has one.
    #[must_use]
    pub fn istio_injection(self) -> Option<Field<'a, &'a str>> {
        let (injection, revision) = (self.label("istio-injection"), self.label("istio.io/rev"));
        // The older label goes first, and `disabled` is final.
        if injection.is_set() {
            return injection.is("enabled").then_some(injection);
        }
        revision.is_set().then_some(revision)
    }
}

impl<'a> Workload<'a> {
    /// Is it Istio's agent on each node, which does for pods what their init containers would do?
    #[must_use]
    pub fn is_istio_node_agent(self) -> bool {
        self.containers().any(|(_, one)| matches!(one.image_name(), "install-cni" | "ztunnel"))
    }

    /// The label or annotation by which its pods stay out of a mesh that would take them in: Istio's
    /// sidecar (where the label goes before the annotation), Istio's ambient mode, Linkerd. Pods of the
    /// node's network are never in a mesh, whatever they say, and the mesh's own programs are the mesh.
    #[must_use]
    pub fn mesh_opt_out(self) -> Option<Field<'a, &'a str>> {
        if self.host_network().is_true() || self.is_mesh_program() {
            return None;
        }
        let label = |key: &str| {
            self.metadata().then(Metadata::labels).then(|labels| field::<&str>(labels.node(), key))
        };
        let sidecar = label(INJECT).or_else(|| self.annotation(INJECT));
        let ambient = label("istio.io/dataplane-mode");
        let linkerd = self.annotation("linkerd.io/inject");
        [(sidecar, "false"), (ambient, "none"), (linkerd, "disabled")]
            .into_iter()
            .find_map(|(setting, out)| setting.is(out).then_some(setting))
    }

    /// Does it get a sidecar where its namespace asks for them?
    #[must_use]
    pub fn takes_mesh_injection(self) -> bool {
        !self.host_network().is_true() && !self.is_mesh_program() && self.mesh_opt_out().is_none()
    }

    /// Is it a program of a mesh itself: its control plane, a gateway, a proxy or agent of each node?
    #[must_use]
    pub fn is_mesh_program(self) -> bool {
        self.containers().any(|(_, container)| {
            let image = container.image().or("");
            container.name().is("istio-proxy")
                || ISTIO_IMAGES.contains(&container.image_name())
                || image.split('/').rev().nth(1) == Some("linkerd")
        })
    }
}

/// The images of Istio's own programs.
const ISTIO_IMAGES: &[&str] = &["pilot", "proxyv2", "ztunnel", "install-cni"];

const INJECT: &str = "sidecar.istio.io/inject";
