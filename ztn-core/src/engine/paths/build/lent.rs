//! Constrained impersonation: what somebody does in another's name, where both may.

use std::collections::{BTreeSet, HashSet};

use super::Builder;
use super::gains::{Gain, Use};
use crate::engine::paths::{Edge, Point};
use crate::engine::rbac::{Held, Mode, Need, Power};
use crate::model::Place;
use crate::model::rbac::Identity;

/// Who may be acted as, by which power, in which way. What nodes may do the Node authorizer decides.
const WAYS: [(Power, Mode); 3] = [
    (Power::ActAsServiceAccounts, Mode::ServiceAccount),
    (Power::ActAsUsers, Mode::UserInfo),
    (Power::ActAsGroups, Mode::UserInfo),
];

impl<'a> Builder<'_, 'a> {
    pub(super) fn lent(&mut self) {
        let rbac = self.rbac;
        for (power, mode) in WAYS {
            for held in rbac.holders(power) {
                let Some(binding) = held.binding else {
                    continue;
                };
                for (who, _) in &binding.subjects {
                    let lenses = rbac.lent_to(*who, mode);
                    let has_user = power != Power::ActAsGroups
                        || self.rbac.has_power_somewhere(*who, Power::ActAsUsers);
                    if lenses.is_empty() || !has_user {
                        continue;
                    }
                    for target in self.targets(&held) {
                        for lens in &lenses {
                            self.through(*who, &held, target, (mode, lens));
                        }
                    }
                }
            }
        }
    }

    /// Everybody known that this lets somebody act as.
    fn targets(&self, held: &Held<'_, 'a>) -> Vec<Identity<'a>> {
        let place = held.binding.and_then(|binding| binding.namespace);
        let names: HashSet<&str> = held.names().into_iter().collect();
        let fits = |name: &str| !held.is_named() || names.contains(name);
        let is_target = |who: &Identity<'a>| match (held.power, who) {
            (Power::ActAsServiceAccounts, Identity::ServiceAccount { namespace, name }) => {
                fits(name) && place.is_none_or(|place| place == *namespace)
            }
            (Power::ActAsUsers, Identity::User(name)) => {
                fits(name) && !name.starts_with("system:node:")
            }
            (Power::ActAsGroups, Identity::Group(name)) => {
                fits(name) && *name != super::identities::MASTERS
            }
            _ => false,
        };
        self.rbac.subjects().into_iter().filter(is_target).collect()
    }

    /// What one permission gives in the name of one target, wherever both hold it.
    fn through(
        &mut self,
        who: Identity<'a>,
        held: &Held<'_, 'a>,
        target: Identity<'a>,
        (mode, lens): (Mode, &Held<'_, 'a>),
    ) {
        let Some(binding) = lens.binding else {
            return;
        };
        let places: BTreeSet<Option<&'a str>> = match binding.namespace {
            Some(namespace) => BTreeSet::from([Some(namespace)]),
            None => self.namespaces_of(target).map(Some).chain([None]).collect(),
        };
        for (place, way) in places.iter().flat_map(|at| lens.ways().map(|way| (*at, way))) {
            let need = Need { namespace: place, ..lens.need(way) };
            let (false, true, Some(verb)) =
                (target == who, self.may(target, &need), mode.written(way))
            else {
                continue;
            };
            let used = Use { place, ..Use::of(target, lens, way) };
            for Gain { to, what, assumes, needs_more } in self.gains(&used) {
                // Only what the rule lends is asked in the other's name.
                if needs_more {
                    continue;
                }
                let what = what.replace("{}", &self.paths.text(to));
                let text = format!("{} lets {who} as {target} {what}", binding.text());
                let on = Need { verb, ..need };
                let acts = held.need(&held.way);
                let identity = match target {
                    Identity::ServiceAccount { namespace, name } => {
                        Need { namespace: Some(namespace), ..acts }.named(name)
                    }
                    Identity::User(name) | Identity::Group(name) => acts.named(name),
                };
                let sends = vec![(who, identity), (who, on), (target, need)];
                let cause = self.narrowing(binding);
                let place = binding.object.map(|object| Place::of(object, object.name_node()));
                let object = binding.object;
                let edge = Edge { sends, cause, assumes, object, place, ..Edge::of(text) };
                self.edge(Point::Identity(who), to, edge);
            }
        }
    }
}
