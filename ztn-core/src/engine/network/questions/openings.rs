//! What policies surely let through to ends that are in no file, rule by rule.

use std::collections::BTreeMap;

use crate::engine::Because;
use crate::engine::network::evaluate::{End, Hit, SureHits, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::policy::{Action, Who};
use crate::engine::network::ports::{PortSet, SetId, Sets};
use crate::engine::network::program::Program;
use crate::engine::network::questions::clients::STRANGERS;
use crate::engine::network::selector::Tri;
use crate::engine::network::{Direction, Network};
use crate::model::Object;

/// An end that no file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// A pod of the cluster of which nothing is known.
    AnyPod,
    /// A node.
    Node,
    /// Whoever is outside.
    Everybody,
}

/// A rule that lets isolated workloads connect to such an end, or be connected to by one.
pub struct Opening<'a> {
    /// The policy.
    pub object: Object<'a>,
    /// The rule, or the one of its peers that is the end.
    pub because: Because,
    /// Which of the ports that were asked for.
    pub ports: PortSet,
    /// Is it for every port there is?
    pub every_port: bool,
    /// Does it name addresses, rather than pods or nobody?
    pub by_address: bool,
    /// The workloads it is for: indices among [`Network::members`], in order.
    pub members: Vec<u32>,
}

impl<'a> Network<'a> {
    /// The rules that surely let workloads connect to `beyond`, or be connected to, on any of `wanted`.
    /// Where no policy is for a workload there is no rule, and nothing is said of it.
    #[must_use]
    pub fn openings(
        &self,
        direction: Direction,
        beyond: Beyond,
        wanted: &PortSet,
    ) -> Vec<Opening<'a>> {
        let program = self.program();
        let mut sets = program.sets();
        let wanted = sets.id(wanted.clone());
        let members = self.members_by_government(direction);
        let mut found: BTreeMap<(u32, u32), (Hit, SetId, Vec<u32>)> = BTreeMap::new();
        for (government, members) in program.governments(direction).iter().zip(members) {
            for (hit, ports) in surely(program, &mut sets, direction, government.class, beyond) {
                let ports = sets.and(ports, wanted);
                if ports == SetId::NONE || members.is_empty() {
                    continue;
                }
                let (_, all, of) = found
                    .entry((hit.policy, hit.rule))
                    .or_insert_with(|| (hit, SetId::NONE, Vec::new()));
                *all = sets.or(*all, ports);
                of.extend(&members);
            }
        }
        let openings = found.into_values().filter_map(|(hit, ports, mut members)| {
            let (policy, rule, of) = program.rule_of(&hit)?;
            let item = hit.item.and_then(|item| rule.items().get(item as usize));
            let Because { place, text } = of.because();
            members.sort_unstable();
            Some(Opening {
                object: policy.object,
                because: Because { place: item.map_or(place, |item| item.place), text },
                ports: sets.get(ports),
                by_address: item.is_some_and(|item| match &item.who {
                    Who::Blocks(_) => true,
                    Who::Group(group) => group.pods == Tri::No,
                    _ => false,
                }),
                every_port: rule.ports.fixed == SetId::ALL && rule.ports.except == SetId::NONE,
                members,
            })
        });
        openings.collect()
    }

    /// The members under each government, in order.
    pub(in crate::engine::network) fn members_by_government(
        &self,
        direction: Direction,
    ) -> Vec<Vec<u32>> {
        let program = self.program();
        let mut members = vec![Vec::new(); program.governments(direction).len()];
        for (member, index) in self.members().iter().zip(0..) {
            let government = program.by_class(direction).get(member.class as usize);
            if let Some(of) = government.and_then(|number| members.get_mut(*number as usize)) {
                of.push(index);
            }
        }
        members
    }
}

/// The rules that surely allow a class something, with what of it surely passes.
fn surely(
    program: &Program<'_>,
    sets: &mut Sets,
    direction: Direction,
    class: u32,
    beyond: Beyond,
) -> Vec<(Hit, SetId)> {
    let is_pod = program.class(class).is_some_and(|class| !class.on_node);
    if !is_pod {
        return Vec::new();
    }
    // What is denied to some pods is open to no every one.
    let (pod, node) = (Class::any_pod(), Class::any_node());
    let ends = match beyond {
        Beyond::AnyPod => vec![End::Imagined(&pod)],
        Beyond::Node => vec![End::Imagined(&node)],
        Beyond::Everybody => STRANGERS.map(End::Address).to_vec(),
    };
    let mut passing = SetId::ALL;
    let mut hits = SureHits::default();
    for end in ends {
        hits = SureHits::default();
        let passes = ask(program, sets, direction, class, end, &mut hits);
        passing = sets.and(passing, passes.must);
    }
    let is_allow = |hit: &Hit| {
        let rule = program.rule_of(hit);
        rule.is_some_and(|(_, rule, _)| rule.action == Action::Allow && rule.narrowed.is_none())
    };
    let allowed = hits.0.into_iter().filter(|(hit, _)| is_allow(hit));
    allowed.map(|(hit, traffic)| (hit, sets.and(traffic.must, passing))).collect()
}
