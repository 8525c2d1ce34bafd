//! Rules that add nothing: another one allows all that they do, to all that they are for.

use std::collections::{HashMap, HashSet};

use crate::engine::network::policy::{
    Action, Decides, ExprId, NamedPort, Peers, Policy, Rule, Subject, Who,
};
use crate::engine::network::ports::{SetId, Sets};
use crate::engine::network::program::Program;
use crate::engine::network::rule_of::RuleOf;
use crate::engine::network::wider::Wider;
use crate::engine::network::{Direction, Network};
use crate::span::to_u32;

/// A rule without which the same passes.
pub struct Superfluous<'a> {
    /// The rule.
    pub rule: RuleOf<'a>,
    /// The one that allows the same, and more.
    pub covered_by: RuleOf<'a>,
}

/// A rule in its policy.
#[derive(Clone, Copy)]
struct Of<'p, 'a> {
    policy: &'p Policy<'a>,
    rule: &'p Rule,
    place: RuleOf<'a>,
    /// Its place among those it is compared with.
    order: u32,
}

/// All that matters of a rule.
type Said<'p> = (ExprId, Vec<&'p Who>, SetId, &'p [NamedPort]);

impl<'a> Network<'a> {
    /// The rules that another rule covers, whatever pods there will be. Only where policies add to one
    /// another: of several that say the same, all but the first.
    #[must_use]
    pub fn superfluous_rules(&self) -> Vec<Superfluous<'a>> {
        let program = self.program();
        let mut sets = program.sets();
        let mut found = Vec::new();
        for direction in Direction::BOTH {
            let mut groups: HashMap<(u32, Option<&str>), usize> = HashMap::new();
            let mut rules: Vec<Vec<Of<'_, 'a>>> = Vec::new();
            for policy in program.policies.iter().filter(|policy| adds(program, policy)) {
                let key = (policy.tier, policy.object.namespace());
                let at = *groups.entry(key).or_insert_with(|| {
                    rules.push(Vec::new());
                    rules.len() - 1
                });
                let Some(group) = rules.get_mut(at) else {
                    continue;
                };
                let of_policy = policy.rules_of(direction);
                for (rule, place) in of_policy.filter(|(rule, _)| is_plain(rule)) {
                    group.push(Of { policy, rule, place, order: to_u32(group.len()) });
                }
            }
            for group in &rules {
                covered(program, &mut sets, group, &mut found);
            }
        }
        found
    }
}

/// Is it a policy that only adds to what others allow?
fn adds(program: &Program<'_>, policy: &Policy<'_>) -> bool {
    program.decides(policy.tier) == Decides::Together && policy.doubt.is_none()
}

fn is_plain(rule: &Rule) -> bool {
    rule.action == Action::Allow
        && rule.only.is_none()
        && rule.narrowed.is_none()
        && rule.ports.except == SetId::NONE
        && rule.ports.except_named.is_empty()
}

fn covered<'a>(
    program: &Program<'a>,
    sets: &mut Sets,
    group: &[Of<'_, 'a>],
    found: &mut Vec<Superfluous<'a>>,
) {
    let mut broad = Wider::default();
    for of in those_that_are_broad(program, group) {
        broad.add(program, sets, of.rule, of.order);
    }
    let mut first: HashMap<Said<'_>, Of<'_, 'a>> = HashMap::new();
    for of in group.iter().filter(|of| !of.rule.names_nobody()) {
        let said = said(of);
        let same = said.clone().and_then(|said| first.get(&said).copied());
        let same = same.filter(|by| isolates_as_well(by, of));
        let by = same.or_else(|| {
            let others = broad.than(program, sets, of.rule).into_iter();
            let others = others.filter_map(|by| group.get(by as usize));
            let mut others = others.filter(|by| by.order != of.order && isolates_as_well(by, of));
            let by = others.find(|by| {
                // Where each covers the other, the first stays.
                covers(program, sets, by, of)
                    && (by.order < of.order || !covers(program, sets, of, by))
            });
            by.copied()
        });
        if let Some(said) = said {
            first.entry(said).or_insert(*of);
        }
        if let Some(by) = by {
            found.push(Superfluous { rule: of.place, covered_by: by.place });
        }
    }
}

fn said<'p>(of: &Of<'p, '_>) -> Option<Said<'p>> {
    let Subject::Pods(subject) = of.policy.subject else {
        return None;
    };
    let items = of.rule.items().iter().map(|item| &item.who).collect();
    Some((subject, items, of.rule.ports.fixed, &of.rule.ports.named))
}

/// The rules that may cover others: about everyone, all ports, or pods of which no label is asked. Of those
/// that say the same, the first.
fn those_that_are_broad<'p, 'a>(program: &Program<'a>, group: &[Of<'p, 'a>]) -> Vec<Of<'p, 'a>> {
    let mut seen = HashSet::new();
    let is_broad = |of: &Of<'p, 'a>| {
        let asks_nothing = |who: &Who| match who {
            Who::Pods(expr) => program.asks_nothing_of_pods(*expr),
            Who::Blocks(_) | Who::Group(_) => true,
            Who::PodsIn(..) | Who::Nodes(_) | Who::Hosts(_) => false,
        };
        of.rule.ports.fixed == SetId::ALL
            || matches!(of.rule.peers, Peers::Everyone)
            || of.rule.items().iter().any(|item| asks_nothing(&item.who))
    };
    let broad = group.iter().copied().filter(is_broad);
    broad.filter(|of| said(of).is_some_and(|said| seen.insert(said))).collect()
}

/// Without `of`, is nothing open that was closed by what it says alone? A policy isolates whom it is for by having a
/// rule.
fn isolates_as_well(by: &Of<'_, '_>, of: &Of<'_, '_>) -> bool {
    let isolates = |one: &Of<'_, '_>| one.policy.side(one.place.direction).isolates;
    std::ptr::eq(by.policy, of.policy) || isolates(by) || !isolates(of)
}

/// Does `by` allow all that `of` does, to all that `of` is for?
fn covers(program: &Program<'_>, sets: &mut Sets, by: &Of<'_, '_>, of: &Of<'_, '_>) -> bool {
    let subject = |of: &Of<'_, '_>| program.subject(of.policy);
    subject(by).covers(subject(of)) && program.covers_rule(sets, by.rule, of.rule)
}
