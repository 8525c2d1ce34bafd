//! Policies of every dialect, in the one form that is evaluated.

use super::Direction;
use super::ports::{Protocol, SetId};
use super::selector::{Sym, Tri};
use crate::model::{Address, AddressRange, Object, Place};

/// The number of a selector; equal selectors have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ExprId(pub(super) u32);

/// What a rule does with the traffic it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Action {
    Allow,
    Deny,
    /// Leaves it to the next tier.
    Pass,
}

/// Policies that are evaluated together; tiers follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tier {
    /// Its name, for people.
    pub(super) name: String,
    pub(super) decides: Decides,
}

/// How a tier comes to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decides {
    /// What any rule allows is allowed and what any denies is denied, denial first. A pod that a policy
    /// isolates gets nothing else.
    Together,
    /// The first rule that matches decides; traffic that none matches goes on to the next tier.
    InOrder,
    /// The same, but traffic that none matches is denied to pods that some policy of the tier is for.
    InOrderOrDeny,
}

/// A policy.
pub(super) struct Policy<'a> {
    pub(super) object: Object<'a>,
    /// The one namespace whose pods it may be for; none where it may be for those of any.
    pub(super) over: Option<&'a str>,
    /// The number of its tier.
    pub(super) tier: u32,
    /// Its place in the tier; equal places leave the order open.
    pub(super) order: u32,
    pub(super) subject: Subject,
    /// Where it says whom it is for.
    pub(super) place: Place,
    /// Why it may have no effect at all: the API server refuses it, or it is given twice.
    pub(super) doubt: Option<String>,
    pub(super) ingress: Side,
    pub(super) egress: Side,
}

/// Whom a policy is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Pods(ExprId),
    /// The nodes themselves, and so the pods of their network.
    Nodes(ExprId),
    /// The nodes of these host endpoints of Calico's, and so the pods of their network.
    Hosts(Vec<(u32, Tri)>),
}

/// One direction of a policy.
#[derive(Default)]
pub(super) struct Side {
    /// Does it speak of this direction?
    pub(super) applies: bool,
    /// Is what nothing allows denied to whom it is for?
    pub(super) isolates: bool,
    pub(super) rules: Vec<Rule>,
}

/// A rule.
pub(super) struct Rule {
    pub(super) action: Action,
    /// Which of the policy's subjects it is for, where not for all.
    pub(super) only: Option<ExprId>,
    pub(super) peers: Peers,
    pub(super) ports: RulePorts,
    pub(super) place: Place,
    /// Its place in the list where it is written; the first is 1.
    pub(super) number: u32,
    /// What it asks beside addresses and ports, in words: it allows less than it seems to.
    pub(super) narrowed: Option<&'static str>,
}

/// The other ends a rule is about.
pub(super) enum Peers {
    Everyone,
    AnyOf(Vec<Peer>),
}

/// One item of a rule's list of peers.
pub(super) struct Peer {
    pub(super) who: Who,
    pub(super) place: Place,
}

/// Whom an item stands for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Who {
    Pods(ExprId),
    /// Pods of these addresses.
    PodsIn(ExprId, Blocks),
    Nodes(ExprId),
    /// The nodes of these host endpoints of Calico's.
    Hosts(Vec<(u32, Tri)>),
    Blocks(Blocks),
    Group(Group),
}

/// Addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Blocks {
    pub(super) ranges: Vec<AddressRange>,
    pub(super) except: Vec<AddressRange>,
    /// Do they stand for pods with such an address, too?
    pub(super) hold_pods: bool,
    /// Do they stand for nodes with such an address?
    pub(super) hold_nodes: bool,
}

/// Everybody of a sort, or perhaps some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group {
    pub(super) pods: Tri,
    pub(super) nodes: Tri,
    pub(super) outside_v4: Tri,
    pub(super) outside_v6: Tri,
    /// Programs that take connections from outside on behalf of others.
    pub(super) controllers: Tri,
}

/// The ports a rule is about.
#[derive(Clone, Debug)]
pub(super) struct RulePorts {
    pub(super) fixed: SetId,
    pub(super) named: Vec<NamedPort>,
    /// Those that are left out.
    pub(super) except: SetId,
    pub(super) except_named: Vec<NamedPort>,
}

/// A port by the name that containers give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NamedPort {
    pub(super) name: Sym,
    /// Of this protocol alone.
    pub(super) protocol: Option<Protocol>,
}

impl Policy<'_> {
    pub(super) fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The rules of both directions.
    pub(super) fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.ingress.rules.iter().chain(&self.egress.rules)
    }

    /// Is it the same for all pods it selects, whatever else is known of them?
    pub(super) fn sees_subjects_alike(&self, direction: Direction) -> bool {
        self.side(direction).rules.iter().all(|rule| {
            let named = direction == Direction::Ingress && rule.ports.has_names();
            rule.only.is_none() && !named
        })
    }
}

