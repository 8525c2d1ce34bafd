//! Rules of a policy that decide nothing, since earlier ones match whatever they match.
//!
//! A rule is split into the cells that it names: each user, group, verb, namespace, resource and path by itself.
//! It is shadowed where one earlier rule or another covers each cell. What a rule leaves open is not split, so
//! that a rule which only several others cover together by what they name is not found; none is found wrongly.

use super::identities::Caller;
use super::policy::{Policy, Resources, Rule, url_matches};
use crate::model::audit_policy::AuditRule;

/// A rule that no request reaches.
#[derive(Clone)]
pub struct Shadowed<'a> {
    /// The rule.
    pub rule: AuditRule<'a>,
    /// The earlier rules that match all it matches, in order, each with its number from 0.
    pub by: Vec<(usize, AuditRule<'a>)>,
    /// Do they all say what it says?
    pub is_same: bool,
}

/// Beyond so many cells of one rule, and comparisons of one policy, a rule is taken to be reached.
const MOST_CELLS: usize = 1024;
const MOST_COMPARED: usize = 1 << 22;

/// One combination of what a rule names. What it leaves open is `None`.
#[derive(Clone, Default)]
struct Cell<'q> {
    user: Option<&'q str>,
    groups: Vec<String>,
    verb: Option<&'q str>,
    namespace: Option<&'q str>,
    resource: Option<Named<'q>>,
    url: Option<&'q str>,
    of_resources: bool,
}

/// A group, with a pattern of a resource and a name, where they are written.
#[derive(Clone, Copy)]
struct Named<'q> {
    group: &'q str,
    pattern: Option<&'q str>,
    name: Option<&'q str>,
}

/// The rules that decide nothing, in order.
#[must_use]
pub fn shadowed<'a>(policy: &Policy<'a>) -> Vec<Shadowed<'a>> {
    let mut left = MOST_COMPARED;
    let mut found = Vec::new();
    for (index, rule) in policy.rules().iter().enumerate() {
        let earlier = policy.rules().get(..index).unwrap_or_default();
        let Some(cells) = cells(rule).filter(|_| !earlier.is_empty()) else {
            continue;
        };
        let Some(rest) = left.checked_sub(cells.len().saturating_mul(earlier.len())) else {
            break;
        };
        left = rest;
        let by: Option<Vec<&Rule<'a>>> =
            cells.iter().map(|cell| earlier.iter().find(|earlier| covers(earlier, cell))).collect();
        if let Some(mut by) = by {
            by.sort_by_key(|rule| rule.index);
            by.dedup_by_key(|rule| rule.index);
            let is_same = by.iter().all(|other| other.level == rule.level);
            let by = by.iter().map(|rule| (rule.index, rule.view)).collect();
            found.push(Shadowed { rule: rule.view, by, is_same });
        }
    }
    found
}

/// The cells of a rule; `None` where there are too many.
fn cells<'q>(rule: &'q Rule<'_>) -> Option<Vec<Cell<'q>>> {
    let resources: Vec<Named<'q>> = rule.resources.iter().flat_map(named).collect();
    let sizes = [
        rule.users.len(),
        rule.groups.len(),
        rule.verbs.len(),
        rule.namespaces.len(),
        resources.len(),
        rule.urls.len(),
    ];
    let count = sizes.iter().fold(1_usize, |all, size| all.saturating_mul((*size).max(1)));
    if count > MOST_CELLS {
        return None;
    }
    let whole = Cell { of_resources: rule.is_about_resources(), ..Cell::default() };
    let cells = split(vec![whole], &rule.users, |cell, user| {
        cell.user = Some(user);
        cell.groups = Caller::user(user).groups;
    });
    let cells = split(cells, &rule.groups, |cell, group| cell.groups.extend(implied(group)));
    let cells = split(cells, &rule.verbs, |cell, verb| cell.verb = Some(verb));
    let cells = split(cells, &rule.namespaces, |cell, name| cell.namespace = Some(name));
    let cells = split(cells, &resources, |cell, named| cell.resource = Some(*named));
    Some(split(cells, &rule.urls, |cell, url| cell.url = Some(url)))
}

fn split<'q, 't, T>(
    cells: Vec<Cell<'q>>,
    by: &'t [T],
    set: impl Fn(&mut Cell<'q>, &'t T),
) -> Vec<Cell<'q>> {
    if by.is_empty() {
        return cells;
    }
    let each = cells.iter().flat_map(|cell| {
        by.iter().map(|one| {
            let mut cell = cell.clone();
            set(&mut cell, one);
            cell
        })
    });
    each.collect()
}

fn named<'q>(entry: &'q Resources<'_>) -> Vec<Named<'q>> {
    let group = entry.group;
    if entry.patterns.is_empty() {
        return vec![Named { group, pattern: None, name: None }];
    }
    let patterns = entry.patterns.iter().copied();
    if entry.names.is_empty() {
        return patterns.map(|one| Named { group, pattern: Some(one), name: None }).collect();
    }
    let with_name = |pattern: &'q str| {
        let names = entry.names.iter().copied();
        names.map(move |name| Named { group, pattern: Some(pattern), name: Some(name) })
    };
    patterns.flat_map(with_name).collect()
}

/// The groups that every member of `group` is in.
fn implied(group: &str) -> Vec<String> {
    let mut all = vec![group.to_owned()];
    if group != "system:unauthenticated" {
        all.push("system:authenticated".to_owned());
    }
    if group.starts_with("system:serviceaccounts:") {
        all.push("system:serviceaccounts".to_owned());
    }
    all
}

/// Does the rule match every request of the cell?
fn covers(rule: &Rule<'_>, cell: &Cell<'_>) -> bool {
    let has = |list: &[&str], one: Option<&str>| {
        list.is_empty() || one.is_some_and(|one| list.contains(&one))
    };
    let in_group = rule.groups.is_empty()
        || rule.groups.iter().any(|one| cell.groups.iter().any(|of| of == one));
    if !in_group || !has(&rule.users, cell.user) || !has(&rule.verbs, cell.verb) {
        return false;
    }
    if rule.is_about_resources() {
        return cell.of_resources
            && has(&rule.namespaces, cell.namespace)
            && (rule.resources.is_empty()
                || cell.resource.is_some_and(|named| {
                    rule.resources.iter().any(|entry| covers_resource(entry, named))
                }));
    }
    rule.urls.is_empty()
        || (!cell.of_resources
            && cell.url.is_some_and(|url| rule.urls.iter().any(|one| covers_url(one, url))))
}

fn covers_url(pattern: &str, other: &str) -> bool {
    let is_open = pattern.ends_with('*');
    pattern == other || (is_open && url_matches(pattern, other.trim_end_matches('*')))
}

fn covers_resource(entry: &Resources<'_>, other: Named<'_>) -> bool {
    if !entry.is_of_group(other.group) {
        return false;
    }
    if entry.patterns.is_empty() {
        return true;
    }
    let by_name =
        entry.names.is_empty() || other.name.is_some_and(|name| entry.names.contains(&name));
    by_name && entry.patterns.iter().any(|pattern| covers_pattern(pattern, other.pattern))
}

fn covers_pattern(pattern: &str, other: Option<&str>) -> bool {
    if pattern == "*" || Some(pattern) == other {
        return true;
    }
    match (pattern.split_once('/'), other.map(|other| (other, other.split_once('/')))) {
        (Some(("*", sub)), Some((_, Some((_, other))))) => sub == other && other != "*",
        (Some((resource, "*")), Some((whole, parts))) => {
            resource == parts.map_or(whole, |(resource, _)| resource)
        }
        _ => false,
    }
}
