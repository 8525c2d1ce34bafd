//! Is a pod isolated: does any policy select it for a direction?
//!
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>: a pod that no policy
//! selects for a direction is not isolated in it, and everything is allowed.

use crate::engine::network::Direction;
use crate::engine::network::dialects::compile::named;
use crate::engine::network::evaluate::{End, Hit, Trace, ask};
use crate::engine::network::policy::{Action, Decides, Policy};
use crate::engine::network::ports::{Bounds, SetId};
use crate::engine::network::program::Program;
use crate::engine::network::selector::Tri;
use crate::engine::{Because, Known, Unknown, Why};
use crate::evidence::Evidence;
use crate::model::{Cluster, Place, Workload};
use crate::options::{Options, Scope};

/// Policies on pods and their deciding rules, as the evaluator meets them.
#[derive(Default)]
struct Met {
    isolating: Vec<(u32, Tri)>,
    denying: Vec<(u32, Tri)>,
}

struct Watch<'p, 'a> {
    program: &'p Program<'a>,
    met: Met,
}

impl Trace for Watch<'_, '_> {
    fn matched(&mut self, hit: Hit, _traffic: Bounds) {
        let rule = self.program.rule_of(&hit);
        if rule.is_some_and(|(_, rule, _)| rule.action == Action::Deny) {
            self.met.denying.push((hit.policy, hit.sure));
        }
    }

    fn isolated(&mut self, policy: u32, sure: Tri, _open: Bounds) {
        self.met.isolating.push((policy, sure));
    }
}

/// Does some policy isolate `workload` in this direction: by selecting it, or by denying every pod that no
/// other rule names?
pub(in crate::engine::network) fn isolated(
    program: &Program<'_>,
    cluster: &Cluster,
    options: &Options,
    workload: Workload<'_>,
    direction: Direction,
) -> Known {
    let class = program.pods.class_of(workload);
    if workload.host_network().is_true() && !program.is_on_hosts(class) {
        // Policies on pods of the node's network are undefined, and in practice without effect.
        let text = "no policy has effect on a pod of the node's network";
        return Known::of(false, text, Vec::new());
    }
    under_policy(program, cluster, options, workload, direction)
}

/// As [`isolated`], with policies for nodes, too, of a pod of the node's network.
pub(in crate::engine::network) fn under_policy(
    program: &Program<'_>,
    cluster: &Cluster,
    options: &Options,
    workload: Workload<'_>,
    direction: Direction,
) -> Known {
    let class = program.pods.class_of(workload);
    if let Some(why) = &program.unenforced {
        return Known::of(false, why.clone(), Vec::new());
    }
    let mut watch = Watch { program, met: Met::default() };
    let stranger = ask(program, &mut program.sets(), direction, class, End::AnyPod, &mut watch);
    let Met { isolating, denying } = watch.met;
    let step = |policy: &Policy<'_>| step(program, class, policy);
    let sure: Vec<&Policy<'_>> = policies(program, &isolating, Tri::Yes);
    if !sure.is_empty() {
        let text = match sure.len() {
            1 => format!("a policy selects it for {}", direction.name()),
            count => format!("{count} policies select it for {}", direction.name()),
        };
        return Known::of(true, text, sure.into_iter().map(step).collect());
    }
    if let Some(why) = &program.unsettled {
        return unknown(Why::NotUnderstood(why.clone()));
    }
    if stranger.may == SetId::NONE {
        let because = policies(program, &denying, Tri::Yes).into_iter().map(step).collect();
        let text =
            format!("policies of the cluster deny it every other pod for {}", direction.name());
        return Known::of(true, text, because);
    }
    let unsure = policies(program, &isolating, Tri::Maybe);
    if let Some(policy) = unsure.first() {
        return unknown(match &policy.doubt {
            Some(doubt) if cluster.is_in_conflict(policy.object) => Why::Conflict(doubt.clone()),
            Some(doubt) => Why::NotUnderstood(doubt.clone()),
            None => Why::NotUnderstood(format!(
                "whether {} selects it depends on labels that are not given",
                named(policy.object)
            )),
        });
    }
    if options.scope == Scope::Partial {
        return Known::Unknown(Unknown::partial(Evidence::NetworkPolicies));
    }
    Known::of(false, why_not(program, workload, direction), Vec::new())
}

fn unknown(why: Why) -> Known {
    Known::Unknown(Unknown { why, settled_by: None })
}

fn policies<'p, 'a>(
    program: &'p Program<'a>,
    met: &[(u32, Tri)],
    wanted: Tri,
) -> Vec<&'p Policy<'a>> {
    let met = met.iter().filter(|(_, sure)| *sure == wanted);
    met.filter_map(|(number, _)| program.policy(*number)).collect()
}

fn step(program: &Program<'_>, class: u32, policy: &Policy<'_>) -> Because {
    let own = program.own_host(policy, class);
    let object = own.unwrap_or(policy.object);
    let place = own.map_or(policy.place, |own| Place::of(own, own.name_node()));
    Because { place, text: format!("{} `{}`", object.type_meta().kind, object.name()) }
}

fn why_not(program: &Program<'_>, workload: Workload<'_>, direction: Direction) -> String {
    let (namespace, direction) = (workload.namespace(), direction.name());
    let is_about = |policy: &&Policy<'_>| {
        policy.over.is_none_or(|of| of == namespace)
            && program.decides(policy.tier) != Decides::InOrder
    };
    match program.policies.iter().filter(is_about).count() {
        0 => format!("namespace `{namespace}` has no policy"),
        1 => {
            format!("the one policy of namespace `{namespace}` does not select it for {direction}")
        }
        count => format!(
            "none of the {count} policies of namespace `{namespace}` selects it for {direction}"
        ),
    }
}
