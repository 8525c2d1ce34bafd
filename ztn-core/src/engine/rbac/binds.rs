//! What `bind` is good for: it takes a binding as well that can be written.

use super::{Asker, Binding, Held, Need, Rbac, Way};
use crate::engine::Known;
use crate::model::Kind;
use crate::model::rbac::Identity;

const RBAC: &str = "rbac.authorization.k8s.io";

impl<'a> Rbac<'a> {
    /// Can somebody make a binding to a role of which they hold `bind`, or write themselves into one that is there?
    /// Where a binding leads cannot be changed, and one of the cluster leads to no Role
    /// (<https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding>).
    #[must_use]
    pub fn can_use_bind(&self, who: Identity<'a>, held: &Held<'_, 'a>) -> bool {
        let place = held.binding.and_then(|binding| binding.namespace);
        let own = self.bindings_of(who).filter_map(|binding| binding.namespace).map(Some);
        let places: Vec<Option<&str>> = match place {
            Some(_) => vec![place],
            None => own.chain([None]).collect(),
        };
        held.ways().any(|way| {
            places.iter().any(|place| self.can_write(who, "rolebindings", *place, way))
                || (place.is_none()
                    && way.by.1 == "clusterroles"
                    && self.can_write(who, "clusterrolebindings", None, way))
        })
    }

    fn can_write(
        &self,
        who: Identity<'a>,
        resource: &'static str,
        place: Option<&str>,
        way: &Way<'_, 'a>,
    ) -> bool {
        let asker = Asker::new(who);
        let may = |verb, name: Option<&str>| {
            let need = Need::on(verb, RBAC, resource, place);
            let need = name.map_or(need, |name| need.named(name));
            matches!(self.can(&asker, &need), Known::Yes(_))
        };
        let leads_to_one = |binding: &&Binding<'a>| {
            let is_of_cluster = resource == "clusterrolebindings";
            let is_there = match binding.namespace {
                None => is_of_cluster,
                Some(namespace) => !is_of_cluster && place.is_none_or(|place| place == namespace),
            };
            let kind = if way.by.1 == "roles" { Kind::Role } else { Kind::ClusterRole };
            let is_it = |role: &super::Role<'_>| {
                role.kind == kind && (way.names.is_empty() || way.names.contains(&role.name))
            };
            is_there && binding.roles().iter().filter_map(|id| self.role(*id)).any(is_it)
        };
        may("create", None)
            || self.bindings.iter().filter(leads_to_one).any(|binding| {
                let is_strong = !self.is_harmless(binding.role_name);
                let is_other = !binding.subjects.iter().any(|(subject, _)| *subject == who);
                let mut change = ["update", "patch"].into_iter();
                is_strong && is_other && change.any(|verb| may(verb, Some(binding.name)))
            })
    }
}
