//! From findings to verdicts: what is broken, what is shown to hold, and what cannot be told.

use crate::engine::control_plane::{
    Component, ControlPlane, FileOf, Kubelet, NamedVersion, Server, Side,
};
use crate::engine::network::{self, Direction};
use crate::engine::{Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::model::audit_policy::AuditPolicy;
use crate::model::claims::{Claim, Claims};
use crate::model::kubeconfig::Kubeconfig;
use crate::model::namespace::is_system_namespace;
use crate::model::{Object, Workload};
use crate::part::{Part, Practice};
use crate::registry::RULES;
use crate::rule::Rule;
use crate::suppress::Exception;

mod etcd;
mod versions;

/// The answer to one claim, or to one part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is shown to hold.
    Pass,
    /// It is broken.
    Fail,
    /// The input does not tell.
    Unknown,
    /// There is nothing it could be about.
    NotApplicable,
}

impl Verdict {
    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// How a part stands.
#[derive(Clone, Debug)]
pub struct PartVerdict {
    /// The part.
    pub part: Part,
    /// How it stands, with what makes it so.
    pub state: State,
    /// Findings against it that somebody accepted.
    pub excepted: u32,
}

/// How a part stands, with what makes it so.
#[derive(Clone, Debug)]
pub enum State {
    /// It holds: what was looked at.
    Pass(String),
    /// It is broken: by which rules, each with how many findings.
    Fail(Vec<(&'static Rule, u32)>),
    /// The input does not tell.
    Unknown(Unknown),
    /// There is nothing it could be about, and why.
    NotApplicable(String),
}

impl State {
    /// The verdict alone.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Pass(_) => Verdict::Pass,
            Self::Fail(_) => Verdict::Fail,
            Self::Unknown(_) => Verdict::Unknown,
            Self::NotApplicable(_) => Verdict::NotApplicable,
        }
    }
}

/// Judges every part. `findings` come with the exception that covers them; `ran` tells of a rule
/// whether it was run.
pub(crate) fn judge(
    facts: &Facts<'_>,
    findings: &[(Finding, Option<Box<Exception>>)],
    ran: impl Fn(&Rule) -> bool,
) -> Vec<PartVerdict> {
    let judge = |&part: &Part| {
        let mut broken: Vec<(&'static Rule, u32)> = Vec::new();
        let mut excepted = 0;
        for (finding, exception) in findings {
            if !finding.breaks() || !finding.rule.breaks.contains(&part) {
                continue;
            }
            if exception.is_some() {
                excepted += 1;
            } else {
                match broken.iter_mut().find(|(rule, _)| std::ptr::eq(*rule, finding.rule)) {
                    Some((_, count)) => *count += 1,
                    None => broken.push((finding.rule, 1)),
                }
            }
        }
        broken.sort_by_key(|(rule, _)| rule.id);
        let state =
            if broken.is_empty() { unbroken(part, facts, &ran) } else { State::Fail(broken) };
        PartVerdict { part, state, excepted }
    };
    Part::ALL.iter().map(judge).collect()
}

/// The verdict of a claim: broken if any part is, unknown if any part is, else it holds.
#[must_use]
pub fn of_practice(practice: Practice, parts: &[PartVerdict]) -> Verdict {
    let verdicts = || {
        parts
            .iter()
            .filter(|part| part.part.practice() == practice)
            .map(|part| part.state.verdict())
    };
    let any = |wanted| verdicts().any(|verdict| verdict == wanted);
    if any(Verdict::Fail) {
        Verdict::Fail
    } else if any(Verdict::Unknown) {
        Verdict::Unknown
    } else if any(Verdict::Pass) {
        Verdict::Pass
    } else {
        Verdict::NotApplicable
    }
}

/// A part that no finding breaks holds only if everything that could break it was looked at.
fn unbroken(part: Part, facts: &Facts<'_>, ran: &impl Fn(&Rule) -> bool) -> State {
    let silent = RULES.iter().find(|rule| rule.breaks.contains(&part) && !ran(rule));
    match silent {
        Some(rule) => State::Unknown(Unknown {
            why: Why::NotUnderstood(format!("the rule `{}` was not run", rule.id)),
            settled_by: None,
        }),
        None => looked_at(part, facts),
    }
}

/// Whether everything that could break `part` was looked at.
fn looked_at(part: Part, facts: &Facts<'_>) -> State {
    use Component::{ApiServer, Etcd};
    match part {
        Part::Authorizers => {
            every(facts, ApiServer, |plane, server| plane.authorizers(server).unknown().cloned())
        }
        Part::StaticCredentials => every(facts, ApiServer, |_, server| {
            server.not_told(&["token-auth-file", "basic-auth-file"])
        }),
        Part::AnonymousAccess => {
            settings(facts, |plane, server| plane.anonymous(server).unknown().cloned())
        }
        Part::ExternalIdentity => match facts.control_plane().provider() {
            Some(_) => State::Pass("the provider's identity service signs people in".to_owned()),
            None => every(facts, ApiServer, |plane, server| {
                let unknown = plane.external_identity(server).is_none();
                unknown.then(|| Unknown::missing(Evidence::AuthenticationConfig))
            }),
        },
        Part::EtcdClientTls => every(facts, Etcd, |_, etcd| etcd.not_told(&Side::CLIENT.flags())),
        Part::EtcdPeerTls => every(facts, Etcd, |_, etcd| etcd.not_told(&Side::PEER.flags())),
        Part::EtcdReach => etcd::reach(facts),
        Part::EtcdApiServer => every(facts, ApiServer, |_, server| {
            let files = ["etcd-cafile", "etcd-certfile", "etcd-keyfile"];
            let servers = ["etcd-servers", "etcd-servers-overrides"];
            server.not_told(&files).or_else(|| server.not_told(&servers))
        }),
        Part::EncryptionAtRest => settings(facts, |plane, server| {
            let (flag, evidence) = ("encryption-provider-config", Evidence::EncryptionConfig);
            behind(&plane.file::<EncryptionConfiguration<'_>>(server, flag, evidence))
        }),
        Part::AuditRecorded => settings(facts, |_, server| server.not_told(AUDIT)),
        Part::AuditCoverage | Part::AuditSecrecy => settings(facts, |plane, server| {
            let (flag, evidence) = ("audit-policy-file", Evidence::AuditPolicy);
            behind(&plane.file::<AuditPolicy<'_>>(server, flag, evidence))
        }),
        Part::AuditReviewed => reviewed(facts),
        Part::AuditRetention => match settings(facts, |_, server| server.not_told(AUDIT)) {
            State::Pass(_) if !facts.whole_cluster() => {
                State::Unknown(Unknown::partial(Evidence::Workloads))
            }
            State::Pass(_) if !facts.all_read => unread(),
            State::Pass(_)
                if facts.control_plane().servers(ApiServer).any(|one| one.is_of_made) =>
            {
                not_understood(
                    "what collects the log of a cluster that is made is not in it".into(),
                )
            }
            state => state,
        },
        Part::KubeletAuthentication => kubelets(facts, |kubelet| {
            let port = kubelet.read_only_port().unknown().cloned();
            port.or_else(|| kubelet.anonymous().unknown().cloned())
        }),
        Part::KubeletAuthorization => {
            kubelets(facts, |kubelet| kubelet.authorization().unknown().cloned())
        }
        Part::HostNamespaces | Part::HostNetwork | Part::Capabilities | Part::UnprivilegedUser => {
            population(facts, Evidence::Workloads, "workload")
        }
        Part::HostPaths => {
            let claims = Claims::of(facts.cluster);
            workloads(facts, |workload| unseen_volume(&claims, workload))
        }
        Part::KernelProfile => workloads(facts, unseen_profile),
        Part::ImmutableRoot => workloads(facts, |workload| {
            workload.is_windows().then(|| "Windows cannot mount an image read-only".to_owned())
        }),
        Part::IsolatedIngress => isolated(facts, Direction::Ingress),
        Part::IsolatedEgress => isolated(facts, Direction::Egress),
        Part::NamedPeers => named_peers(facts),
        Part::TrafficObserved => match network::recorded(facts.cluster) {
            // That nothing does is a finding, which here somebody has accepted.
            Known::Yes(witness) | Known::No(witness) => State::Pass(witness.text),
            Known::Unknown(unknown) => State::Unknown(unknown),
        },
        // A role is looked at, and who has it: either kind alone is half of it.
        Part::LeastPrivilege => population(facts, Evidence::Roles, "role").and(|| bindings(facts)),
        Part::ClusterAdmin | Part::SecretReaders => bindings(facts),
        Part::Escalation => bindings(facts).and(|| {
            every(facts, ApiServer, |plane, server| {
                plane.admission_plugin(server, "NodeRestriction").unknown().cloned()
            })
        }),
        Part::WorkloadIdentity => {
            let workloads = population(facts, Evidence::Workloads, "workload");
            workloads.and(|| bindings(facts)).and(|| {
                every(facts, ApiServer, |_, server| server.not_told(&["service-account-lookup"]))
            })
        }
        Part::SupportedRelease => versions::supported(facts),
        Part::VersionSkew => {
            let named = facts.control_plane().versions();
            let has_api_server = named.iter().any(NamedVersion::is_of_api_server);
            match (has_api_server, facts.whole_cluster(), facts.all_read) {
                (false, ..) => State::Unknown(Unknown::missing(Evidence::ApiServer)),
                (true, false, _) => State::Unknown(Unknown::partial(Evidence::Versions)),
                (true, true, false) => unread(),
                (true, true, true) => State::Pass("every version named".to_owned()),
            }
        }
        Part::RemovedApis => {
            match (facts.has(Evidence::Versions), facts.whole_cluster(), facts.all_read) {
                (false, ..) => State::Unknown(Unknown::missing(Evidence::Versions)),
                (true, false, _) => State::Unknown(Unknown { why: Why::Partial, settled_by: None }),
                (true, true, false) => unread(),
                (true, true, true) => State::Pass("every object".to_owned()),
            }
        }
        Part::KnownVulnerabilities => versions::vulnerabilities(facts),
        Part::AdmissionEnforced => admission(facts),
        Part::ExceptionsReasoned => match (facts.whole_cluster(), facts.all_read) {
            (false, _) => State::Unknown(Unknown { why: Why::Partial, settled_by: None }),
            (true, false) => unread(),
            // Which exceptions are over depends on the day.
            (true, true) if !facts.has(Evidence::AsOf) => {
                State::Unknown(Unknown::missing(Evidence::AsOf))
            }
            (true, true) => State::Pass("every exception".to_owned()),
        },
        Part::BoundedCredentials => credentials(facts).and(|| beginnings(facts)),
        Part::SuperUserCredentials => credentials(facts).and(|| {
            let authorities = ["client-ca-file", "requestheader-client-ca-file"];
            every(facts, ApiServer, |_, server| {
                let names = || server.not_told(&["requestheader-allowed-names"]);
                server.not_told(&authorities).or_else(names)
            })
        }),
        Part::ApiServerTransport => kubeconfigs(facts).and(|| {
            let tls = ["tls-cert-file", "tls-private-key-file", "tls-min-version"];
            every(facts, ApiServer, |_, server| server.not_told(&tls))
        }),
        Part::HostDevices
        | Part::NodeSegmentation
        | Part::ProcessAllowList
        | Part::InMesh
        | Part::MutualTls
        | Part::DenyByDefault
        | Part::MeshObserved
        | Part::EvaluatedContinuously => State::Unknown(Unknown::not_built()),
    }
}

impl State {
    /// As long as this one passes, or is about nothing, what the next says where it does not.
    fn and(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Fail(_) | Self::Unknown(_) => self,
            Self::Pass(_) | Self::NotApplicable(_) => match next() {
                next @ (Self::Fail(_) | Self::Unknown(_)) => next,
                Self::Pass(more) if matches!(self, Self::NotApplicable(_)) => Self::Pass(more),
                Self::Pass(_) | Self::NotApplicable(_) => self,
            },
        }
    }
}

/// What is said of everybody who has a right, where nothing but RBAC gives one.
fn bindings(facts: &Facts<'_>) -> State {
    let state = population(facts, Evidence::RoleBindings, "binding");
    match facts.rbac().unseen() {
        Some(unknown) if matches!(state, State::Pass(_)) => State::Unknown(unknown.clone()),
        _ => state,
    }
}

fn unread() -> State {
    State::Unknown(Unknown { why: Why::Unread, settled_by: None })
}

/// What is said of everybody who signs in: where no kubeconfig is given, people have theirs all the same.
fn kubeconfigs(facts: &Facts<'_>) -> State {
    match population(facts, Evidence::Kubeconfigs, "kubeconfig") {
        State::NotApplicable(_) => State::Unknown(Unknown::missing(Evidence::Kubeconfigs)),
        state => state,
    }
}

/// As [`kubeconfigs`], where every certificate in them could be read.
fn credentials(facts: &Facts<'_>) -> State {
    let files = facts.cluster.all::<Kubeconfig<'_>>();
    let mut users = files.flat_map(|(_, file)| file.people());
    let unread = users.find(|(_, user)| user.shows_unread_certificate());
    match (kubeconfigs(facts), unread) {
        (State::Pass(_), Some((name, _))) => {
            not_understood(format!("the certificate of user `{name}` is not in the input"))
        }
        (state, _) => state,
    }
}

/// Of a certificate that is dated back to its authority, the day tells how long it is still good.
fn beginnings(facts: &Facts<'_>) -> State {
    let needs_day = facts.cluster.all::<Kubeconfig<'_>>().any(|(_, file)| {
        let mut certificates = file.people().filter_map(|(_, user)| user.certificate());
        certificates.any(|certificate| file.begins_with_authority(&certificate))
    });
    if needs_day && !facts.has(Evidence::AsOf) {
        return State::Unknown(Unknown::missing(Evidence::AsOf));
    }
    kubeconfigs(facts)
}

/// Whether admission holds the pods of every namespace against a standard: that it does in each which enforces less
/// than the baseline, a finding says. What other admission controllers do on top is no matter.
fn admission(facts: &Facts<'_>) -> State {
    if !facts.sees_everything() {
        return population(facts, Evidence::Namespaces, "namespace");
    }
    let mut guarded = 0_usize;
    for (name, _, _) in facts.references().populated() {
        match facts.pod_security().chosen(name) {
            Some(_) => guarded += 1,
            None if is_system_namespace(name) => {}
            None => return State::Unknown(Unknown::missing(Evidence::Namespaces)),
        }
    }
    match guarded {
        0 => State::NotApplicable("the cluster has no namespace with workloads".to_owned()),
        1 => State::Pass("the namespace with workloads".to_owned()),
        _ => State::Pass(format!("each of {guarded} namespaces with workloads")),
    }
}

/// What is said of every server of one component.
fn servers(facts: &Facts<'_>, component: Component) -> State {
    let plane = facts.control_plane();
    if plane.provider().is_some() {
        return State::NotApplicable("the provider runs the control plane".to_owned());
    }
    let is_alone = plane.servers(component).nth(1).is_none();
    let name =
        |object| if is_alone { Object::name(object) } else { facts.cluster.name_or_path(object) };
    let servers: Vec<&str> = plane.servers(component).map(|server| name(server.object)).collect();
    match servers.as_slice() {
        [] => State::Unknown(plane.unknown(component)),
        [""] => State::Pass(component.program().to_owned()),
        names => State::Pass(format!("{} `{}`", component.program(), names.join("`, `"))),
    }
}

/// What is said of everybody of a kind holds only where everybody is there to be looked at.
fn population(facts: &Facts<'_>, evidence: Evidence, what: &str) -> State {
    if !facts.whole_cluster() {
        State::Unknown(Unknown::partial(evidence))
    } else if !facts.all_read {
        unread()
    } else if !facts.has(evidence) {
        State::NotApplicable(format!("the cluster has no {what}"))
    } else {
        State::Pass(format!("every {what}"))
    }
}

/// What is said of every workload, where of each of them the input tells; else what it does not tell.
fn workloads(facts: &Facts<'_>, unseen: impl Fn(Workload<'_>) -> Option<String>) -> State {
    let state = population(facts, Evidence::Workloads, "workload");
    if !matches!(state, State::Pass(_)) {
        return state;
    }
    let unseen = facts.cluster.workloads().find_map(|workload| {
        let what = unseen(workload)?;
        Some(format!("{what}: {}", workload.object().name()))
    });
    unseen.map_or(state, |what| {
        State::Unknown(Unknown { why: Why::NotUnderstood(what), settled_by: None })
    })
}

