//! What a policy does not record of the requests that have to be seen.

use super::identities::Caller;
use super::leaks::{callers, variants};
use super::level::{AuditLevel, Stage};
use super::policy::{Decision, Policy, Rule};
use super::probes::{Class, PROBES, Probe};
use super::request::Request;
use crate::model::audit_policy::AuditRule;
use crate::parse::Node;

/// How a probe stands with a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is recorded as it is to be.
    Recorded,
    /// It is recorded with more than it may be.
    Leaks,
    /// It is recorded without the body, which says what it changed.
    WithoutBody,
    /// It is recorded without how it ended.
    WithoutOutcome,
    /// It is not recorded.
    Unrecorded,
}

/// How a probe stands, where `decision` is what becomes of it.
#[must_use]
pub fn standing(probe: &Probe, decision: &Decision<'_>) -> Standing {
    let request = probe.request();
    // No object is recorded of a watch, whatever the level.
    let may_leak = request.verb != "watch" && decision.level > probe.most;
    if decision.level == AuditLevel::None {
        Standing::Unrecorded
    } else if !request.outcome().iter().any(|stage| decision.stages.contains(stage)) {
        Standing::WithoutOutcome
    } else if may_leak {
        Standing::Leaks
    } else if decision.level < probe.least {
        Standing::WithoutBody
    } else {
        Standing::Recorded
    }
}

/// Probes that one rule decides, and that are recorded with less than they are to be.
#[derive(Clone)]
pub struct Gap<'a> {
    /// The rule; none where no rule matches.
    pub rule: Option<AuditRule<'a>>,
    /// The probes, in the order of the table.
    pub probes: Vec<&'static Probe>,
    /// Where that is written: the level of the rule, or the list that lacks one.
    pub place: Node<'a>,
    /// Is it what happens to a request that no rule is about?
    pub is_default: bool,
}

impl Gap<'_> {
    /// The probes in words, each once: `get secrets, list secrets`.
    #[must_use]
    pub fn words(&self) -> String {
        words(&self.probes)
    }
}

fn words(probes: &[&Probe]) -> String {
    let mut all: Vec<String> = Vec::new();
    for probe in probes {
        let text = format!("`{probe}`");
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let more = all.len().saturating_sub(3);
    all.truncate(3);
    let listed = all.join(", ");
    if more == 0 { listed } else { format!("{listed} and {more} more") }
}

/// The probes of some classes that are not recorded at all, by what decides so. What a rule passes over for
/// some users or groups is [`hidden`].
#[must_use]
pub fn missed<'a>(policy: &Policy<'a>, classes: &[Class]) -> Vec<Gap<'a>> {
    let probes = PROBES.iter().filter(|probe| classes.contains(&probe.class));
    let is_missed = |rule: Option<&Rule<'a>>, _: &Probe| {
        rule.is_none_or(|rule| rule.level == AuditLevel::None && !rule.is_selective())
    };
    gaps(policy, probes, is_missed)
}

/// The probes that are recorded without the body, which says what they changed.
#[must_use]
pub fn without_body<'a>(policy: &Policy<'a>) -> Vec<Gap<'a>> {
    let is_short = |rule: Option<&Rule<'a>>, probe: &Probe| {
        rule.is_some_and(|rule| rule.level > AuditLevel::None && rule.level < probe.least)
    };
    gaps(policy, PROBES.iter(), is_short)
}

fn gaps<'a>(
    policy: &Policy<'a>,
    probes: impl Iterator<Item = &'static Probe>,
    is_gap: impl Fn(Option<&Rule<'a>>, &Probe) -> bool,
) -> Vec<Gap<'a>> {
    let default = policy.deciding(&Request::of_somebody("create", ["ztn.example", "things", ""]));
    let index = |rule: Option<&Rule<'a>>| rule.map(|rule| rule.index);
    let mut found: Vec<(Option<usize>, Gap<'a>)> = Vec::new();
    for probe in probes {
        let rule = policy.deciding(&probe.request());
        if !is_gap(rule, probe) {
            continue;
        }
        let at = index(rule);
        match found.iter_mut().find(|(other, _)| *other == at) {
            Some((_, gap)) => gap.probes.push(probe),
            None => {
                let rules = policy.view().rules();
                let place = match rule {
                    Some(rule) => rule.view.level().node(),
                    None => rules.key().unwrap_or(policy.view().node()),
                };
                let is_default = at == index(default);
                let rule = rule.map(|rule| rule.view);
                found.push((at, Gap { rule, probes: vec![probe], place, is_default }));
            }
        }
    }
    found.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
    found.into_iter().map(|(_, gap)| gap).collect()
}

