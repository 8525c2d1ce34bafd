//! `rbac-built-in-role-widened`

use crate::engine::rbac::Widening;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-built-in-role-widened",
    practice: Practice::Rbac,
    breaks: &[Part::LeastPrivilege],
    severity: Severity::High,
    summary: "one of Kubernetes' own roles gives more than Kubernetes gave it",
    why: "Everybody has it, or is given it for what its documentation says. The API server adds \
          what is missing and takes nothing away, so that a back door stays there through every \
          upgrade.",
    remedy: "Take the rule out, and make a role of another name for those who need it.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("5"), Ref::attack("T1098")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for (id, role) in rbac.roles() {
        let (Some(object), Some(widening)) = (role.object, rbac.widened(id)) else {
            continue;
        };
        let Widening { rule, verb, on } = widening;
        let spot = rule.node.unwrap_or_else(|| object.name_node());
        out.report(object, spot, format!("{} allows `{verb}` on `{on}`", role.text()));
    }
}
