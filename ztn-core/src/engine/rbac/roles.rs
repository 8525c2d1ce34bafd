//! Every role: of the input, and those that Kubernetes brings along.

use std::collections::HashMap;

use super::powers::RuleId;
use super::rule::Rule;
use crate::data::rbac_controllers;
use crate::data::rbac_roles::{BuiltInRole, ROLES};
use crate::model::meta::{Label, LabelSelector};
use crate::model::rbac::{AnyRole, ClusterRole};
use crate::model::{Cluster, Kind, Object};

/// The place of a role among those of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoleId(u32);

impl RoleId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A role with all that it allows.
pub struct Role<'a> {
    /// `Role` or `ClusterRole`.
    pub kind: Kind,
    /// Its namespace; empty for a ClusterRole.
    pub namespace: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The object; none: the input lacks it, and Kubernetes brings it along.
    pub object: Option<Object<'a>>,
    /// The rules written in it.
    pub rules: Vec<Rule<'a>>,
    /// The roles whose rules it collects, however indirectly, without itself.
    pub sources: Vec<RoleId>,
    /// Does it collect?
    pub is_aggregated: bool,
    /// Is it one of Kubernetes' own?
    pub is_built_in: bool,
    built_in: Option<&'static BuiltInRole>,
}

/// Every role, by kind, namespace and name.
pub(super) struct Roles<'a> {
    list: Vec<Role<'a>>,
    by_name: HashMap<(Kind, &'a str, &'a str), Vec<RoleId>>,
}

/// The label by which a role is collected into one of Kubernetes' own.
const AGGREGATE: &str = "rbac.authorization.k8s.io/aggregate-to-";

impl<'a> Roles<'a> {
    /// The roles of `cluster`, and those of Kubernetes `minor` that it lacks.
    pub(super) fn of(cluster: &'a Cluster, minor: u32) -> Self {
        let mut list: Vec<Role<'a>> = cluster
            .of_kinds([Kind::Role, Kind::ClusterRole])
            .filter_map(AnyRole::of)
            .map(Role::written)
            .collect();
        let mut by_name = HashMap::<_, Vec<RoleId>>::new();
        for (role, id) in list.iter().zip(0..) {
            by_name.entry(role.key()).or_default().push(RoleId(id));
        }
        for (built_in, id) in ROLES
            .iter()
            .chain(rbac_controllers::ROLES)
            .filter(|built_in| !by_name.contains_key(&key_of(built_in)))
            .zip(list.len()..)
            .collect::<Vec<_>>()
        {
            list.push(Role::built_in(built_in, minor));
            by_name.entry(key_of(built_in)).or_default().push(RoleId(crate::span::to_u32(id)));
        }
        let mut roles = Self { list, by_name };
        roles.aggregate();
        roles
    }

    pub(super) fn get(&self, id: RoleId) -> Option<&Role<'a>> {
        self.list.get(id.index())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (RoleId, &Role<'a>)> {
        (0..).map(RoleId).zip(&self.list)
    }

    /// The roles with this name: several where the input gives it several times.
    pub(super) fn named<'s>(
        &'s self,
        kind: Kind,
        namespace: &'s str,
        name: &'s str,
    ) -> &'s [RoleId] {
        self.by_name.get(&(kind, namespace, name)).map_or(&[], Vec::as_slice)
    }

    /// Every rule of a role, with the role it is written in.
    pub(super) fn rules(&self, id: RoleId) -> impl Iterator<Item = (&Role<'a>, &Rule<'a>)> {
        self.rules_with_id(id).filter_map(|(id, rule)| Some((self.get(id.source)?, rule)))
    }

    /// Every rule of a role, with where it is written.
    pub(super) fn rules_with_id(&self, id: RoleId) -> impl Iterator<Item = (RuleId, &Rule<'a>)> {
        let collected = self.get(id).into_iter().flat_map(|role| role.sources.iter().copied());
        let sources = std::iter::once(id).chain(collected);
        sources.filter_map(|source| Some((source, self.get(source)?))).flat_map(|(source, role)| {
            let rules = role.rules.iter().enumerate();
            rules.map(move |(at, rule)| (RuleId { source, at }, rule))
        })
    }

    /// Finds for each role that collects what it collects. A collected role may itself collect, in circles
    /// too: what counts is the union.
    fn aggregate(&mut self) {
        let index = Labels::of(&self.list);
        let direct: HashMap<RoleId, Vec<RoleId>> = self
            .all()
            .filter(|(_, role)| role.is_aggregated)
            .map(|(id, role)| (id, index.collected_by(role, &self.list)))
            .collect();
        for at in 0..self.list.len() {
            let id = RoleId(crate::span::to_u32(at));
            if !direct.contains_key(&id) {
                continue;
            }
            let mut seen = vec![false; self.list.len()];
            let mut found = Vec::new();
            let mut open = vec![id];
            while let Some(next) = open.pop() {
                for &source in direct.get(&next).into_iter().flatten() {
                    let slot = seen.get_mut(source.index());
                    if source != id && slot.is_some_and(|seen| !std::mem::replace(seen, true)) {
                        found.push(source);
                        open.push(source);
                    }
                }
            }
            found.sort_unstable();
            if let Some(role) = self.list.get_mut(at) {
                role.sources = found;
            }
        }
    }
}

fn key_of(built_in: &'static BuiltInRole) -> (Kind, &'static str, &'static str) {
    let kind = if built_in.namespace.is_empty() { Kind::ClusterRole } else { Kind::Role };
    (kind, built_in.namespace, built_in.name)
}

