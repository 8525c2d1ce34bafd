//! The engine against a naive reading of the API, request by request.
//!
//! The policies are generated from few names, and each is asked about every request that these names make. The
//! oracle expands what a rule matches into the list of those requests, and takes the first rule whose list holds one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::subsequence;
use ztn_core::engine::audit::{Caller, Policy, Request, Target, shadowed};
use ztn_core::model::audit_policy::AuditPolicy;
use ztn_core::model::view::FromNode;
use ztn_core::parse::{Document, Limits};

const LEVELS: [&str; 4] = ["None", "Metadata", "Request", "RequestResponse"];
const USERS: [&str; 3] = ["jane", "system:serviceaccount:shop:web", "system:anonymous"];
const GROUPS: [&str; 5] = [
    "ops",
    "system:authenticated",
    "system:unauthenticated",
    "system:serviceaccounts",
    "system:serviceaccounts:shop",
];
const VERBS: [&str; 3] = ["get", "list", "create"];
const API_GROUPS: [&str; 3] = ["", "apps", "*"];
const PATTERNS: [&str; 6] = ["pods", "pods/exec", "pods/*", "*/exec", "*", "nodes"];
const NAMES: [&str; 2] = ["a", "b"];
const NAMESPACES: [&str; 2] = ["shop", ""];
const URLS: [&str; 5] = ["/a", "/a*", "/ab", "*", "/b/*"];

#[derive(Clone, Debug)]
struct Entry {
    group: &'static str,
    patterns: Vec<&'static str>,
    names: Vec<&'static str>,
}

#[derive(Clone, Debug)]
struct Rule {
    level: &'static str,
    users: Vec<&'static str>,
    groups: Vec<&'static str>,
    verbs: Vec<&'static str>,
    namespaces: Vec<&'static str>,
    entries: Vec<Entry>,
    urls: Vec<&'static str>,
}

fn few<T: Clone + std::fmt::Debug + 'static>(from: &[T]) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![2 => Just(Vec::new()), 1 => subsequence(from.to_vec(), 0..=2)]
}

prop_compose! {
    fn entry()(group in 0..3_usize, patterns in few(&PATTERNS), names in few(&NAMES)) -> Entry {
        // Names of no resource are refused.
        let names = if patterns.is_empty() { Vec::new() } else { names };
        Entry { group: API_GROUPS[group], patterns, names }
    }
}

prop_compose! {
    fn rule()(
        level in 0..4_usize,
        users in few(&USERS),
        groups in few(&GROUPS),
        verbs in few(&VERBS),
        namespaces in few(&NAMESPACES),
        entries in prop_oneof![Just(Vec::new()), prop::collection::vec(entry(), 0..3)],
        urls in few(&URLS),
    ) -> Rule {
        Rule { level: LEVELS[level], users, groups, verbs, namespaces, entries, urls }
    }
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

fn yaml(rules: &[Rule]) -> String {
    let mut text = "rules:\n".to_owned();
    for rule in rules {
        let entries: Vec<String> = rule
            .entries
            .iter()
            .map(|entry| {
                let (patterns, names) = (list(&entry.patterns), list(&entry.names));
                let group = entry.group;
                format!("{{group: \"{group}\", resources: {patterns}, resourceNames: {names}}}")
            })
            .collect();
        writeln!(
            text,
            "- {{level: {}, users: {}, userGroups: {}, verbs: {}, namespaces: {}, resources: [{}], nonResourceURLs: {}}}",
            rule.level,
            list(&rule.users),
            list(&rule.groups),
            list(&rule.verbs),
            list(&rule.namespaces),
            entries.join(", "),
            list(&rule.urls),
        )
        .unwrap();
    }
    text
}

/// Every request that the names make.
fn requests() -> Vec<Request<'static>> {
    let mut targets: Vec<Target<'static>> = ["/a", "/ab", "/b/c", "/c"].map(Target::Url).to_vec();
    for (group, resource) in [("", "pods"), ("apps", "pods"), ("", "nodes"), ("other", "pods")] {
        for subresource in ["", "exec", "log"] {
            for namespace in ["shop", "", "lab"] {
                for name in ["", "a", "c"] {
                    let target = Target::Resource { group, resource, subresource, namespace, name };
                    targets.push(target);
                }
            }
        }
    }
    let callers = [
        Caller::user("jane"),
        Caller::user("jane").also_in("ops"),
        Caller::user("bob"),
        Caller::user("system:serviceaccount:shop:web"),
        Caller::account("lab", "web"),
        Caller::user("system:anonymous"),
        Caller::nobody(),
    ];
    let each = callers.iter().flat_map(|caller| {
        ["get", "list", "watch"].into_iter().map(move |verb| (caller.clone(), verb))
    });
    each.flat_map(|(caller, verb)| {
        let of = move |target: &Target<'static>| Request {
            caller: caller.clone(),
            verb,
            target: *target,
        };
        targets.iter().map(of).collect::<Vec<_>>()
    })
    .collect()
}

