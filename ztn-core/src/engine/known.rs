//! Answers in three values, with what decided them.

use crate::evidence::Evidence;
use crate::model::Place;

/// The answer to a yes-or-no question.
#[derive(Clone, Debug)]
pub enum Known {
    /// Yes, and what makes it so.
    Yes(Witness),
    /// No, and what makes it so: often everything that did not match.
    No(Witness),
    /// The input does not tell.
    Unknown(Unknown),
}

/// What decided an answer.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// In one clause.
    pub text: String,
    /// The places, in the order of the argument.
    pub because: Vec<Because>,
}

/// One step of an argument.
#[derive(Clone, Debug)]
pub struct Because {
    /// Where it stands.
    pub place: Place,
    /// What it says, in one clause.
    pub text: String,
}

/// That an answer cannot be had, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why not.
    pub why: Why,
    /// The evidence that would settle it.
    pub settled_by: Option<Evidence>,
}

/// Why an answer cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The engine for this question is not there yet.
    NotBuilt,
    /// The input lacks what the question is about.
    Missing(Evidence),
    /// The input is a part of a cluster; what is not in it may change the answer.
    Partial,
    /// Some of the input could not be read.
    Unread,
    /// The input says it in a way the engine does not evaluate.
    NotUnderstood(String),
    /// The input gives two answers.
    Conflict(String),
}

impl Unknown {
    /// Unknown because the engine is not there yet.
    #[must_use]
    pub const fn not_built() -> Self {
        Self { why: Why::NotBuilt, settled_by: None }
    }

    /// Unknown because the input lacks `evidence`.
    #[must_use]
    pub const fn missing(evidence: Evidence) -> Self {
        Self { why: Why::Missing(evidence), settled_by: Some(evidence) }
    }

    /// Unknown because the input is a part of a cluster.
    #[must_use]
    pub const fn partial(evidence: Evidence) -> Self {
        Self { why: Why::Partial, settled_by: Some(evidence) }
    }
}

impl Why {
    /// Its name in reports.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        match self {
            Self::NotBuilt => "not-evaluated",
            Self::Missing(_) => "missing-evidence",
            Self::Partial => "partial-input",
            Self::Unread => "unread-input",
            Self::NotUnderstood(_) => "not-understood",
            Self::Conflict(_) => "conflicting-input",
        }
    }

    /// In one clause.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::NotBuilt => "this version of ztn does not evaluate it".to_owned(),
            Self::Missing(evidence) => {
                format!("the input holds no {}", evidence.slug().replace('-', " "))
            }
            Self::Partial => {
                "the input is a part of a cluster, and what is not in it counts".to_owned()
            }
            Self::Unread => "some of the input could not be read".to_owned(),
            Self::NotUnderstood(what) | Self::Conflict(what) => what.clone(),
        }
    }
}

impl Known {
    /// The answer `No` or `Yes` with a witness in one clause.
    #[must_use]
    pub fn of(answer: bool, text: impl Into<String>, because: Vec<Because>) -> Self {
        let witness = Witness { text: text.into(), because };
        if answer { Self::Yes(witness) } else { Self::No(witness) }
    }
}
