//! Rules that add nothing: another one allows all that they do, to all that they are for.

use std::collections::{HashMap, HashSet};

use super::compile::named;
use super::policy::{
    Action, Blocks, Decides, ExprId, NamedPort, Peers, Policy, Rule, Subject, Who,
};
use super::ports::{SetId, Sets};
use super::program::Program;
use super::{Direction, Network};
use crate::engine::Because;
use crate::model::{Object, Place};

/// A rule without which the same passes.
pub struct Superfluous<'a> {
    /// Its policy.
    pub object: Object<'a>,
    /// Where it is.
    pub place: Place,
    /// Its number in the policy's list for the direction, from 1.
    pub number: u32,
    /// Which list.
    pub direction: Direction,
    /// The rule that allows the same, and more.
    pub covered_by: Because,
}

/// A rule in its policy.
#[derive(Clone, Copy)]
struct Of<'p, 'a> {
    policy: &'p Policy<'a>,
    rule: &'p Rule,
    number: u32,
    /// Its place among those it is compared with.
    order: usize,
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
        for direction in [Direction::Ingress, Direction::Egress] {
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
                let of_policy = policy.side(direction).rules.iter().zip(1..);
                for (rule, number) in of_policy.filter(|(rule, _)| is_plain(rule)) {
                    group.push(Of { policy, rule, number, order: group.len() });
                }
            }
            for group in &rules {
                covered(program, &mut sets, direction, group, &mut found);
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
    direction: Direction,
    group: &[Of<'_, 'a>],
    found: &mut Vec<Superfluous<'a>>,
) {
    let broad = broad(program, group);
    let mut first: HashMap<Said<'_>, Of<'_, 'a>> = HashMap::new();
    for of in group {
        let said = said(of);
        let same = said.clone().and_then(|said| first.get(&said).copied());
        let by = same.or_else(|| {
            let mut others = broad.iter().copied().filter(|by| by.order != of.order);
            others.find(|by| {
                // Where each covers the other, the first stays.
                covers(program, sets, by, of)
                    && (by.order < of.order || !covers(program, sets, of, by))
            })
        });
        if let Some(said) = said {
            first.entry(said).or_insert(*of);
        }
        if let Some(by) = by {
            let side = direction.name().to_ascii_lowercase();
            let text = format!("{side} rule {} of {}", by.number, named(by.policy.object));
            found.push(Superfluous {
                object: of.policy.object,
                place: of.rule.place,
                number: of.number,
                direction,
                covered_by: Because { place: by.rule.place, text },
            });
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
fn broad<'p, 'a>(program: &Program<'a>, group: &[Of<'p, 'a>]) -> Vec<Of<'p, 'a>> {
    let mut seen = HashSet::new();
    let is_broad = |of: &Of<'p, 'a>| {
        let asks_nothing = |who: &Who| match who {
            Who::Pods(expr) => program.asks_nothing_of_pods(*expr),
            Who::Blocks(_) | Who::Group(_) => true,
            Who::PodsIn(..) | Who::Nodes(_) => false,
        };
        of.rule.ports.fixed == SetId::ALL
            || matches!(of.rule.peers, Peers::Everyone)
            || of.rule.items().iter().any(|item| asks_nothing(&item.who))
    };
    let broad = group.iter().copied().filter(is_broad);
    broad.filter(|of| said(of).is_some_and(|said| seen.insert(said))).collect()
}

/// Does `by` allow all that `of` does, to all that `of` is for?
fn covers(program: &Program<'_>, sets: &mut Sets, by: &Of<'_, '_>, of: &Of<'_, '_>) -> bool {
    let (Subject::Pods(wide), Subject::Pods(narrow)) = (by.policy.subject, of.policy.subject)
    else {
        return false;
    };
    let peers = match (&by.rule.peers, &of.rule.peers) {
        (Peers::Everyone, _) => true,
        (Peers::AnyOf(_), Peers::Everyone) => false,
        (Peers::AnyOf(wide), Peers::AnyOf(narrow)) => {
            narrow.iter().all(|item| wide.iter().any(|by| covers_who(program, &by.who, &item.who)))
        }
    };
    let ports = sets.minus(of.rule.ports.fixed, by.rule.ports.fixed) == SetId::NONE
        && (by.rule.ports.fixed == SetId::ALL
            || of.rule.ports.named.iter().all(|named| by.rule.ports.named.contains(named)));
    peers && ports && asks_less(program, wide, narrow)
}

/// Does the first ask for no more than the second, so that it selects all that the second does?
fn asks_less(program: &Program<'_>, wide: ExprId, narrow: ExprId) -> bool {
    let asked = program.expr(narrow).parts();
    wide == narrow || program.expr(wide).parts().iter().all(|part| asked.contains(part))
}

fn covers_who(program: &Program<'_>, wide: &Who, narrow: &Who) -> bool {
    match (wide, narrow) {
        (Who::Pods(wide), Who::Pods(narrow)) => asks_less(program, *wide, *narrow),
        (Who::Blocks(wide), Who::Blocks(narrow)) => covers_blocks(wide, narrow),
        (wide, narrow) => wide == narrow,
    }
}

fn covers_blocks(wide: &Blocks, narrow: &Blocks) -> bool {
    let covered = narrow.ranges.iter().all(|range| {
        let hole = wide.except.iter().any(|hole| {
            hole.meets(*range) && !narrow.except.iter().any(|other| other.covers(*hole))
        });
        !hole && wide.ranges.iter().any(|by| by.covers(*range))
    });
    covered && (wide.hold_pods, wide.hold_nodes) == (narrow.hold_pods, narrow.hold_nodes)
}
