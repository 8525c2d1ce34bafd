//! The report, version 1: the only types that are serialized. They grow, and change in no other way.
//!
//! Names are `snake_case`; what is absent is left out, never `null`; every number fits into 32 bits;
//! lists are sorted, so that equal input gives equal bytes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::argument;
use crate::error::{ErrorCode, OptionsError};
use crate::fix::Safety;
use crate::options::Options;
use crate::problem::ProblemKind;
use crate::rule::Severity;
use crate::span;
use crate::verdict::Verdict;

/// The version of this shape.
pub const SCHEMA: &str = "ztn.report.v1";

/// A word of the program's own; borrowed, unless the report was read back from its JSON.
pub type Name = Cow<'static, str>;

/// Everything that is to be said of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this shape: `ztn.report.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// The ten verdicts, in order.
    pub verdicts: Vec<PracticeReport>,
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
    /// Every file, with what became of it.
    pub inputs: Vec<InputFile>,
    /// Rules that could not be asked, by id.
    pub not_evaluated: Vec<NotEvaluated>,
    /// What to add to the input, each thing once: commands, then files, then options.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Addition>,
    /// What the input looks like, where that explains why something is not in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
}

/// The program that made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// `ztn`.
    pub name: Name,
    /// Its version.
    pub version: Name,
    /// The day its tables of releases were made, `YYYY-MM-DD`.
    pub data_as_of: Name,
}

/// How one of the ten practices stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PracticeReport {
    /// Its number, 1 to 10.
    pub practice: u32,
    /// Its name.
    pub slug: Name,
    /// What `pass` means.
    pub claim: Name,
    /// How it stands.
    pub verdict: Verdict,
    /// The parts of the claim.
    pub parts: Vec<PartReport>,
}

/// How a part of a claim stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartReport {
    /// Its name, such as `etcd/client-tls`.
    pub part: Name,
    /// What holds when it passes.
    pub statement: Name,
    /// How it stands.
    pub verdict: Verdict,
    /// Why it is unknown or not applicable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The command or the file that would settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<Name>,
    /// What breaks it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken_by: Vec<BrokenBy>,
    /// What was looked at, where it passes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Findings against it that somebody accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excepted: Option<u32>,
}

/// Why a part is unknown or not applicable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The sort of reason: `not-evaluated`, `missing-evidence`, `partial-input`, `unread-input`,
    /// `not-understood`, `conflicting-input` or `nothing-to-judge`.
    pub kind: Name,
    /// In one clause.
    pub text: String,
}

/// A rule that breaks a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrokenBy {
    /// The rule.
    pub rule: Name,
    /// How many of its findings do.
    pub findings: u32,
}

/// One thing that is wrong, at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule.
    pub rule: Name,
    /// The practice, 1 to 10.
    pub practice: u32,
    /// The parts it breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Name>,
    /// How bad it is, here.
    pub severity: Severity,
    /// Why that is not the rule's own severity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_because: Option<String>,
    /// Who can make use of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<String>,
    /// One clause.
    pub message: String,
    /// The object it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// Where.
    pub span: Span,
    /// The JSON pointer (RFC 6901) of the value, from the root of its document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The other places involved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// What decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The rule whose finding on the same object already says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implied_by: Option<Name>,
    /// The exception that covers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppressed>,
    /// The same for the same finding in a file that changed around it.
    pub fingerprint: String,
}

impl Finding {
    /// Does it count: nobody accepted it, and no other finding already says it?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.suppressed.is_none() && self.implied_by.is_none()
    }
}

/// An API object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Object {
    /// `apiVersion`.
    pub api_version: String,
    /// `kind`.
    pub kind: String,
    /// `metadata.namespace`, as written; without it the object goes to the current namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: String,
}

/// A range in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// The file.
    pub path: String,
    /// Its first place.
    pub start: Position,
    /// The place after its last.
    pub end: Position,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// Offset in the file's bytes, from 0.
    pub byte: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-8 bytes, from 1.
    pub col: u32,
    /// Column in UTF-16 code units, from 1.
    pub col_utf16: u32,
}

