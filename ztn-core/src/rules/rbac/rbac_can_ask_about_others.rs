//! `rbac-can-ask-about-others`

use crate::engine::rbac::Power;
use crate::facts::Facts;
use crate::finding::{Findings, Permission, Widens};
use crate::model::rbac::Identity;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "rbac-can-ask-about-others",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::Info,
    summary: "somebody can try tokens and ask what others may do",
    why: "Whoever takes over the subject tries stolen tokens without a trace of their use, and \
          learns whose account is worth taking.",
    remedy: "Bind `system:auth-delegator` to the service accounts of proxies and webhooks that check \
          callers, and to nobody else.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::RoleBindings],
    fixes: &[],
    refs: &[Ref::nist("6"), Ref::attack("T1087")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::Rbac, Engine::Network], run },
};

const PERMISSION: Permission = Permission {
    what: "try tokens and ask what others may do",
    in_namespace: Severity::Info,
    widens_in_namespace: Widens::Never,
    is_of_namespaces: false,
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let rbac = facts.rbac();
    for held in rbac.holders(Power::AskAboutOthers) {
        // Proxies and webhooks that check their callers run under accounts of their own.
        let is_account = |who: Identity<'_>| matches!(who, Identity::ServiceAccount { .. });
        if held.outsiders().any(|who| !is_account(who)) {
            out.permission(facts, &held, &PERMISSION);
        }
    }
}
