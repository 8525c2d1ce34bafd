//! One question: what passes between somebody under policies and one other end?
//!
//! There is one evaluator. Whole rows ask it once for each group of ends that no rule tells apart, and
//! explanations ask it with a trace.

use super::Direction;
use super::pods::Class;
use super::policy::{
    Action, Blocks, Decides, ExprId, NamedPort, Peers, Policy, Rule, RulePorts, Who,
};
use super::ports::{Bounds, PortSet, Ports, SetId, Sets};
use super::program::{Government, InTier, Program};
use super::selector::Tri;
use crate::model::{Address, AddressRange};

/// The other end.
#[derive(Clone, Copy)]
pub(super) enum End<'p> {
    /// Pods of a class.
    Class(u32),
    /// A pod that is not written yet.
    Imagined(&'p Class),
    /// A pod like many: only rules about all pods are about it.
    AnyPod,
    /// An address outside.
    Address(Address),
}

/// Is told how an answer comes about.
pub(super) trait Trace {
    /// A rule matches, or may match, and does what it says with `traffic` of what was still open.
    fn matched(&mut self, hit: Hit, traffic: Bounds);
    /// Somebody is under a policy that denies what it does not allow of the traffic that was still `open`.
    fn isolated(&mut self, policy: u32, sure: Tri, open: Bounds);
}

/// A rule that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) policy: u32,
    pub(super) direction: Direction,
    /// Its index in the policy's list.
    pub(super) rule: u32,
    /// The index of the peer that matched; none where it is about everyone.
    pub(super) item: Option<u32>,
    pub(super) sure: Tri,
}

/// Nobody wants to know.
impl Trace for () {
    fn matched(&mut self, _hit: Hit, _traffic: Bounds) {}
    fn isolated(&mut self, _policy: u32, _sure: Tri, _open: Bounds) {}
}

/// The rules that surely matched, each with what it did something with.
#[derive(Default)]
pub(super) struct SureHits(pub(super) Vec<(Hit, Bounds)>);

impl Trace for SureHits {
    fn matched(&mut self, hit: Hit, traffic: Bounds) {
        if hit.sure == Tri::Yes {
            self.0.push((hit, traffic));
        }
    }

    fn isolated(&mut self, _policy: u32, _sure: Tri, _open: Bounds) {}
}

/// What policies make of the traffic between two ends.
struct Evaluation<'q, 'a, T> {
    program: &'q Program<'a>,
    sets: &'q mut Sets,
    direction: Direction,
    /// Whoever is under the policies.
    subject: &'q Class,
    number: u32,
    end: End<'q>,
    trace: &'q mut T,
}

/// What passes between a class and `end`, as far as the policies on the class decide.
pub(super) fn ask<T: Trace>(
    program: &Program<'_>,
    sets: &mut Sets,
    direction: Direction,
    class: u32,
    end: End<'_>,
    trace: &mut T,
) -> Bounds {
    let (Some(subject), Some(government)) =
        (program.class(class), program.government(direction, class))
    else {
        return Bounds::ALL;
    };
    let evaluation = Evaluation { program, sets, direction, subject, number: class, end, trace };
    let bounds = evaluation.of(government);
    // Policies that nobody evaluates may allow or deny anything.
    if program.unsettled.is_some() { Bounds::ALL.perhaps() } else { bounds }
}

/// As [`ask`], for a pod that is not there, under policies that are said.
pub(super) fn ask_for<T: Trace>(
    program: &Program<'_>,
    sets: &mut Sets,
    direction: Direction,
    subject: &Class,
    government: &Government,
    end: End<'_>,
    trace: &mut T,
) -> Bounds {
    Evaluation { program, sets, direction, subject, number: IMAGINED, end, trace }.of(government)
}

/// What the rules of one policy, or of several, do: allow, deny, leave to the next tier.
#[derive(Clone, Copy)]
struct Done {
    allowed: Bounds,
    denied: Bounds,
    passed: Bounds,
}

impl Done {
    const NOTHING: Self =
        Self { allowed: Bounds::NONE, denied: Bounds::NONE, passed: Bounds::NONE };

    fn add(&mut self, action: Action, traffic: Bounds, sets: &mut Sets) {
        let to = match action {
            Action::Allow => &mut self.allowed,
            Action::Deny => &mut self.denied,
            Action::Pass => &mut self.passed,
        };
        *to = to.or(traffic, sets);
    }

