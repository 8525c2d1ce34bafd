//! `rbac-role-grants-nothing`

use crate::finding::Findings;
use crate::model::rbac::AnyRole;
use crate::model::{Kind, Object};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-role-grants-nothing",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "a role has a rule that can never allow anything",
    why: "Whoever wrote the rule meant to allow, or to limit, something else than it does. A \
          reader takes it for a right that somebody has.",
    remedy: "Write what was meant, or delete the rule.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let role = AnyRole::of(object).filter(|role| !role.is_built_in());
    for rule in role.into_iter().flat_map(|role| role.rules.iter()) {
        for (node, why) in rule.never_allows(object.kind() == Kind::Role) {
            let message = format!(
                "{} `{}` has a rule that allows nothing: {why}",
                object.kind().name(),
                object.name()
            );
            out.report(object, node, message);
        }
    }
}
