//! `kubeconfig-skips-tls`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-skips-tls",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::High,
    summary: "a kubeconfig does not verify the server",
    why: "Whoever is on the path to the server takes its place, reads every credential that is \
          sent and answers as they like.",
    remedy: "Remove `insecure-skip-tls-verify` and give the CA in `certificate-authority-data`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.clusters().iter() {
        let Some(cluster) =
            named.cluster().get().filter(|cluster| cluster.insecure_skip_tls_verify().is_true())
        else {
            continue;
        };
        let message = format!(
            "cluster `{}` is reached without verifying its certificate",
            named.name().or("?")
        );
        let skips = cluster.insecure_skip_tls_verify();
        let fix = Draft::risky(object, "verify the certificate").set(skips, false);
        out.report(object, skips, message).maybe_fix(fix);
    }
}
