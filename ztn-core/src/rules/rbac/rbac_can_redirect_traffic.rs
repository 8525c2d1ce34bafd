//! `rbac-can-redirect-traffic`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-redirect-traffic",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Medium,
    summary: "somebody can send connections elsewhere",
    why: "Services, endpoints, routes and gateways say where a name leads. Whoever can change \
          those of others answers in their place, and sees what is sent.",
    remedy: "Allow it in the namespaces of the subject's own services.",
    exceptions: "Controllers of ingresses, gateways and load balancers.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::nsa("network"),
        Ref::nist("2"),
        Ref::attack("T1557"),
        Ref::checkov("CKV2_K8S_4"),
        Ref::trivy("KSV-0056"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "send connections elsewhere",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::RedirectTraffic) {
        out.permission(facts, &held, &PERMISSION);
    }
}
