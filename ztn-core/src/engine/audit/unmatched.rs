//! Names in a policy that no request has.

use super::policy::{Policy, Resources, Rule};
use crate::data::resources::{RESOURCES, resource};
use crate::parse::Node;

/// Such a name.
#[derive(Clone)]
pub struct Unmatched<'a> {
    /// Where it is written.
    pub node: Node<'a>,
    /// What is wrong with it: one clause.
    pub what: String,
}

/// Verbs of requests for resources. (`staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`)
const VERBS: &[&str] =
    &["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "proxy"];
/// Of those for paths: methods in lower case.
const METHODS: &[&str] =
    &["get", "head", "post", "put", "patch", "delete", "options", "connect", "trace"];
/// What RBAC calls verbs, and what is asked while a request is authorized.
const CHECKS: &[&str] = &["approve", "attest", "bind", "escalate", "impersonate", "sign", "use"];

/// The names that no request has, in the order of the policy.
#[must_use]
pub fn unmatched<'a>(policy: &Policy<'a>) -> Vec<Unmatched<'a>> {
    let mut found = Vec::new();
    for rule in policy.rules() {
        verbs(rule, &mut found);
        for entry in &rule.resources {
            group(entry, &mut found);
            patterns(entry, &mut found);
        }
        namespaces(rule, &mut found);
        names(rule, &mut found);
    }
    found
}

fn verbs<'a>(rule: &Rule<'a>, found: &mut Vec<Unmatched<'a>>) {
    for (verb, node) in rule.view.verbs().entries() {
        let for_paths = !rule.is_about_resources() && METHODS.contains(&verb);
        let for_resources = rule.urls.is_empty() && VERBS.contains(&verb);
        if for_paths || for_resources {
            continue;
        }
        let why = if verb == "*" {
            "it stands for no other".to_owned()
        } else if CHECKS.contains(&verb) {
            "it is asked while a request is authorized".to_owned()
        } else if VERBS.contains(&verb) || METHODS.contains(&verb) {
            "those of paths are methods, and those of resources are not".to_owned()
        } else if VERBS.contains(&verb.to_ascii_lowercase().as_str()) {
            "verbs are in lower case".to_owned()
        } else {
            "there is none of that name".to_owned()
        };
        found.push(Unmatched { node, what: format!("`{verb}` is the verb of no request: {why}") });
    }
}

fn is_known(group: &str) -> bool {
    RESOURCES.iter().any(|one| one.groups.contains(&group))
}

fn group<'a>(entry: &Resources<'a>, found: &mut Vec<Unmatched<'a>>) {
    let group = entry.group;
    // Groups of extensions have a dot, and may be called anything.
    if group == "*" || group.contains('/') || is_known(group) {
        return;
    }
    let groups = RESOURCES.iter().flat_map(|one| one.groups.iter().copied());
    let meant = groups.filter(|one| strsim::osa_distance(one, group) <= 2 && one.len() > 4).min();
    let what = match meant {
        Some(meant) => format!("`{group}` is no API group: did you mean `{meant}`?"),
        None if group.contains('.') => return,
        None if group == "core" => "`core` is no API group: that of the core is `\"\"`".to_owned(),
        None => format!("`{group}` is no API group"),
    };
    found.push(Unmatched { node: entry.view.group().node(), what });
}

fn patterns<'a>(entry: &Resources<'a>, found: &mut Vec<Unmatched<'a>>) {
    let group = entry.group;
    if !is_known(group) {
        return;
    }
    let of_group =
        |name: &str| RESOURCES.iter().any(|one| one.name == name && one.groups.contains(&group));
    for (pattern, node) in entry.view.resources().entries() {
        let name = pattern.split_once('/').map_or(pattern, |(name, _)| name);
        if name == "*" || of_group(name) {
            continue;
        }
        let what = match resource(name) {
            Some(known) => {
                let other = known.groups.first().copied().unwrap_or_default();
                format!("`{name}` is in {}, and not in {}", in_words(other), in_words(group))
            }
            None => match meant(name, group) {
                Some(meant) => format!("`{name}` is no resource: did you mean `{meant}`?"),
                // One of an older or a newer Kubernetes.
                None => continue,
            },
        };
        found.push(Unmatched { node, what });
    }
}

fn in_words(group: &str) -> String {
    if group.is_empty() { "the core group".to_owned() } else { format!("group `{group}`") }
}

/// The resource of this group that a name was to be: its singular, its kind, or a slip of the finger.
fn meant(name: &str, group: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let plurals = [
        name.clone(),
        format!("{name}s"),
        format!("{name}es"),
        format!("{}ies", name.strip_suffix('y').unwrap_or(&name)),
    ];
    let of_group = RESOURCES.iter().filter(|one| one.groups.contains(&group)).map(|one| one.name);
    of_group.into_iter().find(|known| {
        plurals.iter().any(|plural| plural == known) || strsim::osa_distance(known, &name) == 1
    })
}

/// What is in no namespace is in none of those that are named.
fn namespaces<'a>(rule: &Rule<'a>, found: &mut Vec<Unmatched<'a>>) {
    let is_beside = |entry: &Resources<'_>| {
        !entry.patterns.is_empty()
            && entry.patterns.iter().all(|pattern| {
                let name = pattern.split_once('/').map_or(*pattern, |(name, _)| name);
                let known = resource(name).filter(|known| known.groups.contains(&entry.group));
                // `namespaces/finalize` and the like are asked of within the namespace itself.
                known.is_some_and(|known| !known.namespaced && name != "namespaces")
            })
    };
    let named = rule.view.namespaces();
    let beside = !rule.resources.is_empty() && rule.resources.iter().all(is_beside);
    if beside && !rule.namespaces.is_empty() && !rule.namespaces.contains(&"") {
        let what = "these resources are in no namespace, which is written `\"\"`".to_owned();
        found.push(Unmatched { node: named.key().unwrap_or(named.node()), what });
    }
}

/// Who creates something gives its name in the body, where no rule looks.
fn names<'a>(rule: &Rule<'a>, found: &mut Vec<Unmatched<'a>>) {
    if rule.verbs.is_empty() || rule.verbs.iter().any(|verb| *verb != "create") {
        return;
    }
    for entry in &rule.resources {
        let names = entry.view.resource_names();
        let whole = entry.patterns.iter().all(|pattern| !pattern.contains('/') && *pattern != "*");
        if whole && !entry.names.is_empty() {
            let what = "a request to create something has no name that a rule sees".to_owned();
            found.push(Unmatched { node: names.key().unwrap_or(names.node()), what });
        }
    }
}
