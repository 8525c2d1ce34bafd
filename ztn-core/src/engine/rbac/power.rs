//! What can be done with a permission beside what it says: the catalogue, as data.

/// A permission that gives more than it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Power {
    /// Read what Secrets hold.
    ReadSecrets,
    /// Have a token of a service account made.
    MintTokens,
    /// Make pods, by themselves or through a controller.
    RunWorkloads,
    /// Change the controllers of pods that are there, without making new ones.
    ChangeWorkloads,
    /// Run commands in pods, or talk to their ports.
    EnterPods,
    /// Put containers into running pods, or other images.
    InjectContainers,
    /// Talk to kubelets through the API server.
    DriveKubelets,
    /// Write rights into a role that the writer does not hold.
    Escalate,
    /// Give out a role whose rights the giver does not hold.
    Bind,
    /// Write roles.
    WriteRoles,
    /// Write bindings in a namespace.
    WriteRoleBindings,
    /// Write bindings of the whole cluster.
    WriteClusterRoleBindings,
    /// Act as users.
    ImpersonateUsers,
    /// Act as groups, together with somebody to act as.
    ImpersonateGroups,
    /// Act as service accounts.
    ImpersonateServiceAccounts,
    /// Act as users for the verbs that a rule of constrained impersonation names.
    ActAsUsers,
    /// Act as groups likewise, together with a user.
    ActAsGroups,
    /// Act as service accounts likewise.
    ActAsServiceAccounts,
    /// Act as nodes likewise.
    ActAsNodes,
    /// Send requests for certificates.
    RequestCertificates,
    /// Set certificate requests to approved.
    ApproveRequests,
    /// Approve for a signer.
    ApproveForSigners,
    /// Sign for a signer.
    SignForSigners,
    /// Change what admission does to objects.
    ChangeMutation,
    /// Change what admission refuses.
    ChangeValidation,
    /// Make volumes of the node's own paths.
    CreateVolumes,
    /// Change which connections are permitted.
    ChangeNetworkPolicy,
    /// Change the labels of namespaces.
    RelabelNamespaces,
    /// Send connections elsewhere.
    RedirectTraffic,
    /// Choose the nodes that pods run on.
    SteerPods,
    /// Change what the cluster's own components read.
    RewriteClusterConfig,
    /// Delete what tells of what happened.
    EraseEvidence,
    /// Declare APIs, or who serves them.
    DeclareApis,
    /// Tell an operator what to do with its own rights.
    CommandOperators,
    /// Make Secrets.
    CreateSecrets,
    /// Read what tells an attacker where to go: logs, and what the kubelet says of its node.
    ReadNodes,
    /// Ask whose a token is, and what others may do.
    AskAboutOthers,
    /// Have pods admitted that the strictest admission would refuse.
    UseConstraints,
}

/// One way to have a power: any of the verbs on any of the resources of the group.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// The verbs.
    pub verbs: &'static [&'static str],
    /// The API group.
    pub group: &'static str,
    /// The resources.
    pub resources: &'static [&'static str],
    /// Are they beside the namespaces, so that no RoleBinding gives them?
    pub beside: bool,
    /// The first minor release that has it.
    pub since: u32,
    /// The minor release that ends it: later ones ask for more.
    pub before: u32,
}

const CREATE: &[&str] = &["create"];
const EDIT: &[&str] = &["create", "update", "patch"];
const CHANGE: &[&str] = &["update", "patch"];
const CHANGE_OR_DELETE: &[&str] = &["update", "patch", "delete", "deletecollection"];
const ANY_WRITE: &[&str] = &["create", "update", "patch", "delete", "deletecollection"];
const DELETE: &[&str] = &["delete", "deletecollection"];
const GET: &[&str] = &["get"];
const USE: &[&str] = &["use"];
const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";
const CERTIFICATES: &str = "certificates.k8s.io";
const CONTROLLERS: &[&str] = &["daemonsets", "deployments", "replicasets", "statefulsets"];

