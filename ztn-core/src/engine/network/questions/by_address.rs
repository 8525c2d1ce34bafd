//! Rules of policies of the cluster about addresses, which pods have, too.
//!
//! "0.0.0.0/0 will allow or deny all IPv4 pod-to-pod traffic as well."

use crate::engine::network::policy::{Action, Rule, Who};
use crate::engine::network::program::Program;
use crate::engine::network::rule_of::RuleOf;
use crate::engine::network::selector::Tri;
use crate::engine::network::{Direction, Network};
use crate::model::cluster_policy::{ClusterTier, tier_of};

impl<'a> Network<'a> {
    /// The rules of policies before those of namespaces that speak of addresses, and so decide about pods,
    /// too, though no rule before them does so by their labels.
    #[must_use]
    pub fn networks_over_pods(&self) -> Vec<(RuleOf<'a>, bool)> {
        let program = self.program();
        let (mut found, mut about_pods) = (Vec::new(), Vec::new());
        for policy in &program.policies {
            let is_admin = tier_of(policy.object) == Some(ClusterTier::Admin);
            if !is_admin || policy.doubt.is_some() {
                continue;
            }
            let subject = program.subject(policy);
            let mut spoken_of = about_pods.iter().any(|expr| program.expr(*expr).covers(subject));
            for (rule, place) in policy.rules_of(Direction::Egress) {
                if rule.action != Action::Pass && !spoken_of && holds_every_pod(program, rule) {
                    found.push((place, rule.action == Action::Allow));
                    break;
                }
                spoken_of |= rule.items().iter().any(|item| matches!(item.who, Who::Pods(_)));
            }
            if spoken_of {
                about_pods.extend(policy.subject.expr());
            }
        }
        found
    }
}

/// Do its blocks surely hold the addresses of pods, wherever these lie?
fn holds_every_pod(program: &Program<'_>, rule: &Rule) -> bool {
    rule.items().iter().any(|item| match &item.who {
        Who::Blocks(blocks) if blocks.hold_pods => {
            blocks.hold_one_of(&program.pod_ranges.list) == Tri::Yes
        }
        _ => false,
    })
}
