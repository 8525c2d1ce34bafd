//! What a rule is: a value. One file under `rules/` declares one.

use crate::facts::Facts;
use crate::finding::{ExceptionFinding, Findings};
use crate::fix::Safety;
use crate::model::Object;
use crate::suppress::Exceptions;

pub use crate::evidence::Evidence;
pub use crate::part::{Part, Practice};

/// One thing that can be wrong, and everything to be said about it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The kebab-case name of the bad state: file stem, fixture folder, anchor of its documentation.
    pub id: &'static str,
    /// The practice it belongs to.
    pub practice: Practice,
    /// The parts of claims that a finding breaks; none for advice. A privileged container breaks more
    /// than one.
    pub breaks: &'static [Part],
    /// How bad it is before exposure is known.
    pub severity: Severity,
    /// The bad state in one clause, lower case, without full stop.
    pub summary: &'static str,
    /// What it costs: what somebody gains from it.
    pub why: &'static str,
    /// What to do, as an order.
    pub remedy: &'static str,
    /// Where it is right to leave things as they are; empty where there is no such place.
    pub exceptions: &'static str,
    /// The release it came with.
    pub since: &'static str,
    /// What must be in the input for its silence to mean something.
    pub needs: &'static [Evidence],
    /// How safe the fixes of its findings are, those that have one; none: nothing can be mended in place.
    pub fixes: &'static [Safety],
    /// The benchmark items, techniques and peers' checks that speak of the same thing.
    pub refs: &'static [Ref],
    /// Earlier ids.
    pub aliases: &'static [&'static str],
    /// The check itself.
    pub check: Check,
}

/// The shapes of a check.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Looks at one object and nothing else, so that the answer can be kept with the document.
    Document(fn(Object<'_>, &mut Findings)),
    /// Looks at the whole cluster, through the engines it names.
    Cluster {
        /// The engines whose answers it depends on; none: the objects alone.
        reads: &'static [Engine],
        /// The check.
        run: fn(&Facts<'_>, &mut Findings),
    },
    /// Looks at the exceptions people wrote, once they have been held against all other findings.
    Exceptions(fn(&Exceptions, &mut Vec<ExceptionFinding>)),
}

/// The engines that answer questions about a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// Connectivity.
    Network,
    /// Who may do what.
    Rbac,
    /// What the control plane is told to do.
    ControlPlane,
    /// The Pod Security Standards.
    PodSecurity,
    /// Which requests are recorded.
    Audit,
    /// Mutual TLS and authorization between workloads.
    Mesh,
}

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; never breaks a claim.
    Info,
    /// A weakness that needs others beside it.
    Low,
    /// A guard is missing.
    Medium,
    /// One more step gives an attacker what the practice protects.
    High,
    /// The practice is void.
    Critical,
}

impl Severity {
    /// Every severity, the mildest first.
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Its name, as options and reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A pointer to somebody else's name for the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref {
    /// Whose name it is.
    pub scheme: Scheme,
    /// The name.
    pub id: &'static str,
}

/// Whose names a [`Ref`] can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// CIS Kubernetes Benchmark v1.12.
    Cis,
    /// NSA/CISA Kubernetes Hardening Guide v1.2, by chapter.
    Nsa,
    /// NIST SP 800-207, section 2.1, by tenet.
    Nist800207,
    /// MITRE ATT&CK technique.
    Attack,
    /// Pod Security Standards, `baseline/<check>` or `restricted/<check>`.
    Pss,
    /// kube-linter check.
    KubeLinter,
    /// kubescape control.
    Kubescape,
    /// trivy check.
    Trivy,
    /// checkov check.
    Checkov,
    /// kube-bench item; the numbers are CIS's.
    KubeBench,
    /// polaris check.
    Polaris,
    /// kube-score check.
    KubeScore,
}

impl Scheme {
    /// Its slug in reports and generated pages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cis => "cis",
            Self::Nsa => "nsa",
            Self::Nist800207 => "nist-800-207",
            Self::Attack => "mitre-attack",
            Self::Pss => "pss",
            Self::KubeLinter => "kube-linter",
            Self::Kubescape => "kubescape",
            Self::Trivy => "trivy",
            Self::Checkov => "checkov",
            Self::KubeBench => "kube-bench",
            Self::Polaris => "polaris",
            Self::KubeScore => "kube-score",
        }
    }
}

macro_rules! ref_constructors {
    ($($name:ident $scheme:ident)+) => {
        impl Ref {$(
            #[doc = concat!("The item `id` of [`Scheme::", stringify!($scheme), "`].")]
            #[must_use]
            pub const fn $name(id: &'static str) -> Self {
                Self { scheme: Scheme::$scheme, id }
            }
        )+}
    };
}

ref_constructors! {
    cis Cis
    nsa Nsa
    nist Nist800207
    attack Attack
    pss Pss
    kube_linter KubeLinter
    kubescape Kubescape
    trivy Trivy
    checkov Checkov
    kube_bench KubeBench
    polaris Polaris
    kube_score KubeScore
}
