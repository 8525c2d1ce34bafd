//! What policies before those of namespaces accept, though those of namespaces would drop it.

use std::collections::BTreeSet;

use crate::engine::Witness;
use crate::engine::network::evaluate::{SureHits, ask, ask_for};
use crate::engine::network::policy::{Action, Decides};
use crate::engine::network::ports::{PortSet, Ports, Protocol, SetId};
use crate::engine::network::program::{Government, Program};
use crate::engine::network::rows::ends;
use crate::engine::network::rule_of::{RuleOf, example};
use crate::engine::network::{Direction, Network};

/// A rule that accepts what policies of a namespace would drop.
pub struct Override<'a> {
    /// The rule.
    pub rule: RuleOf<'a>,
    /// Does it name ports?
    pub names_ports: bool,
    /// A connection that it lets through.
    pub witness: Witness,
}

impl<'a> Network<'a> {
    /// The rules of policies of the cluster that accept what policies of namespaces would drop. Rules about
    /// name servers alone are left out: everybody asks these.
    #[must_use]
    pub fn overrides(&self) -> Vec<Override<'a>> {
        let program = self.program();
        let mut sets = program.sets();
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let dns = [Protocol::Tcp, Protocol::Udp].map(|protocol| Ports::one(protocol, 53));
        let dns = sets.id(PortSet::of(dns));
        for direction in Direction::BOTH {
            for government in program.governments(direction) {
                // A rule is told once: whoever is under such rules alone needs no answer.
                let mut accepting = accepting(program, direction, government);
                if accepting.all(|key| seen.contains(&key)) {
                    continue;
                }
                let Some(without) = without_cluster(program, direction, government) else {
                    continue;
                };
                let Some(class) = program.class(government.class) else {
                    continue;
                };
                for end in ends(program, direction, government) {
                    let mut trace = SureHits::default();
                    let whole =
                        ask(program, &mut sets, direction, government.class, end, &mut trace);
                    let else_ =
                        ask_for(program, &mut sets, direction, class, &without, end, &mut ());
                    for (hit, traffic) in trace.0 {
                        let Some((policy, rule, place)) = program.rule_of(&hit) else {
                            continue;
                        };
                        let accepts = policy.is_of_cluster() && rule.action == Action::Allow;
                        let mine = sets.and(traffic.must, whole.must);
                        let mine = sets.minus(mine, else_.may);
                        let is_dns = rule.ports.named.is_empty()
                            && sets.minus(rule.ports.fixed, dns) == SetId::NONE;
                        let key = (hit.policy, direction, hit.rule);
                        if !accepts || is_dns || mine == SetId::NONE || !seen.insert(key) {
                            continue;
                        }
                        let subject = self.name_of_class(government.class);
                        let pair = Self::pair(direction, &subject, &self.name_of_end(end));
                        let ports = example(&sets.get(mine));
                        let text = format!("{pair} on {ports} would be dropped without it");
                        let names_ports = rule.ports.fixed != SetId::ALL;
                        let witness = Witness { text, because: Vec::new() };
                        found.push((key, Override { rule: place, names_ports, witness }));
                    }
                }
            }
        }
        found.sort_by_key(|(key, _)| *key);
        found.into_iter().map(|(_, one)| one).collect()
    }
}

/// A rule, as the number of its policy, its direction and its index.
type Key = (u32, Direction, u32);

/// The rules of policies of the cluster that accept something.
fn accepting<'p>(
    program: &'p Program<'_>,
    direction: Direction,
    government: &'p Government,
) -> impl Iterator<Item = Key> + 'p {
    let policies = program.policies_under(government);
    policies.filter(|(_, policy)| policy.is_of_cluster()).flat_map(move |((number, _), policy)| {
        let rules = policy.side(direction).rules.iter().zip(0..);
        let accepting = rules.filter(|(rule, _)| rule.action == Action::Allow);
        accepting.map(move |(_, index)| (number, direction, index))
    })
}

/// The policies of namespaces alone; none where there is nothing for those of the cluster to overrule.
fn without_cluster(
    program: &Program<'_>,
    direction: Direction,
    government: &Government,
) -> Option<Government> {
    let under = program.policies_under(government);
    let rest: Vec<_> = under.filter(|(_, policy)| !policy.is_of_cluster()).collect();
    let denies = rest.iter().any(|(_, policy)| {
        policy.side(direction).isolates || program.decides(policy.tier) != Decides::Together
    });
    let numbers = rest.into_iter().map(|(number, _)| number).collect();
    denies.then(|| Government::of(numbers, &program.policies))
}
