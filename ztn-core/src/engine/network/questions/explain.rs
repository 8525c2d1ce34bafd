//! What decides: the policies and rules behind an answer, with their places.

use crate::engine::Because;
use crate::engine::network::dialects::compile::named;
use crate::engine::network::evaluate::{Hit, Trace, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::policy::{Action, ExprId, Policy, Who};
use crate::engine::network::ports::{Bounds, PortSet, SetId};
use crate::engine::network::program::Program;
use crate::engine::network::selector::{Key, Tri, Value};
use crate::engine::network::{Direction, Network, Peer};
use crate::model::{Kind, Object, ObjectId, Place};

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It lets something through.
    Allows,
    /// It keeps something out.
    Denies,
    /// It leaves something to the next tier.
    Passes,
    /// It denies what it does not allow, and allows nothing of this.
    Isolates,
    /// No policy is about it, and so all of it passes.
    Unrestricted,
}

/// One step of an answer.
#[derive(Clone, Debug)]
pub struct Step {
    /// On which side: who opens the connection, or who takes it.
    pub direction: Direction,
    /// What it does.
    pub effect: Effect,
    /// To which ports.
    pub ports: PortSet,
    /// Is it sure? If not, the input leaves open whether it matches.
    pub is_sure: bool,
    /// The policy, or the workload that none is about.
    pub object: ObjectId,
    /// What would make it sure.
    pub needs: Option<String>,
    /// Where it stands, and what it says.
    pub because: Because,
}

#[derive(Default)]
struct Recorded {
    hits: Vec<(Hit, Bounds)>,
    isolating: Vec<(u32, Tri, Bounds)>,
}

impl Trace for Recorded {
    fn matched(&mut self, hit: Hit, traffic: Bounds) {
        self.hits.push((hit, traffic));
    }

    fn isolated(&mut self, policy: u32, sure: Tri, open: Bounds) {
        self.isolating.push((policy, sure, open));
    }
}

impl Network<'_> {
    /// Why something passes from `src` to `dst`, or does not: first on the side of `src`, then on that of
    /// `dst`, in the order of evaluation. Only steps about some of `ports`; all, if there are none.
    #[must_use]
    pub fn why(&self, src: Peer, dst: Peer, ports: &PortSet) -> Vec<Step> {
        let mut steps = Vec::new();
        for (direction, subject, end) in
            [(Direction::Egress, src, dst), (Direction::Ingress, dst, src)]
        {
            if let Peer::Workload(index) = subject {
                self.side(direction, index, end, ports, &mut steps);
            }
        }
        steps
    }

    fn side(
        &self,
        direction: Direction,
        index: u32,
        end: Peer,
        wanted: &PortSet,
        steps: &mut Vec<Step>,
    ) {
        let (program, Some(member)) = (self.program(), self.member(index)) else {
            return;
        };
        let mut sets = program.sets();
        let wanted = if wanted.is_empty() { SetId::ALL } else { sets.id(wanted.clone()) };
        let mut trace = Recorded::default();
        ask(program, &mut sets, direction, member.class, self.end(end), &mut trace);
        let (before, mut allowed) = (steps.len(), SetId::NONE);
        for (hit, traffic) in trace.hits {
            let ports = sets.and(traffic.may, wanted);
            if let Some(step) = self.hit(hit, member.class, end).filter(|_| ports != SetId::NONE) {
                if step.effect == Effect::Allows && step.is_sure {
                    allowed = sets.or(allowed, ports);
                }
                steps.push(Step { ports: sets.get(ports), ..step });
            }
        }
        let left = sets.minus(wanted, allowed);
        for &(number, sure, open) in &trace.isolating {
            let left = sets.and(left, open.may);
            if let Some(policy) = program.policy(number).filter(|_| left != SetId::NONE) {
                let own = program.own_host(policy, member.class);
                let object = own.unwrap_or(policy.object);
                let text = format!("{} selects it for {}", named(object), direction.name());
                steps.push(Step {
                    direction,
                    effect: Effect::Isolates,
                    ports: sets.get(left),
                    is_sure: sure == Tri::Yes,
                    object: object.id(),
                    needs: (sure != Tri::Yes).then(|| program.doubts(policy, member.class)),
                    because: Because {
                        place: own.map_or(policy.place, |own| Place::of(own, own.name_node())),
                        text,
                    },
                });
            }
        }
        if steps.len() == before || program.unsettled.is_some() {
            let object = member.workload.object();
            let on_node = program.class(member.class).is_some_and(|class| class.on_node);
            let id = member.id();
            let text = match (&program.unenforced, on_node) {
                (Some(why), _) => why.clone(),
                (None, true) => {
                    format!("`{id}` is in the node's network, where no policy is for it")
                }
                (None, false) => format!("no policy selects `{id}` for {}", direction.name()),
            };
            steps.push(Step {
                direction,
                effect: Effect::Unrestricted,
                ports: sets.get(wanted),
                is_sure: program.unsettled.is_none(),
                object: object.id(),
                needs: program.unsettled.clone(),
                because: Because { place: Place::of(object, object.name_node()), text },
            });
        }
    }

    /// What a rule that matched does.
    fn hit(&self, hit: Hit, class: u32, end: Peer) -> Option<Step> {
        let program = self.program();
        let (policy, rule, of) = program.rule_of(&hit)?;
        let item = hit.item.and_then(|item| rule.items().get(item as usize));
        let own = program.own_host(policy, class).filter(|_| item.is_none());
        let object = own.unwrap_or(policy.object);
        let name = named(object);
        let mut text = format!("{} of {name}", of.text());
        if let Some(narrowed) = rule.narrowed {
            text = format!("{text}, {narrowed}");
        }
        let is_sure = hit.sure == Tri::Yes;
        let needs = || match (&policy.doubt, item) {
            (None, Some(item)) => program.open_question(&item.who, self.class_at(end), &name),
            (None, None) => format!("whether {name} selects it"),
            (Some(doubt), _) => doubt.clone(),
        };
        Some(Step {
            direction: hit.direction,
            effect: match rule.action {
                Action::Allow => Effect::Allows,
                Action::Deny => Effect::Denies,
                Action::Pass => Effect::Passes,
            },
            ports: PortSet::default(),
            is_sure,
            object: object.id(),
            needs: (!is_sure).then(needs),
            because: Because {
                place: match (own, item) {
                    (Some(own), _) if rule.place == policy.place => Place::of(own, own.name_node()),
                    (_, item) => item.map_or(rule.place, |item| item.place),
                },
                text,
            },
        })
    }

    fn class_at(&self, end: Peer) -> Option<&Class> {
        match end {
            Peer::Workload(index) => self.program().class(self.class(index)),
            Peer::Outside(_) => None,
        }
    }
}

