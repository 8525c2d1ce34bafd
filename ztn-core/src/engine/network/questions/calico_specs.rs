//! Policies of Calico's that leave open what they seem to close.

use std::collections::BTreeSet;

use crate::engine::Known;
use crate::engine::network::dialects::calico;
use crate::engine::network::policy::{Action, Policy};
use crate::engine::network::questions::selected::Reliance;
use crate::engine::network::{Direction, Network};
use crate::model::calico::{CalicoTier, spec_of};
use crate::model::{Object, Place, Workload};

impl<'a> Network<'a> {
    /// The policies of a namespace with rules of egress and without `types`, each with a pod that they select
    /// and nothing isolates for ingress: a NetworkPolicy of the same text would.
    #[must_use]
    pub fn left_open_to_ingress(&self) -> Vec<Reliance<'a>> {
        let own = self.calico_policies().filter(|policy| policy.object.namespace().is_some());
        let found = own.filter_map(|policy| {
            let spec = spec_of(policy.object)?;
            let by_default = spec.types().is_empty() && !spec.types().is_wrong();
            (by_default && spec.affects() == (false, true)).then_some(())?;
            let workload = self.open_ones(policy, Direction::Ingress).next()?;
            let place = Place::of(policy.object, spec.egress());
            Some(Reliance { object: policy.object, place, workload })
        });
        found.collect()
    }

    /// The tiers that pass on what their policies do not decide, each with one of these that allows
    /// something to a pod which nothing isolates: all the rest passes, too.
    #[must_use]
    pub fn tiers_that_pass(&self) -> Vec<(Object<'a>, Reliance<'a>)> {
        let cluster = self.cluster;
        let passing = cluster.all::<CalicoTier<'_>>().filter_map(|(object, tier)| {
            let action = tier.spec().then(|spec| spec.default_action());
            action.is("Pass").then_some(object)
        });
        let mut seen = BTreeSet::new();
        let passing: Vec<Object<'a>> = passing.collect();
        let mut found = Vec::new();
        for policy in self.calico_policies().filter(|_| !passing.is_empty()) {
            let name = spec_of(policy.object).and_then(|spec| spec.tier().get());
            let tier = passing.iter().find(|tier| Some(tier.name()) == name);
            let Some(tier) = tier.filter(|tier| !seen.contains(tier.name())) else {
                continue;
            };
            let allowing = Direction::BOTH.into_iter().filter(|of| {
                policy.side(*of).rules.iter().any(|rule| rule.action == Action::Allow)
            });
            let open = allowing.filter_map(|of| self.open_ones(policy, of).next()).next();
            if let Some(workload) = open {
                seen.insert(tier.name());
                let (object, place) = (policy.object, policy.place);
                found.push((*tier, Reliance { object, place, workload }));
            }
        }
        found
    }

    fn calico_policies(&self) -> impl Iterator<Item = &Policy<'a>> {
        let policies = self.program().policies.iter();
        policies.filter(|policy| calico::KINDS.contains(&policy.object.kind()))
    }

    /// Pods that a policy selects and nothing isolates.
    fn open_ones(
        &self,
        policy: &Policy<'a>,
        direction: Direction,
    ) -> impl Iterator<Item = Workload<'a>> {
        let workloads = self.surely_selected(policy).filter_map(|class| self.workload_of(class));
        workloads.filter(move |one| matches!(self.isolated(*one, direction), Known::No(_)))
    }
}
