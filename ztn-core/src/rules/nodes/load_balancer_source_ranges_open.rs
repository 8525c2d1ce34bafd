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
    let Some(service) = object.view::<Service<'_>>() else {
        return;
    };
    let Some(spec) = service.spec().get().filter(|spec| spec.type_().is("LoadBalancer")) else {
        return;
    };
    if service.is_internal_load_balancer() || service.source_ranges_by_annotation() {
        return;
    }
    let ranges = spec.load_balancer_source_ranges();
    let name = object.name();
    if ranges.is_empty() && !ranges.is_wrong() {
        out.report(object, spec.type_(), format!("`{name}` takes connections from everywhere"));
    } else if let Some((range, node)) = spec.whole_internet_range() {
        out.report(object, node, format!("`{name}` takes connections from `{range}`"));
    }
}
