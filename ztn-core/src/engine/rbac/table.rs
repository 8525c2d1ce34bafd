//! All that somebody may do: each right once, and none that another one holds.

use std::collections::{BTreeMap, HashSet};

use super::decide::{by_kubernetes, steps_in};
use super::{Asker, Binding, Chain, Need, Rbac, Role, RoleId, Rule, Step, Target};
use crate::data::resources::resource;
use crate::model::rbac::Identity;
use crate::model::{Kind, Place};

/// Rights, by what they are about. In a right, a name that is not there means every name.
#[derive(Clone, Default)]
pub struct Table<'t> {
    rows: BTreeMap<About<'t>, BTreeMap<&'t str, Vec<usize>>>,
    /// What paths with a star at their end begin with.
    url_stars: HashSet<&'t str>,
}

/// What a right is about, and in which namespace; none: everywhere, or beside the namespaces.
type About<'t> = (Option<&'t str>, Target<'t>);

/// Rights on one resource or path, of the same names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'t> {
    /// The namespace; none: all of them, or beside them.
    pub namespace: Option<&'t str>,
    /// The resource, or the path.
    pub target: RowTarget<'t>,
    /// The verbs, in the order in which people write them.
    pub verbs: Vec<&'t str>,
    /// The numbers of those that give it.
    pub given_by: Vec<usize>,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowTarget<'t> {
    /// A resource.
    Resource {
        /// The API group; empty for the core group.
        group: &'t str,
        /// The plural, with its subresource.
        resource: &'t str,
        /// The names it holds for; none: every one.
        names: Vec<&'t str>,
    },
    /// A path.
    Url(&'t str),
}

/// A rule that gives rights, with the role it is of.
#[derive(Clone, Copy)]
pub struct Giver<'s, 'a> {
    /// Whom a binding names, and the binding; none: the role would give it.
    pub bound: Option<(Identity<'s>, &'s Binding<'a>)>,
    /// The role.
    pub role: &'s Role<'a>,
    /// The role that the rule is written in.
    pub source: &'s Role<'a>,
    /// The rule.
    pub rule: &'s Rule<'a>,
}

impl<'a> Giver<'_, 'a> {
    /// The steps in words, each with its place where the input has it: from the binding, or from the role.
    #[must_use]
    pub fn steps(&self) -> Vec<Step<'a>> {
        let Self { bound, role, source, rule } = *self;
        if let Some((through, binding)) = bound {
            return Chain { through, binding, role, source, rule }.steps();
        }
        let object = role.object;
        let place = object.map(|object| Place::of(object, object.name_node()));
        let text = format!("{}{}", role.text(), by_kubernetes(object));
        let first = Step { text, object, place };
        std::iter::once(first).chain(steps_in(role, source, rule)).collect()
    }
}

impl<'t> Table<'t> {
    /// Adds a right, which the giver with this number gives.
    pub fn add(&mut self, right: Need<'t>, giver: usize) {
        if let Target::Url(url) = right.target {
            self.url_stars.extend(url.strip_suffix('*'));
        }
        let verbs = self.rows.entry((right.namespace, right.target)).or_default();
        let givers = verbs.entry(right.verb).or_default();
        if givers.last() != Some(&giver) {
            givers.push(giver);
        }
    }

