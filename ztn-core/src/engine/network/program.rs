//! Everything that is evaluated: the policies, the pods, and which policies each pod has to do with.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Direction;
use super::dialects::compile::Compiler;
use super::dialects::{self, Dialect, Effect};
use super::matching::{Choices, Index};
use super::pods::{Class, Pods, Reading};
use super::policy::{Decides, ExprId, Policy, Subject, Tier, Who};
use super::ports::Sets;
use super::ranges::{self, Ranges};
use super::selector::{Expr, Names, Sym, Tri};
use crate::model::{Cluster, Object};
use crate::options::Options;
use crate::span::to_u32;

/// A compiled cluster.
pub(super) struct Program<'a> {
    pub(super) names: Names<'a>,
    pub(super) exprs: Vec<Expr>,
    pub(super) tiers: Vec<Tier>,
    pub(super) policies: Vec<Policy<'a>>,
    /// The policies of each namespace, and those that are beside the namespaces.
    by_namespace: HashMap<Option<&'a str>, Vec<u32>>,
    pub(super) pods: Pods<'a>,
    pub(super) choices: Choices,
    /// Why none of this may be so: nobody knows which policies have effect.
    pub(super) unsettled: Option<String>,
    /// Why no policy has effect, if none has.
    pub(super) unenforced: Option<String>,
    /// Whose policies have effect; none where it is open.
    pub(super) dialect: Option<Dialect>,
    /// Calico's host endpoints, by number.
    pub(super) hosts: Vec<Object<'a>>,
    /// The classes of pods of the node's network.
    pub(super) on_nodes: Vec<u32>,
    /// The classes of pods whose addresses are known.
    pub(super) addressed: Vec<u32>,
    /// The classes of pods that have a port of this name.
    pub(super) naming: HashMap<Sym, Vec<u32>>,
    /// Where the addresses of pods and of nodes lie, as far as is known.
    pub(super) pod_ranges: Ranges,
    pub(super) node_ranges: Ranges,
    ingress: Governed,
    egress: Governed,
    sets: Mutex<Sets>,
}

/// What governs each class in one direction. Classes under the same policies share it.
struct Governed {
    by_class: Vec<u32>,
    list: Vec<Government>,
}

/// What makes two classes share a government: their policies, and the class itself where one of these tells
/// its subjects apart.
type Alike = (Vec<(u32, Tri)>, Option<u32>);

/// The policies that somebody is under, tier by tier.
#[derive(Clone, Debug)]
pub(super) struct Government {
    /// One of the classes under it.
    pub(super) class: u32,
    pub(super) tiers: Vec<InTier>,
}

/// The policies of one tier that somebody is under, in order.
#[derive(Clone, Debug)]
pub(super) struct InTier {
    pub(super) tier: u32,
    /// The number of the policy, and whether it is sure that it applies.
    pub(super) policies: Vec<(u32, Tri)>,
    /// Are they evaluated as they stand here, be some of them equal in order or not?
    pub(super) in_turn: bool,
}

impl<'a> Program<'a> {
    pub(super) fn of(cluster: &'a Cluster, options: &'a Options, reading: Reading) -> Self {
        let mut compiler = Compiler::new(cluster, options, reading);
        let (unsettled, unenforced) = match dialects::compile(&mut compiler) {
            Effect::AsWritten => (None, None),
            Effect::None(why) => (None, Some(why)),
            Effect::Unsettled(why) => (Some(why), None),
        };
        let relevant = compiler.relevant();
        let others = Rc::clone(&compiler.others);
        let pods = Pods::of(cluster, &mut compiler.names, &relevant, &others, reading);
        let Compiler { names, sets, exprs, tiers, mut policies, dialect, .. } = compiler;
        // Policies of a tier stand in its order, equal ones in the order of the input.
        policies.sort_by_key(|policy| (policy.tier, policy.order));
        let over_nodes = over_nodes(&policies);
        let choices = Choices::of(&Index::of(&pods, &names), &exprs, &over_nodes);
        let govern = |direction| Governed::of(direction, &policies, &pods, &choices);
        let (ingress, egress) = (govern(Direction::Ingress), govern(Direction::Egress));
        Self {
            names,
            exprs,
            tiers,
            by_namespace: by_namespace(&policies),
            policies,
            choices,
            unsettled,
            unenforced,
            dialect,
            hosts: others.hosts().map(|(host, _)| host.object).collect(),
            on_nodes: those(&pods, |class| class.on_node),
            addressed: those(&pods, |class| !class.on_node && !class.addresses.is_empty()),
            naming: naming(&pods),
            pods,
            pod_ranges: ranges::of_pods(cluster, options),
            node_ranges: ranges::of_nodes(cluster, options),
            ingress,
            egress,
            sets: Mutex::new(sets),
        }
    }