/// A volume of which the input does not tell whether it is a path of a node.
fn unseen_volume(claims: &Claims<'_>, workload: Workload<'_>) -> Option<String> {
    let unseen = |claim: &Claim<'_>| claims.behind(workload, claim).is_empty();
    let (claim, _) = workload.claims().into_iter().find(|(claim, _)| unseen(claim))?;
    let name = match &claim {
        Claim::Named(name) | Claim::Ephemeral(name) => name,
        Claim::Numbered(name) => name.as_str(),
    };
    Some(format!("the volume behind claim `{name}` is not in the input"))
}

/// A profile of which the input does not tell what it allows.
fn unseen_profile(workload: Workload<'_>) -> Option<String> {
    if workload.is_windows() {
        return Some("Windows has no seccomp".to_owned());
    }
    workload.containers().find_map(|(_, container)| {
        let seccomp = workload.effective_seccomp(container);
        let localhost = seccomp.then(|profile| profile.type_()).is("Localhost");
        let armor = workload.app_armor(container).or("").starts_with("localhost/");
        let which = if localhost { "seccomp" } else { "AppArmor" };
        (localhost || armor).then(|| format!("a {which} profile of the node is not in the input"))
    })
}

fn isolated(facts: &Facts<'_>, direction: Direction) -> State {
    for workload in facts.cluster.workloads() {
        if let Known::Unknown(unknown) = facts.network().isolated(workload, direction) {
            return State::Unknown(unknown);
        }
    }
    population(facts, Evidence::Workloads, "workload")
}

