//! `dangling-route`

use crate::engine::references::{Dangling, backends};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "dangling-route",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a route from outside leads to a Service that is not there",
    why: "Whoever may make a Service of that name answers for the host name, with its certificate, \
          to everybody who comes in.",
    remedy: "Write the name and the port of a Service that is there, or delete the route.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Services],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::attack("T1584"),
        Ref::kube_linter("dangling-ingress"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

/// What leads to Services from outside.
const ROUTES: [Kind; 6] = [
    Kind::Ingress,
    Kind::HttpRoute,
    Kind::GrpcRoute,
    Kind::TlsRoute,
    Kind::TcpRoute,
    Kind::UdpRoute,
];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    for object in facts.cluster.of_kinds(ROUTES) {
        for backend in backends(object) {
            let (name, service) = (object.name(), backend.service.unwrap_or_default());
            let message = match facts.references().dangling(&backend) {
                None => continue,
                Some(Dangling::Nothing) => format!("a path of `{name}` leads to no Service"),
                Some(Dangling::Service) => {
                    format!("`{name}` leads to Service `{service}`, which is not there")
                }
                Some(Dangling::Port) => {
                    format!("`{name}` leads to a port that Service `{service}` has not")
                }
            };
            out.report(object, backend.node, message);
        }
    }
}