    fn and_then(&mut self, more: Self, sets: &mut Sets) {
        self.allowed = self.allowed.or(more.allowed, sets);
        self.denied = self.denied.or(more.denied, sets);
        self.passed = self.passed.or(more.passed, sets);
    }

    /// As far as it is about this traffic.
    fn of(self, traffic: Bounds, sets: &mut Sets) -> Self {
        Self {
            allowed: self.allowed.and(traffic, sets),
            denied: self.denied.and(traffic, sets),
            passed: self.passed.and(traffic, sets),
        }
    }

    fn any(self, sets: &mut Sets) -> Bounds {
        self.allowed.or(self.denied, sets).or(self.passed, sets)
    }
}

/// What becomes of traffic in a tier: allowed, left to the next, perhaps denied.
struct Outcome {
    allowed: Bounds,
    left: Bounds,
    denied: SetId,
}

impl<T: Trace> Evaluation<'_, '_, T> {
    /// What passes.
    fn of(mut self, government: &Government) -> Bounds {
        let (mut open, mut allowed, mut lost) = (Bounds::ALL, Bounds::NONE, SetId::NONE);
        for tier in &government.tiers {
            if open == Bounds::NONE {
                break;
            }
            // What becomes of traffic that comes as far, be it sure or not that it does.
            let coming = Bounds::exactly(open.may);
            let end = match self.program.decides(tier.tier) {
                Decides::Together => self.together(tier, coming),
                Decides::InOrder => self.in_order(tier, coming, false),
                Decides::InOrderOrDeny => self.in_order(tier, coming, true),
            };
            let here = end.allowed.and(open, self.sets);
            allowed = allowed.or(here, self.sets);
            lost = self.sets.or(lost, end.denied);
            open = end.left.and(open, self.sets);
        }
        // What no policy decides passes. Whatever nothing may deny does so, though it may be open what lets
        // it pass.
        let passes = allowed.or(open, self.sets);
        if passes.must == passes.may {
            return passes;
        }
        let undenied = self.sets.minus(SetId::ALL, lost);
        Bounds { must: self.sets.or(passes.must, undenied), may: passes.may }
    }

    /// What becomes of `open` in the tier.
    fn together(&mut self, tier: &InTier, open: Bounds) -> Outcome {
        let (mut done, mut isolates) = (Done::NOTHING, Tri::No);
        for &(number, applies) in &tier.policies {
            let Some(policy) = self.program.policy(number) else {
                continue;
            };
            if policy.side(self.direction).isolates {
                isolates = isolates.max(applies);
                self.trace.isolated(number, applies, open);
            }
            for (rule, index) in policy.side(self.direction).rules.iter().zip(0..) {
                if let Some(traffic) = self.matched(number, index, rule, applies, open) {
                    done.add(rule.action, traffic, self.sets);
                }
            }
        }
        let free = open.minus(done.denied, self.sets);
        let allowed = free.and(done.allowed, self.sets);
        let left = free.minus(done.allowed, self.sets);
        let (left, denied) = match isolates {
            Tri::Yes => (Bounds::NONE, self.sets.minus(open.may, allowed.must)),
            Tri::Maybe => (left.perhaps(), self.sets.minus(open.may, allowed.must)),
            Tri::No => (left, done.denied.may),
        };
        Outcome { allowed, left, denied }
    }

    /// As [`Self::together`], for a tier in which the first rule that matches decides.
    fn in_order(&mut self, tier: &InTier, open: Bounds, deny_rest: bool) -> Outcome {
        let (mut done, mut rest, mut applied) = (Done::NOTHING, open, Tri::No);
        let order = |number: u32| self.program.policy(number).map_or(0, |policy| policy.order);
        let same = |a: &(u32, Tri), b: &(u32, Tri)| !tier.in_turn && order(a.0) == order(b.0);
        for tied in tier.policies.chunk_by(same) {
            let mut each = Vec::with_capacity(tied.len());
            let coming = Bounds::exactly(rest.may);
            for &(number, applies) in tied {
                applied = applied.max(applies);
                if let Some(policy) = self.program.policy(number) {
                    if deny_rest {
                        self.trace.isolated(number, applies, coming);
                    }
                    each.push(self.first_match(number, policy, applies, coming));
                }
            }
            let here = match each.as_slice() {
                [one] => *one,
                several => whichever_comes_first(several, self.sets),
            };
            done.and_then(here.of(rest, self.sets), self.sets);
            rest = rest.minus(here.any(self.sets), self.sets);
        }
        let undecided = rest.or(done.passed, self.sets);
        let (left, unmatched) = match (deny_rest, applied) {
            (true, Tri::Yes) => (done.passed, rest.may),
            (true, Tri::Maybe) => (Bounds { must: done.passed.must, may: undecided.may }, rest.may),
            _ => (undecided, SetId::NONE),
        };
        let denied = self.sets.or(done.denied.may, unmatched);
        Outcome { allowed: done.allowed, left, denied }
    }

