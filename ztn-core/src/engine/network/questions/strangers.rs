//! Pods that nobody has written yet.

use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::{Direction, Network, Reach};
use crate::model::{Address, Workload};

impl<'a> Network<'a> {
    /// What passes between a workload and a pod that the input does not hold: surely, whatever its labels
    /// and its namespace are; and what may pass, if they are such as a rule asks for.
    #[must_use]
    pub fn stranger(&self, member: u32, direction: Direction) -> Reach {
        self.between(self.class(member), direction, End::Imagined(&Class::any_pod()))
    }

    /// As [`Self::stranger`], of what a workload takes that may be one of several in a member, as the static pods of
    /// a node are.
    #[must_use]
    pub fn takes_from_stranger(&self, workload: Workload<'a>) -> Reach {
        self.takes(workload, End::Imagined(&Class::any_pod()))
    }

    /// What it takes from the pods of a member.
    #[must_use]
    pub fn takes_from_member(&self, workload: Workload<'a>, member: u32) -> Reach {
        self.takes(workload, End::Class(self.class(member)))
    }

    /// What it takes from an address that is of no pod.
    #[must_use]
    pub fn takes_from_address(&self, workload: Workload<'a>, from: Address) -> Reach {
        self.takes(workload, End::Address(from))
    }

    fn takes(&self, workload: Workload<'a>, end: End<'_>) -> Reach {
        let class = self.program().pods.class_of(workload);
        self.between(class, Direction::Ingress, end)
    }

    fn between(&self, class: u32, direction: Direction, end: End<'_>) -> Reach {
        let program = self.program();
        let mut sets = program.sets();
        let bounds = ask(program, &mut sets, direction, class, end, &mut ());
        Reach::of(bounds, &sets)
    }
}
