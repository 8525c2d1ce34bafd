//! `etcd-reachable-by-workloads`

use crate::engine::etcd_reach::{self, Guard};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-reachable-by-workloads",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdReach],
    severity: Severity::High,
    summary: "policies for nodes leave the ports of etcd open to pods",
    why: "etcd holds every object of the cluster: one leaked certificate, or one flaw, and any pod \
          reads them all. The policies are there, and do not close this.",
    remedy: "Allow ports 2379 and 2380 to nodes of the control plane alone, and take them out of \
             the ports that Calico keeps open (`failsafeInboundHostPorts`).",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd, Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("1"), Ref::nist("2"), Ref::attack("T1046")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane, Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let network = facts.network();
    for (_, etcd) in etcd_reach::of_control_plane(facts.control_plane()) {
        let object = etcd.object();
        let (who, port, witness) = match etcd_reach::guard(network, etcd) {
            Guard::Open(port, witness) => ("every pod".to_owned(), port, witness),
            Guard::OpenTo(index, port, witness) => {
                let name = network.member(index).map_or("?", |member| member.name);
                (format!("`{name}`"), port, witness)
            }
            Guard::Closed(_) | Guard::Unknown(_) => continue,
        };
        let message = format!(
            "the policies for the node of `{}` let {who} connect to port {port}",
            object.name()
        );
        out.report(object, object.name_node(), message).because(&witness);
    }
}
