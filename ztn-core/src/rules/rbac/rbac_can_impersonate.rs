//! `rbac-can-impersonate`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-impersonate",
    practice: Practice::Rbac,
    breaks: &[Part::Escalation],
    severity: Severity::Critical,
    summary: "somebody can act as others",
    why: "Requests then carry another's name, and the authorizer asks for that one's rights: \
          whoever can act as any user and group is cluster-admin.",
    remedy: "Name whom they may act as by `resourceNames`, each users and groups; since 1.36 \
          allow `impersonate:user-info` with `impersonate-on:user-info:` and the verbs that are \
          needed.",
    exceptions: "An authenticating proxy that serves all users.",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.8"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1078"),
        Ref::kubescape("C-0065"),
        Ref::kubescape("C-0191"),
        Ref::checkov("CKV2_K8S_3"),
        Ref::trivy("KSV-0043"),
        Ref::kube_bench("5.1.8"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac], run },
};

const PERMISSION: Permission = Permission {
    what: "act as others",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::ImpersonateUsers) {
        let finding = out.permission(rbac, &held, &OF_USERS);
        // Each request needs a user's name beside the groups.
        if let Some(finding) = finding
            && held.binding.is_some()
            && held.by.1 != "users"
            && !held
                .outsiders()
                .any(|who| rbac.has_power(who, Power::ImpersonateServiceAccounts, None))
        {
            finding.severity(Severity::Low, "it is of no use without a user to act as").advice();
        }
    }
    for held in rbac.holders(Power::ImpersonateServiceAccounts) {
        out.permission(rbac, &held, &PERMISSION);
    }
}

const OF_USERS: Permission =
    Permission { what: "act as users and groups", is_of_namespaces: false, ..PERMISSION };
