//! Who is meant to come in: by Services, Ingresses and routes, to be scraped, and to look names up.

use super::resolve::by_object;
use super::{Connection, Declared, DeclaredEnd};
use crate::engine::Because;
use crate::engine::network::{Network, PortSet, Ports, Protocol, service_targets};
use crate::engine::references::References;
use crate::model::Place;

/// The annotations by which Prometheus is told what to scrape.
const SCRAPE: &str = "prometheus.io/scrape";
const SCRAPE_PORT: &str = "prometheus.io/port";

pub(super) fn of(network: &Network<'_>, references: &References<'_>, declared: &mut Declared) {
    for front in network.fronts() {
        let by_controller = front.kind.has_controller();
        let object = front.object;
        let text = format!("{} `{}` leads to it", object.type_meta().kind, object.name());
        declared.connections.push(Connection {
            src: if by_controller { DeclaredEnd::AnyPod } else { DeclaredEnd::Anybody },
            dst: DeclaredEnd::Workload(front.member),
            ports: front.ports.clone(),
            because: Because { place: front.place, text },
        });
    }
    for (member, index) in network.members().iter().zip(0..) {
        let workload = member.workload;
        if !workload.annotation(SCRAPE).is("true") {
            continue;
        }
        let port = workload.annotation(SCRAPE_PORT);
        if let Some(number) = port.get().and_then(|port| port.parse().ok()) {
            declared.connections.push(Connection {
                src: DeclaredEnd::AnyPod,
                dst: DeclaredEnd::Workload(index),
                ports: PortSet::of([Ports::one(Protocol::Tcp, number)]),
                because: Because {
                    place: Place::of(workload.object(), port),
                    text: format!("`{SCRAPE}` asks to be scraped"),
                },
            });
        }
    }
    of_dns(network, references, declared);
}

/// Everybody looks names up at the cluster's DNS.
fn of_dns(network: &Network<'_>, references: &References<'_>, declared: &mut Declared) {
    let members = by_object(network);
    let services = references.services("kube-system");
    for (object, spec) in services.filter(|(object, _)| object.name() == "kube-dns") {
        for workload in references.behind("kube-system", spec) {
            let targets = spec.ports().iter().filter(|port| port.port().get() == Some(53));
            let ports = PortSet::of(targets.flat_map(|port| service_targets(workload, port)));
            for &dst in members.get(&workload.object().id()).into_iter().flatten() {
                declared.connections.push(Connection {
                    src: DeclaredEnd::AnyPod,
                    dst: DeclaredEnd::Workload(dst),
                    ports: ports.clone(),
                    because: Because {
                        place: Place::of(object, object.name_node()),
                        text: "it is the cluster's DNS".to_owned(),
                    },
                });
            }
        }
    }
}
