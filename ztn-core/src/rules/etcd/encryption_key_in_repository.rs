//! `encryption-key-in-repository`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "encryption-key-in-repository",
    practice: Practice::Etcd,
    breaks: &[],
    severity: Severity::Low,
    summary: "an encryption key is written in a file",
    why: "Whoever reads the file, on the node, in a backup or in a repository, decrypts every \
          Secret that was ever stored with the key.",
    remedy: "Use a `kms` provider (v2), so that the key stays in a service that logs each use; \
          where the file is in a repository, take the key for lost and rotate it.",
    exceptions: "A file that exists on control-plane nodes alone, readable by root.",
    since: "0.1.0",
    needs: &[Evidence::EncryptionConfig],
    fixes: &[],
    refs: &[Ref::cis("1.2.28"), Ref::nsa("network-separation"), Ref::attack("T1552.001")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<EncryptionConfiguration<'_>>() else {
        return;
    };
    let providers = file.resources().iter().flat_map(|entry| entry.providers().iter());
    for key in providers.flat_map(|provider| provider.keys()) {
        if key.secret().get().is_some_and(|secret| secret.is_encryption_key()) {
            let message = format!("the key `{}` is written in the file", key.name().or("?"));
            out.report(object, key.secret().key().unwrap_or(key.node()), message);
        }
    }
}
