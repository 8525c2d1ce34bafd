//! Rules of policies of the cluster that no traffic can reach: the rules before them take all of it.
//!
//! Only what single earlier rules surely take, whatever pods there are or will be. Rules that take it
//! together are not looked for.

use crate::engine::network::policy::{Peers, Policy, Rule};
use crate::engine::network::rule_of::RuleOf;
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
        let policies: Vec<&Policy<'a>> = program.policies.iter().filter(sure).collect();
        for (policy, index) in policies.iter().zip(0..) {
            let before = policies.iter().take(index).filter(|other| {
                other.tier == policy.tier
                    && other.order < policy.order
                    && program.subject(other).covers(program.subject(policy))
            });
            let before: Vec<&Policy<'a>> = before.copied().collect();
            for direction in Direction::BOTH {
                let own: Vec<_> = policy.rules_of(direction).collect();
                let earlier: Vec<_> =
                    before.iter().flat_map(|other| other.rules_of(direction)).collect();
                for (rule, place) in &own {
                    if names_nobody(rule) {
                        continue;
                    }
                    let prior = own.iter().take_while(|(_, one)| one.number < place.number);
                    let by = earlier
                        .iter()
                        .chain(prior)
                        .find(|(whole, _)| program.covers_rule(&mut sets, whole, rule));
                    if let Some((whole, by)) = by {
                        let is_repeated = whole.action == rule.action;
                        shadowed.push(Shadowed { rule: *place, by: *by, is_repeated });
                    }
                }
            }
        }
        shadowed
    }
}

fn names_nobody(rule: &Rule) -> bool {
    matches!(&rule.peers, Peers::AnyOf(items) if items.is_empty())
}