impl<'a> Role<'a> {
    fn written(role: AnyRole<'a>) -> Self {
        Self {
            kind: role.object.kind(),
            namespace: role.object.namespace().unwrap_or(""),
            name: role.object.name(),
            object: Some(role.object),
            rules: role.rules.iter().map(Rule::of).collect(),
            sources: Vec::new(),
            is_aggregated: role.is_aggregated,
            is_built_in: role.is_built_in(),
            built_in: None,
        }
    }

    fn built_in(role: &'static BuiltInRole, minor: u32) -> Self {
        let is_there = |since: u32, until: u32| (since..until).contains(&minor);
        let rules = role.rules.iter().filter(|rule| is_there(rule.minors.0, rule.minors.1));
        let (kind, namespace, name) = key_of(role);
        Self {
            kind,
            namespace,
            name,
            object: None,
            rules: rules.map(Rule::built_in).collect(),
            sources: Vec::new(),
            is_aggregated: role.collects,
            is_built_in: true,
            built_in: Some(role),
        }
    }

    fn key(&self) -> (Kind, &'a str, &'a str) {
        (self.kind, self.namespace, self.name)
    }

    /// Its kind and name in words.
    #[must_use]
    pub fn text(&self) -> String {
        match self.namespace {
            "" => format!("{} `{}`", self.kind.name(), self.name),
            namespace => format!("{} `{namespace}/{}`", self.kind.name(), self.name),
        }
    }

    /// The selectors by which it collects.
    fn selectors(&self) -> impl Iterator<Item = LabelSelector<'a>> + use<'a> {
        let rule = self.object.and_then(|object| object.view::<ClusterRole<'a>>());
        let rule = rule.and_then(|role| role.aggregation_rule().get());
        rule.into_iter().flat_map(|rule| rule.cluster_role_selectors().iter())
    }

    /// The roles of Kubernetes' own that its labels put it into: the last word of the label.
    #[must_use]
    pub fn aggregates_to(&self) -> Vec<&'a str> {
        let labels = self.object.and_then(Object::metadata).and_then(|meta| meta.labels().get());
        let written = labels.into_iter().flat_map(|labels| labels.entries());
        let written = written.filter(|(.., value)| *value == "true");
        let mut into: Vec<&str> =
            written.filter_map(|(key, ..)| key.text().strip_prefix(AGGREGATE)).collect();
        into.extend(self.built_in.into_iter().flat_map(|role| role.aggregate_to));
        into
    }
}

/// ClusterRoles by the labels they carry, so that each selector looks at those alone that it may choose.
struct Labels<'a> {
    by_label: HashMap<(&'a str, &'a str), Vec<RoleId>>,
    by_target: HashMap<&'a str, Vec<RoleId>>,
}

impl<'a> Labels<'a> {
    fn of(roles: &[Role<'a>]) -> Self {
        let mut by_label = HashMap::<_, Vec<RoleId>>::new();
        let mut by_target = HashMap::<_, Vec<RoleId>>::new();
        for (role, id) in roles.iter().zip(0..) {
            if role.kind != Kind::ClusterRole {
                continue;
            }
            for target in role.aggregates_to() {
                by_target.entry(target).or_default().push(RoleId(id));
            }
            let labels =
                role.object.and_then(Object::metadata).and_then(|meta| meta.labels().get());
            for (key, _, value) in labels.into_iter().flat_map(|labels| labels.entries()) {
                by_label.entry((key.text(), value)).or_default().push(RoleId(id));
            }
        }
        Self { by_label, by_target }
    }

    /// The ClusterRoles that `role` collects by its own selectors.
    fn collected_by(&self, role: &Role<'a>, roles: &[Role<'a>]) -> Vec<RoleId> {
        if role.built_in.is_some() {
            return self.by_target.get(role.name).cloned().unwrap_or_default();
        }
        let mut found = Vec::new();
        for selector in role.selectors() {
            let by_target = selector.match_labels().get().and_then(|labels| {
                labels.entries().find_map(|(key, _, value)| {
                    let target = key.text().strip_prefix(AGGREGATE).filter(|_| value == "true")?;
                    Some(self.by_target.get(target).map_or(&[][..], Vec::as_slice))
                })
            });
            let by_label = selector.match_labels().get().and_then(|labels| {
                let (key, _, value) = labels.entries().next()?;
                Some(self.by_label.get(&(key.text(), value)).map_or(&[][..], Vec::as_slice))
            });
            let chosen =
                |id: &RoleId| roles.get(id.index()).is_some_and(|role| is_chosen(selector, role));
            match by_target.or(by_label) {
                Some(candidates) => found.extend(candidates.iter().copied().filter(chosen)),
                None => {
                    found.extend((0..crate::span::to_u32(roles.len())).map(RoleId).filter(chosen))
                }
            }
        }
        found
    }
}

/// Does `selector` choose this ClusterRole?
fn is_chosen(selector: LabelSelector<'_>, role: &Role<'_>) -> bool {
    struct Written<'r, 'a>(&'r Role<'a>);
    impl crate::model::Labels for Written<'_, '_> {
        fn label(&self, key: &str) -> Label<'_> {
            let value = || {
                if let Some(built_in) = self.0.built_in {
                    let target = key.strip_prefix(AGGREGATE)?;
                    return built_in.aggregate_to.contains(&target).then_some("true");
                }
                self.0.object?.metadata()?.labels().value(key)
            };
            value().into()
        }
    }
    role.kind == Kind::ClusterRole && selector.matches(&Written(role)) == Some(true)
}
