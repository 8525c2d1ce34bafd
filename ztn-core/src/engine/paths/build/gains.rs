//! Where one power leads, for one subject.

use super::Builder;
use super::identities::MASTERS;
use crate::engine::paths::{Goal, Point};
use crate::engine::rbac::{Held, Need, Power, Way};
use crate::model::Kind;
use crate::model::rbac::Identity;

const ADMITS: &str = "no admission policy pins service accounts";
const PRIVILEGED: &str = "no admission policy refuses privileged pods";
const CALLS_BACK: &str = "the API server can connect to a server of theirs";
const MAPS: &str = "the cluster takes identities from `aws-auth`";

const EDIT: &[&str] = &["create", "update", "patch"];
const CHANGE: &[&str] = &["update", "patch"];
const READ: &[&str] = &["get", "list", "watch", "patch"];
const RBAC: &str = "rbac.authorization.k8s.io";

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

    fn gain(&self, to: Point<'a>, what: &str) -> Gain<'a> {
        let (verb, resource) = self.by;
        let what = format!("{what} (`{verb}` on `{resource}`)");
        Gain { to, what, assumes: None, needs_more: false }
    }

    fn accounts(&self) -> Point<'a> {
        self.place.map_or(Point::Accounts, Point::AccountsOf)
    }
}

impl<'a> Gain<'a> {
    fn assuming(self, assumes: &'static str) -> Self {
        Self { assumes: Some(assumes), ..self }
    }

    /// By another right as well.
    fn with_more(self) -> Self {
        Self { needs_more: true, ..self }
    }
}

const ADMIN: Point<'static> = Point::Goal(Goal::ClusterAdmin);

impl<'a> Builder<'_, 'a> {
    pub(super) fn gains(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let accounts = used.accounts();
        match used.power {
            Power::ReadSecrets => self.by_secrets(used),
            Power::CreateSecrets => {
                // The token controller fills a Secret of this type, for whatever account it names.
                let reads = self.may_any(used.who, READ, Need::on("", "", "secrets", used.place));
                let gain = used.gain(accounts, "have a token of {} written into a Secret");
                if reads { vec![gain.with_more()] } else { Vec::new() }
            }
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
            Power::ChangeMutation if EDIT.contains(&used.by.0) => {
                let gain = used.gain(Point::Accounts, "rewrite pods to run under {}");
                let calls = used.by.1 == "mutatingwebhookconfigurations";
                vec![if calls { gain.assuming(CALLS_BACK) } else { gain }]
            }
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
                let token = |name: &&'a str| {
                    let (_, account) = self.tokens.get(&(used.place?, *name))?;
                    Some(used.gain(Point::Identity(*account), "read a token of {}"))
                };
                used.names.iter().filter_map(token).collect()
            }
            None => vec![used.gain(Point::Goal(Goal::AllSecrets), "read every Secret")],
            Some(namespace) => vec![used.gain(Point::SecretsOf(namespace), "read {}")],
        }
    }

    fn by_accounts(&self, used: &Use<'_, 'a>, what: &str) -> Vec<Gain<'a>> {
        if !used.is_named() {
            return vec![used.gain(used.accounts(), what)];
        }
        let named = used.names.iter().filter_map(|name| {
            let account = Identity::ServiceAccount { namespace: used.place?, name };
            Some(used.gain(Point::Identity(account), what))
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
        let privileged = |to| used.gain(to, "run a privileged pod").assuming(PRIVILEGED);
        let ends = [Point::Goal(Goal::Node), Point::Nodes];
        match used.place {
            Some(namespace) if !self.admits_privileged(namespace) => {
                let label = Need::on("", "", "namespaces", None).named(namespace);
                if self.may_any(used.who, CHANGE, label) {
                    let what = "label the namespace to admit a privileged pod, and run one";
                    let of = |to| used.gain(to, what).assuming(PRIVILEGED).with_more();
                    gains.extend(ends.map(of));
                }
            }
            _ => gains.extend(ends.map(privileged)),
        }
        let unlimited = Use { names: &[], ..*used };
        let role = self.by_cloud_role(&unlimited, "run a pod");
        gains.extend(role.map(|gain| gain.assuming(ADMITS)));
        gains
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

    /// Rights can be written into a role that is bound to oneself: the ClusterRole that gives this, or in a
    /// namespace a Role, or one that is bound while it is still empty.
    fn by_escalating(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        if used.is_named() {
            return Vec::new();
        }
        let can = |resource| {
            let place = used.place.filter(|_| resource == "roles");
            let escalates = self.may(used.who, &Need::on("escalate", RBAC, resource, place));
            escalates && self.may_any(used.who, EDIT, Need::on("", RBAC, resource, place))
        };
        let what = "write any right into a role";
        if used.place.is_none() && can("clusterroles") {
            return vec![used.gain(ADMIN, what).with_more()];
        }
        if !can("roles") {
            return Vec::new();
        }
        if self.may_any(used.who, EDIT, Need::on("", RBAC, "rolebindings", used.place)) {
            return vec![used.gain(used.accounts(), what).with_more()];
        }
        let has_role = |namespace: &&'a str| {
            used.place.is_none_or(|place| place == *namespace)
                && self.rbac.bindings_of(used.who).any(|binding| {
                    binding.namespace == Some(*namespace)
                        && binding.roles().iter().any(|id| {
                            self.rbac.role(*id).is_some_and(|role| role.kind == Kind::Role)
                        })
                })
        };
        let mut places: Vec<&'a str> = self.namespaces_of(used.who).filter(has_role).collect();
        places.sort_unstable();
        places.dedup();
        let of = |place| used.gain(Point::AccountsOf(place), what).with_more();
        places.into_iter().map(of).collect()
    }

    /// A binding is checked against the role it gives: `bind` on that role is asked for.
    fn by_binding(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let may = |place, name: &str| {
            self.may(used.who, &Need::on("bind", RBAC, "clusterroles", place).named(name))
        };
        let writes =
            |resource, place| self.may_any(used.who, EDIT, Need::on("", RBAC, resource, place));
        let all: Vec<&str> = std::iter::once("cluster-admin")
            .chain(used.names.iter().copied().filter(|name| self.rbac.gives_everything(name)))
            .collect();
        if used.place.is_none()
            && writes("clusterrolebindings", None)
            && let Some(name) = all.iter().find(|name| may(None, name))
        {
            return vec![used.gain(ADMIN, &format!("bind `{name}`")).with_more()];
        }
        if !writes("rolebindings", used.place) {
            return Vec::new();
        }
        // What makes whoever has it in a namespace any service account of it.
        const BECOMES: [Power; 4] = [
            Power::MintTokens,
            Power::ImpersonateServiceAccounts,
            Power::RunWorkloads,
            Power::ChangeWorkloads,
        ];
        let becomes = |name: &&str| {
            let roles = self.rbac.roles_named(Kind::ClusterRole, "", name);
            roles.iter().any(|id| {
                BECOMES.iter().any(|power| {
                    self.rbac.would_hold(*id, *power).is_some_and(|held| !held.is_named())
                })
            })
        };
        let strong = used.names.iter().copied().filter(becomes);
        let name = all.iter().copied().chain(strong).find(|name| may(used.place, name));
        let gain = |name| {
            let what = format!("bind `{name}` in the namespace, and so become {{}}");
            used.gain(used.accounts(), &what).with_more()
        };
        name.map(gain).into_iter().collect()
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
