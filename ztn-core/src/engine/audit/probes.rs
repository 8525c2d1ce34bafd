//! Requests that whoever watches a cluster has to see, by what an attacker gains with them.

use std::fmt;

use super::identities::Caller;
use super::level::AuditLevel;
use super::request::{OTHER, Request, Target};

macro_rules! classes {
    ($($class:ident $slug:literal $why:literal,)+) => {
        /// What requests are watched for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Class {
            $(#[doc = $why] $class,)+
        }

        impl Class {
            /// Every class.
            pub const ALL: &'static [Self] = &[$(Self::$class,)+];

            /// Its name in answers.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$class => $slug,)+ }
            }

            /// Why its requests are watched, in one clause.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$class => $why,)+ }
            }
        }
    };
}

classes! {
    SecretAccess "secret-access" "a stolen Secret is used from elsewhere, and only the read of it is seen here",
    TokenIssuance "token-issuance" "a token that is made for somebody outlives the access that made it",
    ControlConfig "control-config" "the ConfigMaps of the system steer DNS and the cluster's own components",
    InteractiveAccess "interactive-access" "a shell or a tunnel into a pod is how somebody works in a cluster by hand",
    ContainerInjection "container-injection" "a container put into a running pod holds its identity and its volumes",
    KubeletAccess "kubelet-access" "what goes to a kubelet directly leaves no other trace here",
    WorkloadChange "workload-change" "a new workload is code of somebody's choice, and its body says which",
    WorkloadRemoval "workload-removal" "guards and agents are workloads, and are stopped or moved before the deed",
    RbacChange "rbac-change" "a binding makes an intrusion last, and its body says who got what",
    IdentityCreation "identity-creation" "an account or a certificate of one's own is a way back in",
    AdmissionChange "admission-change" "admission is what enforces the rest, and can read and change every object",
    NetworkChange "network-change" "a policy is opened before traffic leaves by a way it had not",
    TrafficRedirect "traffic-redirect" "a changed Service brings other people's traffic to whoever changed it",
    BoundaryChange "boundary-change" "labels of namespaces and nodes, and volumes of nodes, are what separates workloads",
    ApiExtension "api-extension" "an extension of the API answers requests in the API server's name",
    EvidenceRemoval "evidence-removal" "events are deleted to hide what they tell",
    Unauthenticated "unauthenticated" "whoever has no credentials yet tries what is open",
    DebugEndpoints "debug-endpoints" "profiles show what the API server holds in memory",
    CatchAll "catch-all" "what is installed tomorrow has no rule of its own",
}

/// By whom a probe is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// A person whom no rule names.
    Person,
    /// A service account outside the system's namespace.
    Account,
    /// A service account of `kube-system`.
    SystemAccount,
    /// A kubelet.
    Node,
    /// The controller manager.
    Manager,
    /// A member of `system:masters`.
    Masters,
    /// Somebody without credentials.
    Anonymous,
    /// Somebody with wrong ones.
    Nobody,
}

/// A request that has to be seen.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    /// What it is watched for.
    pub class: Class,
    by: By,
    verb: &'static str,
    target: Target<'static>,
    /// The least that is to be recorded of it.
    pub least: AuditLevel,
    /// The most that may be: above it a credential, or what is often one, is in the log.
    pub most: AuditLevel,
}

impl By {
    fn caller(self) -> Caller {
        match self {
            Self::Person => Caller::somebody(),
            Self::Account => Caller::account(OTHER, OTHER),
            Self::SystemAccount => Caller::account("kube-system", OTHER),
            Self::Node => Caller::member("system:nodes"),
            Self::Manager => Caller::user("system:kube-controller-manager"),
            Self::Masters => Caller::member("system:masters"),
            Self::Anonymous => Caller::member("system:unauthenticated"),
            Self::Nobody => Caller::nobody(),
        }
    }

    /// In words.
    const fn words(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Account => "a service account",
            Self::SystemAccount => "a service account of kube-system",
            Self::Node => "a node",
            Self::Manager => "the controller manager",
            Self::Masters => "a member of system:masters",
            Self::Anonymous => "somebody without credentials",
            Self::Nobody => "somebody with wrong credentials",
        }
    }
}

