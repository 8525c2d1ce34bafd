//! Where one power leads, for one subject.

use super::Builder;
use super::identities::MASTERS;
use crate::engine::paths::{Goal, Point};
use crate::engine::rbac::{Held, Need, Power, Way};
use crate::model::Kind;
use crate::model::admission::{MutatingAdmissionPolicyBinding, MutatingBindingSpec};
use crate::model::rbac::Identity;

const ADMITS: &str = "no admission policy pins service accounts";
const PRIVILEGED: &str = "no admission policy refuses privileged pods";
const CALLS_BACK: &str = "the API server can connect to a server of theirs";
const FREE: &str = "no Secret of that name is there";
const MAPS: &str = "the cluster takes identities from `aws-auth`";

const EDIT: &[&str] = &["create", "update", "patch"];
pub(super) const CHANGE: &[&str] = &["update", "patch"];
const READ: &[&str] = &["get", "list", "watch", "patch"];
const ADMISSION: &str = "admissionregistration.k8s.io";
const POLICIES: &str = "mutatingadmissionpolicies";

/// A power in the hands of somebody.
pub(super) struct Use<'s, 'a> {
    pub(super) who: Identity<'a>,
    pub(super) power: Power,
    /// The verb and the resource that give it.
    pub(super) by: (&'static str, &'static str),
    /// The namespace it holds in; none: all of them.
    pub(super) place: Option<&'a str>,
    /// The objects it is limited to; none: no limit.
    pub(super) names: &'s [&'a str],
}

/// What it gives.
pub(super) struct Gain<'a> {
    pub(super) to: Point<'a>,
    /// What is done; `{}` stands for the point.
    pub(super) what: String,
    pub(super) assumes: Option<&'static str>,
    /// Does it take another right of the subject beside it?
    pub(super) needs_more: bool,
}

impl<'s, 'a> Use<'s, 'a> {
    pub(super) fn of(who: Identity<'a>, held: &Held<'s, 'a>, way: &Way<'s, 'a>) -> Self {
        Self {
            who,
            power: held.power,
            by: way.by,
            place: held.binding.and_then(|binding| binding.namespace),
            names: way.names,
        }
    }

    fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    pub(super) fn gain(&self, to: Point<'a>, what: &str) -> Gain<'a> {
        let (verb, resource) = self.by;
        let what = format!("{what} (`{verb}` on `{resource}`)");
        Gain { to, what, assumes: None, needs_more: false }
    }

    pub(super) fn accounts(&self) -> Point<'a> {
        self.place.map_or(Point::Accounts, Point::AccountsOf)
    }
}

impl<'a> Gain<'a> {
    fn assuming(self, assumes: &'static str) -> Self {
        Self { assumes: Some(assumes), ..self }
    }

    /// By another right as well.
    pub(super) fn with_more(self) -> Self {
        Self { needs_more: true, ..self }
    }
}

pub(super) const ADMIN: Point<'static> = Point::Goal(Goal::ClusterAdmin);

