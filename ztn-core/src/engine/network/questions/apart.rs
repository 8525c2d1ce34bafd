//! Which namespaces policies do not keep apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Known;
use crate::engine::network::policy::Action;
use crate::engine::network::ports::SetId;
use crate::engine::network::rows::Row;
use crate::engine::network::{Direction, Network};

/// Namespaces, by number, whose workloads are all at the other end of what passes on every port.
#[derive(Clone)]
enum Open {
    To(BTreeSet<u32>),
    ToAllBut(BTreeSet<u32>),
}

impl Open {
    fn is_to(&self, namespace: u32) -> bool {
        match self {
            Self::To(these) => these.contains(&namespace),
            Self::ToAllBut(those) => !those.contains(&namespace),
        }
    }

    fn and(self, other: &Self) -> Self {
        match (self, other) {
            (Self::ToAllBut(those), Self::ToAllBut(more)) => Self::ToAllBut(&those | more),
            (Self::To(these), other) => {
                Self::To(these.into_iter().filter(|one| other.is_to(*one)).collect())
            }
            (one, Self::To(these)) => {
                Self::To(these.iter().copied().filter(|these| one.is_to(*these)).collect())
            }
        }
    }
}

/// A namespace whose workloads are all isolated.
struct Isolated<'a> {
    name: &'a str,
    classes: BTreeSet<u32>,
}

impl<'a> Network<'a> {
    /// Every two namespaces whose workloads are all isolated, and of which each workload of either surely
    /// reaches each of the other, on every port; by name, the lesser first. Pods of the node's network are in
    /// none.
    #[must_use]
    pub fn namespaces_not_apart(&self) -> Vec<(&'a str, &'a str)> {
        if !self.allows_every_port() {
            return Vec::new();
        }
        let namespaces = self.isolated_namespaces();
        let [egress, ingress] = [Direction::Egress, Direction::Ingress]
            .map(|direction| self.open_to(direction, &namespaces));
        let mut found = Vec::new();
        for (((one, out), into), number) in
            namespaces.iter().zip(&egress).zip(&ingress).zip(0_u32..)
        {
            let both = out.clone().and(into);
            let is_later = |other: &u32| *other > number;
            let others: Vec<u32> = match &both {
                Open::To(these) => these.iter().copied().filter(is_later).collect(),
                Open::ToAllBut(those) => {
                    let all = namespaces.iter().zip(0..).map(|(_, other)| other);
                    all.filter(|other| is_later(other) && !those.contains(other)).collect()
                }
            };
            for other in others {
                let at = other as usize;
                let is_open = |to: &[Open]| to.get(at).is_some_and(|open| open.is_to(number));
                if let Some(other) = namespaces.get(at)
                    && is_open(&egress)
                    && is_open(&ingress)
                {
                    found.push((one.name, other.name));
                }
            }
        }
        found
    }

    /// Does any rule allow every port? Without one nothing is open on all of them between isolated pods.
    fn allows_every_port(&self) -> bool {
        let policies = &self.program().policies;
        let rules = policies.iter().flat_map(|policy| &policy.ingress.rules);
        rules.into_iter().any(|rule| rule.action == Action::Allow && rule.ports.fixed == SetId::ALL)
    }

    /// The namespaces whose workloads are all isolated both ways, by name.
    fn isolated_namespaces(&self) -> Vec<Isolated<'a>> {
        let mut all: BTreeMap<&str, Option<BTreeSet<u32>>> = BTreeMap::new();
        for member in self.members() {
            if member.workload.host_network().is_true() {
                continue;
            }
            let classes = all.entry(member.namespace).or_insert_with(|| Some(BTreeSet::new()));
            let Some(known) = classes else {
                continue;
            };
            // Those of one class are under the same policies.
            let is_new = known.insert(member.class);
            let is_isolated =
                |direction| matches!(self.isolated(member.workload, direction), Known::Yes(_));
            if is_new && !Direction::BOTH.into_iter().all(is_isolated) {
                *classes = None;
            }
        }
        let all = all.into_iter();
        all.filter_map(|(name, classes)| Some(Isolated { name, classes: classes? })).collect()
    }

    /// For each namespace, those that its workloads all surely reach in whole, on every port, or that reach them,
    /// as far as its own policies decide.
    fn open_to(&self, direction: Direction, namespaces: &[Isolated<'a>]) -> Vec<Open> {
        let by_class = self.program().by_class(direction);
        let rows = self.rows().all(direction);
        let mut by_government: BTreeMap<u32, Open> = BTreeMap::new();
        let mut namespace_of = BTreeMap::new();
        for (namespace, number) in namespaces.iter().zip(0_u32..) {
            namespace_of.extend(namespace.classes.iter().map(|class| (*class, number)));
        }
        let one = |namespace: &Isolated<'a>| {
            let mut open = Open::ToAllBut(BTreeSet::new());
            let governments: BTreeSet<u32> = namespace
                .classes
                .iter()
                .filter_map(|class| by_class.get(*class as usize).copied())
                .collect();
            for number in governments {
                let Some(row) = rows.get(number as usize) else {
                    continue;
                };
                let whole = by_government
                    .entry(number)
                    .or_insert_with(|| open_by(row, namespaces, &namespace_of));
                open = open.and(whole);
            }
            open
        };
        namespaces.iter().map(one).collect()
    }
}

/// What one government opens.
fn open_by(row: &Row, namespaces: &[Isolated<'_>], namespace_of: &BTreeMap<u32, u32>) -> Open {
    let named = |is_open: bool| {
        let named =
            row.classes.iter().filter(move |(_, what)| (what.must == SetId::ALL) == is_open);
        named.filter_map(|(class, _)| namespace_of.get(class).copied())
    };
    if row.rest.must == SetId::ALL {
        return Open::ToAllBut(named(false).collect());
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for namespace in named(true) {
        *counts.entry(namespace).or_default() += 1;
    }
    let is_whole = |namespace: u32, count: usize| {
        let all = namespaces.get(namespace as usize);
        all.is_some_and(|all| all.classes.len() == count)
    };
    let whole = counts.into_iter().filter(|(namespace, count)| is_whole(*namespace, *count));
    Open::To(whole.map(|(namespace, _)| namespace).collect())
}