/// The powers that by themselves make nobody more than they are.
pub(super) const SLIGHT: u64 =
    Power::CreateSecrets.bit() | Power::ReadNodes.bit() | Power::AskAboutOthers.bit();

const fn act(
    verbs: &'static [&'static str],
    group: &'static str,
    resources: &'static [&'static str],
) -> Act {
    Act { verbs, group, resources, beside: false, since: 0, before: u32::MAX }
}

const fn beside(
    verbs: &'static [&'static str],
    group: &'static str,
    resources: &'static [&'static str],
) -> Act {
    Act { beside: true, ..act(verbs, group, resources) }
}

/// A way of constrained impersonation, which asks for the identity and for each verb done in its name
/// (<https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/>); on by default since 1.36.
const fn constrained(verbs: &'static [&'static str], resources: &'static [&'static str]) -> Act {
    Act { since: 36, ..beside(verbs, "authentication.k8s.io", resources) }
}

impl Power {
    /// Every power.
    pub const ALL: &'static [Self] = &[
        Self::ReadSecrets,
        Self::MintTokens,
        Self::RunWorkloads,
        Self::ChangeWorkloads,
        Self::EnterPods,
        Self::InjectContainers,
        Self::DriveKubelets,
        Self::Escalate,
        Self::Bind,
        Self::WriteRoles,
        Self::WriteRoleBindings,
        Self::WriteClusterRoleBindings,
        Self::ImpersonateUsers,
        Self::ImpersonateGroups,
        Self::ImpersonateServiceAccounts,
        Self::ActAsUsers,
        Self::ActAsGroups,
        Self::ActAsServiceAccounts,
        Self::ActAsNodes,
        Self::RequestCertificates,
        Self::ApproveRequests,
        Self::ApproveForSigners,
        Self::SignForSigners,
        Self::ChangeMutation,
        Self::ChangeValidation,
        Self::CreateVolumes,
        Self::ChangeNetworkPolicy,
        Self::RelabelNamespaces,
        Self::RedirectTraffic,
        Self::SteerPods,
        Self::RewriteClusterConfig,
        Self::EraseEvidence,
        Self::DeclareApis,
        Self::CommandOperators,
        Self::CreateSecrets,
        Self::ReadNodes,
        Self::AskAboutOthers,
        Self::UseConstraints,
    ];

    /// The ways to have it.
    #[must_use]
    #[rustfmt::skip]
    pub const fn acts(self) -> &'static [Act] {
        match self {
            // A list holds what a `get` of each would. The answer to a `patch` is the whole object, also where
            // nothing is changed; that to a `deletecollection` is all that was deleted, or with `dryRun` would be.
            Self::ReadSecrets => const { &[act(&["get", "list", "watch", "patch", "deletecollection"], "", &["secrets"])] },
            Self::MintTokens => const { &[act(CREATE, "", &["serviceaccounts/token"])] },
            Self::RunWorkloads => const { &[
                act(CREATE, "", &["pods", "replicationcontrollers"]),
                act(CREATE, "apps", CONTROLLERS),
                act(CREATE, "batch", &["jobs", "cronjobs"]),
                act(CREATE, "argoproj.io", &["workflows", "cronworkflows", "rollouts"]),
                act(CREATE, "tekton.dev", &["taskruns", "pipelineruns"]),
                act(CREATE, "kubevirt.io", &["virtualmachines", "virtualmachineinstances"]),
            ] },
            Self::ChangeWorkloads => const { &[
                act(CHANGE, "", &["replicationcontrollers"]),
                act(CHANGE, "apps", CONTROLLERS),
                act(CHANGE, "batch", &["jobs", "cronjobs"]),
            ] },
            Self::EnterPods => const { &[
                act(CREATE, "", &["pods/exec", "pods/attach", "pods/portforward"]),
                // Up to 1.34 the request that opens a WebSocket was a `get`.
                Act { before: 35, ..act(&["get"], "", &["pods/exec", "pods/attach", "pods/portforward"]) },
            ] },
            Self::InjectContainers => const { &[act(CHANGE, "", &["pods/ephemeralcontainers", "pods"])] },
            Self::DriveKubelets => const { &[beside(&["get", "create"], "", &["nodes/proxy"])] },
            Self::Escalate => const { &[act(&["escalate"], RBAC, &["roles"]), beside(&["escalate"], RBAC, &["clusterroles"])] },
            // A RoleBinding to a ClusterRole is checked in the namespace of the binding.
            Self::Bind => const { &[act(&["bind"], RBAC, &["clusterroles", "roles"])] },
            Self::WriteRoles => const { &[act(EDIT, RBAC, &["roles"]), beside(EDIT, RBAC, &["clusterroles"])] },
            Self::WriteRoleBindings => const { &[act(EDIT, RBAC, &["rolebindings"])] },
            Self::WriteClusterRoleBindings => const { &[beside(EDIT, RBAC, &["clusterrolebindings"])] },
            Self::ImpersonateUsers => const { &[beside(&["impersonate"], "", &["users"])] },
            Self::ImpersonateGroups => const { &[
                beside(&["impersonate"], "", &["groups"]),
                beside(&["impersonate"], "authentication.k8s.io", &["uids", "userextras"]),
            ] },
            Self::ImpersonateServiceAccounts => const { &[act(&["impersonate"], "", &["serviceaccounts"])] },
            Self::ActAsUsers => const { &[constrained(&["impersonate:user-info"], &["users"])] },
            Self::ActAsGroups => const { &[constrained(&["impersonate:user-info"], &["groups"])] },
            // A service account is asked about in its namespace.
            Self::ActAsServiceAccounts => const { &[Act { beside: false, ..constrained(&["impersonate:serviceaccount"], &["serviceaccounts"]) }] },
            // To act as the node that one runs on is how agents of nodes are meant to do it.
            Self::ActAsNodes => const { &[constrained(&["impersonate:arbitrary-node"], &["nodes"])] },
            Self::RequestCertificates => const { &[beside(CREATE, CERTIFICATES, &["certificatesigningrequests"])] },
            Self::ApproveRequests => const { &[beside(CHANGE, CERTIFICATES, &["certificatesigningrequests/approval"])] },
            Self::ApproveForSigners => const { &[beside(&["approve"], CERTIFICATES, &["signers"])] },
            Self::SignForSigners => const { &[beside(&["sign"], CERTIFICATES, &["signers"])] },
            Self::ChangeMutation => const { &[beside(ANY_WRITE, ADMISSION, &["mutatingwebhookconfigurations", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings"])] },
            Self::ChangeValidation => const { &[beside(ANY_WRITE, ADMISSION, &["validatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings"])] },
            Self::CreateVolumes => const { &[beside(CREATE, "", &["persistentvolumes"])] },
            Self::ChangeNetworkPolicy => const { &[
                act(ANY_WRITE, "networking.k8s.io", &["networkpolicies"]),
                beside(ANY_WRITE, "policy.networking.k8s.io", &["clusternetworkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies"]),
                act(ANY_WRITE, "cilium.io", &["ciliumnetworkpolicies"]),
                beside(ANY_WRITE, "cilium.io", &["ciliumclusterwidenetworkpolicies"]),
                act(ANY_WRITE, "projectcalico.org", &["networkpolicies", "stagednetworkpolicies"]),
                beside(ANY_WRITE, "projectcalico.org", &["globalnetworkpolicies", "tiers"]),
                act(ANY_WRITE, "crd.projectcalico.org", &["networkpolicies"]),
                beside(ANY_WRITE, "crd.projectcalico.org", &["globalnetworkpolicies", "tiers"]),
                act(ANY_WRITE, "security.istio.io", &["authorizationpolicies", "peerauthentications", "requestauthentications"]),
                act(ANY_WRITE, "networking.istio.io", &["sidecars"]),
                act(ANY_WRITE, "policy.linkerd.io", &["servers", "serverauthorizations", "authorizationpolicies"]),
            ] },
            // Of one namespace a RoleBinding in it can give it.
            Self::RelabelNamespaces => const { &[act(CHANGE, "", &["namespaces"])] },
            Self::RedirectTraffic => const { &[
                act(CHANGE_OR_DELETE, "", &["services", "services/status", "endpoints"]),
                act(&["create", "update", "patch"], "discovery.k8s.io", &["endpointslices"]),
                act(EDIT, "networking.k8s.io", &["ingresses"]),
                act(EDIT, "gateway.networking.k8s.io", &["gateways", "httproutes", "grpcroutes", "tlsroutes", "tcproutes"]),
                act(EDIT, "networking.istio.io", &["virtualservices", "destinationrules", "serviceentries", "gateways"]),
            ] },
            Self::SteerPods => const { &[
                act(CREATE, "", &["pods/binding", "bindings", "pods/eviction"]),
                beside(CHANGE_OR_DELETE, "", &["nodes", "nodes/status"]),
            ] },
            Self::RewriteClusterConfig => const { &[act(CHANGE_OR_DELETE, "", &["configmaps"])] },
            Self::EraseEvidence => const { &[
                act(DELETE, "", &["events", "pods", "pods/log"]),
                act(DELETE, "events.k8s.io", &["events"]),
                act(DELETE, "wgpolicyk8s.io", &["policyreports", "clusterpolicyreports"]),
            ] },
            Self::DeclareApis => const { &[
                beside(EDIT, "apiextensions.k8s.io", &["customresourcedefinitions"]),
                beside(EDIT, "apiregistration.k8s.io", &["apiservices"]),
            ] },
            Self::CommandOperators => const { &[
                act(EDIT, "argoproj.io", &["applications", "appprojects", "applicationsets"]),
                act(EDIT, "helm.toolkit.fluxcd.io", &["helmreleases"]),
                act(EDIT, "kustomize.toolkit.fluxcd.io", &["kustomizations"]),
                act(EDIT, "source.toolkit.fluxcd.io", &["gitrepositories", "helmrepositories", "ocirepositories", "buckets"]),
                act(CHANGE_OR_DELETE, "kyverno.io", &["clusterpolicies", "policies", "policyexceptions"]),
                act(CHANGE_OR_DELETE, "templates.gatekeeper.sh", &["constrainttemplates"]),
                act(EDIT, "external-secrets.io", &["externalsecrets", "secretstores", "clustersecretstores"]),
                act(EDIT, "cert-manager.io", &["issuers", "clusterissuers"]),
            ] },
            Self::CreateSecrets => const { &[act(CREATE, "", &["secrets"])] },
            Self::ReadNodes => const { &[
                act(GET, "", &["pods/log"]),
                beside(GET, "", &["nodes/log", "nodes/configz", "nodes/pods"]),
            ] },
            Self::AskAboutOthers => const { &[
                beside(CREATE, "authentication.k8s.io", &["tokenreviews"]),
                beside(CREATE, "authorization.k8s.io", &["subjectaccessreviews"]),
            ] },
            // A RoleBinding gives it for the pods of its namespace.
            Self::UseConstraints => const { &[
                act(USE, "security.openshift.io", &["securitycontextconstraints"]),
                Act { before: 25, ..act(USE, "policy", &["podsecuritypolicies"]) },
            ] },
        }
    }

    /// Does it, by itself, make nobody more than they are?
    pub(super) const fn is_slight(self) -> bool {
        self.bit() & SLIGHT != 0
    }

    pub(super) const fn bit(self) -> u64 {
        1 << (self as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_has_a_bit_and_a_way_to_have_it() {
        assert!(Power::ALL.is_sorted() && Power::ALL.len() < 64);
        assert!(Power::ALL.iter().all(|power| !power.acts().is_empty()));
    }
}
