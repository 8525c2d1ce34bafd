//! What changed between two reports.

mod compare;
mod connections;
mod rights;
mod text;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::access::{Permission, Subject};
use super::reach::PortRange;
use super::v1::{Finding, Name, Problem, Report, Status, Tool};
use crate::options::OptionsError;
use crate::rule::Severity;
use crate::verdict::Verdict;

pub use compare::diff;
pub(crate) use connections::connections;
pub(crate) use rights::{paths, permissions};
pub(crate) use text::counts;

/// The version of this shape.
pub const SCHEMA: &str = "ztn.diff.v1";

/// What changed from one report to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diff {
    /// The version of this shape: `ztn.diff.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The practices whose verdict changed, in order.
    pub verdicts: Vec<VerdictChange>,
    /// The parts whose verdict changed, in order.
    pub parts: Vec<PartChange>,
    /// Findings that count now and were not there before, or were excepted.
    pub new: Vec<Finding>,
    /// Findings that counted before, too, and are more severe now.
    pub worse: Vec<Worse>,
    /// Findings that counted before and are gone.
    pub fixed: Vec<Finding>,
    /// Findings that counted before and were accepted since.
    pub excepted: Vec<Finding>,
    /// Findings that counted before, of files that cannot be read any more: nobody can say.
    pub unseen: Vec<Finding>,
    /// How many findings are as they were before, wherever they moved.
    pub unchanged: u32,
    /// Problems that were not there before.
    pub new_problems: Vec<Problem>,
    /// Problems that are gone.
    pub solved_problems: Vec<Problem>,
    /// Files that came, went, or are evaluated otherwise than before.
    pub inputs: Vec<InputChange>,
    /// Connections that surely pass on other ports than before, by both ends. Left out where reports were
    /// compared, which do not hold them, and where none changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<ConnectionChange>,
    /// What bindings give to somebody and did not, or gave and do not, by whom they name. Left out as connections
    /// are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<PermissionChange>,
    /// The ends that an attack path reaches now and did not, or did and does not. Left out as connections are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<PathChange>,
    /// What was not compared, and why, a clause each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_compared: Vec<String>,
}

/// Rights that changed of somebody whom bindings name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionChange {
    /// Who.
    pub subject: Subject,
    /// What they hold now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gained: Vec<Permission>,
    /// What they held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Permission>,
}

/// An end that an attack path reaches in one of two inputs alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathChange {
    /// `gained` or `lost`.
    pub change: Name,
    /// Where it begins: a workload.
    pub from: String,
    /// Where it ends: `cluster-admin`, `all-secrets`, `node` or `cloud`.
    pub to: Name,
}

/// What of a cluster changed beside its reports, as [`crate::diff_rights`] finds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightsChanges {
    /// Rights, by whom bindings name.
    pub permissions: Vec<PermissionChange>,
    /// Ends of attack paths.
    pub paths: Vec<PathChange>,
}

/// A connection that surely passes now and did not, or did and does not, or passes on other ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConnectionChange {
    /// `gained`, `lost` or `changed`.
    pub change: Name,
    /// Who opens it: a workload, or addresses outside.
    pub src: String,
    /// Who takes it.
    pub dst: String,
    /// On which ports it passed; none where it did not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<PortRange>,
    /// On which ports it passes; none where it does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<PortRange>,
}

/// A practice whose verdict changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerdictChange {
    /// Its number, 1 to 10.
    pub practice: u32,
    /// Its name.
    pub slug: Name,
    /// How it stood.
    pub before: Verdict,
    /// How it stands.
    pub after: Verdict,
}

/// A part whose verdict changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartChange {
    /// Its name, such as `etcd/client-tls`.
    pub part: Name,
    /// How it stood.
    pub before: Verdict,
    /// How it stands.
    pub after: Verdict,
    /// Why it is unknown or not applicable now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A finding that is more severe than it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Worse {
    /// How severe it was.
    pub before: Severity,
    /// The finding as it is.
    pub finding: Finding,
}

/// A file that came, went, or is evaluated otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputChange {
    /// Its path.
    pub path: String,
    /// What had become of it; none if it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Status>,
    /// What became of it; none if it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Status>,
}

impl VerdictChange {
    /// Is it worse: broken now, or no longer shown to hold?
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.after == Verdict::Fail
            || (self.before == Verdict::Pass && self.after == Verdict::Unknown)
    }
}

impl Diff {
    /// The same with the connections that changed, as [`crate::diff_connections`] finds them.
    #[must_use]
    pub fn with_connections(self, connections: Vec<ConnectionChange>) -> Self {
        Self { connections, ..self }
    }

    /// The same with the rights that changed.
    #[must_use]
    pub fn with_rights(self, RightsChanges { permissions, paths }: RightsChanges) -> Self {
        Self { permissions, paths, ..self }
    }

    /// The same with the word that something was not compared.
    pub(crate) fn without(mut self, what: &str, why: &OptionsError) -> Self {
        self.not_compared.push(format!("{what}: {}, {}", why.message, why.remedy));
        self
    }

    /// Findings that are new, or more severe than before.
    pub fn added(&self) -> impl Iterator<Item = &Finding> {
        self.new.iter().chain(self.worse.iter().map(|worse| &worse.finding))
    }

    /// The report with nothing in it but what is new, for those who look at one change.
    #[must_use]
    pub fn only_new(&self, after: &Report) -> Report {
        Report {
            findings: self.added().cloned().collect(),
            problems: self.new_problems.clone(),
            ..after.clone()
        }
    }

    /// The comparison in lines: verdicts first, then what is new, what is fixed, and counts. The two
    /// prefixes go before the paths of the two reports.
    #[must_use]
    pub fn text(&self, before: &str, after: &str) -> String {
        text::text(self, before, after)
    }

    /// JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How the findings of the later report stand to those of the earlier one, in SARIF's words.
    pub(crate) fn states(&self) -> States<'_> {
        let worse = self.worse.iter().map(|worse| &worse.finding);
        States {
            new: self.new.iter().map(|finding| finding.fingerprint.as_str()).collect(),
            updated: worse.chain(&self.excepted).map(|f| f.fingerprint.as_str()).collect(),
        }
    }
}

/// The state of each finding of the later report.
pub(crate) struct States<'a> {
    new: HashSet<&'a str>,
    updated: HashSet<&'a str>,
}

impl States<'_> {
    /// The state of this one.
    pub(crate) fn of(&self, finding: &Finding) -> &'static str {
        let print = finding.fingerprint.as_str();
        if self.new.contains(print) {
            "new"
        } else if self.updated.contains(print) {
            "updated"
        } else {
            "unchanged"
        }
    }
}