    fn first_match(
        &mut self,
        number: u32,
        policy: &Policy<'_>,
        applies: Tri,
        mut rest: Bounds,
    ) -> Done {
        let mut done = Done::NOTHING;
        for (rule, index) in policy.side(self.direction).rules.iter().zip(0..) {
            let coming = Bounds::exactly(rest.may);
            if let Some(traffic) = self.matched(number, index, rule, applies, coming) {
                let here = traffic.and(rest, self.sets);
                done.add(rule.action, here, self.sets);
                rest = rest.minus(traffic, self.sets);
            }
        }
        done
    }

    /// The traffic of `open` that a rule is about.
    fn matched(
        &mut self,
        policy: u32,
        index: u32,
        rule: &Rule,
        applies: Tri,
        open: Bounds,
    ) -> Option<Bounds> {
        let (sure, item) = self.matches(rule);
        let sure = sure.min(applies).min(self.is_for_subject(rule.only));
        if sure == Tri::No {
            return None;
        }
        let ports = self.ports(&rule.ports);
        let ports = if sure == Tri::Maybe { ports.perhaps() } else { ports };
        let traffic = ports.and(open, self.sets);
        if traffic == Bounds::NONE {
            return None;
        }
        let hit = Hit { policy, direction: self.direction, rule: index, item, sure };
        self.trace.matched(hit, traffic);
        Some(traffic)
    }

    fn is_for_subject(&self, only: Option<ExprId>) -> Tri {
        if self.subject.on_node && only.is_some() {
            // It asks for labels of pods.
            return Tri::Maybe;
        }
        let chosen = |expr| match self.number {
            IMAGINED => Some(self.eval(expr, self.subject)),
            number => self.program.choices.pods(expr).map(|chosen| chosen.has(number)),
        };
        only.map_or(Tri::Yes, |expr| chosen(expr).unwrap_or(Tri::No))
    }

    fn eval(&self, expr: ExprId, class: &Class) -> Tri {
        let program = self.program;
        let value = |key| program.pods.value(class, &program.names, key);
        program.expr(expr).eval(&program.names, &value)
    }

    /// Is the rule about the other end, and by which of its peers?
    fn matches(&self, rule: &Rule) -> (Tri, Option<u32>) {
        let Peers::AnyOf(items) = &rule.peers else {
            return (Tri::Yes, None);
        };
        let (mut best, mut by) = (Tri::No, None);
        for (item, index) in items.iter().zip(0..) {
            let is = self.is(&item.who);
            if is > best {
                (best, by) = (is, Some(index));
            }
            if best == Tri::Yes {
                break;
            }
        }
        (best, by)
    }

    /// Is it the other end?
    fn is(&self, who: &Who) -> Tri {
        let program = self.program;
        match (self.end, who) {
            (End::Address(address), Who::Blocks(blocks)) => Tri::of(blocks.hold(address)),
            (End::Address(Address { v6: false, .. }), Who::Group(group)) => group.outside_v4,
            (End::Address(Address { v6: true, .. }), Who::Group(group)) => group.outside_v6,
            (End::Address(_), _) => Tri::No,
            (End::AnyPod, Who::Pods(expr)) => {
                Tri::of(program.choices.pods(*expr).is_some_and(|chosen| chosen.everything))
            }
            (End::AnyPod, Who::Blocks(blocks)) if blocks.hold_pods => {
                blocks.hold_one_of(&program.pod_ranges.list)
            }
            (End::AnyPod, Who::PodsIn(expr, blocks)) => {
                let everything =
                    program.choices.pods(*expr).is_some_and(|chosen| chosen.everything);
                Tri::of(everything).min(blocks.hold_one_of(&program.pod_ranges.list))
            }
            (End::AnyPod, Who::Group(group)) => group.pods,
            (End::AnyPod, _) => Tri::No,
            (End::Class(number), who) => match program.class(number) {
                Some(class) => self.is_class(number, class, who),
                None => Tri::No,
            },
            (End::Imagined(class), who) => self.is_class(IMAGINED, class, who),
        }
    }