    /// Adds what a rule really gives in a namespace, or with `None` everywhere: nothing that no request could
    /// ever match.
    pub fn add_rule(&mut self, rule: &Rule<'t>, namespace: Option<&'t str>, giver: usize) {
        let names: Vec<Option<&'t str>> = match rule.names.as_slice() {
            [] => vec![None],
            names => names.iter().copied().map(Some).collect(),
        };
        for &verb in &rule.verbs {
            for (&group, &resource) in pairs(&rule.groups, &rule.resources) {
                for &name in &names {
                    let target = Target::Resource { group, resource, name };
                    let right = Need { verb, target, namespace };
                    if matches_something(&right) {
                        self.add(right, giver);
                    }
                }
            }
            // Paths are in no namespace.
            for &url in rule.urls.iter().filter(|_| namespace.is_none()) {
                self.add(Need { verb, target: Target::Url(url), namespace }, giver);
            }
        }
    }

    /// Is this right held, by itself or by a wider one?
    #[must_use]
    pub fn covers(&self, right: &Need<'_>) -> bool {
        self.is_held(right, true)
    }

    fn is_held(&self, right: &Need<'_>, by_itself: bool) -> bool {
        let wider_urls: Vec<String>;
        let wider_resource: String;
        let mut targets = vec![right.target];
        match right.target {
            Target::Url(url) => {
                let begins = (0..=url.len()).filter_map(|at| url.get(..at));
                let begins = begins.filter(|begin| self.url_stars.contains(begin));
                wider_urls = begins.map(|begin| format!("{begin}*")).collect();
                targets.extend(wider_urls.iter().map(|url| Target::Url(url)));
            }
            Target::Resource { group, resource, name } => {
                let sub = resource.split_once('/').map_or("", |(_, sub)| sub);
                wider_resource = format!("*/{sub}");
                for group in ["*", group] {
                    for resource in ["*", resource, &wider_resource] {
                        for name in [None, name] {
                            targets.push(Target::Resource { group, resource, name });
                        }
                    }
                }
            }
        }
        let namespaces = [None, right.namespace];
        let mut wider =
            pairs(&namespaces, &targets).map(|(namespace, target)| (*namespace, *target));
        wider.any(|about| {
            let held = self.rows.get(&about);
            held.is_some_and(|verbs| {
                ["*", right.verb].iter().any(|verb| {
                    let is_itself = (about, *verb) == ((right.namespace, right.target), right.verb);
                    verbs.contains_key(verb) && (by_itself || !is_itself)
                })
            })
        })
    }

    /// The rights that `other` does not hold.
    #[must_use]
    pub fn minus(&self, other: &Table<'_>) -> Self {
        self.filtered(|right| !other.covers(right))
    }

    /// The same rights, without those that others of them hold.
    #[must_use]
    pub fn minimal(&self) -> Self {
        self.filtered(|right| !self.is_held(right, false))
    }

    fn filtered(&self, keep: impl Fn(&Need<'t>) -> bool) -> Self {
        let mut kept = Self { rows: BTreeMap::new(), url_stars: self.url_stars.clone() };
        for (&(namespace, target), verbs) in &self.rows {
            let verbs: BTreeMap<&'t str, Vec<usize>> = verbs
                .iter()
                .filter(|(verb, _)| keep(&Need { verb, target, namespace }))
                .map(|(verb, givers)| (*verb, givers.clone()))
                .collect();
            if !verbs.is_empty() {
                kept.rows.insert((namespace, target), verbs);
            }
        }
        kept
    }

    /// Is there no right at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rights as rows, in order: verbs together where the names are the same.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'t>> {
        type Of<'t> = BTreeMap<&'t str, (Vec<&'t str>, Vec<usize>)>;
        let mut resources: BTreeMap<(Option<&'t str>, &'t str, &'t str), Of<'t>> = BTreeMap::new();
        let mut rows = Vec::new();
        for (&(namespace, target), verbs) in &self.rows {
            match target {
                Target::Url(url) => rows.push(Row {
                    namespace,
                    target: RowTarget::Url(url),
                    verbs: in_order(verbs.keys().copied()),
                    given_by: together(verbs.values()),
                }),
                Target::Resource { group, resource, name } => {
                    let of = resources.entry((namespace, group, resource)).or_default();
                    for (verb, givers) in verbs {
                        let (names, given_by) = of.entry(verb).or_default();
                        names.extend(name);
                        given_by.extend(givers);
                    }
                }
            }
        }
        let mut all = Vec::new();
        for ((namespace, group, resource), verbs) in resources {
            // A verb for every name has none here: what is for some names beside it is held by it.
            let mut by_names = BTreeMap::<Vec<&'t str>, (Vec<&'t str>, Vec<Vec<usize>>)>::new();
            for (verb, (names, givers)) in verbs {
                let every = (namespace, Target::Resource { group, resource, name: None });
                let is_of_every =
                    self.rows.get(&every).is_some_and(|verbs| verbs.contains_key(verb));
                let names = if is_of_every { Vec::new() } else { names };
                let (verbs, given_by) = by_names.entry(names).or_default();
                verbs.push(verb);
                given_by.push(givers);
            }
            all.extend(by_names.into_iter().map(|(names, (verbs, givers))| Row {
                namespace,
                target: RowTarget::Resource { group, resource, names },
                verbs: in_order(verbs.into_iter()),
                given_by: together(givers.iter()),
            }));
        }
        all.append(&mut rows);
        all
    }
}

