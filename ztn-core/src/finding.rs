//! What a rule has to say: a message with one place, and everything else that is involved.

use crate::engine::Witness;
use crate::fix::Fix;
use crate::model::{DocId, Object, ObjectId};
use crate::rule::{Rule, Severity};

pub use crate::model::{Place, Spot};

mod permission;

pub use permission::{Permission, Widens};

/// One thing that is wrong, at one place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule it breaks.
    pub rule: &'static Rule,
    /// The object it is about; what speaks of a file alone has none.
    pub object: Option<ObjectId>,
    /// One clause, lower case, without full stop, the object's name in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// The other places involved.
    pub labels: Vec<Label>,
    /// How bad it is here, and why that differs from the rule's own severity.
    pub raised: Option<(Severity, String)>,
    /// Who can make use of it.
    pub exposure: Option<String>,
    /// What decided it: the answer of an engine, in words.
    pub witness: Option<String>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// The rule whose finding on this object already says it.
    pub implied_by: Option<&'static str>,
    /// Does it break none of the parts that its rule names, here?
    pub is_advice: bool,
}

/// A further place, with what it has to do with the finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// One clause, lower case, without full stop.
    pub text: String,
}

/// Collects what rules report, one rule after the other.
#[derive(Debug, Default)]
pub struct Findings {
    rule: Option<&'static Rule>,
    list: Vec<Finding>,
}

impl Findings {
    /// No findings yet, and nobody who speaks: what is reported before [`Self::speak_for`] is dropped.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is reported from here on is this rule's.
    pub fn speak_for(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// Everything that was reported.
    #[must_use]
    pub fn into_list(self) -> Vec<Finding> {
        self.list
    }

    /// Reports `message` about `object`, at `spot`. What is absent is reported at the nearest thing
    /// present, which is what a field that is not there points at.
    pub fn report<'a>(
        &mut self,
        object: Object<'a>,
        spot: impl Spot<'a>,
        message: String,
    ) -> FindingBuilder<'_> {
        self.report_at(object.id(), Place::of(object, spot), message)
    }

    /// As [`Self::report`], at a place that an engine found.
    #[inline(never)]
    pub fn report_at(
        &mut self,
        object: ObjectId,
        place: Place,
        message: String,
    ) -> FindingBuilder<'_> {
        let Some(rule) = self.rule else {
            return FindingBuilder(None);
        };
        let finding = Finding {
            rule,
            object: Some(object),
            message,
            place,
            labels: Vec::new(),
            raised: None,
            exposure: None,
            witness: None,
            fix: None,
            implied_by: None,
            is_advice: false,
        };
        self.list.push(finding);
        FindingBuilder(self.list.last_mut())
    }
}

/// Adds to a finding what is not there in every one.
#[derive(Debug)]
pub struct FindingBuilder<'f>(Option<&'f mut Finding>);

impl FindingBuilder<'_> {
    fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.0.as_deref_mut() {
            change(finding);
        }
        self
    }

    /// How bad it is by its rule; nothing where there is no finding.
    fn rule_severity(&self) -> Option<Severity> {
        self.0.as_ref().map(|finding| finding.rule.severity)
    }

    /// Points at another object, too.
    pub fn label<'a>(
        self,
        object: Object<'a>,
        spot: impl Spot<'a>,
        text: impl Into<String>,
    ) -> Self {
        let label = Label { place: Place::of(object, spot), text: text.into() };
        self.with(|finding| finding.labels.push(label))
    }

    /// Says how bad it is here, where that is not what the rule says.
    pub fn severity(self, severity: Severity, because: impl Into<String>) -> Self {
        let because = because.into();
        self.with(|finding| {
            finding.raised = (severity != finding.rule.severity).then_some((severity, because));
        })
    }

    /// Says that it is at least this bad here.
    fn severity_at_least(self, severity: Severity, because: &str) -> Self {
        let is_less = self.0.as_ref().is_some_and(|finding| finding.severity() < severity);
        if is_less { self.severity(severity, because) } else { self }
    }

    /// Says who can make use of it.
    pub fn exposure(self, exposure: impl Into<String>) -> Self {
        self.with(|finding| finding.exposure = Some(exposure.into()))
    }

    /// Says what decided it.
    pub fn witness(self, witness: impl Into<String>) -> Self {
        self.with(|finding| finding.witness = Some(witness.into()))
    }

    /// Offers a fix.
    pub fn fix(self, fix: Fix) -> Self {
        self.with(|finding| finding.fix = Some(fix))
    }

    /// Offers a fix, where there is one.
    pub fn maybe_fix(self, fix: Option<Fix>) -> Self {
        self.with(|finding| finding.fix = fix)
    }

    /// As [`Self::implied_by`], where `is_implied`.
    pub fn implied_if(self, is_implied: bool, rule: &'static str) -> Self {
        if is_implied { self.implied_by(rule) } else { self }
    }

    /// As [`Self::implied_by`], where there is such a rule.
    pub fn maybe_implied_by(self, rule: Option<&'static str>) -> Self {
        self.with(|finding| finding.implied_by = rule)
    }

    /// Says that it breaks no part, here: it is worth mending, and the claim holds all the same.
    pub fn advice(self) -> Self {
        self.with(|finding| finding.is_advice = true)
    }

    /// Takes back that it breaks no part.
    pub fn breaks_all(self) -> Self {
        self.with(|finding| finding.is_advice = false)
    }

    /// Points at the places of an argument, too.
    pub fn because(self, witness: &Witness) -> Self {
        let labels =
            witness.because.iter().map(|step| Label { place: step.place, text: step.text.clone() });
        self.witness(witness.text.clone()).with(|finding| finding.labels.extend(labels))
    }

    /// Says that the finding of another rule on this object already says it.
    pub fn implied_by(self, rule: &'static str) -> Self {
        self.with(|finding| finding.implied_by = Some(rule))
    }
}

impl Finding {
    /// How bad it is, here.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.raised.as_ref().map_or(self.rule.severity, |(severity, _)| *severity)
    }

    /// Does it break the parts its rule names? What is only worth knowing, and what another finding
    /// already says, does not.
    #[must_use]
    pub fn breaks(&self) -> bool {
        !self.rule.breaks.is_empty()
            && self.implied_by.is_none()
            && !self.is_advice
            && self.severity() > Severity::Info
    }

    /// The same finding, once the document it was made on has its place in a cluster.
    #[must_use]
    pub(crate) fn placed(mut self, doc: DocId, first: ObjectId) -> Self {
        self.object = self.object.map(|object| ObjectId(first.0 + object.0));
        self.place.doc = doc;
        self.labels.iter_mut().for_each(|label| label.place.doc = doc);
        if let Some(fix) = &mut self.fix {
            fix.edits.iter_mut().for_each(|edit| edit.doc = doc);
        }
        self
    }
}

/// What a rule about exceptions has to say. It is about a comment or an annotation, not an object.
#[derive(Clone, Debug)]
pub struct ExceptionFinding {
    /// The object the exception is for, if it names one.
    pub object: Option<ObjectId>,
    /// As [`Finding::message`].
    pub message: String,
    /// Where the exception is written.
    pub place: Place,
    /// How to mend it.
    pub fix: Option<Fix>,
}

impl ExceptionFinding {
    /// The finding of `rule` that it is.
    #[must_use]
    pub fn of_rule(self, rule: &'static Rule) -> Finding {
        Finding {
            rule,
            object: self.object,
            message: self.message,
            place: self.place,
            labels: Vec::new(),
            raised: None,
            exposure: None,
            witness: None,
            fix: self.fix,
            implied_by: None,
            is_advice: false,
        }
    }
}
