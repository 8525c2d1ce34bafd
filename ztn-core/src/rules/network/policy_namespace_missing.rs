//! `policy-namespace-missing`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "policy-namespace-missing",
    practice: Practice::Network,
    breaks: &[],
    severity: Severity::Medium,
    summary: "a policy is for a namespace that is not there",
    why: "The API server refuses it, or it waits in a namespace that nobody uses: the pods that it \
          was meant to isolate stay open, and the file says otherwise.",
    remedy: "Write the namespace whose pods are meant, or remove the policy.",
    exceptions: "Namespaces that something else makes.",
    since: "0.1.0",
    needs: &[Evidence::NetworkPolicies],
    fixes: &[],
    refs: &[Ref::nsa("network-separation")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

const KINDS: [Kind; 3] =
    [Kind::NetworkPolicy, Kind::CiliumNetworkPolicy, Kind::CalicoNetworkPolicy];

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // Elsewhere, or in what could not be read, there may be such a namespace.
    if !facts.sees_everything() {
        return;
    }
    for object in facts.cluster.of_kinds(KINDS) {
        let Some(namespace) = object.namespace() else {
            continue;
        };
        if facts.references().lacks_namespace(namespace) {
            let message =
                format!("`{}` is for namespace `{namespace}`, which is not there", object.name());
            let named = object.metadata().map(|metadata| metadata.namespace());
            match named {
                Some(named) => out.report(object, named, message),
                None => out.report(object, object.node(), message),
            };
        }
    }
}
