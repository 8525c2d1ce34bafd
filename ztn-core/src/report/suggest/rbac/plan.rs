//! From requests to the fewest rules that allow them.

use std::collections::{BTreeMap, BTreeSet};

use super::ResourceNames;
use super::names::is_stable;
use crate::engine::Known;
use crate::engine::rbac::{Asker, Need, Rbac, RowTarget, Table, Target};
use crate::engine::requests::{Request, Seen};

/// A rule that is not written yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DraftRule<'t> {
    pub(super) groups: Vec<&'t str>,
    pub(super) resources: Vec<&'t str>,
    pub(super) names: Vec<&'t str>,
    pub(super) urls: Vec<&'t str>,
    pub(super) verbs: Vec<&'t str>,
    /// The requests that ask for it, by their number.
    pub(super) asked_by: Vec<usize>,
}

/// A role with its binding: of a namespace, or of the cluster.
#[derive(Clone, Debug)]
pub(super) struct Draft<'t> {
    pub(super) namespace: Option<&'t str>,
    pub(super) rules: Vec<DraftRule<'t>>,
}

/// The roles, those of the cluster first.
pub(super) fn plan<'t>(
    requests: &'t BTreeMap<Request, Seen>,
    by_kubernetes: &Rbac<'_>,
    asker: &Asker<'_>,
    names: ResourceNames,
) -> Vec<Draft<'t>> {
    let is_given = |need: &Need<'_>| matches!(by_kubernetes.can(asker, need), Known::Yes(_));
    let needs: Vec<(usize, Need<'t>)> = requests
        .keys()
        .map(Request::need)
        .enumerate()
        .filter(|(_, need)| !is_given(need))
        .collect();
    // Where one name of several will change, the role is for all.
    let mut passing = BTreeSet::new();
    for (_, need) in &needs {
        if let Target::Resource { group, resource, name: Some(name) } = need.target
            && (names == ResourceNames::Never || !is_stable(group, resource, name))
        {
            passing.insert((need.asked_namespace(), group, resource, need.verb));
        }
    }
    let mut table = Table::default();
    for (number, need) in needs {
        let namespace = need.asked_namespace();
        let right = right_of(need);
        let right = match right.target {
            Target::Resource { group, resource, .. }
                if passing.contains(&(namespace, group, resource, need.verb)) =>
            {
                Need { target: Target::Resource { group, resource, name: None }, ..right }
            }
            _ => right,
        };
        table.add(right, number);
    }
    let mut drafts: BTreeMap<Option<&'t str>, Vec<DraftRule<'t>>> = BTreeMap::new();
    for row in table.minimal().rows() {
        let rule = match row.target {
            RowTarget::Url(url) => DraftRule {
                groups: Vec::new(),
                resources: Vec::new(),
                names: Vec::new(),
                urls: vec![url],
                verbs: row.verbs,
                asked_by: row.given_by,
            },
            RowTarget::Resource { group, resource, names } => DraftRule {
                groups: vec![group],
                resources: vec![resource],
                names,
                urls: Vec::new(),
                verbs: row.verbs,
                asked_by: row.given_by,
            },
        };
        drafts.entry(row.namespace).or_default().push(rule);
    }
    let drafts = drafts.into_iter();
    drafts.map(|(namespace, rules)| Draft { namespace, rules: merged(rules) }).collect()
}

/// The right that a request asks for, and no more. In its own namespace, a Namespace has one name.
pub(super) fn right_of<'t>(need: Need<'t>) -> Need<'t> {
    let namespace = need.asked_namespace();
    let target = match need.target {
        Target::Resource { group: "", resource, name: Some(name) }
            if namespace == Some(name) && need.namespace.is_none() =>
        {
            Target::Resource { group: "", resource, name: None }
        }
        target => target,
    };
    Need { verb: need.verb, target, namespace }
}

/// What differs in one list alone is one rule: it gives the same.
fn merged(rules: Vec<DraftRule<'_>>) -> Vec<DraftRule<'_>> {
    let rules = together(rules, |rule| &mut rule.resources);
    let rules = together(rules, |rule| &mut rule.urls);
    let mut rules = together(rules, |rule| &mut rule.groups);
    rules.sort();
    rules
}

fn together<'t>(
    rules: Vec<DraftRule<'t>>,
    of: impl for<'r> Fn(&'r mut DraftRule<'t>) -> &'r mut Vec<&'t str>,
) -> Vec<DraftRule<'t>> {
    let mut same: BTreeMap<DraftRule<'t>, (BTreeSet<&'t str>, BTreeSet<usize>)> = BTreeMap::new();
    for mut rule in rules {
        let list = std::mem::take(of(&mut rule));
        let asked_by = std::mem::take(&mut rule.asked_by);
        // A rule without such a list is not one with another.
        let (all, numbers) = same.entry(rule).or_default();
        all.extend(list);
        numbers.extend(asked_by);
    }
    let each = same.into_iter().map(|(mut rule, (all, numbers))| {
        *of(&mut rule) = all.into_iter().collect();
        rule.asked_by = numbers.into_iter().collect();
        rule
    });
    each.collect()
}
