//! An audit policy by itself: which of its rules decides a request, and what that records.
//!
//! A port of `staging/src/k8s.io/apiserver/pkg/audit/policy/checker.go`: the first rule that matches
//! decides, and a request that none matches is not recorded.

use super::AuditLevel;
use crate::model::audit_policy::{AuditPolicy, AuditResources, AuditRule};

/// A request as the policy sees it: by the real user, before impersonation and authorization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The user.
    pub user: String,
    /// Its groups.
    pub groups: Vec<String>,
    /// The verb.
    pub verb: &'static str,
    /// The API group; empty for the core group.
    pub group: &'static str,
    /// The resource.
    pub resource: &'static str,
    /// The subresource; empty for none.
    pub subresource: &'static str,
    /// The namespace; empty beside the namespaces and for all of them.
    pub namespace: String,
    /// The name of the object; empty for `list` and `create`.
    pub name: String,
}

/// Somebody, something and somewhere that no policy names.
const OTHER: &str = "ztn:other";

/// How many entries of one list of a policy are tried.
const TRIED: usize = 32;

impl Request {
    /// A request by a user that no rule names, in a namespace that none names.
    #[must_use]
    pub fn of_somebody(
        verb: &'static str,
        group: &'static str,
        resource: &'static str,
        subresource: &'static str,
    ) -> Self {
        Self {
            user: OTHER.to_owned(),
            groups: vec!["system:authenticated".to_owned()],
            verb,
            group,
            resource,
            subresource,
            namespace: OTHER.to_owned(),
            name: String::new(),
        }
    }

    /// The same request by a member of `group`.
    fn by_group(mut self, group: &str) -> Self {
        if let Some(namespace) = group.strip_prefix("system:serviceaccounts:") {
            return self.by_user(&format!("system:serviceaccount:{namespace}:{OTHER}"));
        }
        match group {
            "system:serviceaccounts" => {
                self.by_user(&format!("system:serviceaccount:{OTHER}:{OTHER}"))
            }
            "system:nodes" => self.by_user(&format!("system:node:{OTHER}")),
            "system:unauthenticated" => self.by_user("system:anonymous"),
            _ => {
                self.groups.push(group.to_owned());
                self
            }
        }
    }

    /// The same request by `user`, who is in the groups the API server puts it in.
    fn by_user(mut self, user: &str) -> Self {
        let authenticated = if user == "system:anonymous" {
            "system:unauthenticated"
        } else {
            "system:authenticated"
        };
        self.groups = vec![authenticated.to_owned()];
        if let Some((namespace, _)) =
            user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'))
        {
            self.groups.push("system:serviceaccounts".to_owned());
            self.groups.push(format!("system:serviceaccounts:{namespace}"));
        } else if user.starts_with("system:node:") {
            self.groups.push("system:nodes".to_owned());
        }
        user.clone_into(&mut self.user);
        self
    }
}

/// The rule that decides a request, and its level; `None` where no rule matches.
#[must_use]
pub fn decide<'a>(
    policy: AuditPolicy<'a>,
    request: &Request,
) -> Option<(AuditRule<'a>, AuditLevel)> {
    let rule = policy.rules().iter().find(|rule| matches(*rule, request))?;
    Some((rule, level_of(rule)))
}

fn level_of(rule: AuditRule<'_>) -> AuditLevel {
    match rule.level().or("") {
        "Metadata" => AuditLevel::Metadata,
        "Request" => AuditLevel::Request,
        "RequestResponse" => AuditLevel::RequestResponse,
        _ => AuditLevel::None,
    }
}

/// Every list that is not empty must match; a rule about URLs alone matches no request for a resource.
fn matches(rule: AuditRule<'_>, request: &Request) -> bool {
    let is_user = rule.users().is_empty() || rule.users().iter().any(|user| user == request.user);
    let is_in = |group: &str| request.groups.iter().any(|of| of == group);
    let is_group = rule.user_groups().is_empty() || rule.user_groups().iter().any(is_in);
    let is_verb = rule.verbs().is_empty() || rule.verbs().iter().any(|verb| verb == request.verb);
    let in_namespace = rule.namespaces().is_empty()
        || rule.namespaces().iter().any(|one| one == request.namespace);
    let of_resource =
        rule.resources().is_empty() || rule.resources().iter().any(|one| names(one, request));
    let speaks_of_resources = !rule.namespaces().is_empty() || !rule.resources().is_empty();
    let for_resources = speaks_of_resources || rule.non_resource_urls().is_empty();
    is_user && is_group && is_verb && in_namespace && of_resource && for_resources
}

