//! What a policy puts into the log that is not for its readers, and what it leaves out where no rule says so.

use super::identities::Caller;
use super::level::AuditLevel;
use super::policy::{Policy, Rule};
use super::request::Request;
use crate::model::audit_policy::AuditRule;

/// How many entries of one list of a policy are tried.
const TRIED: usize = 32;

/// What is asked for or answered with a credential, and from which level on it is in the log.
struct Credential {
    what: &'static str,
    from: AuditLevel,
    verbs: &'static [&'static str],
    target: [&'static str; 3],
}

/// Verbs whose request brings the object, and those whose answer does. A watch is never recorded with objects.
const WRITES: &[&str] = &["create", "update", "patch"];
const READS: &[&str] = &["get", "list"];

const CREDENTIALS: &[Credential] = {
    use AuditLevel::{Request, RequestResponse};
    const fn row(
        what: &'static str,
        from: AuditLevel,
        verbs: &'static [&'static str],
        target: [&'static str; 3],
    ) -> Credential {
        Credential { what, from, verbs, target }
    }
    &[
        row("the Secrets that are written", Request, WRITES, ["", "secrets", ""]),
        row("the Secrets that are read", RequestResponse, READS, ["", "secrets", ""]),
        row(
            "the tokens that are made",
            RequestResponse,
            &["create"],
            ["", "serviceaccounts", "token"],
        ),
        row(
            "the tokens that are reviewed",
            Request,
            &["create"],
            ["authentication.k8s.io", "tokenreviews", ""],
        ),
    ]
};

/// ConfigMaps are not for credentials, and hold them all the same.
const CONFIG_MAPS: &[Credential] = &[
    Credential {
        what: "the ConfigMaps that are written",
        from: AuditLevel::Request,
        verbs: WRITES,
        target: ["", "configmaps", ""],
    },
    Credential {
        what: "the ConfigMaps that are read",
        from: AuditLevel::RequestResponse,
        verbs: READS,
        target: ["", "configmaps", ""],
    },
];

/// A rule of a policy, and what it puts into the log.
#[derive(Clone)]
pub struct Leak<'a> {
    /// The rule.
    pub rule: AuditRule<'a>,
    /// The credentials, in words.
    pub credentials: Vec<&'static str>,
    /// The ConfigMaps, in words.
    pub config_maps: Vec<&'static str>,
}

/// The rules that put a credential or a ConfigMap into the log: those that decide a request for one, of
/// anybody, at a level that records it.
#[must_use]
pub fn leaks<'a>(policy: &Policy<'a>) -> Vec<Leak<'a>> {
    let mut found = Vec::new();
    for rule in policy.rules().iter().filter(|rule| rule.level > AuditLevel::Metadata) {
        let of = |table: &'static [Credential]| -> Vec<&'static str> {
            let leaking = table.iter().filter(|row| row.is_recorded(policy, rule));
            leaking.map(|row| row.what).collect()
        };
        let (credentials, config_maps) = (of(CREDENTIALS), of(CONFIG_MAPS));
        if !credentials.is_empty() || !config_maps.is_empty() {
            found.push(Leak { rule: rule.view, credentials, config_maps });
        }
    }
    found
}

impl Credential {
    /// Is it in what this rule decides and records?
    fn is_recorded(&self, policy: &Policy<'_>, rule: &Rule<'_>) -> bool {
        let decides = |request: &Request<'_>| {
            policy.deciding(request).is_some_and(|first| first.index == rule.index)
        };
        rule.level >= self.from
            && self.verbs.iter().any(|verb| {
                let request = Request::of_somebody(verb, self.target);
                variants(rule, &request).iter().any(decides)
            })
    }
}

/// The requests like `request` that `rule` may be about: by whom, where and for what it names. Where it
/// names nobody, by whom `request` is, whom the fewest of the earlier rules match.
pub(super) fn variants<'q>(rule: &Rule<'q>, request: &Request<'q>) -> Vec<Request<'q>> {
    let in_namespaces = |request: Request<'q>| match rule.namespaces.as_slice() {
        [] => vec![request],
        named => named.iter().take(TRIED).map(|namespace| request.within(namespace)).collect(),
    };
    let by_name = |request: Request<'q>| {
        let names = rule.resources.iter().flat_map(|entry| entry.names.iter()).take(TRIED);
        let named: Vec<Request<'q>> =
            names.filter(|_| request.has_name()).map(|name| request.named(name)).collect();
        named.into_iter().chain([request])
    };
    let callers = callers(rule);
    let by_caller: Vec<Request<'q>> = match callers.is_empty() {
        true => vec![request.clone()],
        false => callers.into_iter().map(|caller| request.by(caller)).collect(),
    };
    by_caller.into_iter().flat_map(in_namespaces).flat_map(by_name).collect()
}

/// Those whom a rule names; none where it is about everybody.
pub(super) fn callers(rule: &Rule<'_>) -> Vec<Caller> {
    let users = rule.users.iter().take(TRIED).map(|user| Caller::user(user));
    let groups = || rule.groups.iter().take(TRIED);
    match (rule.users.is_empty(), rule.groups.is_empty()) {
        (true, _) => groups().map(|group| Caller::member(group)).collect(),
        (false, true) => users.collect(),
        // A user that is named with a group: it may well be in it.
        (false, false) => {
            users.map(|user| groups().fold(user, |user, group| user.also_in(group))).collect()
        }
    }
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
pub fn by_default<'a>(policy: &Policy<'a>) -> ByDefault<'a> {
    let unrecorded = |verb| {
        let request = Request::of_somebody(verb, ["ztn.example", "things", ""]);
        let rule = policy.deciding(&request);
        match rule {
            Some(rule) if rule.level > AuditLevel::None => None,
            _ => Some(rule.map(|rule| rule.view)),
        }
    };
    match (unrecorded("create"), unrecorded("get")) {
        (Some(rule), _) => ByDefault::Silent(rule),
        (None, Some(rule)) => ByDefault::WritesOnly(rule),
        (None, None) => ByDefault::Recorded,
    }
}
