//! Does each rule that allows something name whom, and on which ports?

use crate::engine::Because;
use crate::engine::network::Direction;
use crate::engine::network::policy::{Action, Peers, Policy, Rule, Subject, Who};
use crate::engine::network::ports::SetId;
use crate::engine::network::program::Program;
use crate::engine::network::selector::Tri;

/// The first rule that allows something without naming a peer, or without naming a port, to a workload of
/// the input.
pub(in crate::engine::network) fn unnamed(program: &Program<'_>) -> Option<Because> {
    let is_of_some = |policy: &&Policy<'_>| match policy.subject {
        Subject::Pods(expr) => {
            program.choices.pods(expr).is_some_and(|chosen| !chosen.classes.is_empty())
        }
        Subject::Nodes(_) | Subject::Hosts(_) => false,
    };
    for policy in program.policies.iter().filter(is_of_some) {
        for direction in Direction::BOTH {
            let rules = policy.rules_of(direction);
            let mut allowing = rules.filter(|(rule, _)| rule.action == Action::Allow);
            let found = allowing.find_map(|(rule, of)| Some((of, lacks(rule)?)));
            if let Some((of, what)) = found {
                let Because { place, text } = of.because();
                return Some(Because { place, text: format!("{text} names no {what}") });
            }
        }
    }
    None
}

fn lacks(rule: &Rule) -> Option<&'static str> {
    let is_everybody = |who: &Who| match who {
        Who::Group(group) => group.pods == Tri::Yes || group.outside_v4 == Tri::Yes,
        Who::Blocks(blocks) => {
            blocks.except.is_empty() && blocks.ranges.iter().any(|range| range.prefix() == Some(0))
        }
        // Every pod of the cluster may be meant: clients of DNS, say. That is a rule's question.
        Who::Pods(_) | Who::PodsIn(..) | Who::Nodes(_) | Who::Hosts(_) => false,
    };
    let no_peer = match &rule.peers {
        Peers::Everyone => true,
        Peers::AnyOf(items) => items.iter().any(|item| is_everybody(&item.who)),
    };
    let every_port = rule.ports.fixed == SetId::ALL && rule.ports.except == SetId::NONE;
    if no_peer {
        Some("peer")
    } else if every_port {
        Some("port")
    } else {
        None
    }
}
