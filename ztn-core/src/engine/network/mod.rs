//! Who can reach whom.
//!
//! Policies of every dialect (`dialects`) are compiled to one form (`policy`), pods that no policy tells apart
//! are taken together (`pods`), and one evaluator (`evaluate`) answers what passes between two ends, in three
//! values. What else is asked stands on it, a file for each question (`questions`). See
//! `docs/semantics/network.md`.

mod assumptions;
mod class_of;
mod covers;
mod dialects;
mod evaluate;
mod fronts;
mod matching;
mod pods;
mod policy;
mod ports;
mod program;
mod questions;
mod ranges;
mod records;
mod rows;
mod rule_of;
mod selector;
mod settings;
mod targets;
mod wider;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use fronts::{Front, FrontKind};
pub use pods::Member;
pub use ports::{PortSet, Ports, Protocol};
pub use questions::covering::Superfluous;
pub use questions::diff::{Changed, diff};
pub use questions::explain::{Effect, Step};
pub use questions::nobody::{Aimless, Unresolved};
pub use questions::openings::{Beyond, Opening};
pub use questions::overrides::Override;
pub use questions::selected::Reliance;
pub use questions::shadowed::Shadowed;
pub use questions::ties::Tie;
pub use records::{hubble, recorded};
pub use rule_of::RuleOf;
pub use settings::{Lacks, unenforced};
pub use targets::service_targets;

use evaluate::{End, ask};
use pods::{Class, Reading};
use ports::{Bounds, Sets};
use program::Program;
use rows::{Party, Rows};

use super::{Because, Known};
use crate::model::{AddressRange, Cluster, ObjectId, Workload};
use crate::options::{Cni, Options};

/// Connectivity between the workloads of a cluster, and with what is outside.
pub struct Network<'a> {
    cluster: &'a Cluster,
    options: &'a Options,
    reading: Reading,
    program: OnceLock<Program<'a>>,
    rows: OnceLock<Rows>,
    fronts: OnceLock<Vec<Front<'a>>>,
}

/// A direction of traffic, seen from a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Connections it takes.
    Ingress,
    /// Connections it opens.
    Egress,
}

impl Direction {
    /// Each of them, in order.
    pub const BOTH: [Self; 2] = [Self::Ingress, Self::Egress];

    /// Its name in a policy's `policyTypes`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Peer {
    /// A workload: its index among [`Network::members`].
    Workload(u32),
    /// Addresses that are of no pod of the input.
    Outside(AddressRange),
}

/// What may pass from one end to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// What surely passes.
    pub must: PortSet,
    /// What surely passes, and what the input leaves open.
    pub may: PortSet,
}

impl Reach {
    fn of(bounds: Bounds, sets: &Sets) -> Self {
        Self { must: sets.get(bounds.must), may: sets.get(bounds.may) }
    }

    /// What the input leaves open.
    #[must_use]
    pub fn open(&self) -> PortSet {
        self.may.minus(&self.must)
    }

    /// As far as it is about these ports.
    #[must_use]
    pub fn within(&self, ports: &PortSet) -> Self {
        Self { must: self.must.and(ports), may: self.may.and(ports) }
    }
}

/// Ends that no policy tells apart, several at once.
#[derive(Clone, Copy, Debug)]
pub enum Peers<'n> {
    /// Workloads, by their indices among [`Network::members`].
    Workloads(&'n [u32]),
    /// Addresses outside.
    Outside(AddressRange),
}

impl<'n> Peers<'n> {
    /// One by one.
    pub fn each(self) -> impl Iterator<Item = Peer> + 'n {
        let (workloads, outside) = match self {
            Self::Workloads(indices) => (indices, None),
            Self::Outside(range) => (&[][..], Some(Peer::Outside(range))),
        };
        workloads.iter().map(|&index| Peer::Workload(index)).chain(outside)
    }
}

impl<'a> Network<'a> {
    /// The network of a cluster; nothing is compiled until something is asked.
    #[must_use]
    pub fn new(cluster: &'a Cluster, options: &'a Options) -> Self {
        Self::reading(cluster, options, Reading::default())
    }

    /// The network as netpol-analyzer reads it: pods of the node's network are pods like all others, and
    /// namespaces have no labels but those that are given.
    pub(crate) fn as_netpol_analyzer(cluster: &'a Cluster, options: &'a Options) -> Self {
        let reading = Reading {
            host_network_as_pod: true,
            closed_namespaces: true,
            blocks_are_outside: true,
            as_written: true,
            backends_by_target: true,
            own_names: false,
        };
        Self::reading(cluster, options, reading)
    }

    /// The network with every object that makes pods as a workload of its own, though one program made
    /// several.
    pub(crate) fn by_object(cluster: &'a Cluster, options: &'a Options) -> Self {
        Self::reading(cluster, options, Reading { own_names: true, ..Reading::default() })
    }

    fn reading(cluster: &'a Cluster, options: &'a Options, reading: Reading) -> Self {
        Self {
            cluster,
            options,
            reading,
            program: OnceLock::new(),
            rows: OnceLock::new(),
            fronts: OnceLock::new(),
        }
    }

