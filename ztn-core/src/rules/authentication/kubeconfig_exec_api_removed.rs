//! `kubeconfig-exec-api-removed`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-exec-api-removed",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a kubeconfig asks for credentials by a removed API",
    why: "Clients from 1.24 on refuse it: whoever has to sign in keeps an outdated client, or goes \
          back to a token in the file.",
    remedy: "Update the plugin, and set `apiVersion: client.authentication.k8s.io/v1`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.users().iter() {
        let exec = named.user().then(|user| user.exec());
        let version = exec.then(|exec| exec.api_version());
        if version.is("client.authentication.k8s.io/v1alpha1") {
            let user = named.name().or("?");
            let message = format!("user `{user}` gets credentials by `v1alpha1`, which is gone");
            out.report(object, version, message);
        }
    }
}
