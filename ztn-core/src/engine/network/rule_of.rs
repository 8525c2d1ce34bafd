//! Rules, ends and ports in words, for whoever tells of them.

use super::dialects::compile::named;
use super::dialects::{cilium, cluster_wide};
use super::evaluate::{End, Hit};
use super::policy::{Action, Policy, Rule};
use super::ports::{PortSet, Ports};
use super::program::Program;
use super::{Direction, Network};
use crate::engine::Because;
use crate::model::{Object, Place};

/// A rule of a policy.
#[derive(Clone, Copy)]
pub struct RuleOf<'a> {
    /// The policy.
    pub object: Object<'a>,
    /// Where the rule stands.
    pub place: Place,
    /// Its direction.
    pub direction: Direction,
    /// The name of the list that it stands in.
    pub list: &'static str,
    /// Its place in that list; the first is 1.
    pub number: u32,
}

impl<'a> RuleOf<'a> {
    fn of(policy: &Policy<'a>, rule: &Rule, direction: Direction) -> Self {
        // Cilium's policies have lists of their own for what they deny.
        let denies = rule.action == Action::Deny && cilium::KINDS.contains(&policy.object.kind());
        let list = match (direction, denies) {
            (Direction::Ingress, false) => "ingress",
            (Direction::Ingress, true) => "ingressDeny",
            (Direction::Egress, false) => "egress",
            (Direction::Egress, true) => "egressDeny",
        };
        Self { object: policy.object, place: rule.place, direction, list, number: rule.number }
    }

    /// As `ingress rule 1`.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} rule {}", self.list, self.number)
    }

    /// As a step of an argument.
    #[must_use]
    pub fn because(&self) -> Because {
        let text = format!("{} of {}", self.text(), named(self.object));
        Because { place: self.place, text }
    }
}

impl<'a> Policy<'a> {
    /// The rules of one direction, each with what to call it.
    pub(super) fn rules_of(
        &self,
        direction: Direction,
    ) -> impl Iterator<Item = (&Rule, RuleOf<'a>)> {
        let rules = self.side(direction).rules.iter();
        rules.map(move |rule| (rule, RuleOf::of(self, rule, direction)))
    }

    /// Is it one of the whole cluster, of `policy.networking.k8s.io`?
    pub(super) fn is_of_cluster(&self) -> bool {
        cluster_wide::KINDS.contains(&self.object.kind())
    }
}

impl<'a> Program<'a> {
    /// The rule that matched, with its policy and what to call it.
    pub(super) fn rule_of(&self, hit: &Hit) -> Option<(&Policy<'a>, &Rule, RuleOf<'a>)> {
        let policy = self.policy(hit.policy)?;
        let rule = policy.side(hit.direction).rules.get(hit.rule as usize)?;
        Some((policy, rule, RuleOf::of(policy, rule, hit.direction)))
    }
}

impl<'a> Network<'a> {
    pub(super) fn name_of_class(&self, class: u32) -> String {
        let program = self.program();
        let members = program.pods.of_class.get(class as usize);
        let first = members.and_then(|members| members.first());
        let member = first.and_then(|index| program.pods.members.get(*index as usize));
        member.map_or_else(|| "any pod it is for".to_owned(), |member| format!("`{}`", member.id()))
    }

    pub(super) fn name_of_end(&self, end: End<'_>) -> String {
        match end {
            End::Class(class) => self.name_of_class(class),
            End::Imagined(_) | End::AnyPod => "any pod".to_owned(),
            End::Address(address) => format!("`{address}`"),
        }
    }

    /// A connection between somebody under policies and another end, in words.
    pub(super) fn pair(direction: Direction, subject: &str, end: &str) -> String {
        match direction {
            Direction::Egress => format!("a connection from {subject} to {end}"),
            Direction::Ingress => format!("a connection from {end} to {subject}"),
        }
    }
}

/// One of these ports, in words.
pub(super) fn example(ports: &PortSet) -> String {
    let Some(Ports { protocol, from, .. }) = ports.ports().next() else {
        return "nothing".to_owned();
    };
    if *ports == PortSet::all() {
        "every port".to_owned()
    } else if protocol.has_ports() {
        format!("{} {from}", protocol.name())
    } else {
        protocol.name().to_owned()
    }
}
