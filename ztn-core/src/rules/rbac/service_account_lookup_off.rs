//! `service-account-lookup-off`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-account-lookup-off",
    practice: Practice::Rbac,
    breaks: &[Part::WorkloadIdentity],
    severity: Severity::Medium,
    summary: "the API server takes tokens of service accounts that are gone",
    why: "A token of before 1.24 then outlives its Secret and its account: deleting them, the \
          way to take it back, does nothing.",
    remedy: "Remove `--service-account-lookup=false`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.21"),
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1528"),
        Ref::kubescape("C-0135"),
        Ref::checkov("CKV_K8S_96"),
        Ref::trivy("KCV-0024"),
        Ref::kube_bench("1.2.21"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let lookup = server.bool_flag("service-account-lookup");
        if lookup.is(&false) && lookup.is_explicit() {
            let (object, place) = server.place(&lookup);
            out.report(
                object,
                place,
                "the API server does not look up service accounts".to_owned(),
            );
        }
    }
}
