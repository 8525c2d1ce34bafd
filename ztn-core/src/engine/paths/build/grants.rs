//! Rights that are written: into roles, and into bindings.

use std::collections::{BTreeMap, BTreeSet};

use super::Builder;
use super::gains::{ADMIN, CHANGE, Gain, Use};
use crate::engine::paths::Point;
use crate::engine::rbac::{Binding, Need, Power, Rbac, RoleId};
use crate::model::Kind;
use crate::model::rbac::Identity;

const RBAC: &str = "rbac.authorization.k8s.io";

/// What makes whoever has it in a namespace any service account of it.
const BECOMES: [Power; 4] = [
    Power::MintTokens,
    Power::ImpersonateServiceAccounts,
    Power::RunWorkloads,
    Power::ChangeWorkloads,
];

/// The bindings that somebody could be put into.
#[derive(Default)]
pub(super) struct Bound<'b, 'a> {
    /// Of the cluster, and they give everything.
    everything: Vec<&'b Binding<'a>>,
    /// By namespace, to a ClusterRole that makes one any service account there.
    strong: BTreeMap<&'a str, Vec<&'b Binding<'a>>>,
    /// The namespaces in which a Role is bound.
    to_roles: BTreeSet<&'a str>,
}

impl<'b, 'a> Bound<'b, 'a> {
    pub(super) fn of(rbac: &'b Rbac<'a>) -> Self {
        let mut bound = Self::default();
        for binding in rbac.bindings() {
            let roles = || binding.roles().iter().filter_map(|id| Some((*id, rbac.role(*id)?)));
            let of_cluster = || roles().filter(|(_, role)| role.kind == Kind::ClusterRole);
            match binding.namespace {
                None if of_cluster().any(|(id, _)| rbac.allows_everything(id)) => {
                    bound.everything.push(binding);
                }
                None => {}
                Some(namespace) => {
                    if roles().any(|(_, role)| role.kind == Kind::Role) {
                        bound.to_roles.insert(namespace);
                    }
                    if of_cluster().any(|(_, role)| becomes(rbac, role.name)) {
                        bound.strong.entry(namespace).or_default().push(binding);
                    }
                }
            }
        }
        bound
    }
}

/// Does the ClusterRole of this name make whoever has it in a namespace any service account of it?
fn becomes(rbac: &Rbac<'_>, name: &str) -> bool {
    let has = |id, power| rbac.would_hold(id, power).is_some_and(|held| !held.is_named());
    rbac.gives_everything(name)
        || rbac
            .roles_named(Kind::ClusterRole, "", name)
            .iter()
            .any(|id| BECOMES.iter().any(|power| has(*id, *power)))
}

impl<'a> Builder<'_, 'a> {
    /// Rights can be written into a role that is bound to oneself, or into one that is bound while it is empty.
    pub(super) fn by_escalating(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let who = used.who;
        let own = self.rbac.bindings_of(who);
        let own = own.filter(|own| used.place.is_none() || own.namespace == used.place);
        let own = own.filter(|own| own.roles().iter().any(|id| self.may_widen(who, *id, own)));
        let mut ends: BTreeSet<Point<'a>> =
            own.map(|own| own.namespace.map_or(ADMIN, Point::AccountsOf)).collect();
        if self.may_rewrite(who, Need::on("", RBAC, "roles", used.place)) {
            let bindings = |verb| Need::on(verb, RBAC, "rolebindings", used.place);
            if self.may(who, &bindings("create")) {
                ends.insert(used.accounts());
            } else if self.may_any(who, CHANGE, bindings("")) {
                let here = |place: &&&str| used.place.is_none_or(|own| own == **place);
                let places = self.bound.to_roles.iter().filter(here);
                ends.extend(places.map(|place| Point::AccountsOf(place)));
            }
        }
        let gain = |to| used.gain(to, "write any right into a role").with_more();
        ends.into_iter().map(gain).collect()
    }

    /// May somebody write any right into a role of this sort: change it, or make it anew?
    fn may_rewrite(&self, who: Identity<'a>, need: Need<'_>) -> bool {
        let may = |verb| self.may(who, &Need { verb, ..need });
        may("escalate") && (self.may_any(who, CHANGE, need) || (may("create") && may("delete")))
    }

    /// The same of one that a binding of their own gives.
    fn may_widen(&self, who: Identity<'a>, id: RoleId, own: &Binding<'a>) -> bool {
        let Some(role) = self.rbac.role(id) else {
            return false;
        };
        let on = |verb| match role.kind {
            Kind::Role => Need::on(verb, RBAC, "roles", own.namespace),
            _ => Need::on(verb, RBAC, "clusterroles", None),
        };
        let this = |verb| on(verb).named(role.name);
        if self.may(who, &this("escalate")) && self.may_any(who, CHANGE, this("")) {
            return true;
        }
        let makes = [on("escalate"), on("create")];
        if makes.iter().any(|need| !self.may(who, need)) {
            return false;
        }
        // Whoever deletes the role that lets them make roles makes none.
        let stays =
            || !self.rbac.rules(id).any(|(_, rule)| makes.iter().any(|need| rule.covers(need)));
        role.is_aggregated || (self.may(who, &this("delete")) && stays())
    }

    /// A binding is checked against the role it gives: `bind` on that role is asked for. The role that a binding
    /// gives cannot be changed, but whom it names.
    pub(super) fn by_binding(&self, used: &Use<'_, 'a>) -> Vec<Gain<'a>> {
        let who = used.who;
        let binds = |place, name: &str| {
            self.may(who, &Need::on("bind", RBAC, "clusterroles", place).named(name))
        };
        let makes = |resource| self.may(who, &Need::on("create", RBAC, resource, used.place));
        let joins = |resource, binding: &Binding<'a>| {
            let need = Need::on("", RBAC, resource, binding.namespace).named(binding.name);
            binds(binding.namespace, binding.role_name) && self.may_any(who, CHANGE, need)
        };
        let of_name = |fits: &dyn Fn(&str) -> bool| {
            let named = used.names.iter().copied().filter(|name| fits(name));
            std::iter::once("cluster-admin").chain(named).find(|name| binds(used.place, name))
        };
        if used.place.is_none() {
            let name = makes("clusterrolebindings")
                .then(|| of_name(&|name| self.rbac.gives_everything(name)))
                .flatten();
            let there = || {
                let mut there = self.bound.everything.iter();
                there.find(|binding| joins("clusterrolebindings", binding))
            };
            let what = name
                .map(|name| format!("bind `{name}`"))
                .or_else(|| there().map(|there| format!("put themselves into {}", there.text())));
            if let Some(what) = what {
                return vec![used.gain(ADMIN, &what).with_more()];
            }
        }
        if makes("rolebindings")
            && let Some(name) = of_name(&|name| becomes(self.rbac, name))
        {
            let what = format!("bind `{name}` in the namespace, and so become {{}}");
            return vec![used.gain(used.accounts(), &what).with_more()];
        }
        let here = |(place, _): &(&&str, _)| used.place.is_none_or(|own| own == **place);
        let found = self.bound.strong.iter().filter(here).filter_map(|(place, bindings)| {
            let binding = bindings.iter().find(|binding| joins("rolebindings", binding))?;
            let what = format!("put themselves into {}, and so become {{}}", binding.text());
            Some(used.gain(Point::AccountsOf(place), &what).with_more())
        });
        found.collect()
    }
}
