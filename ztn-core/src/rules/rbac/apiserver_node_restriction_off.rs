//! `apiserver-node-restriction-off`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
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
    fixes: &[Safety::Unsafe],
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

const PLUGIN: &str = "NodeRestriction";
const DISABLE: &str = "disable-admission-plugins";

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let plugin = plane.admission_plugin(server, PLUGIN);
        if !plugin.is(&false) {
            continue;
        }
        let message = if plugin.is_explicit() {
            "the API server does not enable the admission plugin `NodeRestriction`"
        } else {
            "the API server is started without `--enable-admission-plugins`, so `NodeRestriction` is off"
        };
        let (object, place) = server.place(&plugin);
        let is_refused =
            server.list_flag(DISABLE).value().is_some_and(|list| list.contains(&PLUGIN));
        let draft = Draft::risky(object, format!("enable `{PLUGIN}`"));
        let fix = match is_refused {
            true => draft.change_list_flag(server, DISABLE, &[PLUGIN], &[]),
            false => draft.change_list_flag(server, "enable-admission-plugins", &[], &[PLUGIN]),
        };
        out.report(object, place, message.to_owned()).maybe_fix(fix);
    }
}
