//! What policies ask of the addresses of clients.

use crate::engine::Because;
use crate::engine::network::policy::{Action, Blocks, Who};
use crate::engine::network::ports::{PortSet, SetId};
use crate::engine::network::selector::Tri;
use crate::engine::network::{Direction, Front, Network};

impl Network<'_> {
    /// The first rule that lets some addresses in by a way in, none of them of a node and not all there are.
    #[must_use]
    pub fn limits_by_address(&self, front: &Front<'_>) -> Option<Because> {
        let program = self.program();
        let government = program.government(Direction::Ingress, self.class(front.member))?;
        let policies = program.policies_under(government).map(|(_, policy)| policy);
        let sets = program.sets();
        let about = |fixed: SetId| fixed == SetId::ALL || meets(&sets.get(fixed), &front.ports);
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
                    let name = crate::engine::network::dialects::compile::named(policy.object);
                    let text = format!("{name} names the addresses of clients");
                    return Some(Because { place: item.place, text });
                }
            }
        }
        None
    }
}

fn meets(a: &PortSet, b: &PortSet) -> bool {
    !a.and(b).is_empty()
}

fn is_of_clients(blocks: &Blocks, nodes: &[crate::model::AddressRange]) -> bool {
    let is_everybody = blocks.ranges.iter().any(|range| range.prefix() == Some(0));
    !blocks.ranges.is_empty() && !is_everybody && blocks.hold_one_of(nodes) == Tri::No
}