    /// The sets of ports, for one question.
    pub(super) fn sets(&self) -> MutexGuard<'_, Sets> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn governed(&self, direction: Direction) -> &Governed {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The number of the government of each class.
    pub(super) fn by_class(&self, direction: Direction) -> &[u32] {
        &self.governed(direction).by_class
    }

    /// Every government of one direction.
    pub(super) fn governments(&self, direction: Direction) -> &[Government] {
        &self.governed(direction).list
    }

    /// What governs a class.
    pub(super) fn government(&self, direction: Direction, class: u32) -> Option<&Government> {
        let governed = self.governed(direction);
        governed.list.get(*governed.by_class.get(class as usize)? as usize)
    }

    pub(super) fn class(&self, number: u32) -> Option<&Class> {
        self.pods.classes.get(number as usize)
    }

    pub(super) fn policy(&self, number: u32) -> Option<&Policy<'a>> {
        self.policies.get(number as usize)
    }

    /// The policies that somebody is under, in order, each with its number and whether it is sure that it
    /// applies.
    pub(super) fn policies_under(
        &self,
        government: &Government,
    ) -> impl Iterator<Item = ((u32, Tri), &Policy<'a>)> {
        let under = government.tiers.iter().flat_map(|tier| &tier.policies);
        under.filter_map(|&(number, applies)| Some(((number, applies), self.policy(number)?)))
    }

    /// The policies that may select pods of a namespace, in order.
    pub(super) fn policies_over(&self, namespace: &str) -> Vec<u32> {
        let of = |key| self.by_namespace.get(&key).into_iter().flatten().copied();
        let mut numbers: Vec<u32> = of(Some(namespace)).chain(of(None)).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Are they pods of the node's network on nodes with host endpoints, or on such as may have some?
    pub(super) fn is_on_hosts(&self, class: u32) -> bool {
        let class = self.class(class).filter(|class| class.on_node && !self.hosts.is_empty());
        class.is_some_and(|class| class.hosts.as_ref().is_none_or(|on| !on.is_empty()))
    }

    pub(super) fn expr(&self, ExprId(id): ExprId) -> &Expr {
        self.exprs.get(id as usize).unwrap_or(&Expr::Broken)
    }

    /// Whom a policy is for, as far as pods are chosen by what is known of them.
    pub(super) fn subject(&self, policy: &Policy<'_>) -> &Expr {
        policy.subject.expr().map_or(&Expr::Broken, |expr| self.expr(expr))
    }

    pub(super) fn decides(&self, tier: u32) -> Decides {
        self.tiers.get(tier as usize).map_or(Decides::Together, |tier| tier.decides)
    }
}

fn those(pods: &Pods<'_>, are: impl Fn(&Class) -> bool) -> Vec<u32> {
    let classes = pods.classes.iter().zip(0..);
    classes.filter(|(class, _)| are(class)).map(|(_, number)| number).collect()
}

fn naming(pods: &Pods<'_>) -> HashMap<Sym, Vec<u32>> {
    let mut naming: HashMap<Sym, Vec<u32>> = HashMap::new();
    for (class, number) in pods.classes.iter().zip(0..) {
        for (name, ..) in &class.ports {
            naming.entry(*name).or_default().push(number);
        }
    }
    naming
}

