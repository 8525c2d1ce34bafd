//! `rbac-can-impersonate`

use std::collections::HashSet;

use crate::engine::rbac::{Held, Mode, Power};
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
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "act as others",
    in_namespace: Severity::Low,
    widens_in_namespace: Widens::ByAccounts,
    is_of_namespaces: true,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    // Users, groups and what else is said of somebody are one finding.
    let mut said = HashSet::new();
    for held in rbac.holders(Power::ImpersonateUsers) {
        out.permission(facts, &held, &OF_USERS);
        said.extend(held.object().map(|object| object.id()));
    }
    let is_new = |said: &HashSet<_>, held: &Held<'_, '_>| {
        held.object().is_some_and(|object| !said.contains(&object.id()))
    };
    for held in rbac.holders(Power::ImpersonateGroups) {
        let has_somebody = held.outsiders().any(|who| {
            [Power::ImpersonateUsers, Power::ImpersonateServiceAccounts]
                .iter()
                .any(|power| rbac.has_power_somewhere(who, *power))
        });
        if is_new(&said, &held)
            && let Some(finding) = out.permission(facts, &held, &OF_USERS)
            && held.binding.is_some()
            && !has_somebody
        {
            finding.severity(Severity::Low, "it is of no use without a user to act as").advice();
        }
    }
    for held in rbac.holders(Power::ImpersonateServiceAccounts) {
        out.permission(facts, &held, &PERMISSION);
        said.extend(held.object().map(|object| object.id()));
    }
    for (power, mode, permission) in CONSTRAINED {
        for held in rbac.holders(power).into_iter().filter(|held| is_new(&said, held)) {
            let lent = held.outsiders().find_map(|who| rbac.lent_to(who, mode).into_iter().next());
            let Some(finding) = out.permission(facts, &held, permission) else {
                continue;
            };
            let (Some(_), Some(lens)) = (held.binding, lent) else {
                if held.binding.is_some() {
                    let why = "nothing dangerous is allowed in their name";
                    finding.severity(Severity::Low, why).advice();
                }
                continue;
            };
            let (verb, resource) = lens.way.by;
            let why = format!("in their name some verbs alone, such as `{verb}` on `{resource}`");
            finding.severity(Severity::High, why);
        }
    }
}

/// In the way of 1.36, which asks for each verb as well.
const CONSTRAINED: [(Power, Mode, &Permission); 3] = [
    (Power::ActAsUsers, Mode::UserInfo, &OF_USERS),
    (Power::ActAsServiceAccounts, Mode::ServiceAccount, &PERMISSION),
    (Power::ActAsNodes, Mode::ArbitraryNode, &OF_NODES),
];

const OF_NODES: Permission =
    Permission { what: "act as nodes", is_of_namespaces: false, ..PERMISSION };

const OF_USERS: Permission =
    Permission { what: "act as users and groups", is_of_namespaces: false, ..PERMISSION };
