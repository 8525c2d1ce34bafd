//! `kubeconfig-basic-auth`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-basic-auth",
    practice: Practice::Authentication,
    breaks: &[Part::BoundedCredentials],
    severity: Severity::High,
    summary: "a kubeconfig holds a password",
    why: "Whoever reads the file has the password until somebody changes it, and no second \
          factor stands in the way.",
    remedy: "Sign in through the identity provider, with an `exec` plugin that fetches \
          short-lived tokens.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("3"), Ref::attack("T1552.001")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.users().iter() {
        let password = named.user().then(|user| user.password());
        if password.get().is_some_and(|password| !password.is_empty()) {
            let message = format!("user `{}` signs in with a password", named.name().or("?"));
            out.report(object, password.key().unwrap_or(named.node()), message);
        }
    }
}
