//! The powers of a role: which it gives, in which ways, by which of its rules.
//!
//! Rights add up: rules that allow the same are one way, and the order of rules decides nothing.

use std::collections::{BTreeMap, HashSet};

use super::power::{Act, Power};
use super::roles::{RoleId, Roles};
use super::{Need, Role, Rule};

/// A verb on a resource.
type By = (&'static str, &'static str);

/// The powers of a role.
pub(super) struct Powers<'a> {
    pub(super) bits: u64,
    /// Does one of its rules give everything?
    pub(super) everything: bool,
    /// Those that count where a namespace alone is given.
    pub(super) namespaced: u64,
    /// By power; of each first those without a limit, then the strongest.
    given: Vec<Given<'a>>,
}

/// A verb on a resource that gives a power, and what all rules together allow of it.
struct Given<'a> {
    power: Power,
    by: By,
    group: &'static str,
    /// Is what it gives beside the namespaces?
    beside: bool,
    /// The names that the rules give; none: no limit.
    names: Vec<&'a str>,
    /// The first rule that goes this far.
    rule: RuleId,
    is_of_whole_group: bool,
}

/// A rule, by its place in the role it is written in.
#[derive(Clone, Copy)]
pub(super) struct RuleId {
    pub(super) source: RoleId,
    pub(super) at: usize,
}

/// One way in which a role gives a power.
#[derive(Clone, Copy)]
pub struct Way<'s, 'a> {
    /// The verb and the resource that give it.
    pub by: By,
    /// The API group of the resource.
    pub group: &'static str,
    /// The objects it is limited to; none: no limit.
    pub names: &'s [&'a str],
    /// The role that the rule is written in.
    pub source: &'s Role<'a>,
    /// The rule, or the first of those that give this together.
    pub rule: &'s Rule<'a>,
    /// Does a rule give everything in the API group?
    pub is_of_whole_group: bool,
}

impl Way<'_, '_> {
    /// Does it only hold for objects of certain names?
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.names.is_empty()
    }
}

impl<'a> Powers<'a> {
    /// The powers that these rules give together in a cluster of release `minor`.
    pub(super) fn of<'r>(
        rules: impl Iterator<Item = (RuleId, &'r Rule<'a>)>,
        minor: Option<u32>,
    ) -> Self
    where
        'a: 'r,
    {
        let (mut bits, mut everything, mut namespaced) = (0, false, 0);
        let mut given = BTreeMap::<_, Given<'a>>::new();
        for (id, rule) in rules {
            everything |= rule.allows_everything();
            for &power in Power::ALL {
                // Acts begin with the strongest; what is beside the namespaces counts for itself, since in one
                // it is gone.
                for beside in [false, true] {
                    let mut acts = power.acts().iter().enumerate();
                    // Of a release that is not known, the older way may still hold, and the newer one already.
                    let found = acts.find_map(|(at, act)| {
                        let is_there = |minor| (act.since..act.before).contains(&minor);
                        let counts = act.beside == beside && minor.is_none_or(is_there);
                        let allowed = counts.then(|| rule.allowed(act).next()).flatten()?;
                        Some((allowed, (power, at, allowed.rank)))
                    });
                    let Some((Allowed { by, group, .. }, key)) = found else {
                        continue;
                    };
                    bits |= power.bit();
                    if !beside {
                        namespaced |= power.bit();
                    }
                    let names = rule.names.clone();
                    let is_of_whole_group = rule.allows_whole_groups();
                    let new =
                        Given { power, by, group, beside, names, rule: id, is_of_whole_group };
                    match given.get_mut(&key) {
                        Some(given) => given.add(new),
                        None => drop(given.insert(key, new)),
                    }
                }
            }
        }
        let mut given: Vec<Given<'a>> = given.into_values().collect();
        for given in &mut given {
            let mut seen = HashSet::new();
            given.names.retain(|name| seen.insert(*name));
        }
        given.sort_by_key(|given| (given.power, !given.names.is_empty()));
        Self { bits, everything, namespaced, given }
    }

    /// The ways in which it gives a power: first those without a limit, then the strongest. What is beside the
    /// namespaces no namespace can give.
    pub(super) fn ways<'s>(
        &'s self,
        power: Power,
        in_namespace: bool,
        roles: &'s Roles<'a>,
    ) -> impl Iterator<Item = Way<'s, 'a>> {
        let begin = self.given.partition_point(|given| given.power < power);
        let of_power = self.given.get(begin..).unwrap_or_default().iter();
        of_power
            .take_while(move |given| given.power == power)
            .filter(move |given| !(in_namespace && given.beside))
            .filter_map(|given| {
                let source = roles.get(given.rule.source)?;
                let rule = source.rules.get(given.rule.at)?;
                let Given { by, group, ref names, is_of_whole_group, .. } = *given;
                Some(Way { by, group, names, source, rule, is_of_whole_group })
            })
    }
}

impl Rule<'_> {
    /// Everything on every resource, of whatever name?
    #[must_use]
    pub fn allows_everything(&self) -> bool {
        const VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete"];
        let has = |list: &[&str], word: &str| list.contains(&word);
        let verbs = has(&self.verbs, "*") || VERBS.iter().all(|verb| has(&self.verbs, verb));
        verbs && has(&self.groups, "*") && has(&self.resources, "*") && self.names.is_empty()
    }

    /// Everything on every resource of the API groups that it names?
    fn allows_whole_groups(&self) -> bool {
        self.verbs.contains(&"*") && self.resources.contains(&"*") && self.names.is_empty()
    }

    /// Each verb on a resource of an act that the rule allows, the strongest first.
    pub(super) fn allowed(&self, act: &'static Act) -> impl Iterator<Item = Allowed> {
        let is_of_group = self.groups.iter().any(|group| *group == "*" || *group == act.group);
        let resources = if is_of_group { act.resources } else { &[] };
        resources.iter().enumerate().flat_map(move |(place, resource)| {
            act.verbs.iter().enumerate().filter_map(move |(rank, verb)| {
                // What is made or deleted as a collection has no name that could be listed.
                let has_name =
                    resource.contains('/') || !matches!(*verb, "create" | "deletecollection");
                let name = self.names.first().copied();
                let allowed =
                    Allowed { by: (verb, resource), group: act.group, rank: (place, rank) };
                let is_one = (name.is_none() || has_name) && self.covers(&allowed.need(name));
                is_one.then_some(allowed)
            })
        })
    }
}

/// A verb on a resource that a rule allows.
#[derive(Clone, Copy)]
pub(super) struct Allowed {
    pub(super) by: By,
    group: &'static str,
    /// The places of the resource and of the verb in the catalogue.
    rank: (usize, usize),
}

impl Allowed {
    pub(super) fn need<'q>(&self, name: Option<&'q str>) -> Need<'q> {
        let need = Need::on(self.by.0, self.group, self.by.1, None);
        name.map_or(need, |name| need.named(name))
    }
}

impl Given<'_> {
    /// Takes in what another rule gives of the same.
    fn add(&mut self, other: Self) {
        self.is_of_whole_group |= other.is_of_whole_group;
        if other.names.is_empty() {
            if !self.names.is_empty() {
                let is_of_whole_group = self.is_of_whole_group;
                *self = Self { is_of_whole_group, ..other };
            }
        } else if !self.names.is_empty() {
            self.names.extend(other.names);
        }
    }
}
