//! `encryption-weak-provider`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "encryption-weak-provider",
    practice: Practice::Etcd,
    breaks: &[],
    severity: Severity::Low,
    summary: "Secrets are written by a provider that has known weaknesses",
    why: "AES in CBC mode lets whoever can change the stored bytes and see errors read them; AES- \
          GCM with one key for long repeats its nonces; the first version of KMS is switched off \
          by default since 1.29.",
    remedy: "Use `kms` with `apiVersion: v2`, or `secretbox`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::EncryptionConfig],
    fixes: &[],
    refs: &[Ref::cis("1.2.28"), Ref::nist("2")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let writer =
        object.view::<EncryptionConfiguration<'_>>().and_then(|file| file.writer_of("", "secrets"));
    if let Some((what, node)) = writer.and_then(|writer| writer.weakness()) {
        out.report(object, node, format!("the provider that writes Secrets is {what}"));
    }
}