/// Could a request ever be allowed by this right?
fn matches_something(right: &Need<'_>) -> bool {
    let Target::Resource { group, resource: plural, name } = right.target else {
        return true;
    };
    let (top, sub) = plural.split_once('/').unwrap_or((plural, ""));
    // In a role, a star after the slash is no pattern.
    let is_a_star = sub == "*";
    // What is made or deleted as a collection has no name.
    let lacks_name =
        name.is_some() && sub.is_empty() && matches!(right.verb, "create" | "deletecollection");
    let known = resource(top).filter(|known| known.groups.contains(&group));
    let is_beside = right.namespace.is_some() && known.is_some_and(|known| !known.namespaced);
    // A request about one Namespace is one in that namespace.
    let is_of_namespace = top == "namespaces"
        && matches!(right.verb, "get" | "update" | "patch" | "delete" | "*")
        && name.is_none_or(|name| right.namespace == Some(name));
    !is_a_star && !lacks_name && (!is_beside || is_of_namespace)
}

/// Each with each.
fn pairs<'l, A, B>(first: &'l [A], second: &'l [B]) -> impl Iterator<Item = (&'l A, &'l B)> {
    first.iter().flat_map(move |a| second.iter().map(move |b| (a, b)))
}

fn together<'n>(numbers: impl Iterator<Item = &'n Vec<usize>>) -> Vec<usize> {
    let mut all: Vec<usize> = numbers.flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Verbs as people write them: reading, then writing, then everything else by name.
fn in_order<'t>(verbs: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    const USUAL: &[&str] =
        &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
    let mut verbs: Vec<&'t str> = verbs.collect();
    verbs.sort_by_key(|verb| {
        (USUAL.iter().position(|usual| usual == verb).unwrap_or(USUAL.len()), *verb)
    });
    verbs.dedup();
    verbs
}

