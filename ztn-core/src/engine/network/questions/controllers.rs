//! What comes in by ingress controllers and gateways, which may be pods, programs of the nodes' network, or load
//! balancers of a cloud.

use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::Class;
use crate::engine::network::policy::Action;
use crate::engine::network::ports::{Bounds, SetId, Sets};
use crate::engine::network::{Direction, Front, Network};
use crate::model::container::Container;
use crate::model::outside_controller::OutsideControllers;

/// The images of ingress controllers, by the ends of their paths.
const IMAGES: [&str; 9] = [
    "haproxy-ingress",
    "haproxytech/kubernetes-ingress",
    "ingress-nginx/controller",
    "kong",
    "kubernetes-ingress-controller",
    "nginx-ingress",
    "nginx-ingress-controller",
    "nginx/nginx-ingress",
    "traefik",
];

impl<'a> Network<'a> {
    /// What a controller may open to a class. Some pod of which nothing is known surely may what it may; others
    /// come from addresses, and nobody says which.
    pub(in crate::engine::network) fn admitted_of_controller(
        &self,
        class: u32,
        sets: &mut Sets,
    ) -> Bounds {
        let program = self.program();
        let ingress = Direction::Ingress;
        let open = !self.reading.closed_namespaces;
        let controller = Class { open, is_controller: true, ..Class::default() };
        let as_pod = ask(program, sets, ingress, class, End::Imagined(&controller), &mut ());
        if !open {
            return as_pod;
        }
        let node = Class::any_node();
        let on_node = ask(program, sets, ingress, class, End::Imagined(&node), &mut ());
        let mut may = sets.or(as_pod.may, on_node.may);
        let government = program.government(ingress, class);
        let policies = government.into_iter().flat_map(|of| program.policies_under(of));
        let rules = policies.flat_map(|(_, policy)| &policy.ingress.rules);
        for rule in rules.filter(|rule| rule.action == Action::Allow && rule.is_about_outside()) {
            let ports = if rule.ports.has_names() { SetId::ALL } else { rule.ports.fixed };
            may = sets.or(may, ports);
        }
        Bounds { must: as_pod.must, may }
    }

    /// Which controllers connect from addresses rather than as pods.
    #[must_use]
    pub fn controllers(&self) -> Controllers<'a> {
        let mut workloads = self.members().iter().map(|member| member.workload);
        let on_nodes = workloads.any(|workload| {
            let is_one =
                |container: Container<'_>| IMAGES.iter().any(|path| container.is_image_of(path));
            workload.host_network().is_true()
                && workload.containers().any(|(_, container)| is_one(container))
        });
        Controllers { outside: OutsideControllers::of(self.cluster), on_nodes }
    }
}

/// Who takes connections for Ingresses and routes.
pub struct Controllers<'a> {
    outside: OutsideControllers<'a>,
    /// Does one of the input have the network of its node?
    on_nodes: bool,
}

impl<'a> Controllers<'a> {
    /// Do connections by this way in come from addresses, or may they: from a load balancer of a cloud, or from
    /// nodes?
    #[must_use]
    pub fn connect_from_addresses(&self, front: &Front<'a>) -> bool {
        self.on_nodes || self.outside.serve(front.object)
    }
}
