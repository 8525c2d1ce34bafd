//! `cluster-policy-networks-hits-pods`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "cluster-policy-networks-hits-pods",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::High,
    summary: "a rule about networks decides about every pod, too",
    why: "Unlike an `ipBlock`, `networks` are the addresses of pods as well: a rule that was to open \
          the internet opens every other pod past the policies of its namespace, and one that was to \
          close it cuts the cluster's own connections, which are then opened in haste.",
    remedy: "Put a rule about pods before it, such as a `Pass` for `namespaces: {}`.",
    exceptions: "Where pods are meant.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation"), Ref::nist("3"), Ref::attack("T1210")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Network], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (rule, accepts) in facts.network().networks_over_pods() {
        let object = rule.object;
        let does = if accepts { "accepts" } else { "denies" };
        let message =
            format!("{} of `{}` {does} connections to every pod, too", rule.text(), object.name());
        let finding = out.report_at(object.id(), rule.place, message);
        if !accepts {
            finding.severity(Severity::Medium, "it denies");
        }
    }
}
