//! `audit-disabled`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-disabled",
    practice: Practice::Audit,
    breaks: &[Part::AuditRecorded, Part::AuditCoverage],
    severity: Severity::High,
    summary: "the API server records no request",
    why: "Nobody can tell afterwards who read which Secret, who bound which role and who \
          opened a shell in which pod; and nobody is told while it happens.",
    remedy: "Set `--audit-policy-file`, and `--audit-log-path` or `--audit-webhook-config-file`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("3.2.1"),
        Ref::cis("1.2.16"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::attack("T1562"),
        Ref::kubescape("C-0067"),
        Ref::kubescape("C-0130"),
        Ref::kubescape("C-0160"),
        Ref::checkov("CKV_K8S_91"),
        Ref::trivy("KCV-0019"),
        Ref::kube_bench("1.2.16"),
        Ref::kube_bench("3.2.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let Some(audit) = server.audit() else {
            continue;
        };
        let (flag, message) = match (audit.policy, audit.log || audit.webhook) {
            (true, true) => continue,
            (true, false) => (
                "audit-policy-file",
                "the API server has an audit policy and writes the log nowhere",
            ),
            (false, true) => (
                if audit.log { "audit-log-path" } else { "audit-webhook-config-file" },
                "the API server has a place for the audit log and no policy, so it records nothing",
            ),
            (false, false) => (
                "audit-policy-file",
                "the API server is started without `--audit-policy-file`, and records nothing",
            ),
        };
        out.report(server.object, server.spot(flag), message.to_owned());
    }
}