impl<'a> Program<'a> {
    /// The host endpoint of a class that a policy is by itself, where it stands for those of several.
    pub(in crate::engine::network) fn own_host(
        &self,
        policy: &Policy<'_>,
        class: u32,
    ) -> Option<Object<'a>> {
        let hosts = self.class(class)?.hosts.as_ref()?;
        let (number, _) =
            hosts.first().filter(|_| policy.object.kind() == Kind::CalicoHostEndpoint)?;
        self.hosts.get(*number as usize).copied()
    }

    /// Why it is not sure that a policy applies to a class.
    fn doubts(&self, policy: &Policy<'_>, class: u32) -> String {
        match (&policy.doubt, self.class(class)) {
            (Some(doubt), _) => doubt.clone(),
            (None, Some(class)) => match policy.subject.expr() {
                Some(expr) => self.missing_labels(expr, class, &named(policy.object)),
                None => "the HostEndpoint of the node, and what its profiles do".to_owned(),
            },
            (None, None) => String::new(),
        }
    }

    /// Why it is not sure that an item stands for an end.
    fn open_question(&self, who: &Who, end: Option<&Class>, name: &str) -> String {
        match (who, end) {
            (Who::Pods(expr) | Who::Nodes(expr), Some(class)) => {
                self.missing_labels(*expr, class, name)
            }
            (Who::Group(_), _) => format!("which addresses {name} means"),
            (_, Some(class)) if class.on_node => "the addresses of the nodes".to_owned(),
            _ => "the addresses of the pods".to_owned(),
        }
    }

    /// The labels that a selector asks for and the input does not give.
    fn missing_labels(&self, expr: ExprId, class: &Class, name: &str) -> String {
        let (mut missing, mut of_pods) = (Vec::new(), false);
        self.expr(expr).each_test(&mut |key, _| {
            let value = self.pods.value(class, &self.names, key);
            if matches!(value, Value::Begins(_) | Value::Some | Value::Unknown) {
                of_pods |= matches!(key, Key::Pod(_));
                missing.push(match key {
                    Key::Namespace(key) => format!("`{}`", self.names.text(key)),
                    Key::Pod(key) => format!("`{}`", self.names.text(key)),
                    Key::ServiceAccountLabel(key) => format!("`{}`", self.names.text(key)),
                    Key::NamespaceName | Key::ServiceAccount => "the name".to_owned(),
                    Key::ClusterName => "the cluster".to_owned(),
                });
            }
        });
        missing.sort();
        missing.dedup();
        let namespace = class.namespace.and_then(|index| self.pods.namespaces.get(index as usize));
        match (missing.is_empty(), namespace) {
            (true, _) => format!("what a selector of {name} means"),
            (false, Some(_)) if of_pods => format!("{} of each pod", labels(&missing)),
            (false, Some(namespace)) => {
                format!("{} of Namespace `{}`", labels(&missing), namespace.name)
            }
            (false, None) => format!("{} of the node", labels(&missing)),
        }
    }
}

fn labels(missing: &[String]) -> String {
    let word = if missing.len() == 1 { "label" } else { "labels" };
    format!("{word} {}", missing.join(", "))
}
