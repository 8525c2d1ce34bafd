//! `etcd-accepts-any-client`

use crate::engine::control_plane::{Component, Side};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "etcd-accepts-any-client",
    practice: Practice::Etcd,
    breaks: &[Part::EtcdClientTls],
    severity: Severity::Critical,
    summary: "etcd takes requests from clients without a certificate",
    why: "etcd asks no further: whoever reaches its port reads every Secret and writes every object, past \
          the API server, its authorization and its audit log.",
    remedy: "Set `--client-cert-auth=true` and `--trusted-ca-file` to a CA that signs nothing but etcd's clients.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Etcd],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("2.2"),
        Ref::nsa("network-separation"),
        Ref::nist("6"),
        Ref::attack("T1552"),
        Ref::kubescape("C-0154"),
        Ref::checkov("CKV_K8S_117"),
        Ref::trivy("KCV-0043"),
        Ref::kube_bench("2.2"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for etcd in facts.control_plane().servers(Component::Etcd) {
        if etcd.asks_for_certificate(Side::CLIENT) == Some(false) {
            let message = "etcd asks its clients for no certificate".to_owned();
            // With a certificate that it makes itself it asks for none all the same.
            let fix = Draft::risky(etcd.object, "ask clients for a certificate")
                .set_flag(etcd, Side::CLIENT.asks, "true")
                .filter(|_| !etcd.makes_own_certificate(Side::CLIENT));
            out.report(etcd.object, etcd.spot(Side::CLIENT.asks), message).maybe_fix(fix);
        }
    }
}
