//! Rules of policies of the cluster that no traffic can reach: the rules before them take all of it.
//!
//! Only what single earlier rules surely take, whatever pods there are or will be. Rules that take it
//! together are not looked for.

use crate::engine::network::policy::{Policy, Rule};
use crate::engine::network::rule_of::RuleOf;
use crate::engine::network::wider::Wider;
use crate::engine::network::{Direction, Network};

/// A rule without effect, and the one that takes its traffic.
pub struct Shadowed<'a> {
    /// The rule.
    pub rule: RuleOf<'a>,
    /// The earlier one.
    pub by: RuleOf<'a>,
    /// Do both do the same?
    pub is_repeated: bool,
}

impl<'a> Network<'a> {
    /// The rules of policies of the cluster that are never reached.
    #[must_use]
    pub fn shadowed(&self) -> Vec<Shadowed<'a>> {
        let program = self.program();
        let mut sets = program.sets();
        let mut shadowed = Vec::new();
        let sure = |policy: &&Policy<'_>| policy.doubt.is_none() && policy.is_of_cluster();
        let policies = || program.policies.iter().filter(sure);
        for direction in Direction::BOTH {
            let rules = policies().flat_map(|policy| {
                policy.rules_of(direction).map(move |(rule, place)| (policy, rule, place))
            });
            let rules: Vec<(&Policy<'a>, &Rule, RuleOf<'a>)> = rules.collect();
            let mut earlier = Wider::default();
            for ((policy, rule, place), number) in rules.iter().zip(0..) {
                let goes_before = |other: &Policy<'a>| {
                    std::ptr::eq(other, *policy)
                        || (other.tier == policy.tier
                            && other.order < policy.order
                            && program.subject(other).covers(program.subject(policy)))
                };
                let others = earlier.than(program, &sets, rule).into_iter();
                let mut others = others.filter_map(|other| rules.get(other as usize));
                let by = others.find(|(other, whole, _)| {
                    goes_before(other) && program.covers_rule(&mut sets, whole, rule)
                });
                if let Some((_, whole, by)) = by.filter(|_| !rule.names_nobody()) {
                    let is_repeated = whole.action == rule.action;
                    shadowed.push(Shadowed { rule: *place, by: *by, is_repeated });
                }
                earlier.add(program, &sets, rule, number);
            }
        }
        shadowed
    }
}
