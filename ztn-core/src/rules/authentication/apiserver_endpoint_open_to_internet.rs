//! `apiserver-endpoint-open-to-internet`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::managed;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-endpoint-open-to-internet",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::High,
    summary: "every address of the internet reaches the API server",
    why: "A stolen token or kubeconfig opens the cluster from anywhere, and the next flaw in what \
          the API server answers before anybody signs in is open to everybody.",
    remedy: "Turn the public endpoint off, or let in the addresses of your networks alone.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::nsa("network"),
        Ref::nist("2"),
        Ref::attack("T1133"),
        Ref::kubescape("C-0227"),
        Ref::kubescape("C-0228"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(node) = managed::open_endpoint(object) {
        let message =
            format!("the API server of `{}` is open to the whole internet", object.name());
        out.report(object, node, message);
    }
}
