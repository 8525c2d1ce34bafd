//! `openshift-idp-plaintext`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::oauth::OAuth;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "openshift-idp-plaintext",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::High,
    summary: "OpenShift reaches an identity provider without TLS",
    why: "Whoever is on the path reads every password that people sign in with, and answers in the \
          provider's place.",
    remedy: "Use the `ldaps://` or `https://` address, set `insecure: false` and name the CA.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, file) in facts.cluster.all::<OAuth<'_>>() {
        for provider in file.spec().then(|spec| spec.identity_providers()).iter() {
            if let Some(node) = provider.plaintext() {
                let name = provider.name().or("?");
                out.report(
                    object,
                    node,
                    format!("identity provider `{name}` is reached without TLS"),
                );
            }
        }
    }
}
