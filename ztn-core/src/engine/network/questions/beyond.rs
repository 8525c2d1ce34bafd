//! What a workload may open to what is no pod: nodes, and addresses outside.

use crate::engine::network::Direction;
use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::ports::{PortSet, Ports, Protocol};
use crate::engine::network::{Network, Reach};
use crate::model::{Address, Workload};

impl<'a> Network<'a> {
    /// May a workload open a connection to a node or to any address outside? On this port of TCP, where one is
    /// given.
    #[must_use]
    pub fn may_leave_pods(&self, workload: Workload<'a>, port: Option<u16>) -> bool {
        let program = self.program();
        if self.is_free(workload) {
            return true;
        }
        let wanted = match port {
            Some(port) => PortSet::of([Ports::one(Protocol::Tcp, port)]),
            None => PortSet::of([Ports::every(Protocol::Tcp)]),
        };
        let rows = self.rows();
        let mut sets = program.sets();
        let class = program.pods.class_of(workload);
        let node = Class::any_node();
        let to_node =
            ask(program, &mut sets, Direction::Egress, class, End::Imagined(&node), &mut ());
        let outside = rows.let_out(program, class, &mut sets);
        let any = to_node.or(outside, &mut sets);
        !Reach::of(any, &sets).may.and(&wanted).is_empty()
    }

    /// May a workload open a connection to this address outside, on this port of TCP?
    #[must_use]
    pub fn may_reach_address(&self, workload: Workload<'a>, to: Address, port: u16) -> bool {
        let program = self.program();
        if self.is_free(workload) {
            return true;
        }
        let mut sets = program.sets();
        let class = program.pods.class_of(workload);
        let out = ask(program, &mut sets, Direction::Egress, class, End::Address(to), &mut ());
        Reach::of(out, &sets).may.holds(Protocol::Tcp, port)
    }

    /// Is it known of no policy that it has effect on the workload?
    fn is_free(&self, workload: Workload<'a>) -> bool {
        workload.host_network().is_true()
            || !self.is_enforced()
            || self.program().unsettled.is_some()
    }
}
