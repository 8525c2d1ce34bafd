//! `encryption-weak-provider`

use crate::engine::control_plane::{Component, Server};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::api_server_config::{EncryptionConfiguration, WeakProvider};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

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
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

/// The release from which on the API server refuses the first version of `kms`, unless a gate allows it.
/// (<https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/>)
const REFUSED: u32 = 29;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    let allows = |server: &Server<'_>| server.flags.list("feature-gates").contains(&"KMSv1=true");
    let refused = plane.api_version().filter(|version| version.minor >= REFUSED);
    let refused = refused.filter(|_| !plane.servers(Component::ApiServer).any(allows));
    for (object, file) in facts.cluster.all::<EncryptionConfiguration<'_>>() {
        let writer = file.writer_of("", "secrets");
        let Some((weak, node)) = writer.and_then(|writer| writer.weakness()) else {
            continue;
        };
        let what = match weak {
            WeakProvider::Cbc => "`aescbc`, whose padding tells of the content",
            WeakProvider::Gcm => "`aesgcm`, which one key for long gives away",
            WeakProvider::FirstKms => "the first version of `kms`",
        };
        let message = format!("the provider that writes Secrets is {what}");
        let finding = out.report(object, node, message);
        match (weak, refused) {
            (WeakProvider::FirstKms, Some(version)) => {
                finding.severity(Severity::High, format!("the API server of {version} refuses it"));
            }
            (WeakProvider::Gcm, _) => {
                finding.severity(Severity::Medium, "whoever has much of what it wrote can read it");
            }
            _ => {}
        }
    }
}
