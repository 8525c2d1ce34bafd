//! Policies of one place in the order: does it matter which of them comes first?

use std::collections::BTreeSet;

use crate::engine::Witness;
use crate::engine::network::dialects::calico;
use crate::engine::network::evaluate::ask_for;
use crate::engine::network::pods::Class;
use crate::engine::network::policy::{Decides, Policy};
use crate::engine::network::ports::{Bounds, PortSet, SetId, Sets};
use crate::engine::network::program::Government;
use crate::engine::network::rows::ends;
use crate::engine::network::rule_of::example;
use crate::engine::network::selector::Tri;
use crate::engine::network::{Direction, Network};
use crate::model::Object;
use crate::model::calico::{order_of, spec_of};

/// Two policies of one place, and what hangs on their order.
pub struct Tie<'a> {
    /// The one.
    pub first: Object<'a>,
    /// The other.
    pub second: Object<'a>,
    /// A connection that passes in one of the two orders alone.
    pub witness: Witness,
}

/// Two policies, by number, in the order of the input.
type Pair = (u32, u32);

impl<'a> Network<'a> {
    /// The policies of the whole cluster of one tier and priority for which it matters which comes first.
    #[must_use]
    pub fn ties_of_priority(&self) -> Vec<Tie<'a>> {
        self.ties(|a, b| a.order == b.order && a.is_of_cluster() && b.is_of_cluster())
    }

    /// The policies of Calico's of one tier and `order`, where their names decide which comes first, and it
    /// matters.
    #[must_use]
    pub fn ties_of_order(&self) -> Vec<Tie<'a>> {
        let order = |policy: &Policy<'_>| {
            let is_own = calico::KINDS.contains(&policy.object.kind());
            spec_of(policy.object).filter(|_| is_own).map(|spec| order_of(spec.order()))
        };
        self.ties(|a, b| order(a).is_some_and(|of_a| order(b) == Some(of_a)))
    }

    fn ties(&self, are_equal: impl Fn(&Policy<'_>, &Policy<'_>) -> bool) -> Vec<Tie<'a>> {
        let program = self.program();
        let of = |number: u32| program.policy(number);
        let equal = |a: u32, b: u32| {
            of(a).zip(of(b)).is_some_and(|(a, b)| a.tier == b.tier && are_equal(a, b))
        };
        let mut sets = program.sets();
        let mut found: BTreeSet<Pair> = BTreeSet::new();
        let mut ties = Vec::new();
        let mut tell = |pair: Pair, witness: Option<Witness>| {
            let (Some(witness), Some(first), Some(second)) = (witness, of(pair.0), of(pair.1))
            else {
                return;
            };
            if found.insert(pair) {
                ties.push((pair, Tie { first: first.object, second: second.object, witness }));
            }
        };
        for direction in Direction::BOTH {
            for government in program.governments(direction) {
                for tier in &government.tiers {
                    let sure = tier.policies.iter().filter(|(_, applies)| *applies == Tri::Yes);
                    let sure: Vec<u32> = sure.map(|(number, _)| *number).collect();
                    for pair in pairs(&sure, equal) {
                        if let Some(class) = program.class(government.class) {
                            let question = Question { direction, pair, class, government };
                            let name = self.name_of_class(government.class);
                            tell(pair, self.differs(&mut sets, &question, &name));
                        }
                    }
                }
            }
            // Pods that are not there yet, where what the one selects the other surely does.
            let selects_nobody = |policy: &Policy<'_>| {
                let chosen = policy.subject.expr().and_then(|expr| program.choices.pods(expr));
                chosen.is_none_or(|chosen| chosen.classes.is_empty())
            };
            let all: Vec<u32> = (0..).zip(&program.policies).map(|(number, _)| number).collect();
            for pair in pairs(&all, equal) {
                let (Some(a), Some(b)) = (of(pair.0), of(pair.1)) else {
                    continue;
                };
                if !selects_nobody(a) && !selects_nobody(b) {
                    continue;
                }
                let (one, other) = (program.subject(a), program.subject(b));
                let doubted = a.doubt.is_some() || b.doubt.is_some();
                if doubted || !(one.covers(other) || other.covers(one)) {
                    continue;
                }
                let both = vec![(pair.0, Tri::Yes), (pair.1, Tri::Yes)];
                let government = Government::of(both, &program.policies);
                let class = Class::any_pod();
                let question = Question { direction, pair, class: &class, government: &government };
                tell(pair, self.differs(&mut sets, &question, "any pod they are for"));
            }
        }
        ties.sort_by_key(|(pair, _)| *pair);
        ties.into_iter().map(|(_, tie)| tie).collect()
    }

    /// A connection that passes in one order of the two alone.
    fn differs(&self, sets: &mut Sets, question: &Question<'_>, name: &str) -> Option<Witness> {
        let program = self.program();
        let &Question { direction, pair: (a, b), class, government } = question;
        let actions = |number: u32| {
            let policy = program.policy(number);
            policy.map_or(&[][..], |policy| &policy.side(direction).rules)
        };
        let differ =
            actions(a).iter().any(|one| actions(b).iter().any(|other| one.action != other.action));
        let is_in_order = program
            .policy(a)
            .is_some_and(|policy| program.decides(policy.tier) != Decides::Together);
        if !differ || !is_in_order {
            return None;
        }
        let both = Government::of(vec![(a, Tri::Yes), (b, Tri::Yes)], &program.policies);
        let orders = [government.with_order(a, b), government.with_order(b, a)];
        ends(program, direction, &both).into_iter().find_map(|end| {
            let [one, other] = orders.each_ref().map(|government| {
                ask_for(program, sets, direction, class, government, end, &mut ())
            });
            let ports = surely_differ(one, other, sets)?;
            let pair = Self::pair(direction, name, &self.name_of_end(end));
            let text = format!("{pair} on {} passes in one order alone", example(&ports));
            Some(Witness { text, because: Vec::new() })
        })
    }
}

/// Whether the order of two policies matters to somebody who is under both.
struct Question<'q> {
    direction: Direction,
    pair: Pair,
    class: &'q Class,
    government: &'q Government,
}

/// Every two that are equal.
fn pairs(numbers: &[u32], equal: impl Fn(u32, u32) -> bool) -> Vec<Pair> {
    // Equal ones stand next to each other: policies are sorted by their order.
    let runs = numbers.chunk_by(|a, b| equal(*a, *b));
    let pairs = runs.flat_map(|run| {
        run.iter().zip(1..).flat_map(|(a, next)| run.iter().skip(next).map(|b| (*a, *b)))
    });
    pairs.collect()
}

fn surely_differ(one: Bounds, other: Bounds, sets: &mut Sets) -> Option<PortSet> {
    let (here, there) = (sets.minus(one.must, other.may), sets.minus(other.must, one.may));
    let ports = sets.or(here, there);
    (ports != SetId::NONE).then(|| sets.get(ports))
}

impl Government {
    /// The same, `a` right before `b`, and no order left open in their tier.
    fn with_order(&self, a: u32, b: u32) -> Self {
        let mut changed = self.clone();
        for tier in &mut changed.tiers {
            let at = |number: u32| tier.policies.iter().position(|(other, _)| *other == number);
            let (Some(at_a), Some(at_b)) = (at(a), at(b)) else {
                continue;
            };
            tier.in_turn = true;
            // The later one goes to the place of the earlier one, or right behind it.
            let (first, last) = (at_a.min(at_b), at_a.max(at_b));
            let moved = tier.policies.remove(last);
            tier.policies.insert(if at_a < at_b { first + 1 } else { first }, moved);
        }
        changed
    }
}
