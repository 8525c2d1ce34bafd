//! Rule sets of Cilium that rely on others: names of hosts on what sees questions to DNS, allowances on what
//! denies the rest.

use std::collections::BTreeSet;

use crate::engine::Known;
use crate::engine::network::dialects::cilium;
use crate::engine::network::policy::Policy;
use crate::engine::network::program::Program;
use crate::engine::network::questions::selected::Reliance;
use crate::engine::network::{Direction, Network};
use crate::model::cilium::{CiliumSpec, specs_of};
use crate::model::{Kind, Place, Workload};

impl<'a> Network<'a> {
    /// The rule sets that allow hosts by their names to pods whose questions to DNS no rule set sees: Cilium
    /// learns the addresses of a name from the answers that pass it.
    #[must_use]
    pub fn names_without_dns(&self) -> Vec<Reliance<'a>> {
        let program = self.program();
        let (mut seeing, mut classes) = (Vec::new(), BTreeSet::new());
        for (policy, spec) in rule_sets(program) {
            if sees_dns(spec) && policy.doubt.is_none() {
                seeing.extend(policy.subject.expr());
                classes.extend(self.surely_selected(policy));
            }
        }
        let found = rule_sets(program).filter_map(|(policy, spec)| {
            let names = spec.egress().iter().find(|rule| !rule.to_fqdns().is_empty())?;
            let subject = program.subject(policy);
            if seeing.iter().any(|expr| program.expr(*expr).covers(subject)) {
                return None;
            }
            let mut blind = self.surely_selected(policy).filter(|class| !classes.contains(class));
            let workload = self.workload_of(blind.next()?)?;
            let place = Place::of(policy.object, names.to_fqdns());
            Some(Reliance { object: policy.object, place, workload })
        });
        found.collect()
    }

    /// The rule sets of a namespace that allow something and say that they deny nothing, where nothing else
    /// denies anything to anybody they select: they have no effect.
    #[must_use]
    pub fn allowances_without_denial(&self) -> Vec<(Reliance<'a>, Direction)> {
        let program = self.program();
        let mut found = Vec::new();
        // Those of the whole cluster are there to be relied on, not to rely.
        let of_namespaces = rule_sets(program)
            .filter(|(policy, _)| policy.object.kind() == Kind::CiliumNetworkPolicy);
        for (policy, spec) in of_namespaces {
            let asked = spec.enable_default_deny();
            let sides = [
                (Direction::Ingress, asked.then(|it| it.ingress()), !spec.ingress().is_empty()),
                (Direction::Egress, asked.then(|it| it.egress()), !spec.egress().is_empty()),
            ];
            for (direction, asked, allows) in sides {
                if !allows || !asked.is_false() {
                    continue;
                }
                let classes = self.surely_selected(policy);
                let workloads: Vec<_> = classes.filter_map(|one| self.workload_of(one)).collect();
                let is_open = |workload: &Workload<'a>| {
                    matches!(self.isolated(*workload, direction), Known::No(_))
                };
                if let (Some(first), true) = (workloads.first(), workloads.iter().all(is_open)) {
                    let place = Place::of(policy.object, asked);
                    let one = Reliance { object: policy.object, place, workload: *first };
                    found.push((one, direction));
                }
            }
        }
        found
    }
}

/// The rule sets of Cilium's policies for pods, each with what it was compiled to.
fn rule_sets<'p, 'a>(
    program: &'p Program<'a>,
) -> impl Iterator<Item = (&'p Policy<'a>, CiliumSpec<'a>)> {
    let own = program.policies.iter().filter(|one| cilium::KINDS.contains(&one.object.kind()));
    own.filter_map(|policy| {
        let is_it = |spec: &CiliumSpec<'a>| {
            spec.node_selector().is_absent()
                && Place::of(policy.object, spec.endpoint_selector()) == policy.place
        };
        Some((policy, specs_of(policy.object).find(is_it)?))
    })
}

fn sees_dns(spec: CiliumSpec<'_>) -> bool {
    let ports = spec.egress().iter().flat_map(|rule| rule.to_ports().iter());
    ports.filter_map(|entry| entry.rules().get()).any(|rules| !rules.dns().is_empty())
}