    fn program(&self) -> &Program<'a> {
        self.program.get_or_init(|| Program::of(self.cluster, self.options, self.reading))
    }

    fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| Rows::of(self.program()))
    }

    /// Does the network plugin enforce policies, as far as one is known?
    #[must_use]
    pub fn is_enforced(&self) -> bool {
        self.options.assume.cni.is_none_or(Cni::enforces_policy)
    }

    /// Every workload: pods of one owner together, unless a policy tells them apart. In the order of
    /// namespace and name.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        &self.program().pods.members
    }

    /// The workload of this index.
    #[must_use]
    pub fn member(&self, index: u32) -> Option<&Member<'a>> {
        self.members().get(index as usize)
    }

    /// Calls `f` with every two groups of ends between which something passes or may pass, pods of the
    /// node's network included. A workload is in a group with those that no policy tells from it, and may
    /// be in both groups.
    pub fn each_reach(&self, mut f: impl FnMut(Peers<'_>, Peers<'_>, &Reach)) {
        let program = self.program();
        let (mut found, mut known) = (Vec::new(), HashMap::new());
        self.rows().each(program, |src, dst, bounds| found.push((src, dst, bounds)));
        {
            let sets = program.sets();
            for (_, _, bounds) in &found {
                known.entry(*bounds).or_insert_with(|| Reach::of(*bounds, &sets));
            }
        }
        for (src, dst, bounds) in found {
            if let Some(reach) = known.get(&bounds) {
                f(self.peers(src), self.peers(dst), reach);
            }
        }
    }

    fn peers(&self, party: Party) -> Peers<'_> {
        match party {
            Party::Class(class) => {
                let members = self.program().pods.of_class.get(class as usize);
                Peers::Workloads(members.map_or(&[], Vec::as_slice))
            }
            Party::Outside(range) => Peers::Outside(range),
        }
    }

    /// What passes from `src` to `dst`. Of addresses, what passes for the first of them.
    #[must_use]
    pub fn reach(&self, src: Peer, dst: Peer) -> Reach {
        let program = self.program();
        let mut sets = program.sets();
        let mut side = |direction, subject: Peer, end: Peer| match subject {
            Peer::Outside(_) => Bounds::ALL,
            Peer::Workload(index) => {
                let class = self.class(index);
                ask(program, &mut sets, direction, class, self.end(end), &mut ())
            }
        };
        let out = side(Direction::Egress, src, dst);
        let into = side(Direction::Ingress, dst, src);
        let both = out.and(into, &mut sets);
        Reach::of(both, &sets)
    }

    /// Every way in from outside that the input describes.
    #[must_use]
    pub fn fronts(&self) -> &[Front<'a>] {
        self.fronts.get_or_init(|| fronts::of(self.cluster, self.members(), self.reading))
    }

    /// For each object with pods that something leads to from outside: the first way in.
    #[must_use]
    pub fn first_fronts(&self) -> HashMap<ObjectId, &Front<'a>> {
        let mut first = HashMap::new();
        for front in self.fronts() {
            if let Some(member) = self.member(front.member) {
                first.entry(member.workload.object().id()).or_insert(front);
            }
        }
        first
    }

    /// What comes in by a way in: what it leads to, as far as policies admit it. A controller is
    /// a pod of which nothing is known, and perhaps a node or an address outside; a client whose address is kept
    /// is anybody outside; one that is hidden behind a node is that node.
    #[must_use]
    pub fn admitted(&self, front: &Front<'_>) -> Reach {
        let program = self.program();
        // Every pair of ends: only what comes with the client's address asks for them.
        let from_client = front.keeps_client && !front.kind.has_controller();
        let rows = from_client.then(|| self.rows());
        let mut sets = program.sets();
        let class = self.class(front.member);
        let node = Class::any_node();
        let admitted = if front.kind.has_controller() {
            self.admitted_of_controller(class, &mut sets)
        } else if let Some(rows) = rows {
            rows.admitted_from_outside(program, class, &mut sets)
        } else {
            ask(program, &mut sets, Direction::Ingress, class, End::Imagined(&node), &mut ())
        };
        Reach::of(admitted, &sets).within(&front.ports)
    }

    fn class(&self, member: u32) -> u32 {
        self.member(member).map_or(u32::MAX, |member| member.class)
    }

    fn end(&self, peer: Peer) -> End<'_> {
        match peer {
            Peer::Workload(index) => End::Class(self.class(index)),
            Peer::Outside(range) => End::Address(range.start()),
        }
    }

    /// What is taken for granted where the input does not tell: a name, and one clause.
    #[must_use]
    pub fn assumptions(&self) -> Vec<(&'static str, String)> {
        assumptions::of(self.program(), self.options, self.reading)
    }

    /// Does some policy isolate `workload` in this direction, so that only named connections pass?
    #[must_use]
    pub fn isolated(&self, workload: Workload<'a>, direction: Direction) -> Known {
        questions::isolation::isolated(
            self.program(),
            self.cluster,
            self.options,
            workload,
            direction,
        )
    }

    /// As [`Self::isolated`], of the node of a pod that uses its network: policies for nodes count, too.
    #[must_use]
    pub fn node_isolated(&self, workload: Workload<'a>, direction: Direction) -> Known {
        questions::isolation::under_policy(
            self.program(),
            self.cluster,
            self.options,
            workload,
            direction,
        )
    }

    /// The first rule that allows something to a workload without naming a peer, or without naming a port.
    #[must_use]
    pub fn unnamed(&self) -> Option<Because> {
        questions::named::unnamed(self.program())
    }
}

#[cfg(test)]
mod tests;