fn by_namespace<'a>(policies: &[Policy<'a>]) -> HashMap<Option<&'a str>, Vec<u32>> {
    let mut by_namespace: HashMap<Option<&str>, Vec<u32>> = HashMap::new();
    for (policy, number) in policies.iter().zip(0..) {
        by_namespace.entry(policy.over).or_default().push(number);
    }
    by_namespace
}

/// The selectors that are asked of nodes.
fn over_nodes(policies: &[Policy<'_>]) -> Vec<ExprId> {
    let mut exprs = Vec::new();
    for policy in policies {
        if let Subject::Nodes(expr) = policy.subject {
            exprs.push(expr);
        }
        exprs.extend(policy.rules().flat_map(|rule| rule.items()).filter_map(
            |item| match item.who {
                Who::Nodes(expr) => Some(expr),
                _ => None,
            },
        ));
    }
    exprs.sort_unstable();
    exprs.dedup();
    exprs
}

impl Government {
    /// That of somebody under these policies, who is no class of the input.
    pub(super) fn of(under: Vec<(u32, Tri)>, policies: &[Policy<'_>]) -> Self {
        Self { class: u32::MAX, tiers: in_tiers(&under, policies) }
    }
}

impl Governed {
    fn of(
        direction: Direction,
        policies: &[Policy<'_>],
        pods: &Pods<'_>,
        choices: &Choices,
    ) -> Self {
        let mut under: Vec<Vec<(u32, Tri)>> = vec![Vec::new(); pods.classes.len()];
        let mut private = vec![false; pods.classes.len()];
        for (policy, number) in policies.iter().zip(0..) {
            if !policy.side(direction).applies {
                continue;
            }
            let alike = policy.sees_subjects_alike(direction);
            for (class, is) in subjects(&policy.subject, pods, choices) {
                let sure = if policy.doubt.is_some() { Tri::Maybe } else { is };
                if let Some(under) = under.get_mut(class as usize) {
                    under.push((number, sure));
                }
                if let Some(private) = private.get_mut(class as usize) {
                    *private |= !alike;
                }
            }
        }
        let mut governed = Self { by_class: Vec::with_capacity(under.len()), list: Vec::new() };
        let mut known: HashMap<Alike, u32> = HashMap::new();
        for ((under, private), class) in under.into_iter().zip(private).zip(0..) {
            let next = to_u32(governed.list.len());
            let tiers = in_tiers(&under, policies);
            let number = *known.entry((under, private.then_some(class))).or_insert(next);
            if number == next {
                governed.list.push(Government { class, tiers });
            }
            governed.by_class.push(number);
        }
        governed
    }
}

/// The classes that a policy is for, or may be for, in order.
fn subjects(subject: &Subject, pods: &Pods<'_>, choices: &Choices) -> Vec<(u32, Tri)> {
    let chosen = match subject {
        Subject::Pods(expr) => choices.pods(*expr),
        Subject::Nodes(expr) => choices.nodes(*expr),
        Subject::Hosts(hosts) => {
            let on_nodes = pods.classes.iter().zip(0..).filter(|(class, _)| class.on_node);
            let each = on_nodes.map(|(class, number)| (number, class.is_on(hosts)));
            return each.filter(|(_, is)| *is != Tri::No).collect();
        }
    };
    let each = chosen
        .into_iter()
        .flat_map(|chosen| chosen.classes.iter().map(|&class| (class, chosen.has(class))));
    each.collect()
}

fn in_tiers(under: &[(u32, Tri)], policies: &[Policy<'_>]) -> Vec<InTier> {
    let tier = |number: u32| policies.get(number as usize).map_or(0, |policy| policy.tier);
    under
        .chunk_by(|(a, _), (b, _)| tier(*a) == tier(*b))
        .map(|same| InTier {
            tier: same.first().map_or(0, |(first, _)| tier(*first)),
            policies: same.to_vec(),
            in_turn: false,
        })
        .collect()
}
