//! `service-external-ips`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::service::Service;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-external-ips",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a Service claims addresses outside the cluster",
    why: "Every node sends traffic for such an address to the pods of the Service. Whoever may \
          write a Service takes over connections to any address, such as those to a database or to \
          the internet (CVE-2020-8554).",
    remedy: "Use a load balancer or a gateway, and deny `externalIPs` by admission.",
    exceptions: "Addresses that the network routes to nodes on purpose.",
    since: "0.1.0",
    needs: &[Evidence::Services],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation"), Ref::attack("T1557"), Ref::trivy("KSV-0108")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<Service<'_>>().and_then(|service| service.spec().get()) else {
        return;
    };
    let addresses = spec.external_ips();
    let Some(first) = addresses.iter().next() else {
        return;
    };
    let message = match addresses.iter().count() {
        1 => format!("`{}` claims the address {first}", object.name()),
        count => format!("`{}` claims {first} and {} more addresses", object.name(), count - 1),
    };
    let fix = addresses
        .key()
        .and_then(|key| Draft::risky(object, "claim no address").remove_entry(spec.node(), key));
    out.report(object, addresses, message).maybe_fix(fix);
}
