//! What the API server refuses in the file of `--authentication-config`.
//! (`staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go`)

use std::collections::HashSet;

use super::{Fault, say};
use crate::model::api_server_config::{
    AuthenticationConfiguration, ClaimMapping, ClaimMappings, Issuer, JwtAuthenticator,
};
use crate::model::field::Field;
use crate::parse::Node;

/// Issuers in one file.
const MOST: usize = 64;

pub(super) fn faults<'a>(file: AuthenticationConfiguration<'a>, faults: &mut Vec<Fault<'a>>) {
    if file.jwt().get().is_some_and(|jwt| jwt.len() > MOST) {
        say(faults, file.jwt().node(), format!("a file has at most {MOST} issuers"));
    }
    let (mut urls, mut discovery_urls) = (HashSet::new(), HashSet::new());
    for jwt in file.jwt().iter() {
        match jwt.issuer().get() {
            None => say(faults, jwt.node(), "an authenticator without `issuer`"),
            Some(issuer) => {
                of_issuer(issuer, faults);
                once(issuer.url(), &mut urls, "another authenticator has this `url`", faults);
                let again = "another authenticator has this `discoveryURL`";
                once(issuer.discovery_url(), &mut discovery_urls, again, faults);
            }
        }
        of_mappings(jwt, faults);
        of_rules(jwt, faults);
    }
    let anonymous = file.anonymous();
    let conditions = anonymous.then(|anonymous| anonymous.conditions());
    if !conditions.is_empty() && !anonymous.then(|anonymous| anonymous.enabled()).is_true() {
        say(faults, conditions.node(), "`conditions` go with `enabled: true` alone");
    }
}

fn once<'a>(
    text: Field<'a, &'a str>,
    seen: &mut HashSet<&'a str>,
    message: &str,
    faults: &mut Vec<Fault<'a>>,
) {
    if text.get().is_some_and(|text| !text.is_empty() && !seen.insert(text)) {
        say(faults, text.node(), message);
    }
}

fn of_issuer<'a>(issuer: Issuer<'a>, faults: &mut Vec<Fault<'a>>) {
    let (url, discovery) = (issuer.url().or(""), issuer.discovery_url().or(""));
    if url.is_empty() {
        say(faults, issuer.node(), "an issuer without `url`");
    } else {
        of_url(url, issuer.url().node(), faults);
    }
    if !discovery.is_empty() {
        of_url(discovery, issuer.discovery_url().node(), faults);
        if url.trim_end_matches('/') == discovery.trim_end_matches('/') {
            let message = "`discoveryURL` is there for another address than `url`";
            say(faults, issuer.discovery_url().node(), message);
        }
    }
    of_audiences(issuer, faults);
    let egress = issuer.egress_selector_type();
    if !matches!(egress.or(""), "" | "controlplane" | "cluster") {
        say(faults, egress.node(), "`egressSelectorType` is `controlplane` or `cluster`");
    }
}

fn of_audiences<'a>(issuer: Issuer<'a>, faults: &mut Vec<Fault<'a>>) {
    let (audiences, policy) = (issuer.audiences(), issuer.audience_match_policy());
    if audiences.is_empty() {
        say(faults, audiences.node(), "an issuer without `audiences`");
        return;
    }
    let mut seen = HashSet::new();
    for (audience, node) in audiences.entries() {
        if audience.is_empty() {
            say(faults, node, "an audience without a name");
        } else if !seen.insert(audience) {
            say(faults, node, "this audience is named before");
        }
    }
    let is_one = audiences.get().is_none_or(|list| list.len() == 1);
    match policy.or("") {
        "MatchAny" => {}
        "" if is_one => {}
        _ => say(faults, policy.node(), "`audienceMatchPolicy` of several audiences is `MatchAny`"),
    }
}

/// None of the messages has the URL: it may hold a password.
fn of_url<'a>(url: &str, node: Node<'a>, faults: &mut Vec<Fault<'a>>) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if !scheme.eq_ignore_ascii_case("https") {
        say(faults, node, "the URL of an issuer begins with `https://`");
    }
    let (before, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (place, query) = before.split_once('?').unwrap_or((before, ""));
    let host = place.split('/').next().unwrap_or_default();
    let parts = [
        (host.contains('@'), "the URL of an issuer has no user name and no password"),
        (!query.is_empty(), "the URL of an issuer has no query"),
        (!fragment.is_empty(), "the URL of an issuer has no fragment"),
    ];
    parts.into_iter().filter(|(is_there, _)| *is_there).for_each(|(_, what)| {
        say(faults, node, what);
    });
}

