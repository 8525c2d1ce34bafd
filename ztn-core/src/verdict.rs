//! From findings to verdicts: what is broken, what is shown to hold, and what cannot be told.

use crate::engine::control_plane::{Component, NamedVersion, Side};
use crate::engine::network::{self, Direction};
use crate::engine::{Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::model::audit_policy::AuditPolicy;
use crate::model::claims::Claims;
use crate::part::{Part, Practice};
use crate::registry::RULES;
use crate::rule::Rule;
use crate::suppress::Exception;
use control_plane::{AUDIT, behind, every, kubelets, reviewed, settings};
use credentials::{beginnings, credentials, kubeconfigs};
use workloads::{admission, isolated, named_peers, unseen_profile, unseen_volume, workloads};

mod control_plane;
mod credentials;
mod etcd;
mod versions;
mod workloads;

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

fn not_understood(what: String) -> State {
    State::Unknown(Unknown { why: Why::NotUnderstood(what), settled_by: None })
}
