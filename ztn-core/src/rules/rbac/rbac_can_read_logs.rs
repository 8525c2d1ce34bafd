//! `rbac-can-read-logs`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-read-logs",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Low,
    summary: "somebody can read the logs of every pod, or those of the nodes",
    why: "Logs hold what programs print: requests, addresses, now and then a token. What \
          kubelets say of their nodes tells an attacker where to go next.",
    remedy: "Give `pods/log` in the namespaces of those who run the workloads; collect logs on the \
          nodes instead of through the API.",
    exceptions: "Dashboards that show logs to whoever may see the pods.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1613")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "read the logs of pods",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

const OF_NODES: Permission = Permission {
    what: "read what kubelets say of their nodes",
    is_of_namespaces: false,
    ..PERMISSION
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::ReadNodes) {
        // To read the logs of one namespace is how it is meant to be done, and so is the role that reads.
        if held.is_of_cluster() && !held.role.is_built_in {
            let is_of_pods = held.way.by.1 == "pods/log";
            out.permission(facts, &held, if is_of_pods { &PERMISSION } else { &OF_NODES });
        }
    }
}
