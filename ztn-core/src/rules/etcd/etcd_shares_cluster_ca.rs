//! `etcd-shares-cluster-ca`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-shares-cluster-ca",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdReach],
    severity: Severity::High,
    summary: "etcd takes every client certificate of the cluster",
    why: "The authority that signs certificates of users and nodes is the one etcd trusts: whoever \
          has any of them reads and writes every object, past the API server and its log.",
    remedy: "Give etcd an authority of its own, and name it in `--trusted-ca-file`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd, Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("2.7"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0159"),
        Ref::kube_bench("2.7"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for etcd in plane.servers(Component::Etcd) {
        let trusted = etcd.flag("trusted-ca-file");
        let Some(path) = trusted.value().filter(|path| !path.is_empty()) else {
            continue;
        };
        let shared = plane
            .servers(Component::ApiServer)
            .find(|server| server.flag("client-ca-file").value() == Some(path));
        if let Some(server) = shared {
            let message =
                format!("etcd trusts `{path}`, which signs the clients of the API server");
            out.report(etcd.object, etcd.spot("trusted-ca-file"), message).label(
                server.object,
                server.spot("client-ca-file"),
                "the same authority",
            );
        }
    }
}