/// Does the list hold it, or is it left open?
fn open_or(list: &[&str], one: &str) -> bool {
    list.is_empty() || list.contains(&one)
}

/// The rule as the API's documentation reads.
fn oracle(rule: &Rule, request: &Request<'_>) -> bool {
    let Caller { user, groups } = &request.caller;
    let user_fits =
        rule.users.is_empty() || user.as_deref().is_some_and(|user| rule.users.contains(&user));
    let group_fits = rule.groups.is_empty()
        || (user.is_some() && groups.iter().any(|group| rule.groups.contains(&group.as_str())));
    let target_fits = match request.target {
        Target::Url(path) => {
            rule.namespaces.is_empty()
                && rule.entries.is_empty()
                && (rule.urls.is_empty()
                    || rule.urls.iter().any(|url| match url.strip_suffix('*') {
                        Some(start) => path.starts_with(start),
                        None => *url == path,
                    }))
        }
        Target::Resource { group, resource, subresource, namespace, name } => {
            let by_entry = rule.entries.iter().any(|entry| {
                let full = match subresource {
                    "" => resource.to_owned(),
                    sub => format!("{resource}/{sub}"),
                };
                let fits = |pattern: &&str| {
                    *pattern == "*"
                        || *pattern == full
                        || *pattern == format!("{resource}/*")
                        || (!subresource.is_empty() && *pattern == format!("*/{subresource}"))
                };
                (entry.group == "*" || entry.group == group)
                    && (entry.patterns.is_empty()
                        || (open_or(&entry.names, name) && entry.patterns.iter().any(fits)))
            });
            let is_only_about_paths =
                rule.namespaces.is_empty() && rule.entries.is_empty() && !rule.urls.is_empty();
            !is_only_about_paths
                && open_or(&rule.namespaces, namespace)
                && (rule.entries.is_empty() || by_entry)
        }
    };
    user_fits && group_fits && open_or(&rule.verbs, request.verb) && target_fits
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_first_rule_that_matches_decides(rules in prop::collection::vec(rule(), 0..6)) {
        let text = yaml(&rules);
        let document = Document::parse(&text, Limits::default()).expect("YAML");
        let policy = Policy::of(AuditPolicy::from_node(document.root()).expect("a mapping"));
        let dead: Vec<_> = shadowed(&policy).iter().map(|one| one.rule.node().id()).collect();
        for request in requests() {
            let wanted = rules.iter().position(|rule| oracle(rule, &request));
            let decision = policy.decide(&request);
            prop_assert_eq!(decision.rule.map(|(index, _)| index), wanted, "{:?}\n{}", request, text);
            let level = wanted.map_or("None", |index| rules[index].level);
            prop_assert_eq!(decision.level.name(), level);
            // What is said to decide nothing decides nothing.
            if let Some((_, rule)) = decision.rule {
                prop_assert!(!dead.contains(&rule.node().id()), "{:?}\n{}", request, text);
            }
        }
    }
}