impl Probe {
    /// The request, as the policy sees it.
    #[must_use]
    pub fn request(&self) -> Request<'static> {
        Request { caller: self.by.caller(), verb: self.verb, target: self.target }
    }

    /// By whom it is made, in words.
    #[must_use]
    pub const fn who(&self) -> &'static str {
        self.by.words()
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.target)
    }
}

/// In which namespace: one that no policy names, the system's, none, or all of them.
const SHOP: &str = OTHER;
const SYSTEM: &str = "kube-system";
const NONE: &str = "";

const fn about(
    verb: &'static str,
    [group, resource, subresource]: [&'static str; 3],
    namespace: &'static str,
) -> Target<'static> {
    // Whether a name is in a request follows from the verb. (`staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`)
    let is_named = !subresource.is_empty()
        || matches!(verb.as_bytes(), b"get" | b"update" | b"patch" | b"delete");
    let name = if is_named { OTHER } else { "" };
    Target::Resource { group, resource, subresource, namespace, name }
}

/// Seen at least with its metadata.
const fn seen(
    class: Class,
    by: By,
    verb: &'static str,
    what: [&'static str; 3],
    namespace: &'static str,
) -> Probe {
    let target = about(verb, what, namespace);
    let (least, most) = (AuditLevel::Metadata, AuditLevel::RequestResponse);
    Probe { class, by, verb, target, least, most }
}

/// Seen with its body, which says what was changed.
const fn body(
    class: Class,
    by: By,
    verb: &'static str,
    what: [&'static str; 3],
    namespace: &'static str,
) -> Probe {
    Probe { least: AuditLevel::Request, ..seen(class, by, verb, what, namespace) }
}

/// Seen, and never with its body, which is a credential.
const fn shut(
    class: Class,
    by: By,
    verb: &'static str,
    what: [&'static str; 3],
    namespace: &'static str,
) -> Probe {
    Probe { most: AuditLevel::Metadata, ..seen(class, by, verb, what, namespace) }
}

const fn url(class: Class, by: By, path: &'static str) -> Probe {
    Probe { target: Target::Url(path), ..seen(class, by, "get", ["", "", ""], NONE) }
}

const SECRETS: [&str; 3] = ["", "secrets", ""];
const PODS: [&str; 3] = ["", "pods", ""];
const TOKEN: [&str; 3] = ["", "serviceaccounts", "token"];
const NODE_PROXY: [&str; 3] = ["", "nodes", "proxy"];

const fn rbac(resource: &'static str) -> [&'static str; 3] {
    ["rbac.authorization.k8s.io", resource, ""]
}

const fn admission(resource: &'static str) -> [&'static str; 3] {
    ["admissionregistration.k8s.io", resource, ""]
}

const fn signing(subresource: &'static str) -> [&'static str; 3] {
    ["certificates.k8s.io", "certificatesigningrequests", subresource]
}

/// Every probe, by class.
#[rustfmt::skip]
pub const PROBES: &[Probe] = {
    use By::{Account, Anonymous, Manager, Masters, Node, Nobody, Person, SystemAccount};
    use Class::*;
    &[
        shut(SecretAccess, Account, "get", SECRETS, SHOP),
        shut(SecretAccess, Account, "list", SECRETS, NONE),
        shut(SecretAccess, Person, "watch", SECRETS, SHOP),
        shut(SecretAccess, Person, "create", SECRETS, SHOP),
        shut(SecretAccess, SystemAccount, "get", SECRETS, SYSTEM),
        shut(SecretAccess, Node, "get", SECRETS, SHOP),
        shut(SecretAccess, Masters, "get", SECRETS, SHOP),
        shut(SecretAccess, Nobody, "get", SECRETS, SYSTEM),
        shut(TokenIssuance, Person, "create", TOKEN, SHOP),
        shut(TokenIssuance, Node, "create", TOKEN, SHOP),
        shut(TokenIssuance, SystemAccount, "create", ["authentication.k8s.io", "tokenreviews", ""], NONE),
        shut(ControlConfig, Person, "update", ["", "configmaps", ""], SYSTEM),
        seen(InteractiveAccess, Account, "create", ["", "pods", "exec"], SHOP),
        seen(InteractiveAccess, Account, "get", ["", "pods", "exec"], SHOP),
        seen(InteractiveAccess, Account, "create", ["", "pods", "attach"], SHOP),
        seen(InteractiveAccess, Account, "create", ["", "pods", "portforward"], SHOP),
        seen(InteractiveAccess, Person, "get", ["", "pods", "proxy"], SHOP),
        seen(InteractiveAccess, Person, "get", ["", "services", "proxy"], SHOP),
        body(ContainerInjection, Account, "patch", ["", "pods", "ephemeralcontainers"], SHOP),
        seen(KubeletAccess, Account, "get", NODE_PROXY, NONE),
        seen(KubeletAccess, Account, "create", NODE_PROXY, NONE),
        seen(KubeletAccess, Node, "create", ["authorization.k8s.io", "subjectaccessreviews", ""], NONE),
        body(WorkloadChange, Person, "create", PODS, SHOP),
        body(WorkloadChange, Account, "create", ["apps", "deployments", ""], SHOP),
        body(WorkloadChange, Account, "patch", ["apps", "daemonsets", ""], SHOP),
        body(WorkloadChange, Account, "create", ["batch", "cronjobs", ""], SHOP),
        seen(WorkloadRemoval, Account, "delete", PODS, SHOP),
        seen(WorkloadRemoval, Account, "create", ["", "pods", "eviction"], SHOP),
        seen(WorkloadRemoval, Account, "create", ["", "pods", "binding"], SHOP),
        body(RbacChange, Person, "create", rbac("clusterrolebindings"), NONE),
        body(RbacChange, Person, "patch", rbac("clusterroles"), NONE),
        body(RbacChange, Person, "create", rbac("rolebindings"), SHOP),
        seen(RbacChange, Person, "delete", rbac("rolebindings"), SHOP),
        seen(RbacChange, Manager, "update", rbac("clusterroles"), NONE),
        body(IdentityCreation, Account, "create", ["", "serviceaccounts", ""], SHOP),
        body(IdentityCreation, Account, "create", signing(""), NONE),
        body(IdentityCreation, Account, "update", signing("approval"), NONE),
        body(AdmissionChange, Person, "patch", admission("mutatingwebhookconfigurations"), NONE),
        body(AdmissionChange, Person, "patch", admission("validatingwebhookconfigurations"), NONE),
        body(AdmissionChange, Person, "patch", admission("mutatingadmissionpolicies"), NONE),
        body(AdmissionChange, Person, "patch", admission("validatingadmissionpolicybindings"), NONE),
        body(NetworkChange, Person, "create", ["networking.k8s.io", "networkpolicies", ""], SHOP),
        seen(NetworkChange, Person, "delete", ["networking.k8s.io", "networkpolicies", ""], SHOP),
        seen(NetworkChange, Person, "delete", ["security.istio.io", "authorizationpolicies", ""], SHOP),
        body(TrafficRedirect, Account, "patch", ["", "services", ""], SHOP),
        body(TrafficRedirect, Account, "patch", ["", "services", "status"], SHOP),
        body(BoundaryChange, Person, "patch", ["", "namespaces", ""], SHOP),
        body(BoundaryChange, Person, "create", ["", "persistentvolumes", ""], NONE),
        seen(BoundaryChange, Person, "patch", ["", "nodes", ""], NONE),
        body(ApiExtension, Person, "create", ["apiextensions.k8s.io", "customresourcedefinitions", ""], NONE),
        body(ApiExtension, Person, "create", ["apiregistration.k8s.io", "apiservices", ""], NONE),
        seen(EvidenceRemoval, Account, "deletecollection", ["", "events", ""], SHOP),
        seen(EvidenceRemoval, Account, "delete", ["events.k8s.io", "events", ""], SHOP),
        seen(Unauthenticated, Anonymous, "list", PODS, NONE),
        url(Unauthenticated, Nobody, "/apis"),
        url(Unauthenticated, Anonymous, "/metrics"),
        url(DebugEndpoints, Person, "/debug/pprof/profile"),
        seen(CatchAll, Person, "create", ["unknown.example.com", "widgets", ""], SHOP),
    ]
};