impl From<span::Position> for Position {
    fn from(span::Position { byte, line, col, col_utf16 }: span::Position) -> Self {
        Self { byte, line, col, col_utf16 }
    }
}

/// A further place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What it has to do with the finding.
    pub text: String,
}

/// How a finding can be mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// May a program apply it without a person looking?
    pub safety: Safety,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// The replacement of a range of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// An exception that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suppressed {
    /// Why it was accepted.
    pub reason: String,
    /// The last day it counts, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Where the exception is written.
    pub span: Span,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What sort of problem it is.
    pub kind: ProblemKind,
    /// One clause.
    pub message: String,
    /// What to do about it.
    pub remedy: Name,
    /// The file.
    pub path: String,
    /// Where in it; none where it is the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The JSON pointer of the value, where there is a tree to point into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The other places involved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
}

/// What became of a file, or of a document in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Rules looked at it.
    Evaluated,
    /// Some of its documents were not evaluated.
    Partial,
    /// It was left out, for the reason given.
    Skipped,
    /// It could not be read.
    Unreadable,
}

/// A file of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputFile {
    /// Its path, as given.
    pub path: String,
    /// How many documents it holds.
    pub documents: u32,
    /// What became of it.
    pub status: Status,
    /// Why it was not evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Its documents that were not evaluated; all others were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// A document that was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Which one in its file, from 0.
    pub document: u32,
    /// The line it begins on.
    pub line: u32,
    /// What became of it.
    pub status: Status,
    /// Why.
    pub why: String,
}

/// A rule that could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotEvaluated {
    /// The rule.
    pub rule: Name,
    /// The evidence it needs and the input lacks.
    pub missing: Vec<Missing>,
}

/// Evidence that the input lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Missing {
    /// The class of evidence.
    pub evidence: Name,
    /// The command or the file that supplies it.
    pub settled_by: Name,
}

/// Something that the input lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Addition {
    /// What it is.
    pub kind: AdditionKind,
    /// The command to run, the path of the file, or the option to give.
    pub text: String,
    /// The classes of evidence it supplies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Name>,
    /// The unknown parts that it bears on.
    pub parts: Vec<Name>,
}

/// What can be added to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AdditionKind {
    /// What a command prints.
    Command,
    /// A file of a control-plane node.
    File,
    /// An option of the analysis.
    Option,
}

/// Something about the form of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hint {
    /// What was recognised.
    pub kind: HintKind,
    /// The file or the folder.
    pub path: String,
    /// In one sentence, lower case, without full stop.
    pub text: String,
    /// The command that makes an input of which more can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// What was recognised in the form of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HintKind {
    /// What `kubectl get all` prints, which is far from all.
    KubectlGetAll,
    /// A folder with a Helm chart.
    HelmChart,
    /// A folder with a kustomization.
    Kustomization,
}

impl Report {
    /// Reads back a report from its JSON.
    ///
    /// # Errors
    /// Says what it is instead of a report of this version, or which field is wrong.
    pub fn from_json(json: &str) -> Result<Self, OptionsError> {
        #[derive(Deserialize)]
        struct Version {
            schema: String,
        }
        const REMEDY: &str = "give what `ztn check --format json` writes";
        let no_report =
            |message| Err(OptionsError::new(ErrorCode::InvalidReport, "report", message, REMEDY));
        match serde_json::from_str(json) {
            Ok(Version { schema }) if schema == SCHEMA => {}
            Ok(Version { schema }) => {
                return no_report(format!(
                    "the shape is `{schema}`, and this version reads `{SCHEMA}`"
                ));
            }
            Err(_) => {
                return no_report(format!("not a report: no `\"schema\": \"{SCHEMA}\"` in it"));
            }
        }
        argument::from_json(ErrorCode::InvalidReport, "report", REMEDY, json)
    }

    /// The canonical bytes: compact JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}
