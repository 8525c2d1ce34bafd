//! Constrained impersonation: what somebody does in another's name, where both may.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Builder;
use super::gains::{Gain, Use};
use crate::engine::paths::{Edge, Point};
use crate::engine::rbac::{Binding, Held, Mode, Need, Power, Way};
use crate::model::Place;
use crate::model::rbac::Identity;

/// Who may be acted as, by which power, in which way, and as what in words. What nodes may do the Node authorizer
/// decides.
const WAYS: [(Power, Mode, &str); 3] = [
    (Power::ActAsServiceAccounts, Mode::ServiceAccount, "service accounts"),
    (Power::ActAsUsers, Mode::UserInfo, "users"),
    (Power::ActAsGroups, Mode::UserInfo, "members of groups"),
];

/// As whom, and which request, in which place: those for whom these are the same share what comes of it.
type Lent<'a> = (Power, Whom<'a>, Power, (&'static str, &'static str), Whom<'a>);

/// A namespace, and names; none: any.
type Whom<'a> = (Option<&'a str>, Vec<&'a str>);

/// What comes of a request in others' names.
#[derive(Clone, Copy)]
struct Outcome<'a> {
    point: Point<'a>,
    /// Of those in whose name it gives something, the first.
    first: Identity<'a>,
    is_one: bool,
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn lent(&mut self) {
        let rbac = self.rbac;
        let everybody = rbac.subjects();
        let mut outcomes = HashMap::new();
        for (power, mode, whom) in WAYS {
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
                    for (lens, way) in
                        lenses.iter().flat_map(|lens| lens.ways().map(move |way| (lens, way)))
                    {
                        let (Some(by), Some(verb)) = (lens.binding, mode.written(way)) else {
                            continue;
                        };
                        let names = if held.is_named() { held.names() } else { Vec::new() };
                        let key: Lent<'a> = (
                            power,
                            (binding.namespace, names),
                            lens.power,
                            way.by,
                            (by.namespace, way.names.to_vec()),
                        );
                        let outcome = *outcomes
                            .entry(key)
                            .or_insert_with_key(|key| self.outcome(&everybody, key, lens, way));
                        // In one's own name there is nothing new.
                        if let Some(Outcome { point, first, is_one }) = outcome
                            && !(is_one && first == *who)
                        {
                            let on = Need { verb, ..lens.need(way) };
                            let sends = vec![(*who, held.need(&held.way)), (*who, on)];
                            let what =
                                format!("use `{verb}` on `{}` in the name of {whom}", way.by.1);
                            self.lends(*who, by, &what, sends, point);
                        }
                    }
                }
            }
        }
    }

    fn lends(
        &mut self,
        who: Identity<'a>,
        by: &Binding<'a>,
        what: &str,
        sends: Vec<(Identity<'a>, Need<'a>)>,
        to: Point<'a>,
    ) {
        let text = format!("{} lets {who} {what}", by.text());
        let (object, cause) = (by.object, self.narrowing(by));
        let place = object.map(|object| Place::of(object, object.name_node()));
        let edge = Edge { sends, cause, object, place, ..Edge::of(text) };
        self.edge(Point::Identity(who), to, edge);
    }

    /// What a request gives in the name of those who may be acted as, wherever they may send it, too; none where it
    /// gives nothing.
    fn outcome(
        &mut self,
        everybody: &[Identity<'a>],
        (power, whom, ..): &Lent<'a>,
        lens: &Held<'_, 'a>,
        way: &Way<'_, 'a>,
    ) -> Option<Outcome<'a>> {
        let here = lens.binding?.namespace;
        let point = Point::Lent(self.paths.lent.len());
        let mut found: Option<Outcome<'a>> = None;
        let mut ends = HashSet::new();
        for target in targets(everybody, *power, whom) {
            let places: BTreeSet<Option<&'a str>> = match here {
                Some(namespace) => BTreeSet::from([Some(namespace)]),
                None => self.namespaces_of(target).map(Some).chain([None]).collect(),
            };
            for place in places {
                let need = Need { namespace: place, ..lens.need(way) };
                if !self.may(target, &need) {
                    continue;
                }
                // Only what the rule lends is asked in the other's name.
                let gains = self.gains(&Use { place, ..Use::of(target, lens, way) });
                for Gain { to, what, assumes, .. } in
                    gains.into_iter().filter(|gain| !gain.needs_more)
                {
                    match &mut found {
                        None => found = Some(Outcome { point, first: target, is_one: true }),
                        Some(found) => found.is_one &= found.first == target,
                    }
                    if ends.insert((to, assumes)) {
                        let what = what.replace("{}", &self.paths.text(to));
                        let edge = Edge::of(format!("as {target} that is to {what}"));
                        let edge = Edge { sends: vec![(target, need)], ..edge };
                        self.edge(point, to, edge.assuming(assumes));
                    }
                }
            }
        }
        if found.is_some() {
            let (verb, resource) = way.by;
            self.paths.lent.push(format!("`{verb}` on `{resource}` as others"));
        }
        found
    }
}

/// Everybody known that somebody may act as who may act as these.
fn targets<'a>(
    everybody: &[Identity<'a>],
    power: Power,
    (place, names): &Whom<'a>,
) -> impl Iterator<Item = Identity<'a>> {
    let names: HashSet<&str> = names.iter().copied().collect();
    let fits = move |name: &str| names.is_empty() || names.contains(name);
    let is_target = move |who: &Identity<'a>| match (power, who) {
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
    everybody.iter().copied().filter(is_target)
}