    fn is_class(&self, number: u32, class: &Class, who: &Who) -> Tri {
        let choices = &self.program.choices;
        let chosen = |expr: ExprId| match number {
            IMAGINED => self.eval(expr, class),
            _ => choices.pods(expr).map_or(Tri::No, |chosen| chosen.has(number)),
        };
        match who {
            Who::Pods(expr) if !class.on_node => chosen(*expr),
            Who::PodsIn(expr, blocks) if !class.on_node => {
                chosen(*expr).min(has_address_in(class, blocks, &self.program.pod_ranges.list))
            }
            Who::Nodes(expr) if class.on_node => match number {
                IMAGINED => self.eval(*expr, class),
                _ => choices.nodes(*expr).map_or(Tri::No, |chosen| chosen.has(number)),
            },
            Who::Blocks(blocks) if class.on_node && blocks.hold_nodes => {
                has_address_in(class, blocks, &self.program.node_ranges.list)
            }
            Who::Blocks(blocks) if !class.on_node && blocks.hold_pods => {
                has_address_in(class, blocks, &self.program.pod_ranges.list)
            }
            Who::Hosts(hosts) if class.on_node => class.is_on(hosts),
            Who::Group(group) if class.on_node => group.nodes,
            Who::Group(group) if class.is_controller => group.pods.max(group.controllers),
            Who::Group(group) => group.pods,
            _ => Tri::No,
        }
    }

    fn ports(&mut self, ports: &RulePorts) -> Bounds {
        let mut found = Bounds::exactly(ports.fixed);
        for &named in &ports.named {
            found = found.or(self.named(named), self.sets);
        }
        let mut except = Bounds::exactly(ports.except);
        for &named in &ports.except_named {
            except = except.or(self.named(named), self.sets);
        }
        found.minus(except, self.sets)
    }

    /// The port of this name at whoever takes the connection.
    fn named(&mut self, named: NamedPort) -> Bounds {
        let class = match (self.direction, self.end) {
            (Direction::Ingress, _) => Some(self.subject),
            (_, End::Class(number)) => self.program.class(number),
            (_, End::Imagined(class)) => Some(class),
            (_, End::AnyPod | End::Address(_)) => None,
        };
        let Some(class) = class.filter(|class| !class.on_node) else {
            return Bounds::NONE;
        };
        if class.open {
            // A pod that is not written may call any port so.
            let every = match named.protocol {
                Some(protocol) => PortSet::of([Ports::every(protocol)]),
                None => PortSet::of(super::ports::Protocol::WITH_PORTS.map(Ports::every)),
            };
            return Bounds::exactly(self.sets.id(every)).perhaps();
        }
        let ports = class.ports.iter().filter(|(name, protocol, _)| {
            *name == named.name && named.protocol.is_none_or(|wanted| wanted == *protocol)
        });
        let ports = ports.map(|&(_, protocol, port)| Ports::one(protocol, port));
        Bounds::exactly(self.sets.id(PortSet::of(ports)))
    }
}

/// The number of a class that is not among those of the input.
const IMAGINED: u32 = u32::MAX;

/// Is an address of the class in these blocks? Of one whose addresses are not known, the ranges are where
/// they lie.
fn has_address_in(class: &Class, blocks: &Blocks, known: &[AddressRange]) -> Tri {
    if class.addresses.is_empty() {
        return blocks.hold_one_of(known);
    }
    Tri::of(class.addresses.iter().any(|&address| blocks.hold(address)))
}

/// What policies do whose order is open: surely only what each order does.
fn whichever_comes_first(each: &[Done], sets: &mut Sets) -> Done {
    let mut any = Done::NOTHING;
    for &one in each {
        any.and_then(one, sets);
    }
    let unless = |this: Bounds, a: Bounds, b: Bounds, sets: &mut Sets| {
        let others = a.or(b, sets);
        Bounds { must: sets.minus(this.must, others.may), may: this.may }
    };
    Done {
        allowed: unless(any.allowed, any.denied, any.passed, sets),
        denied: unless(any.denied, any.allowed, any.passed, sets),
        passed: unless(any.passed, any.allowed, any.denied, sets),
    }
}
