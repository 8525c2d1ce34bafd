//! `service-account-token-unused`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::secret::{Secret, SecretsUsed};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "service-account-token-unused",
    practice: Practice::Rbac,
    breaks: &[Part::WorkloadIdentity],
    severity: Severity::Medium,
    summary: "a Secret holds a service account token that no workload mounts",
    why: "The token works from anywhere and does not expire, and nothing would stop working \
          without it.",
    remedy: "Delete the Secret.",
    exceptions: "A system outside the cluster that uses it.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("3"), Ref::attack("T1528")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    if !facts.sees_everything() {
        return;
    }
    let used = SecretsUsed::of(facts.cluster);
    for (object, secret) in facts.cluster.all::<Secret<'_>>() {
        let is_token = secret.type_().is("kubernetes.io/service-account-token");
        if is_token && !used.contains(object.namespace().unwrap_or_default(), object.name()) {
            let message = format!("no workload uses the token in Secret `{}`", object.name());
            out.report(object, secret.type_(), message);
        }
    }
}
