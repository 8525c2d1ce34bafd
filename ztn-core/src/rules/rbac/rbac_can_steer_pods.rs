//! `rbac-can-steer-pods`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-steer-pods",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "somebody can choose the nodes that pods run on",
    why: "Whoever holds one node draws the pods that hold more to it, by labels and taints, by \
          evicting them elsewhere, or by binding them, and then reads their tokens.",
    remedy: "Leave it to the scheduler and the node lifecycle tools.",
    exceptions: "Autoscalers, descheduler and upgrade tools.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::attack("T1610")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "choose the nodes that pods run on",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::SteerPods) {
        out.permission(facts, &held, &PERMISSION);
    }
}
