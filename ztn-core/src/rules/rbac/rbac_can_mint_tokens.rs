//! `rbac-can-mint-tokens`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-mint-tokens",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can have a token of any service account made",
    why: "A token that is asked for is the service account: whoever takes over the subject is \
          each account in reach, those of the cluster's own controllers among them.",
    remedy: "Name the accounts by `resourceNames`, in their namespace, or let the workload run \
          under the account it needs.",
    exceptions: "The token controllers of a secrets manager, for accounts they are named for.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.13"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1528"),
        Ref::kubescape("C-0282"),
        Ref::kube_bench("5.1.13"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "have tokens of service accounts made",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::MintTokens) {
        out.permission(facts, &held, &PERMISSION);
    }
}
