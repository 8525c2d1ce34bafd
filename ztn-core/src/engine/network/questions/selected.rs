//! Whom a policy surely selects.

use crate::engine::network::Network;
use crate::engine::network::policy::Policy;
use crate::engine::network::selector::Tri;
use crate::model::{Object, Place, Workload};

/// A policy that relies on another, and somebody it selects.
pub struct Reliance<'a> {
    /// The policy.
    pub object: Object<'a>,
    /// Where it relies on another.
    pub place: Place,
    /// One of the workloads it selects.
    pub workload: Workload<'a>,
}

impl<'a> Network<'a> {
    /// The classes of pods that it surely selects.
    pub(in crate::engine::network) fn surely_selected(
        &self,
        policy: &Policy<'a>,
    ) -> impl Iterator<Item = u32> {
        let chosen = policy.subject.expr().and_then(|expr| self.program().choices.pods(expr));
        chosen.into_iter().flat_map(|chosen| {
            chosen.classes.iter().copied().filter(|class| chosen.has(*class) == Tri::Yes)
        })
    }

    /// The first workload of a class.
    pub(in crate::engine::network) fn workload_of(&self, class: u32) -> Option<Workload<'a>> {
        let program = self.program();
        let member = program.pods.of_class.get(class as usize)?.first()?;
        Some(program.pods.members.get(*member as usize)?.workload)
    }
}
