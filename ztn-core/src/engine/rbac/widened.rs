//! Kubernetes' own roles that somebody added to.

use super::{Power, Rbac, RoleId, Rule};
use crate::data::rbac_roles::{BINDINGS, BuiltInRole, ROLES};
use crate::model::Kind;

/// The groups that are trusted with everything, or with what the Node authorizer decides.
const TRUSTED: &[&str] = &["system:masters", "system:nodes"];

impl<'a> Rbac<'a> {
    /// The first rule of one of Kubernetes' own roles that gives a power which no release gives the role, with the
    /// verb and the resource. Of roles that everybody has, or that people are given; the parts of the control plane
    /// have theirs for themselves. The API server takes nothing away that somebody added.
    #[must_use]
    pub fn widened(&self, id: RoleId) -> Option<(&Rule<'a>, (&'static str, &'static str))> {
        let role = self.roles.get(id)?;
        // What collects others is written by a controller.
        if role.object.is_none() || role.is_aggregated || role.kind != Kind::ClusterRole {
            return None;
        }
        let usual = ROLES.iter().find(|one| one.name == role.name && is_of_people(one))?;
        let usual: Vec<Rule<'static>> = usual.rules.iter().map(Rule::built_in).collect();
        let strong = || Power::ALL.iter().filter(|power| !power.is_slight());
        let is_usual = |power: Power| {
            usual.iter().any(|rule| power.acts().iter().any(|act| rule.allows(act).is_some()))
        };
        strong().filter(|power| !is_usual(**power)).find_map(|power| {
            role.rules.iter().find_map(|rule| {
                let (by, _) = power.acts().iter().find_map(|act| rule.allows(act))?;
                Some((rule, by))
            })
        })
    }
}

/// Has everybody this role, or is it a part of one that people are given?
fn is_of_people(role: &BuiltInRole) -> bool {
    let mut bindings = BINDINGS.iter().filter(|binding| binding.name == role.name);
    role.namespace.is_empty()
        && (!role.aggregate_to.is_empty()
            || bindings.any(|one| one.groups.iter().any(|group| !TRUSTED.contains(group))))
}
