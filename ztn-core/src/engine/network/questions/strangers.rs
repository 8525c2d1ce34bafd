//! Pods that nobody has written yet.

use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::{Direction, Network, Reach};

impl Network<'_> {
    /// What passes between a workload and a pod that the input does not hold: surely, whatever its labels
    /// and its namespace are; and what may pass, if they are such as a rule asks for.
    #[must_use]
    pub fn stranger(&self, member: u32, direction: Direction) -> Reach {
        let program = self.program();
        let mut sets = program.sets();
        let anybody = Class::any_pod();
        let end = End::Imagined(&anybody);
        let bounds = ask(program, &mut sets, direction, self.class(member), end, &mut ());
        Reach::of(bounds, &sets)
    }
}
