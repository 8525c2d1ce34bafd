//! What policies ask of the addresses of clients.

use crate::engine::Because;
use crate::engine::network::dialects::compile::named;
use crate::engine::network::policy::{Action, Blocks, Who};
use crate::engine::network::ports::{PortSet, SetId};
use crate::engine::network::selector::Tri;
use crate::engine::network::{Direction, Front, Network, Peer, Reach};
use crate::model::{Address, AddressRange};

/// Two addresses outside that nobody names alone: who lets both through means everybody.
pub(in crate::engine::network) const STRANGERS: [Address; 2] =
    [Address { v6: false, bits: 0x2d17_2b11 }, Address { v6: false, bits: 0xbe5a_2107 }];

impl Network<'_> {
    /// What comes, or may come, in by a way in, from whomever: where policies see the client's address, from a
    /// client whom none of them names alone.
    #[must_use]
    pub fn admitted_of_anybody(&self, front: &Front<'_>) -> PortSet {
        if !front.keeps_client {
            return self.admitted(front).may;
        }
        self.of_a_stranger(front).may.and(&front.ports)
    }

    /// What passes from somebody outside whom no policy names alone.
    fn of_a_stranger(&self, front: &Front<'_>) -> Reach {
        let client = Peer::Outside(AddressRange::one(STRANGERS[0]));
        self.reach(client, Peer::Workload(front.member))
    }

    /// The first rule that lets some addresses in by a way in, none of them of a node and not all there are, on a
    /// port that is not open to everybody anyway.
    #[must_use]
    pub fn limits_by_address(&self, front: &Front<'_>) -> Option<Because> {
        let program = self.program();
        let government = program.government(Direction::Ingress, self.class(front.member))?;
        let policies = program.policies_under(government).map(|(_, policy)| policy);
        // Before the sets are taken, which it takes, too.
        let limited = front.ports.minus(&self.of_a_stranger(front).must);
        let sets = program.sets();
        let about = |fixed: SetId| {
            fixed == SetId::ALL && !limited.is_empty() || !sets.get(fixed).and(&limited).is_empty()
        };
        for policy in policies.filter(|policy| policy.doubt.is_none()) {
            for rule in &policy.ingress.rules {
                if rule.action != Action::Allow || !about(rule.ports.fixed) {
                    continue;
                }
                let limit = rule.items().iter().find(|item| match &item.who {
                    Who::Blocks(blocks) => is_of_clients(blocks, &program.node_ranges.list),
                    _ => false,
                });
                if let Some(item) = limit {
                    let text = format!("{} names the addresses of clients", named(policy.object));
                    return Some(Because { place: item.place, text });
                }
            }
        }
        None
    }
}

fn is_of_clients(blocks: &Blocks, nodes: &[AddressRange]) -> bool {
    let is_everybody = blocks.ranges.iter().any(|range| range.prefix() == Some(0));
    !blocks.ranges.is_empty() && !is_everybody && blocks.hold_one_of(nodes) == Tri::No
}
