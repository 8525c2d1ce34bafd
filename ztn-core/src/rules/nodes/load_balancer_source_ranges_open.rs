//! `load-balancer-source-ranges-open`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::service::Service;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "load-balancer-source-ranges-open",
    practice: Practice::Nodes,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a public load balancer takes connections from everywhere",
    why: "Every scanner of the internet reaches the pods behind it, and a flaw in them is found \
          and used within hours.",
    remedy: "List the callers in `loadBalancerSourceRanges`, or make the load balancer internal by \
          the annotation of its cloud.",
    exceptions: "The public front door.",
    since: "0.1.0",
    needs: &[Evidence::Services],
    fixes: &[],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::attack("T1190"),
        Ref::kube_linter("exposed-services"),
        Ref::kubescape("C-0256"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let open = object.view::<Service<'_>>().and_then(Service::open_load_balancer);
    if let Some((range, node)) = open {
        let whence = range.map_or_else(|| "everywhere".to_owned(), |range| format!("`{range}`"));
        out.report(object, node, format!("`{}` takes connections from {whence}", object.name()));
    }
}
