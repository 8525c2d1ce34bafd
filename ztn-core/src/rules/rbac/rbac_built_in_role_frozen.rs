//! `rbac-built-in-role-frozen`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::rbac::AnyRole;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-built-in-role-frozen",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "one of Kubernetes' own roles is kept from being mended",
    why: "With `autoupdate: \"false\"` the API server leaves the role as it is: a permission \
          that was taken away upstream for a reason stays, and one that was added by somebody is \
          never noticed.",
    remedy: "Remove the annotation, and make a role of another name for what differs.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Roles],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(role) = AnyRole::of(object).filter(|role| role.is_built_in()) else {
        return;
    };
    let autoupdate = role.autoupdate();
    if autoupdate.is("false") {
        let message = format!(
            "{} `{}` is not updated by the API server",
            object.kind().name(),
            object.name()
        );
        out.report(object, autoupdate, message);
    }
}