fn of_mappings<'a>(jwt: JwtAuthenticator<'a>, faults: &mut Vec<Fault<'a>>) {
    let mappings = jwt.claim_mappings();
    let username = mappings.then(ClaimMappings::username);
    if is_empty(username) {
        say(faults, username.node(), "a user has a name by `claim` or by `expression`");
    }
    for mapping in [username, mappings.then(ClaimMappings::groups)] {
        of_mapping(mapping, faults);
    }
    let uid = mappings.then(ClaimMappings::uid);
    if has_both(uid) {
        say(faults, uid.node(), "a mapping has a `claim` or an `expression`, not both");
    }
    let mut keys = HashSet::new();
    for extra in mappings.then(ClaimMappings::extra).iter() {
        let key = extra.key();
        let name = key.or("");
        let domain = name.split_once('/').map_or("", |(domain, _)| domain);
        let is_reserved = ["k8s.io", "kubernetes.io"].iter().any(|reserved| {
            domain.strip_suffix(reserved).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if domain.is_empty() || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            say(faults, key.node(), "a key is lower case, and begins with a domain and a slash");
        } else if is_reserved {
            say(faults, key.node(), "keys of this domain are for Kubernetes itself");
        } else if !keys.insert(name) {
            say(faults, key.node(), "this key is given before");
        }
        if extra.value_expression().or("").is_empty() {
            say(faults, extra.node(), "a key without `valueExpression`");
        }
    }
    let expression = username.then(ClaimMapping::expression);
    if speaks_of_email(expression.or("")) && !jwt.asks_for_verified_email() {
        say(faults, expression.node(), "`claims.email` goes with `claims.email_verified`");
    }
}

fn is_empty(mapping: Field<'_, ClaimMapping<'_>>) -> bool {
    let written = |text: Field<'_, &str>| !text.or("").is_empty();
    !written(mapping.then(ClaimMapping::claim)) && !written(mapping.then(ClaimMapping::expression))
}

fn has_both(mapping: Field<'_, ClaimMapping<'_>>) -> bool {
    let written = |text: Field<'_, &str>| !text.or("").is_empty();
    written(mapping.then(ClaimMapping::claim)) && written(mapping.then(ClaimMapping::expression))
}

fn of_mapping<'a>(mapping: Field<'a, ClaimMapping<'a>>, faults: &mut Vec<Fault<'a>>) {
    let prefix = mapping.then(ClaimMapping::prefix);
    if has_both(mapping) {
        say(faults, mapping.node(), "a mapping has a `claim` or an `expression`, not both");
    } else if !mapping.then(ClaimMapping::expression).or("").is_empty() {
        if prefix.is_set() {
            say(faults, prefix.node(), "a `prefix` goes with a `claim`, not with an `expression`");
        }
    } else if !mapping.then(ClaimMapping::claim).or("").is_empty() && prefix.is_absent() {
        say(faults, mapping.node(), "a `claim` goes with a `prefix`, which may be empty");
    }
}

/// Does it use the claim itself, and not only another whose name begins so?
fn speaks_of_email(expression: &str) -> bool {
    expression
        .split("claims.email")
        .skip(1)
        .any(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
}

fn of_rules<'a>(jwt: JwtAuthenticator<'a>, faults: &mut Vec<Fault<'a>>) {
    let (mut claims, mut expressions) = (HashSet::new(), HashSet::new());
    for rule in jwt.claim_validation_rules().iter() {
        let (claim, expression) = (rule.claim().or(""), rule.expression().or(""));
        match (claim.is_empty(), expression.is_empty()) {
            (false, false) => {
                say(faults, rule.node(), "a rule has a `claim` or an `expression`, not both");
            }
            (true, true) => say(faults, rule.node(), "a rule has a `claim` or an `expression`"),
            (false, true) => {
                if rule.message().is_set() {
                    say(faults, rule.message().node(), "a `message` goes with an `expression`");
                }
                once(rule.claim(), &mut claims, "a rule for this claim is given before", faults);
            }
            (true, false) => {
                if rule.required_value().is_set() {
                    let value = rule.required_value().node();
                    say(faults, value, "a `requiredValue` goes with a `claim`");
                }
                once(rule.expression(), &mut expressions, "this rule is given before", faults);
            }
        }
    }
    let mut expressions = HashSet::new();
    for rule in jwt.user_validation_rules().iter() {
        if rule.expression().or("").is_empty() {
            say(faults, rule.node(), "a rule without `expression`");
        }
        once(rule.expression(), &mut expressions, "this rule is given before", faults);
    }
}