/// What isolates nobody names nobody; and a rule that names no peer or no port is found in every dialect.
fn named_peers(facts: &Facts<'_>) -> State {
    for direction in Direction::BOTH {
        match isolated(facts, direction) {
            State::Pass(_) => {}
            state => return state,
        }
        let open = facts.cluster.workloads().find(|workload| {
            let of_pods = !workload.host_network().is_true();
            of_pods && matches!(facts.network().isolated(*workload, direction), Known::No(_))
        });
        if let Some(workload) = open {
            let name = workload.object().name();
            return not_understood(format!("`{name}` is not isolated for {}", direction.name()));
        }
    }
    match facts.network().unnamed() {
        Some(rule) => not_understood(rule.text),
        None => population(facts, Evidence::Workloads, "workload"),
    }
}

/// The flags of the audit log that everything said about it depends on.
const AUDIT: &[&str] = &["audit-policy-file", "audit-log-path", "audit-webhook-config-file"];

/// What is said of every server of one component holds only where nothing about it is unknown.
fn every(
    facts: &Facts<'_>,
    component: Component,
    unknown: impl Fn(&ControlPlane<'_>, &Server<'_>) -> Option<Unknown>,
) -> State {
    let plane = facts.control_plane();
    match servers(facts, component) {
        State::Pass(text) => {
            let mut servers = plane.servers(component);
            let unknown = servers.find_map(|server| unknown(plane, server));
            unknown.map_or(State::Pass(text), State::Unknown)
        }
        state => state,
    }
}

