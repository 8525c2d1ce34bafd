//! Findings about permissions: at the binding that gives them, with the role and the rule beside.

use super::{FindingBuilder, Findings};
use crate::engine::rbac::{Held, Reach};
use crate::facts::Facts;
use crate::model::rbac::Identity;
use crate::rule::Severity;

/// How bad a permission is, by how far it goes.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// What those who have it can do: `read Secrets`.
    pub what: &'static str,
    /// How bad it is in one namespace.
    pub in_namespace: Severity,
    /// Does it break the rule's parts in one namespace, too?
    pub widens_in_namespace: Widens,
    /// Is it about what is in namespaces, so that a place is worth naming?
    pub is_of_namespaces: bool,
}

/// When a permission in one namespace lets somebody do more than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widens {
    /// Always.
    Always,
    /// Where a service account of the namespace holds more; elsewhere it is advice.
    ByAccounts,
    /// Where a service account of the namespace holds more; elsewhere nothing is to be said.
    OnlyByAccounts,
    /// Never: it is advice.
    Never,
}

impl Findings {
    /// Reports a permission that somebody holds who is not expected to; one that nothing in the input
    /// binds, at its role, as something to know. Nothing where there is nothing to point at.
    pub fn permission(
        &mut self,
        facts: &Facts<'_>,
        held: &Held<'_, '_>,
        permission: &Permission,
    ) -> Option<FindingBuilder<'_>> {
        // Who may do everything is told so.
        let object = held.object().filter(|_| !held.is_of_everything)?;
        let what = format!("{}{}", permission.what, names(held));
        let Some(binding) = held.binding else {
            let node = held.way.rule.node.filter(|_| std::ptr::eq(held.way.source, held.role));
            let message = format!("{} allows to {what}", held.role.text());
            let finding = self
                .report(object, node.unwrap_or_else(|| object.name_node()), message)
                .severity(Severity::Info, "nothing in the input binds the role");
            return Some(finding);
        };
        let gains = |who: &Identity<'_>| !facts.rbac().is_about_oneself(*who, held);
        let outsiders: Vec<Identity<'_>> = held.outsiders().filter(gains).collect();
        let first = *outsiders.first()?;
        let accounts = if held.is_of_accounts() { held.names() } else { Vec::new() };
        let gain = match held.reach() {
            Reach::Namespace(namespace) if !held.is_of_cluster() || !accounts.is_empty() => {
                outsiders.iter().find_map(|who| facts.rbac().gain(*who, namespace, &accounts))
            }
            Reach::Cluster if !accounts.is_empty() => {
                outsiders.iter().find_map(|who| facts.rbac().gain_anywhere(*who, &accounts))
            }
            _ => None,
        };
        if !held.is_of_cluster() {
            let is_usual =
                held.role.is_built_in && matches!(held.role.name, "admin" | "edit" | "view");
            let silent = permission.widens_in_namespace == Widens::OnlyByAccounts && gain.is_none();
            if silent || (is_usual && gain.is_none()) {
                return None;
            }
        }
        let others = match outsiders.len() - 1 {
            0 => String::new(),
            1 => " and one other".to_owned(),
            n => format!(" and {n} others"),
        };
        let place = match held.reach() {
            Reach::Namespace(namespace) => format!(" in namespace `{namespace}`"),
            _ if permission.is_of_namespaces => " in every namespace".to_owned(),
            _ => String::new(),
        };
        let message = format!("{} lets {first}{others} {what}{place}", binding.text());
        let named = binding.subjects.iter().find(|(who, _)| *who == first);
        let spot = named.and_then(|(_, spot)| *spot);
        let mut finding = match spot {
            Some(spot) => self.report(object, spot, message),
            None => self.report(object, object.name_node(), message),
        };
        if let Some(role) = binding.role_spot {
            let by = if held.role.object.is_some() { "" } else { " that Kubernetes brings along" };
            finding = finding.label(object, role, format!("by the role `{}`{by}", held.role.name));
        }
        if let Some((source, node)) = held.way.source.object.zip(held.way.rule.node) {
            let (verb, resource) = held.way.by;
            finding = finding.label(
                source,
                node,
                format!("a rule of which allows `{verb}` on `{resource}`"),
            );
        }
        let everyone = outsiders.iter().find(|who| is_everyone(**who));
        finding = match (everyone, held.is_of_cluster(), gain) {
            (Some(who), true, _) => finding.raised_for_everybody(*who),
            (_, true, Some((account, _))) => {
                finding.exposure(format!("{account} holds more than those who are bound"))
            }
            (_, true, _) if held.is_named() => finding
                .severity_at_most(Severity::Medium, "it holds for objects of certain names")
                .advice(),
            (_, true, _) => finding,
            (.., Some((account, _))) if permission.widens_in_namespace != Widens::Never => {
                finding.exposure(format!("{account} holds more than those who are bound"))
            }
            _ => {
                let finding =
                    finding.severity(permission.in_namespace, "it holds in one namespace");
                match permission.widens_in_namespace {
                    Widens::Always => finding,
                    _ => finding.advice(),
                }
            }
        };
        if let Some(way) = outsiders.iter().find_map(|who| facts.exposure().way_to(*who)) {
            finding = finding.raised_by_exposure(way, held.is_of_cluster() && !held.is_named());
        }
        let is_admin = held.role.is_built_in && matches!(held.role.name, "admin" | "edit");
        if is_admin || held.ways().any(|way| way.is_of_whole_group) {
            return Some(finding.implied_unless("rbac-can-read-secrets"));
        }
        Some(finding)
    }
}

