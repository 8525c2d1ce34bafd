//! `audit-policy-invalid`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::audit_policy::AuditPolicy;
use crate::model::faults::audit_policy;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-policy-invalid",
    practice: Practice::Audit,
    breaks: &[Part::AuditRecorded],
    severity: Severity::High,
    summary: "the API server refuses the audit policy",
    why: "It does not start with the policy: whoever is in a hurry starts it without \
          one, and nothing is recorded.",
    remedy: "Write what the API server takes.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::AuditPolicy],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let version = facts.control_plane().api_version();
    for (object, file) in facts.cluster.all::<AuditPolicy<'_>>() {
        for fault in audit_policy::faults(file) {
            out.report(object, fault.node, fault.message);
        }
        let Some(version) = version.filter(|version| version.minor < 36) else {
            continue;
        };
        for group in file.groups().filter(|group| group.is("*")) {
            let message = format!("group `*` is taken from 1.36 on, and the cluster is {version}");
            out.report(object, group, message);
        }
    }
}