/// Whether something takes the audit log of every API server: what it is of the first.
fn reviewed(facts: &Facts<'_>) -> State {
    let read = |plane: &ControlPlane<'_>, server: &Server<'_>| match plane.audit_reader(server) {
        Known::Unknown(unknown) => Err(unknown),
        Known::Yes(witness) | Known::No(witness) => Ok(witness.text),
    };
    let plane = facts.control_plane();
    match settings(facts, |plane, server| read(plane, server).err()) {
        State::Pass(text) => {
            let first = plane.servers(Component::ApiServer).next();
            State::Pass(first.and_then(|server| read(plane, server).ok()).unwrap_or(text))
        }
        state => state,
    }
}

/// As [`every`], of the API server, for what a provider leaves to whoever sets up the cluster.
fn settings(
    facts: &Facts<'_>,
    unknown: impl Fn(&ControlPlane<'_>, &Server<'_>) -> Option<Unknown>,
) -> State {
    if facts.control_plane().provider().is_some() {
        let what = "the settings of the provider decide it, and ztn does not read them".to_owned();
        return not_understood(what);
    }
    every(facts, Component::ApiServer, unknown)
}

/// Why a file behind a flag is not known, if it is not.
fn behind<T>(file: &FileOf<'_, T>) -> Option<Unknown> {
    match file {
        FileOf::Unknown(unknown) => Some(unknown.clone()),
        FileOf::Unset | FileOf::Found(..) => None,
    }
}

/// What is said of every kubelet.
fn kubelets(facts: &Facts<'_>, unknown: impl Fn(&Kubelet<'_>) -> Option<Unknown>) -> State {
    let state = population(facts, Evidence::Kubelet, "kubelet configuration");
    // Flags beside the file that say nothing leave it to the file.
    let files = facts.control_plane().kubelets().iter().filter(|kubelet| kubelet.is_file());
    match (&state, files.map(unknown).find(Option::is_some).flatten()) {
        (State::Pass(_), Some(unknown)) => State::Unknown(unknown),
        (State::NotApplicable(_), _) => State::Unknown(Unknown::missing(Evidence::Kubelet)),
        _ => state,
    }
}

fn not_understood(what: String) -> State {
    State::Unknown(Unknown { why: Why::NotUnderstood(what), settled_by: None })
}