impl<'a> Builder<'_, 'a> {
    pub(super) fn gains(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        match used.power {
            Power::ReadSecrets => self.by_secrets(used),
            Power::CreateSecrets => self.by_making_secrets(used),
            Power::MintTokens => {
                let mut gains = self.by_accounts(used, "have a token made of {}");
                gains.extend(self.by_cloud_role(used, "have a token made"));
                gains
            }
            Power::ImpersonateServiceAccounts => self.by_accounts(used, "act as {}"),
            Power::ImpersonateUsers | Power::ImpersonateGroups => self.by_acting(used),
            Power::RunWorkloads | Power::ChangeWorkloads => self.by_running(used),
            Power::EnterPods | Power::InjectContainers if used.by.1 != "pods/portforward" => {
                self.by_entering(used)
            }
            Power::DriveKubelets => self.by_kubelets(used),
            Power::Escalate => self.by_escalating(used),
            Power::Bind => self.by_binding(used),
            Power::ApproveRequests => self.by_certificates(used),
            Power::ChangeMutation if EDIT.contains(&used.by.0) => self.by_mutation(used),
            Power::CreateVolumes
                if self.rbac.has_power_somewhere(used.who, Power::RunWorkloads) =>
            {
                let what = "mount the node's own file system";
                let of = |to| used.gain(to, what).with_more();
                vec![of(Point::Goal(Goal::Node)), of(Point::Nodes)]
            }
            Power::RewriteClusterConfig => self.by_identity_map(used),
            _ => Vec::new(),
        }
    }

    fn by_secrets(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        match used.place {
            _ if used.is_named() => {
                let tokens = used.names.iter().flat_map(|name| {
                    let named = self.tokens.range((*name, used.place.unwrap_or(""))..);
                    named.take_while(move |((other, namespace), _)| {
                        other == name && used.place.is_none_or(|place| place == *namespace)
                    })
                });
                let gain = |account| used.gain(Point::Identity(account), "read a token of {}");
                tokens.map(|(_, (_, account))| gain(*account)).collect()
            }
            None => vec![used.gain(Point::Goal(Goal::AllSecrets), "read every Secret")],
            Some(namespace) => vec![used.gain(Point::SecretsOf(namespace), "read {}")],
        }
    }

    /// The token controller fills a Secret of this type, for whatever account it names.
    fn by_making_secrets(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let what = "have a token of {} written into a Secret";
        if self.may_any(used.who, READ, Need::on("", "", "secrets", used.place)) {
            return vec![used.gain(used.accounts(), what).with_more()];
        }
        // Whoever reads one by name gives it that name.
        let own = self.rbac.bindings_of(used.who).filter(|binding| {
            used.place.is_none() || binding.namespace.is_none() || used.place == binding.namespace
        });
        let reads = own.filter(|binding| {
            self.rbac.held_by(binding).any(|held| held.power == Power::ReadSecrets)
        });
        let mut places: Vec<Option<&'a str>> =
            reads.map(|binding| binding.namespace.or(used.place)).collect();
        places.sort_unstable();
        places.dedup();
        let to = |place: Option<&'a str>| place.map_or(Point::Accounts, Point::AccountsOf);
        let of = |place| used.gain(to(place), what).assuming(FREE).with_more();
        places.into_iter().map(of).collect()
    }

    fn by_accounts(&self, used: &Use<'_, 'a>, what: &str) -> Vec<Gain<'a>> {
        if !used.is_named() {
            return vec![used.gain(used.accounts(), what)];
        }
        let gain = |account| used.gain(Point::Identity(account), what);
        let named = used.names.iter().flat_map(|name| match used.place {
            Some(namespace) => vec![gain(Identity::ServiceAccount { namespace, name })],
            None => self.accounts.get(name).into_iter().flatten().map(|who| gain(*who)).collect(),
        });
        named.collect()
    }

    /// Users are asked about by name; a name of a service account is asked about as one. Groups take somebody to
    /// act as beside them.
    fn by_acting(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let is_of_groups = used.power == Power::ImpersonateGroups;
        let has_somebody = || {
            [Power::ImpersonateUsers, Power::ImpersonateServiceAccounts]
                .iter()
                .any(|power| self.rbac.has_power_somewhere(used.who, *power))
        };
        if !matches!(used.by.1, "users" | "groups") || (is_of_groups && !has_somebody()) {
            return Vec::new();
        }
        let known = |who: &Identity<'a>| self.paths.index.contains_key(&Point::Identity(*who));
        let mut gains: Vec<Gain<'a>> = match (is_of_groups, used.names) {
            (false, []) => vec![used.gain(Point::Users, "act as {}")],
            (true, []) => vec![
                used.gain(Point::Groups, "act as {}"),
                used.gain(ADMIN, "act as a member of `system:masters`"),
            ],
            (false, names) => {
                let users = names.iter().map(|name| Identity::User(name)).filter(known);
                users.map(|user| used.gain(Point::Identity(user), "act as {}")).collect()
            }
            (true, names) => {
                let is_known = |who: &Identity<'a>| *who == Identity::Group(MASTERS) || known(who);
                let groups = names.iter().map(|name| Identity::Group(name)).filter(is_known);
                let gain = |who| match who {
                    Identity::Group(MASTERS) => {
                        used.gain(ADMIN, "act as a member of `system:masters`")
                    }
                    group => used.gain(Point::Identity(group), "act as a member of {}"),
                };
                groups.map(gain).collect()
            }
        };
        if is_of_groups {
            gains = gains.into_iter().map(Gain::with_more).collect();
        }
        gains
    }

    fn by_running(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let mut gains = vec![used.gain(used.accounts(), "run a pod under {}").assuming(ADMITS)];
        // A virtual machine is given an account; what its pod may do KubeVirt says.
        if !used.by.1.starts_with("virtualmachine") {
            gains.extend(self.by_privileged(used));
        }
        let unlimited = Use { names: &[], ..*used };
        let role = self.by_cloud_role(&unlimited, "run a pod");
        gains.extend(role.map(|gain| gain.assuming(ADMITS)));
        gains
    }

    fn by_privileged(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let gains = |what: &str| {
            let ends = [Point::Goal(Goal::Node), Point::Nodes];
            ends.map(|to| used.gain(to, what).assuming(PRIVILEGED))
        };
        if self.admits_privileged(used) {
            return gains("run a privileged pod").into();
        }
        let label = Need::on("", "", "namespaces", None);
        let (verbs, label, what) = match used.place {
            Some(place) => (CHANGE, label.named(place), "label the namespace to admit"),
            None => (EDIT, label, "make or label a namespace that admits"),
        };
        if !self.may_any(used.who, verbs, label) {
            return Vec::new();
        }
        gains(&format!("{what} a privileged pod, and run one")).map(Gain::with_more).into()
    }

    /// A token of a service account that stands for an identity of the cloud. To act as the account does not do:
    /// the provider is shown the token.
    fn by_cloud_role(&self, used: &Use<'_, 'a>, how: &str) -> Option<Gain<'a>> {
        let is_named = |who: &&Identity<'a>| match who {
            Identity::ServiceAccount { name, .. } => !used.is_named() || used.names.contains(name),
            Identity::User(_) | Identity::Group(_) => false,
        };
        let is_here = |who: &&Identity<'a>| match who {
            Identity::ServiceAccount { namespace, .. } => {
                used.place.is_none_or(|place| place == *namespace)
            }
            Identity::User(_) | Identity::Group(_) => false,
        };
        let first = Identity::ServiceAccount { namespace: used.place.unwrap_or(""), name: "" };
        let roles = self.cloud_roles.range(first..).map(|(who, _)| who);
        let who = roles.take_while(is_here).find(is_named)?;
        let what = format!("{how} of {who}, which stands for an identity of the cloud");
        Some(used.gain(Point::Goal(Goal::Cloud), &what))
    }

    fn by_entering(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        if !used.is_named() {
            let pods = used.place.map_or(Point::Pods, Point::PodsOf);
            return vec![used.gain(pods, "run code in {}")];
        }
        let here = |at: &&usize| {
            let workload = self.paths.workloads.get(**at);
            let namespace = workload.map(|workload| workload.namespace());
            used.place.is_none() || used.place == namespace
        };
        let pods = used.names.iter().filter_map(|name| self.pods.by_name.get(name)).flatten();
        pods.filter(here).map(|at| used.gain(Point::Workload(*at), "run code in {}")).collect()
    }

    fn by_kubelets(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let what = "run code in {} through the kubelet";
        if !used.is_named() {
            return vec![used.gain(Point::Pods, what)];
        }
        let pods = used.names.iter().filter_map(|node| self.pods.by_node.get(node)).flatten();
        pods.map(|at| used.gain(Point::Workload(*at), what)).collect()
    }

    /// Certificates for clients are signed in any name; `system:masters` alone is refused
    /// (`CertificateSubjectRestriction`).
    fn by_certificates(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let signer = Need::on("approve", "certificates.k8s.io", "signers", None);
        let approves = ["kubernetes.io/kube-apiserver-client", "kubernetes.io/*"]
            .iter()
            .any(|name| self.may(used.who, &signer.named(name)));
        if used.is_named()
            || !approves
            || !self.rbac.has_power(used.who, Power::RequestCertificates, None)
        {
            return Vec::new();
        }
        let what = "have a certificate issued in the name of {}";
        let of = |to| used.gain(to, what).with_more();
        vec![of(Point::Users), of(Point::Groups), of(Point::Accounts)]
    }

    /// A webhook rewrites pods by itself; a policy does where a binding puts it into force.
    fn by_mutation(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let gain = used.gain(Point::Accounts, "rewrite pods to run under {}");
        if used.by.1 == "mutatingwebhookconfigurations" {
            return vec![gain.assuming(CALLS_BACK)];
        }
        let on = |resource| Need::on("", ADMISSION, resource, None);
        let has = |kind, resource| {
            self.may_any(used.who, &["create"], on(resource))
                || (self.cluster.count(kind) > 0 && self.may_any(used.who, CHANGE, on(resource)))
        };
        let has_both = has(Kind::MutatingAdmissionPolicy, POLICIES)
            && has(Kind::MutatingAdmissionPolicyBinding, "mutatingadmissionpolicybindings");
        let in_force = || {
            let mut bindings = self.cluster.all::<MutatingAdmissionPolicyBinding<'a>>();
            bindings.any(|(_, binding)| {
                let name = binding.spec().then(MutatingBindingSpec::policy_name).or("");
                self.may_any(used.who, CHANGE, on(POLICIES).named(name))
            })
        };
        if has_both || in_force() { vec![gain.with_more()] } else { Vec::new() }
    }

    /// On EKS a ConfigMap says which roles of the cloud are in which groups, `system:masters` too.
    fn by_identity_map(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let is_there =
            self.cluster.named(Kind::ConfigMap, "kube-system", "aws-auth").next().is_some();
        let is_it = used.names.is_empty() || used.names.contains(&"aws-auth");
        let reaches = used.place.is_none_or(|place| place == "kube-system");
        if !is_there || !is_it || !reaches || !CHANGE.contains(&used.by.0) {
            return Vec::new();
        }
        let what = "put themselves into `system:masters`";
        vec![used.gain(ADMIN, what).assuming(MAPS)]
    }
}