impl<'a> Rbac<'a> {
    /// All that somebody may do, by whatever names it or a group that it is in, with what gives each right.
    #[must_use]
    pub fn permissions<'s>(&'s self, asker: &'s Asker<'_>) -> (Table<'a>, Vec<Giver<'s, 'a>>) {
        self.given(asker.identities())
    }

    /// The same without the groups: what bindings give to exactly this one.
    #[must_use]
    pub fn own_permissions<'s>(&'s self, who: Identity<'s>) -> (Table<'a>, Vec<Giver<'s, 'a>>) {
        self.given(std::iter::once(who))
    }

    fn given<'s>(
        &'s self,
        by: impl Iterator<Item = Identity<'s>>,
    ) -> (Table<'a>, Vec<Giver<'s, 'a>>) {
        let (mut table, mut givers) = (Table::default(), Vec::new());
        for who in by {
            for binding in self.bindings_of(who) {
                for &id in binding.roles() {
                    self.add_role(
                        id,
                        binding.namespace,
                        Some((who, binding)),
                        &mut table,
                        &mut givers,
                    );
                }
            }
        }
        (table.minimal(), givers)
    }

    /// All that a role would give to whoever were bound to it.
    #[must_use]
    pub fn permissions_of_role(&self, id: RoleId) -> (Table<'a>, Vec<Giver<'_, 'a>>) {
        let (mut table, mut givers) = (Table::default(), Vec::new());
        let role = self.role(id);
        let namespace = role.filter(|role| role.kind == Kind::Role).map(|role| role.namespace);
        self.add_role(id, namespace, None, &mut table, &mut givers);
        (table.minimal(), givers)
    }

    fn add_role<'s>(
        &'s self,
        id: RoleId,
        namespace: Option<&'a str>,
        bound: Option<(Identity<'s>, &'s Binding<'a>)>,
        table: &mut Table<'a>,
        givers: &mut Vec<Giver<'s, 'a>>,
    ) {
        let Some(role) = self.role(id) else { return };
        for (source, rule) in self.rules(id) {
            table.add_rule(rule, namespace, givers.len());
            givers.push(Giver { bound, role, source, rule });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(
        verbs: &[&'static str],
        groups: &[&'static str],
        resources: &[&'static str],
        names: &[&'static str],
    ) -> Rule<'static> {
        Rule {
            verbs: verbs.to_vec(),
            groups: groups.to_vec(),
            resources: resources.to_vec(),
            names: names.to_vec(),
            urls: Vec::new(),
            node: None,
        }
    }

    fn words(table: &Table<'_>) -> Vec<String> {
        let each = table.rows().into_iter().map(|row| {
            let of = match &row.target {
                RowTarget::Url(url) => (*url).to_owned(),
                RowTarget::Resource { group, resource, names } => {
                    format!("{group}|{resource}|{}", names.join(","))
                }
            };
            format!("{}: {of}: {}", row.namespace.unwrap_or("-"), row.verbs.join(","))
        });
        each.collect()
    }

    #[test]
    fn a_right_that_another_holds_is_not_told() {
        let mut table = Table::default();
        table.add_rule(&rule(&["get", "list"], &[""], &["pods", "secrets"], &[]), Some("shop"), 0);
        table.add_rule(&rule(&["get"], &[""], &["secrets"], &["db"]), Some("shop"), 1);
        table.add_rule(&rule(&["*"], &[""], &["pods"], &[]), None, 2);
        table.add_rule(&rule(&["update"], &[""], &["secrets"], &["db", "api"]), Some("shop"), 3);
        assert_eq!(
            words(&table.minimal()),
            ["-: |pods|: *", "shop: |secrets|: get,list", "shop: |secrets|api,db: update"]
        );
    }

    #[test]
    fn what_no_request_can_match_is_no_right() {
        let mut table = Table::default();
        table.add_rule(&rule(&["get"], &[""], &["pods/*", "nodes"], &[]), Some("shop"), 0);
        table.add_rule(&rule(&["create", "get"], &[""], &["configmaps"], &["a"]), Some("shop"), 0);
        table.add_rule(
            &rule(&["create"], &[""], &["serviceaccounts/token"], &["a"]),
            Some("shop"),
            0,
        );
        table.add_rule(&rule(&["list", "patch"], &[""], &["namespaces"], &[]), Some("shop"), 0);
        assert_eq!(
            words(&table),
            [
                "shop: |configmaps|a: get",
                "shop: |namespaces|: patch",
                "shop: |serviceaccounts/token|a: create"
            ]
        );
    }

    #[test]
    fn a_path_is_held_by_a_star_before_its_end() {
        let mut table = Table::default();
        for url in ["/api/*", "/api/v1", "/metrics"] {
            table.add(Need { verb: "get", target: Target::Url(url), namespace: None }, 0);
        }
        assert_eq!(words(&table.minimal()), ["-: /api/*: get", "-: /metrics: get"]);
    }
}