fn names(entry: AuditResources<'_>, request: &Request) -> bool {
    let group = entry.group().or("");
    if group != "*" && group != request.group {
        return false;
    }
    if entry.resources().is_empty() {
        return true;
    }
    if !entry.resource_names().is_empty()
        && !entry.resource_names().iter().any(|name| name == request.name)
    {
        return false;
    }
    entry.resources().iter().any(|pattern| match pattern.split_once('/') {
        None => pattern == "*" || (pattern == request.resource && request.subresource.is_empty()),
        Some(("*", subresource)) => !subresource.is_empty() && subresource == request.subresource,
        // It names the resource itself, too.
        Some((resource, "*")) => resource == request.resource,
        Some((resource, subresource)) => {
            resource == request.resource && subresource == request.subresource
        }
    })
}

/// What is asked for or answered with a credential, and from which level on it is in the log.
const CREDENTIALS: &[(&str, AuditLevel, &[&str], [&str; 3])] = {
    use AuditLevel::{Request, RequestResponse};
    &[
        (
            "the Secrets that are written",
            Request,
            &["create", "update", "patch"],
            ["", "secrets", ""],
        ),
        ("the Secrets that are read", RequestResponse, &["get", "list"], ["", "secrets", ""]),
        (
            "the tokens that are made",
            RequestResponse,
            &["create"],
            ["", "serviceaccounts", "token"],
        ),
        (
            "the tokens that are reviewed",
            Request,
            &["create"],
            ["authentication.k8s.io", "tokenreviews", ""],
        ),
    ]
};

/// A rule of a policy, and the credentials it puts into the log.
#[derive(Clone)]
pub struct Leak<'a> {
    /// The rule.
    pub rule: AuditRule<'a>,
    /// The credentials, in words.
    pub what: Vec<&'static str>,
}

