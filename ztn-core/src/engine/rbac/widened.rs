//! Kubernetes' own roles that somebody added to.

use super::rule::covers_url;
use super::{Need, Power, Rbac, RoleId, Rule, Target};
use crate::data::rbac_roles::{BINDINGS, BuiltInRole, ROLES};
use crate::model::Kind;

/// The groups that are trusted with everything, or with what the Node authorizer decides.
const TRUSTED: &[&str] = &["system:masters", "system:nodes"];

/// The groups that nearly everybody, or every pod, is in.
const EVERYBODY: &[&str] =
    &["system:authenticated", "system:serviceaccounts", "system:unauthenticated"];

/// Paths that tell more than that the server is there: of each kind one.
const TELLING: &[&str] = &["/metrics", "/debug/pprof/", "/logs/", "/configz", "/flagz", "/statusz"];

/// What a rule gives that Kubernetes did not.
pub struct Widening<'r, 'a> {
    /// The rule.
    pub rule: &'r Rule<'a>,
    /// The verb.
    pub verb: &'r str,
    /// The resource, or the path.
    pub on: &'r str,
}

impl<'a> Rbac<'a> {
    /// The first thing that one of Kubernetes' own roles gives and no release gave it: of roles that everybody has
    /// anything, of roles that people are given a power or a path that tells much; the parts of the control plane
    /// have theirs for themselves. The API server takes nothing away that somebody added.
    #[must_use]
    pub fn widened(&self, id: RoleId) -> Option<Widening<'_, 'a>> {
        let role = self.roles.get(id)?;
        // What collects others is written by a controller.
        if role.object.is_none() || role.is_aggregated || role.kind != Kind::ClusterRole {
            return None;
        }
        let built_in = ROLES.iter().find(|one| one.name == role.name && is_of_people(one))?;
        let usual: Vec<Rule<'static>> = built_in.rules.iter().map(Rule::built_in).collect();
        let is_new = |need: &Need<'_>| !usual.iter().any(|rule| rule.covers(need));
        if is_bound_to(built_in, |group| EVERYBODY.contains(&group)) {
            let each =
                role.rules.iter().flat_map(|rule| rule.needs().map(move |need| (rule, need)));
            let added = each.filter(|(_, need)| is_new(need)).find_map(|(rule, need)| {
                let Target::Resource { resource, .. } = need.target else {
                    return None;
                };
                Some(Widening { rule, verb: need.verb, on: resource })
            });
            if added.is_some() {
                return added;
            }
        }
        role.rules.iter().find_map(|rule| {
            let strong = Power::ALL.iter().filter(|power| !power.is_slight());
            let acts = strong.flat_map(|power| power.acts());
            let mut added = acts.flat_map(|act| rule.allowed(act)).filter(|allowed| {
                let need = |name| allowed.need(name);
                match rule.names.as_slice() {
                    [] => is_new(&need(None)),
                    names => names.iter().any(|name| is_new(&need(Some(name)))),
                }
            });
            if let Some(allowed) = added.next() {
                return Some(Widening { rule, verb: allowed.by.0, on: allowed.by.1 });
            }
            let path = rule.urls.iter().find(|path| {
                TELLING.iter().any(|telling| {
                    let need = Need { verb: "get", target: Target::Url(telling), namespace: None };
                    covers_url(path, telling) && rule.covers(&need) && is_new(&need)
                })
            })?;
            Some(Widening { rule, verb: "get", on: path })
        })
    }
}

/// Has everybody this role, or is it a part of one that people are given?
fn is_of_people(role: &BuiltInRole) -> bool {
    role.namespace.is_empty()
        && (!role.aggregate_to.is_empty() || is_bound_to(role, |group| !TRUSTED.contains(&group)))
}

/// Does Kubernetes bind the role to such a group?
fn is_bound_to(role: &BuiltInRole, is_one: impl Fn(&str) -> bool) -> bool {
    let mut bindings = BINDINGS.iter().filter(|binding| binding.name == role.name);
    bindings.any(|binding| binding.groups.iter().any(|group| is_one(group)))
}
