//! Who makes a request, and for whom the least of it is recorded.

use super::policy::{Decision, Policy};
use super::request::{OTHER, Request};

/// Somebody, as the API server authenticates them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The user; none where the credentials are wrong.
    pub user: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
}

const ACCOUNT: &str = "system:serviceaccount:";

impl Caller {
    /// A user that no rule names.
    #[must_use]
    pub fn somebody() -> Self {
        Self::user(OTHER)
    }

    /// Somebody whose credentials are wrong: rules about users and groups pass over the request.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { user: None, groups: Vec::new() }
    }

    /// A user, in the groups that the API server puts it in.
    #[must_use]
    pub fn user(name: &str) -> Self {
        let authenticated = if name == "system:anonymous" {
            "system:unauthenticated"
        } else {
            "system:authenticated"
        };
        let mut groups = vec![authenticated.to_owned()];
        if let Some((namespace, _)) =
            name.strip_prefix(ACCOUNT).and_then(|rest| rest.split_once(':'))
        {
            groups.push("system:serviceaccounts".to_owned());
            groups.push(format!("system:serviceaccounts:{namespace}"));
        } else if name.starts_with("system:node:") {
            groups.push("system:nodes".to_owned());
        }
        Self { user: Some(name.to_owned()), groups }
    }

    /// A service account.
    #[must_use]
    pub fn account(namespace: &str, name: &str) -> Self {
        Self::user(&format!("{ACCOUNT}{namespace}:{name}"))
    }

    /// A member of `group` that no rule names.
    #[must_use]
    pub fn member(group: &str) -> Self {
        match group {
            "system:serviceaccounts" => Self::account(OTHER, OTHER),
            "system:nodes" => Self::user("system:node:ztn-other"),
            "system:unauthenticated" => Self::user("system:anonymous"),
            "system:authenticated" => Self::somebody(),
            _ => match group.strip_prefix("system:serviceaccounts:") {
                Some(namespace) => Self::account(namespace, OTHER),
                None => Self::somebody().also_in(group),
            },
        }
    }

    /// The same in one more group.
    #[must_use]
    pub fn also_in(mut self, group: &str) -> Self {
        if !self.is_in(group) {
            self.groups.push(group.to_owned());
        }
        self
    }

    pub(super) fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|of| of == group)
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        let Some(user) = &self.user else {
            return "somebody with wrong credentials".to_owned();
        };
        if let Some(rest) = user.strip_prefix(ACCOUNT)
            && let Some((namespace, OTHER)) = rest.split_once(':')
        {
            return match namespace {
                OTHER => "a service account".to_owned(),
                _ => format!("a service account of `{namespace}`"),
            };
        }
        match (user.as_str(), self.groups.last().map(String::as_str)) {
            (OTHER, Some("system:authenticated") | None) => "a user that no rule names".to_owned(),
            (OTHER, Some(group)) => format!("a member of `{group}`"),
            ("system:anonymous", _) => "somebody without credentials".to_owned(),
            ("system:node:ztn-other", _) => "a node".to_owned(),
            (user, _) => format!("`{user}`"),
        }
    }
}

/// Everybody whom the rules of a policy tell apart: whom they name, and somebody of each sort that they do not.
fn everybody(policy: &Policy<'_>) -> Vec<Caller> {
    let mut all = vec![Caller::somebody(), Caller::nobody()];
    all.extend(
        ["system:unauthenticated", "system:serviceaccounts", "system:nodes"].map(Caller::member),
    );
    for rule in policy.rules() {
        let users = rule.users.iter().map(|user| Caller::user(user));
        all.extend(users.chain(rule.groups.iter().map(|group| Caller::member(group))));
        // A user that is named with a group: it may well be in it.
        let both = rule
            .users
            .iter()
            .flat_map(|user| rule.groups.iter().map(|group| Caller::user(user).also_in(group)));
        all.extend(both);
    }
    let mut known = Vec::with_capacity(all.len());
    for caller in all {
        if !known.contains(&caller) {
            known.push(caller);
        }
    }
    known
}

/// For whom the least of a request is recorded, and what decides that. Of several the one that no rule names.
#[must_use]
pub fn worst<'a, 'q>(policy: &Policy<'a>, request: &Request<'q>) -> (Request<'q>, Decision<'a>) {
    let mut least =
        (request.by(Caller::somebody()), policy.decide(&request.by(Caller::somebody())));
    for caller in everybody(policy) {
        let other = request.by(caller);
        let decision = policy.decide(&other);
        if decision.level < least.1.level {
            least = (other, decision);
        }
    }
    least
}
