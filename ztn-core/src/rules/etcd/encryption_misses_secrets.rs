//! `encryption-misses-secrets`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "encryption-misses-secrets",
    practice: Practice::Etcd,
    breaks: &[Part::EncryptionAtRest],
    severity: Severity::High,
    summary: "encryption is configured, and not for Secrets",
    why: "Whoever gets hold of a disk, a snapshot or a backup of etcd reads every Secret of \
          the cluster, while the configuration looks like encryption.",
    remedy: "Add `secrets` to the `resources` of an entry whose first provider encrypts.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::EncryptionConfig],
    fixes: &[],
    refs: &[Ref::cis("1.2.27"), Ref::nsa("network-separation"), Ref::attack("T1552")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<EncryptionConfiguration<'_>>() else {
        return;
    };
    if file.writer_of("", "secrets").is_none() {
        let message = "no entry names `secrets`, so they are stored as they are".to_owned();
        let key = file.resources().key();
        out.report(object, key.unwrap_or(object.node()), message);
    }
}
