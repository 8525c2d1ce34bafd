//! Who may do what, as Kubernetes' RBAC authorizer decides it.
//!
//! <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>

mod asker;
mod bindings;
mod binds;
mod decide;
mod held;
mod lens;
mod power;
mod powers;
mod roles;
mod rule;
mod table;
mod widened;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use asker::Asker;
pub use bindings::{Binding, Link};
pub use decide::{Chain, Grant, Step};
pub use held::{Held, Reach};
pub use lens::Mode;
pub use power::{Act, Power};
pub use powers::Way;
pub use roles::{Role, RoleId};
pub use rule::{Need, Rule, Target};
pub use table::{Giver, Row, RowTarget, Table};
pub use widened::Widening;

use super::{Unknown, Why};
use crate::data::releases;
use crate::evidence::Evidence;
use crate::model::rbac::Identity;
use crate::model::{Cluster, Kind};
use crate::options::Scope;
use roles::Roles;

/// The effective permissions of everybody in a cluster.
pub struct Rbac<'a> {
    cluster: &'a Cluster,
    /// The cluster's minor release, where it is known.
    minor: Option<u32>,
    roles: Roles<'a>,
    bindings: Vec<Binding<'a>>,
    /// The bindings that name somebody.
    by_subject: HashMap<Identity<'a>, Vec<usize>>,
    /// Why it cannot be said of anybody that nothing gives a right, where it cannot.
    unseen: Option<Unknown>,
    /// Does the API server ask nobody in the end?
    allows_everything: bool,
    accounts: OnceLock<held::Accounts<'a>>,
    powers: OnceLock<Vec<powers::Powers<'a>>>,
    used: OnceLock<Vec<bool>>,
    lenses: OnceLock<lens::Lenses<'a>>,
}

/// What the engine is told beside the objects.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The cluster's minor release; none: the newest that is known.
    pub minor: Option<u32>,
    /// Is the input the whole cluster?
    pub scope: Scope,
    /// Could every document be read?
    pub all_read: bool,
    /// The authorizers that are asked beside Node and RBAC and may allow something.
    pub authorizers: Vec<String>,
}

impl<'a> Rbac<'a> {
    /// The permissions that the roles and bindings of a cluster give.
    #[must_use]
    pub fn new(cluster: &'a Cluster, setting: &Setting) -> Self {
        let minor = setting.minor;
        let roles = Roles::of(cluster, minor.unwrap_or(releases::NEWEST));
        let bindings = bindings::of(cluster, &roles);
        let mut by_subject = HashMap::<_, Vec<usize>>::new();
        for (at, binding) in bindings.iter().enumerate() {
            for (who, _) in &binding.subjects {
                let list = by_subject.entry(*who).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        let unseen = if setting.scope == Scope::Partial {
            Some(Unknown::partial(Evidence::RoleBindings))
        } else if !setting.all_read {
            Some(Unknown { why: Why::Unread, settled_by: None })
        } else if setting.authorizers.is_empty() {
            None
        } else {
            let what =
                format!("the authorizer `{}` is asked, too", setting.authorizers.join("`, `"));
            Some(Unknown { why: Why::NotUnderstood(what), settled_by: None })
        };
        let allows_everything = setting.authorizers.iter().any(|name| name == "AlwaysAllow");
        Self {
            cluster,
            minor,
            roles,
            bindings,
            by_subject,
            unseen,
            allows_everything,
            accounts: OnceLock::new(),
            powers: OnceLock::new(),
            used: OnceLock::new(),
            lenses: OnceLock::new(),
        }
    }

    /// Why it cannot be said of anybody that nothing gives a right, where it cannot.
    #[must_use]
    pub fn unseen(&self) -> Option<&Unknown> {
        self.unseen.as_ref()
    }

    /// Every binding, those of the input first.
    #[must_use]
    pub fn bindings(&self) -> &[Binding<'a>] {
        &self.bindings
    }

    /// Every role.
    pub fn roles(&self) -> impl Iterator<Item = (RoleId, &Role<'a>)> {
        self.roles.all()
    }

    /// A role.
    #[must_use]
    pub fn role(&self, id: RoleId) -> Option<&Role<'a>> {
        self.roles.get(id)
    }

    /// The roles with this name: several where the input gives it several times.
    #[must_use]
    pub fn roles_named<'s>(
        &'s self,
        kind: Kind,
        namespace: &'s str,
        name: &'s str,
    ) -> &'s [RoleId] {
        self.roles.named(kind, namespace, name)
    }

    /// Every rule of a role, with the role that it is written in.
    pub fn rules(&self, id: RoleId) -> impl Iterator<Item = (&Role<'a>, &Rule<'a>)> {
        self.roles.rules(id)
    }

    /// The bindings that name somebody by exactly this.
    pub fn bindings_of<'s>(&'s self, who: Identity<'s>) -> impl Iterator<Item = &'s Binding<'a>> {
        let found = self.by_subject.get(&who).into_iter().flatten();
        found.filter_map(|&at| self.bindings.get(at))
    }

    /// Everybody whom a binding names, in order.
    #[must_use]
    pub fn subjects(&self) -> Vec<Identity<'a>> {
        let mut all: Vec<Identity<'a>> = self.by_subject.keys().copied().collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests;
