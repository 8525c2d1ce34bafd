//! `kubeconfig-plaintext-server`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-plaintext-server",
    practice: Practice::Authentication,
    breaks: &[Part::ApiServerTransport],
    severity: Severity::High,
    summary: "a kubeconfig reaches its server without TLS",
    why: "Credentials and answers travel in clear text: whoever is on the path reads them and \
          changes them.",
    remedy: "Use the `https://` address of the server.",
    exceptions: "A proxy on the same machine, such as that of `kubectl proxy`.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("2"), Ref::attack("T1557")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<Kubeconfig<'_>>() else {
        return;
    };
    for named in file.clusters().iter() {
        let Some(cluster) = named.cluster().get().filter(|cluster| cluster.is_plaintext()) else {
            continue;
        };
        let message = format!("cluster `{}` is reached without TLS", named.name().or("?"));
        out.report(object, cluster.server(), message);
    }
}
