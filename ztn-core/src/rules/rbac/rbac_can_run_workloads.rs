//! `rbac-can-run-workloads`

use std::collections::HashSet;

use crate::engine::rbac::{Held, Power};
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::model::Object;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-run-workloads",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::High,
    summary: "somebody can run pods under service accounts that hold more",
    why: "A pod runs under any service account of its namespace and with any of its Secrets: \
          whoever can make pods there is each of them. Where admission lets privileged pods pass, \
          the node falls, too.",
    remedy: "Allow it in namespaces whose service accounts hold nothing more, and have \
          admission pin the accounts and the Pod Security Standard.",
    exceptions: "Deployment tools, each in the namespaces it deploys to.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.4"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1610"),
        Ref::kube_linter("access-to-create-pods"),
        Ref::kubescape("C-0188"),
        Ref::trivy("KSV-0048"),
        Ref::kube_bench("5.1.4"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "run pods under any service account",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    let makers = rbac.holders(Power::RunWorkloads);
    for held in &makers {
        out.permission(facts, held, &PERMISSION);
    }
    let said: HashSet<_> = makers.iter().filter_map(Held::object).map(Object::id).collect();
    for held in rbac.holders(Power::ChangeWorkloads) {
        if !held.object().is_some_and(|object| said.contains(&object.id())) {
            out.permission(facts, &held, &OF_CHANGE);
        }
    }
}

/// Who deploys what is there, and can make nothing new, is to be told only where that gives more.
const OF_CHANGE: Permission = Permission {
    what: "run pods under any service account, by changing those that are there",
    widens_in_namespace: Widens::OnlyByAccounts,
    ..PERMISSION
};