/// The rules that put a credential into the log: those that decide a request for one, of anybody, at a
/// level that records it.
#[must_use]
pub fn leaks(policy: AuditPolicy<'_>) -> Vec<Leak<'_>> {
    let mut found = Vec::new();
    for rule in policy.rules().iter() {
        let level = level_of(rule);
        let what: Vec<&'static str> = CREDENTIALS
            .iter()
            .filter(|(_, from, verbs, [group, resource, subresource])| {
                level >= *from
                    && verbs.iter().any(|verb| {
                        let request = Request::of_somebody(verb, group, resource, subresource);
                        let decides = |request: &Request| {
                            decide(policy, request)
                                .is_some_and(|(first, _)| first.node().id() == rule.node().id())
                        };
                        candidates(rule, request).iter().any(decides)
                    })
            })
            .map(|(what, ..)| *what)
            .collect();
        if !what.is_empty() {
            found.push(Leak { rule, what });
        }
    }
    found
}

/// The requests like `request` that `rule` may be about: by whom, where and for what it names. Where it
/// names nobody, somebody nobody names, whom the fewest of the earlier rules match.
fn candidates(rule: AuditRule<'_>, request: Request) -> Vec<Request> {
    let by_user: Vec<Request> = match rule.users().is_empty() {
        true => vec![request],
        false => {
            rule.users().iter().take(TRIED).map(|user| request.clone().by_user(user)).collect()
        }
    };
    let by_group = by_user.into_iter().flat_map(|request| match rule.user_groups().is_empty() {
        true => vec![request],
        false if rule.users().is_empty() => {
            let groups = rule.user_groups().iter().take(TRIED);
            groups.map(|group| request.clone().by_group(group)).collect()
        }
        // A user that is named with a group: it may well be in it.
        false => {
            let groups = rule.user_groups().iter().take(TRIED).map(str::to_owned);
            vec![Request {
                groups: request.groups.iter().cloned().chain(groups).collect(),
                ..request
            }]
        }
    });
    let in_namespace = by_group.flat_map(|request| match rule.namespaces().is_empty() {
        true => vec![request],
        false => {
            let namespaces = rule.namespaces().iter().take(TRIED);
            namespaces
                .map(|namespace| Request { namespace: namespace.to_owned(), ..request.clone() })
                .collect()
        }
    });
    let is_named = |request: &Request| !matches!(request.verb, "list" | "create");
    in_namespace
        .flat_map(|request| {
            let names =
                rule.resources().iter().flat_map(|entry| entry.resource_names().iter()).take(TRIED);
            let named: Vec<Request> = names
                .filter(|_| is_named(&request))
                .map(|name| Request { name: name.to_owned(), ..request.clone() })
                .collect();
            named.into_iter().chain([request])
        })
        .collect()
}

/// What happens to a request that no rule of the policy is about.
#[derive(Clone)]
pub enum ByDefault<'a> {
    /// It is recorded.
    Recorded,
    /// Writes are recorded, and reads are not.
    WritesOnly(Option<AuditRule<'a>>),
    /// It is not recorded; by this rule, if one says so.
    Silent(Option<AuditRule<'a>>),
}

/// What happens to a request that no rule of the policy is about: of a resource, a namespace and a user
/// that it does not name.
#[must_use]
pub fn by_default(policy: AuditPolicy<'_>) -> ByDefault<'_> {
    let unrecorded = |verb| {
        let request = Request::of_somebody(verb, "ztn.example", "things", "");
        match decide(policy, &request) {
            Some((rule, AuditLevel::None)) => Some(Some(rule)),
            Some(_) => None,
            None => Some(None),
        }
    };
    match (unrecorded("create"), unrecorded("get")) {
        (Some(rule), _) => ByDefault::Silent(rule),
        (None, Some(rule)) => ByDefault::WritesOnly(rule),
        (None, None) => ByDefault::Recorded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::view::FromNode;
    use crate::parse::{Document, Limits};

    fn read(text: &str) -> Document {
        Document::parse(text, Limits::default()).expect("YAML")
    }

    /// The levels of the rules that leak, with how many sorts of credentials.
    fn leaking(rules: &str) -> Vec<(String, usize)> {
        let document = read(&format!("rules:\n{rules}"));
        let policy = AuditPolicy::from_node(document.root()).expect("a mapping");
        leaks(policy)
            .iter()
            .map(|leak| (leak.rule.level().or("").to_owned(), leak.what.len()))
            .collect()
    }

    fn default_of(rules: &str) -> &'static str {
        let document = read(&format!("rules:\n{rules}"));
        match by_default(AuditPolicy::from_node(document.root()).expect("a mapping")) {
            ByDefault::Recorded => "recorded",
            ByDefault::WritesOnly(_) => "writes",
            ByDefault::Silent(None) => "silent",
            ByDefault::Silent(Some(_)) => "silenced",
        }
    }

    #[test]
    fn the_first_rule_that_matches_decides() {
        assert_eq!(leaking("- level: RequestResponse"), [("RequestResponse".into(), 4)]);
        assert_eq!(leaking("- level: Request"), [("Request".into(), 2)]);
        assert_eq!(leaking("- level: Metadata"), []);
        let metadata = "- {level: Metadata, resources: [{resources: [secrets, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}]}\n";
        assert_eq!(leaking(&format!("{metadata}- level: RequestResponse")), []);
        assert_eq!(
            leaking(&format!("- level: RequestResponse\n{metadata}")),
            [("RequestResponse".into(), 4)]
        );
    }

    #[test]
    fn a_rule_for_some_leaks_what_only_they_do() {
        // Whoever is no service account falls through to the second rule.
        let rules = "- {level: Metadata, userGroups: ['system:serviceaccounts']}\n- {level: RequestResponse, resources: [{resources: [secrets]}]}";
        assert_eq!(leaking(rules), [("RequestResponse".into(), 2)]);
        // The rule for one service account comes after that for all of them.
        let rules = "- {level: Metadata, userGroups: ['system:serviceaccounts']}\n- {level: Request, users: ['system:serviceaccount:a:b']}";
        assert_eq!(leaking(rules), []);
        let rules = "- {level: Metadata, namespaces: [a]}\n- {level: Request, namespaces: [a, b], resources: [{resources: ['secrets/*']}]}";
        assert_eq!(leaking(rules), [("Request".into(), 1)]);
        // With a name it is neither listed nor created, but it is updated.
        let rules = "- {level: Request, resources: [{resources: [secrets], resourceNames: [db]}]}";
        assert_eq!(leaking(rules), [("Request".into(), 1)]);
    }

    #[test]
    fn groups_and_patterns_are_those_of_the_api_server() {
        assert_eq!(leaking("- {level: Request, resources: [{group: apps}]}"), []);
        assert_eq!(
            leaking("- {level: Request, resources: [{group: ''}]}"),
            [("Request".into(), 1)]
        );
        assert_eq!(
            leaking(
                "- {level: RequestResponse, resources: [{group: '*', resources: ['*/token']}]}"
            ),
            [("RequestResponse".into(), 1)]
        );
        assert_eq!(leaking("- {level: Request, nonResourceURLs: ['*']}"), []);
        assert_eq!(leaking("- {level: Request, verbs: ['*']}"), []);
    }

    #[test]
    fn what_no_rule_is_about_is_not_recorded() {
        assert_eq!(default_of("- level: Metadata"), "recorded");
        assert_eq!(default_of("- {level: Metadata, resources: [{group: '*'}]}"), "recorded");
        assert_eq!(default_of("- {level: Metadata, resources: [{resources: ['*']}]}"), "silent");
        assert_eq!(
            default_of("- {level: Metadata, userGroups: ['system:authenticated']}"),
            "recorded"
        );
        assert_eq!(
            default_of("- {level: Metadata, verbs: [create, update, patch, delete]}"),
            "writes"
        );
        assert_eq!(default_of("- {level: Metadata, resources: [{}]}\n- level: None"), "silenced");
        assert_eq!(default_of("- {level: Metadata, nonResourceURLs: ['/*']}"), "silent");
    }
}