/// A rule that keeps requests of some users or groups out of the log that are recorded of others.
#[derive(Clone)]
pub struct Hidden<'a> {
    /// The rule.
    pub rule: AuditRule<'a>,
    /// Whose they are, in words.
    pub who: Vec<String>,
    /// Does it name a group, and so people or workloads that are not there yet?
    pub is_group: bool,
    /// The requests in words.
    pub what: String,
}

/// The rules by which some users or groups can do what has to be seen, unseen. Changes of ConfigMaps alone are
/// none: leases of controllers were kept in them. What is telling only of somebody who is not signed in counts for them.
#[must_use]
pub fn hidden<'a>(policy: &Policy<'a>) -> Vec<Hidden<'a>> {
    let silent = policy.rules().iter();
    let silent = silent.filter(|rule| rule.level == AuditLevel::None && rule.is_selective());
    let mut found = Vec::new();
    for rule in silent {
        let of_nobody = names_nobody(rule);
        let probes = PROBES.iter().filter(|probe| match probe.class {
            Class::ControlConfig => false,
            Class::Unauthenticated => of_nobody,
            _ => true,
        });
        let hidden: Vec<&Probe> = probes.filter(|probe| hides(policy, rule, probe)).collect();
        if !hidden.is_empty() {
            let named = rule.groups.iter().chain(&rule.users);
            found.push(Hidden {
                rule: rule.view,
                who: named.map(|name| format!("`{name}`")).collect(),
                is_group: rule.users.is_empty(),
                what: words(&hidden),
            });
        }
    }
    found
}

/// Does it name whoever is not signed in?
fn names_nobody(rule: &Rule<'_>) -> bool {
    let nobody = ["system:anonymous", "system:unauthenticated"];
    rule.users.iter().chain(&rule.groups).any(|name| nobody.contains(&&**name))
}

/// Does the rule decide such a request of somebody it names, where that of somebody else is recorded?
fn hides(policy: &Policy<'_>, rule: &Rule<'_>, probe: &Probe) -> bool {
    let is_recorded = |request: &Request<'_>| policy.decide(request).level > AuditLevel::None;
    let request = probe.request();
    if request.caller.user.is_none() || callers(rule).is_empty() {
        return false;
    }
    variants(rule, &request).iter().any(|request| {
        let decides = policy.deciding(request).is_some_and(|first| first.index == rule.index);
        decides && is_recorded(&request.by(Caller::somebody()))
    })
}

/// A stage that is left out, and with it something that is recorded nowhere else.
#[derive(Clone)]
pub struct Omission<'a> {
    /// The stage.
    pub stage: Stage,
    /// Where it is written.
    pub node: Node<'a>,
}

/// The stages that a policy or a rule of it leaves out, and that alone tell something: `ResponseComplete` how a
/// request ended, `ResponseStarted` that credentials were wrong, `Panic` that the API server broke down.
#[must_use]
pub fn omissions<'a>(policy: &Policy<'a>) -> Vec<Omission<'a>> {
    let refused: Vec<Option<usize>> = PROBES
        .iter()
        .map(Probe::request)
        .filter(|request| request.caller.user.is_none())
        .map(|request| policy.deciding(&request).map(|rule| rule.index))
        .collect();
    let records = |rule: &Rule<'_>| rule.level > AuditLevel::None;
    let decides_refused = |rule: &Rule<'_>| records(rule) && refused.contains(&Some(rule.index));
    let lists = policy
        .rules()
        .iter()
        .map(|rule| (rule.view.omit_stages(), records(rule), decides_refused(rule)));
    let any = |is: &dyn Fn(&Rule<'_>) -> bool| policy.rules().iter().any(is);
    let whole = (policy.view().omit_stages(), any(&records), any(&decides_refused));
    let mut found = Vec::new();
    for (list, records, decides_refused) in std::iter::once(whole).chain(lists) {
        for (name, node) in list.entries() {
            let stage = Stage::ALL.into_iter().find(|stage| stage.name() == name);
            let tells = match stage {
                Some(Stage::ResponseComplete | Stage::Panic) => records,
                Some(Stage::ResponseStarted) => decides_refused,
                Some(Stage::RequestReceived) | None => false,
            };
            if let Some(stage) = stage.filter(|_| tells) {
                found.push(Omission { stage, node });
            }
        }
    }
    found
}
