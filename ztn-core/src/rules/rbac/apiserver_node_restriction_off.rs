//! `apiserver-node-restriction-off`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-node-restriction-off",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "kubelets may change other nodes and their pods",
    why: "A kubelet then writes the labels, taints and pods of any node: whoever owns one node \
          draws workloads with their Secrets to it.",
    remedy: "Add `NodeRestriction` to `--enable-admission-plugins`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    refs: &[
        Ref::cis("1.2.14"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0127"),
        Ref::checkov("CKV_K8S_85"),
        Ref::trivy("KCV-0016"),
        Ref::kube_bench("1.2.14"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let plugin = plane.admission_plugin(server, "NodeRestriction");
        if !plugin.is(&false) {
            continue;
        }
        let message = if plugin.is_explicit() {
            "the API server does not enable the admission plugin `NodeRestriction`"
        } else {
            "the API server is started without `--enable-admission-plugins`, so `NodeRestriction` is off"
        };
        let (object, place) = server.place(&plugin);
        out.report(object, place, message.to_owned());
    }
}
