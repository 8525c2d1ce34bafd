//! `encryption-writes-plaintext`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::EncryptionConfiguration;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "encryption-writes-plaintext",
    practice: Practice::Etcd,
    breaks: &[Part::EncryptionAtRest],
    severity: Severity::High,
    summary: "Secrets are written unencrypted although encryption is configured",
    why: "The first provider writes and `identity` writes as is: every new Secret lies in etcd \
          and its backups in clear text, while the configuration looks like encryption.",
    remedy: "Put the encrypting provider first and `identity` last, then rewrite the Secrets \
          there are.",
    exceptions: "While encryption is being taken off, until every Secret is rewritten.",
    since: "0.1.0",
    needs: &[Evidence::EncryptionConfig],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.28"),
        Ref::nsa("network-separation"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0142"),
        Ref::kube_bench("1.2.28"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<EncryptionConfiguration<'_>>() else {
        return;
    };
    let writer = file.writer_of("", "secrets");
    if let Some(writer) = writer.filter(|writer| writer.is_plaintext()) {
        let message = "the provider that writes Secrets is `identity`".to_owned();
        let key = writer.identity().key();
        out.report(object, key.unwrap_or(writer.node()), message);
    }
}
