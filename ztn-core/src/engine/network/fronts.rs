//! Ways in from outside: what leads to which ports of which workloads.

use super::pods::{Member, Reading};
use super::ports::{PortSet, Ports, Protocol};
use super::settings::DirectReturn;
use super::targets::service_targets;
use crate::engine::by_label::ByLabel;
use crate::model::gateway::{BackendRef, ParentRef, ReferenceGrant, route};
use crate::model::ingress::{Ingress, IngressBackend};
use crate::model::openshift::Route;
use crate::model::service::{Service, ServicePort, ServiceSpec};
use crate::model::{Cluster, IntOrStr, Kind, Object, Place};
use crate::parse::Node;

/// What a way in is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrontKind {
    /// An Ingress: a controller in the cluster takes the connections.
    Ingress,
    /// A Route of OpenShift, likewise.
    Route,
    /// A route of the Gateway API, likewise.
    Gateway,
    /// A Service with a load balancer.
    LoadBalancer,
    /// A port of every node.
    NodePort,
    /// Addresses that the nodes take as their own.
    ExternalIps,
    /// A port of the node that a pod runs on.
    HostPort,
}

impl FrontKind {
    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Route => "route",
            Self::Gateway => "gateway",
            Self::LoadBalancer => "load-balancer",
            Self::NodePort => "node-port",
            Self::ExternalIps => "external-ips",
            Self::HostPort => "host-port",
        }
    }

    /// Does a program of the cluster take the connections, and open others to the workload?
    #[must_use]
    pub const fn has_controller(self) -> bool {
        matches!(self, Self::Ingress | Self::Route | Self::Gateway)
    }
}

/// A way in: to some ports of a workload.
#[derive(Clone)]
pub struct Front<'a> {
    /// What it is made of.
    pub kind: FrontKind,
    /// The object that makes it.
    pub object: Object<'a>,
    /// Where it is written.
    pub place: Place,
    /// The workload it leads to: its index among [`super::Network::members`].
    pub member: u32,
    /// The workload's own ports.
    pub ports: PortSet,
    /// Do policies see the address of the client, rather than one of a node?
    pub keeps_client: bool,
}

impl<'a> Front<'a> {
    /// Does it take connections from everybody, as far as its own object says?
    #[must_use]
    pub fn is_open(&self) -> bool {
        let service = self.object.view::<Service<'a>>();
        self.kind != FrontKind::LoadBalancer
            || service.and_then(Service::open_load_balancer).is_some()
    }

    /// The node where it is written.
    #[must_use]
    pub fn node(&self) -> Node<'a> {
        let document = self.object.node().document();
        self.place.node.map_or(self.object.node(), |id| document.node(id))
    }
}

/// Every way in, in the order of the input.
pub(super) fn of<'a>(
    cluster: &'a Cluster,
    members: &[Member<'a>],
    reading: Reading,
) -> Vec<Front<'a>> {
    let mut by_label = ByLabel::new();
    for (member, index) in members.iter().zip(0..) {
        by_label.add(member.workload, index);
    }
    let direct_return = DirectReturn::of(cluster);
    let mut fronts =
        Fronts { cluster, members, reading, direct_return, by_label, found: Vec::new() };
    for (object, service) in cluster.all::<Service<'_>>() {
        if let Some(spec) = service.spec().get() {
            fronts.of_service(object, spec);
        }
    }
    for (object, ingress) in cluster.all::<Ingress<'_>>() {
        fronts.of_ingress(object, ingress);
    }
    for (object, route) in cluster.all::<Route<'_>>() {
        fronts.of_openshift(object, route);
    }
    let routes = [Kind::HttpRoute, Kind::GrpcRoute, Kind::TlsRoute, Kind::TcpRoute, Kind::UdpRoute];
    for object in cluster.of_kinds(routes) {
        fronts.of_gateway(object);
    }
    fronts.of_host_ports();
    fronts.found
}

struct Fronts<'m, 'a> {
    cluster: &'a Cluster,
    members: &'m [Member<'a>],
    reading: Reading,
    direct_return: DirectReturn,
    by_label: ByLabel<'a, u32>,
    found: Vec<Front<'a>>,
}