impl FindingBuilder<'_> {
    /// What is little in one hand is more in everybody's; everything else is as bad as can be.
    fn raised_for_everybody(self, who: Identity<'_>) -> Self {
        let is_little = self.rule_severity().is_some_and(|own| own < Severity::Medium);
        let severity = if is_little { Severity::Medium } else { Severity::Critical };
        let because = format!("{who} holds it, which is nearly everybody");
        self.severity(severity, because).exposure(format!("everybody in {who}"))
    }

    /// Says that it is no worse than this here.
    fn severity_at_most(self, severity: Severity, because: &str) -> Self {
        let is_less = self.rule_severity().is_some_and(|own| own <= severity);
        if is_less { self } else { self.severity(severity, because) }
    }

    /// What goes over the whole cluster is worse by one step where it is reached from outside.
    fn raised_by_exposure(self, way: String, goes_far: bool) -> Self {
        let worse = match self.rule_severity() {
            Some(Severity::Low) => Some(Severity::Medium),
            Some(Severity::Medium) => Some(Severity::High),
            Some(Severity::High) => Some(Severity::Critical),
            _ => None,
        };
        let finding = match worse.filter(|_| goes_far) {
            Some(worse) => self.severity_at_least(worse, &way),
            None => self,
        };
        finding.exposure(way)
    }

    /// As [`Self::implied_by`], but for the finding of that rule itself and of the one on acting as others.
    fn implied_unless(self, rule: &'static str) -> Self {
        self.with(|finding| {
            let own = finding.rule.id;
            finding.implied_by = (own != rule && own != "rbac-can-impersonate").then_some(rule);
        })
    }
}

fn names(held: &Held<'_, '_>) -> String {
    match held.names().as_slice() {
        [] => String::new(),
        [one] => format!(" (named `{one}`)"),
        [one, rest @ ..] => format!(" (named `{one}` and {} more)", rest.len()),
    }
}

/// Is it a group that nearly everybody, or every pod, is in?
fn is_everyone(who: Identity<'_>) -> bool {
    who.is_anonymous()
        || matches!(who, Identity::Group("system:authenticated" | "system:serviceaccounts"))
}