impl Rule {
    /// One that asks for nothing else, is for all subjects, and is alone.
    pub(super) fn of(action: Action, peers: Peers, ports: RulePorts, place: Place) -> Self {
        Self { action, only: None, peers, ports, place, number: 1, narrowed: None }
    }

    /// Is it about nobody at all?
    pub(super) fn names_nobody(&self) -> bool {
        matches!(&self.peers, Peers::AnyOf(items) if items.is_empty())
    }

    pub(super) fn items(&self) -> &[Peer] {
        match &self.peers {
            Peers::Everyone => &[],
            Peers::AnyOf(items) => items,
        }
    }

    /// Is it, or may it be, about addresses outside?
    pub(super) fn is_about_outside(&self) -> bool {
        let may_be = |who: &Who| match who {
            Who::Blocks(_) => true,
            Who::Group(group) => group.outside_v4.max(group.outside_v6) != Tri::No,
            Who::Pods(_) | Who::PodsIn(..) | Who::Nodes(_) | Who::Hosts(_) => false,
        };
        match &self.peers {
            Peers::Everyone => true,
            Peers::AnyOf(items) => items.iter().any(|item| may_be(&item.who)),
        }
    }
}

impl RulePorts {
    /// Every port of every protocol.
    pub(super) const ALL: Self = Self::fixed(SetId::ALL);

    pub(super) const fn fixed(fixed: SetId) -> Self {
        Self { fixed, named: Vec::new(), except: SetId::NONE, except_named: Vec::new() }
    }

    pub(super) fn has_names(&self) -> bool {
        !self.named.is_empty() || !self.except_named.is_empty()
    }
}

impl Group {
    /// Everybody outside the cluster.
    pub(super) const OUTSIDE: Self = Self {
        pods: Tri::No,
        nodes: Tri::No,
        outside_v4: Tri::Yes,
        outside_v6: Tri::Yes,
        controllers: Tri::No,
    };
    /// Some of those outside.
    pub(super) const SOME_OUTSIDE: Self =
        Self { outside_v4: Tri::Maybe, outside_v6: Tri::Maybe, ..Self::OUTSIDE };
}

/// Addresses that no pod and no node has: link-local ones, among them the metadata service, loopback,
/// multicast.
const NEVER_OF_PODS: [AddressRange; 6] = [
    AddressRange { v6: false, first: 0xa9fe_0000, last: 0xa9fe_ffff },
    AddressRange { v6: false, first: 0x7f00_0000, last: 0x7fff_ffff },
    AddressRange { v6: false, first: 0xe000_0000, last: 0xefff_ffff },
    AddressRange { v6: true, first: 0xfe80 << 112, last: (0xfec0 << 112) - 1 },
    AddressRange { v6: true, first: 1, last: 1 },
    AddressRange { v6: true, first: 0xff00 << 112, last: u128::MAX },
];

impl Blocks {
    /// Every address, of nodes and outside.
    pub(super) fn every() -> Self {
        let ranges = vec![AddressRange::V4, AddressRange::V6];
        Self { ranges, except: Vec::new(), hold_pods: false, hold_nodes: true }
    }

    pub(super) fn hold(&self, address: Address) -> bool {
        self.ranges.iter().any(|range| range.holds(address))
            && !self.except.iter().any(|range| range.holds(address))
    }

    /// Do they hold an address that lies somewhere in `known`?
    pub(super) fn hold_one_of(&self, known: &[AddressRange]) -> Tri {
        let each = known.iter().map(|&within| {
            let inside = self.ranges.iter().any(|range| range.covers(within));
            let meets = |range: &AddressRange| {
                range.meets(within) && !NEVER_OF_PODS.iter().any(|never| never.covers(*range))
            };
            if inside && !self.except.iter().any(meets) {
                Tri::Yes
            } else if !self.ranges.iter().any(meets)
                || self.except.iter().any(|range| range.covers(within))
            {
                Tri::No
            } else {
                Tri::Maybe
            }
        });
        let each: Vec<Tri> = each.collect();
        match (each.iter().min(), each.iter().max()) {
            (Some(least), Some(most)) if least == most => *least,
            (Some(_), _) => Tri::Maybe,
            (None, _) => Tri::No,
        }
    }

    /// The first address of each stretch that is in or out as a whole.
    pub(super) fn cuts(&self) -> impl Iterator<Item = Address> {
        self.ranges
            .iter()
            .chain(&self.except)
            .flat_map(|range| [Some(range.start()), range.after()].into_iter().flatten())
    }
}