/// Which of a Service's ports something leads to.
#[derive(Clone, Copy)]
enum Which<'a> {
    All,
    Number(i64),
    Named(&'a str),
    /// By the port of the pods, as Routes name it.
    Target(i64),
    /// By either number.
    Either(i64),
}

impl Which<'_> {
    fn is(self, port: ServicePort<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Number(number) => port.port().get() == Some(number),
            Self::Either(number) => Self::Number(number).is(port) || Self::Target(number).is(port),
            Self::Named(name) => {
                port.name().is(name) || port.target_port().get() == Some(IntOrStr::Str(name))
            }
            Self::Target(number) => match port.target_port().get() {
                Some(target) => target == IntOrStr::Int(number),
                None => port.port().get() == Some(number),
            },
        }
    }
}

impl<'a> Fronts<'_, 'a> {
    /// The members behind a Service. Without a selector somebody else writes the endpoints.
    fn behind(&self, namespace: &'a str, spec: ServiceSpec<'a>) -> Vec<u32> {
        let selects = |index: &u32| {
            let member = self.members.get(*index as usize);
            member.is_some_and(|member| spec.selects(&member.workload.pod_labels()))
        };
        let first = spec.first_label().into_iter();
        first.flat_map(|label| self.by_label.with(namespace, label)).filter(selects).collect()
    }

    /// Adds what leads to ports of a Service.
    fn lead(
        &mut self,
        kind: FrontKind,
        object: Object<'a>,
        place: Place,
        to: (&'a str, &'a str),
        which: Which<'_>,
    ) {
        let (namespace, name) = to;
        for service in self.cluster.named(Kind::Service, namespace, name) {
            let spec = service.view::<Service<'_>>().and_then(|service| service.spec().get());
            if let Some(spec) = spec {
                self.lead_to(kind, object, place, (namespace, spec), which, false);
            }
        }
    }

    fn lead_to(
        &mut self,
        kind: FrontKind,
        object: Object<'a>,
        place: Place,
        (namespace, spec): (&'a str, ServiceSpec<'a>),
        which: Which<'_>,
        keeps_client: bool,
    ) {
        for member in self.behind(namespace, spec) {
            let Some(workload) = self.members.get(member as usize).map(|one| one.workload) else {
                continue;
            };
            let targets = spec.ports().iter().filter(|port| which.is(*port));
            let ports = PortSet::of(targets.flat_map(|port| service_targets(workload, port)));
            if !ports.is_empty() {
                self.found.push(Front { kind, object, place, member, ports, keeps_client });
            }
        }
    }

    fn of_service(&mut self, object: Object<'a>, spec: ServiceSpec<'a>) {
        let namespace = object.namespace().unwrap_or_default();
        let keeps =
            spec.external_traffic_policy().is("Local") || self.direct_return.keeps_clients(spec);
        let kind = match spec.type_().or("ClusterIP") {
            "LoadBalancer" => Some(FrontKind::LoadBalancer),
            "NodePort" => Some(FrontKind::NodePort),
            _ => None,
        };
        let to = (namespace, spec);
        if let Some(kind) = kind {
            self.lead_to(kind, object, Place::of(object, spec.type_()), to, Which::All, keeps);
        }
        if !spec.external_ips().is_empty() {
            let place = Place::of(object, spec.external_ips());
            self.lead_to(FrontKind::ExternalIps, object, place, to, Which::All, keeps);
        }
    }

    fn of_ingress(&mut self, object: Object<'a>, ingress: Ingress<'a>) {
        let Some(spec) = ingress.spec().get() else {
            return;
        };
        let rules = spec.rules().iter().filter_map(|rule| rule.http().get());
        let paths = rules.flat_map(|http| http.paths().iter());
        let backends: Vec<IngressBackend<'a>> = paths
            .filter_map(|path| path.backend().get())
            .chain(spec.default_backend().get())
            .collect();
        let namespace = object.namespace().unwrap_or_default();
        for service in backends.into_iter().filter_map(|backend| backend.service().get()) {
            let port = service.port();
            let which = match port.get().map(|port| (port.number().get(), port.name().get())) {
                Some((Some(number), _)) if self.reading.backends_by_target => Which::Either(number),
                Some((Some(number), _)) => Which::Number(number),
                Some((None, Some(name))) => Which::Named(name),
                _ => continue,
            };
            let place = Place::of(object, service.node());
            let to = (namespace, service.name().or(""));
            self.lead(FrontKind::Ingress, object, place, to, which);
        }
    }

    fn of_openshift(&mut self, object: Object<'a>, route: Route<'a>) {
        let Some(spec) = route.spec().get() else {
            return;
        };
        let which = match spec.port().then(|port| port.target_port()).get() {
            None => Which::All,
            Some(IntOrStr::Int(number)) => Which::Target(number),
            Some(IntOrStr::Str(name)) => Which::Named(name),
        };
        let namespace = object.namespace().unwrap_or_default();
        let targets = spec.to().get().into_iter().chain(spec.alternate_backends().iter());
        for target in targets.filter(|target| target.kind().or("Service") == "Service") {
            let place = Place::of(object, target.name());
            self.lead(FrontKind::Route, object, place, (namespace, target.name().or("")), which);
        }
    }

    fn of_gateway(&mut self, object: Object<'a>) {
        let Some(spec) = route(object) else {
            return;
        };
        // A mesh takes Services as parents: nothing comes in from outside.
        let has_gateway = |parent: ParentRef<'_>| parent.kind().or("Gateway") == "Gateway";
        if !spec.parent_refs().iter().any(has_gateway) {
            return;
        }
        let here = object.namespace().unwrap_or_default();
        for backend in spec.rules().iter().flat_map(|rule| rule.backend_refs().iter()) {
            let is_service =
                backend.kind().or("Service") == "Service" && backend.group().or("").is_empty();
            let namespace = backend.namespace().or(here);
            if !is_service
                || backend.weight().get() == Some(0)
                || (namespace != here && !self.grants(object, namespace, backend))
            {
                continue;
            }
            let Some(port) = backend.port().get() else {
                continue;
            };
            let place = Place::of(object, backend.name());
            let to = (namespace, backend.name().or(""));
            self.lead(FrontKind::Gateway, object, place, to, Which::Number(port));
        }
    }

    /// Does a ReferenceGrant of the other namespace let the route lead there?
    fn grants(&self, route: Object<'a>, namespace: &str, backend: BackendRef<'a>) -> bool {
        let here = route.namespace().unwrap_or_default();
        let kind = route.kind().name();
        self.cluster.all::<ReferenceGrant<'_>>().any(|(object, grant)| {
            let Some(spec) = grant.spec().get().filter(|_| object.namespace() == Some(namespace))
            else {
                return false;
            };
            let from = spec.from().iter().any(|from| {
                from.kind().is(kind)
                    && from.namespace().is(here)
                    && from.group().is("gateway.networking.k8s.io")
            });
            let to = spec.to().iter().any(|to| {
                to.kind().is("Service")
                    && to.name().get().is_none_or(|name| backend.name().is(name))
            });
            from && to
        })
    }

    fn of_host_ports(&mut self) {
        for (member, index) in self.members.iter().zip(0..) {
            let object = member.workload.object();
            if member.workload.host_network().is_true() {
                continue;
            }
            for (_, container) in member.workload.containers() {
                let open = container.ports().iter().filter(|port| port.host_port().or(0) > 0);
                for port in open {
                    let protocol = Protocol::from_name(port.protocol().or("TCP"));
                    let number = port.container_port().get().and_then(|n| u16::try_from(n).ok());
                    let ports = protocol.zip(number).map(|(of, number)| Ports::one(of, number));
                    self.found.push(Front {
                        kind: FrontKind::HostPort,
                        object,
                        place: Place::of(object, port.host_port()),
                        member: index,
                        ports: PortSet::of(ports),
                        keeps_client: true,
                    });
                }
            }
        }
    }
}
