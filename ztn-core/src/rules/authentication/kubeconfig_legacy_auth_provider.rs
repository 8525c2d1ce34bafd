//! `kubeconfig-legacy-auth-provider`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-legacy-auth-provider",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a kubeconfig signs in through a login that clients no longer have",
    why: "Clients from 1.26 on refuse it, so it works with outdated ones alone, and the access and \
          refresh tokens that they wrote into the file are there for whoever reads it.",
    remedy: "Sign in with an `exec` plugin: `kubelogin` for Azure, `gke-gcloud-auth-plugin` for \
          Google Cloud.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("5"), Ref::attack("T1552.001")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.users().iter() {
        let provider = named.user().then(|user| user.auth_provider());
        let name = provider.then(|provider| provider.name());
        if let Some(login @ ("azure" | "gcp")) = name.get() {
            let user = named.name().or("?");
            out.report(object, name, format!("user `{user}` signs in through the login `{login}`"));
        }
    }
}
