//! Which namespaces policies do not keep apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Known;
use crate::engine::network::policy::Action;
use crate::engine::network::ports::{PortSet, SetId};
use crate::engine::network::{Direction, Network, Peers};

impl<'a> Network<'a> {
    /// Every two namespaces whose workloads are all isolated, and of which each workload of either surely
    /// reaches each of the other, on every port; by name, the lesser first. Pods of the node's network are in
    /// none.
    #[must_use]
    pub fn namespaces_not_apart(&self) -> Vec<(&'a str, &'a str)> {
        if !self.allows_every_port() {
            return Vec::new();
        }
        let sizes = self.isolated_namespaces();
        let every = PortSet::all();
        let mut reached: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        self.each_reach(|src, dst, reach| {
            let (Peers::Workloads(src), Peers::Workloads(dst)) = (src, dst) else {
                return;
            };
            let of = |members: &[u32]| {
                let member = self.member(*members.first()?)?;
                sizes.get_key_value(member.namespace).map(|(name, _)| *name)
            };
            if let (Some(from), Some(to)) = (of(src), of(dst))
                && from != to
                && reach.must == every
            {
                *reached.entry((from, to)).or_default() += src.len() * dst.len();
            }
        });
        let size = |name| sizes.get(name).copied().unwrap_or_default();
        let whole: BTreeSet<(&str, &str)> = reached
            .into_iter()
            .filter(|((from, to), pairs)| *pairs == size(*from) * size(*to))
            .map(|(names, _)| names)
            .collect();
        let both = whole.iter().filter(|(from, to)| from < to && whole.contains(&(*to, *from)));
        both.copied().collect()
    }

    /// Does any rule allow every port? Without one nothing is open on all of them between isolated pods.
    fn allows_every_port(&self) -> bool {
        let policies = &self.program().policies;
        let rules = policies.iter().flat_map(|policy| &policy.ingress.rules);
        rules.into_iter().any(|rule| rule.action == Action::Allow && rule.ports.fixed == SetId::ALL)
    }

    /// The namespaces whose workloads are all isolated both ways, with how many each has.
    fn isolated_namespaces(&self) -> BTreeMap<&'a str, usize> {
        let mut sizes: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for member in self.members() {
            if member.workload.host_network().is_true() {
                continue;
            }
            let isolated = Direction::BOTH.into_iter().all(|direction| {
                matches!(self.isolated(member.workload, direction), Known::Yes(_))
            });
            let size = sizes.entry(member.namespace).or_insert(Some(0));
            *size = size.filter(|_| isolated).map(|size| size + 1);
        }
        sizes.into_iter().filter_map(|(name, size)| Some((name, size?))).collect()
    }
}
