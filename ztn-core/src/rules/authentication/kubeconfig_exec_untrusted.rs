//! `kubeconfig-exec-untrusted`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-exec-untrusted",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a kubeconfig runs whatever somebody puts in its way",
    why: "Whoever writes the file, or what it runs, runs a program of their own as each person who \
          uses it, and takes the credentials of all.",
    remedy: "Name an installed plugin by its name or its full path, without a shell, and let it \
          fetch its secrets itself.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1059")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.users().iter() {
        let Some(exec) = named.user().then(|user| user.exec()).get() else {
            continue;
        };
        let user = named.name().or("?");
        if let Some((what, node)) = exec.untrusted() {
            let message = format!("the login of user `{user}` {what}");
            out.report(object, node, message);
        }
        for variable in exec.secrets() {
            let name = variable.name().or("?");
            let message = format!("the login of user `{user}` gets a secret in `{name}`");
            let node = variable.value().key().unwrap_or(variable.node());
            out.report(object, node, message);
        }
    }
}
