//! `etcd-exposed-by-service`

use crate::engine::etcd_reach;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-exposed-by-service",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdReach],
    severity: Severity::Medium,
    summary: "a Service leads to the etcd of the control plane",
    why: "The API servers know etcd by its address: a name and an address of the Service are for \
          somebody else, who comes past the API server, its authorization and its log.",
    remedy: "Delete the Service, or leave it the port of the metrics alone, 2381.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("1"), Ref::attack("T1133")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for leads in etcd_reach::services(facts.control_plane(), facts.references()) {
        let (service, port) = (leads.service, leads.port);
        let message = format!("`{}` leads to port {port} of the cluster's etcd", service.name());
        let finding = out.report(service, service.name_node(), message).label(
            leads.etcd,
            leads.etcd.name_node(),
            "it runs etcd",
        );
        if leads.is_outside {
            finding.severity(Severity::Critical, "it can be reached from outside the cluster");
        }
    }
}
