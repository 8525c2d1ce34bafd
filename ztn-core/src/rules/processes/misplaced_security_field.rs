//! `misplaced-security-field`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "misplaced-security-field",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::High,
    summary: "a security setting stands where the API has no such field",
    why: "Lenient clients drop what the API does not know without a word. The container runs \
          without the setting, and everybody who reads the manifest takes it for hardened.",
    remedy: "Move the setting to where it belongs: `privileged`, `capabilities`, \
          `allowPrivilegeEscalation`, `readOnlyRootFilesystem` and `procMount` into each \
          container's `securityContext`, the groups and `sysctls` into the pod's.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for setting in workload.misplaced_security_settings() {
            let (key, owner) = (setting.key, setting.owner());
            let message =
                format!("`{}` stands {owner}, where the API has no such field", key.text());
            out.report(object, key, message);
        }
    }
}
