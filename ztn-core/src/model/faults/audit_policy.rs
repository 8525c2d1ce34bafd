//! Audit policies that the API server does not start with.
//! (`staging/src/k8s.io/apiserver/pkg/apis/audit/validation/validation.go`)

use super::{Fault, say};
use crate::model::audit_policy::{AuditPolicy, AuditRule};

const LEVELS: &[&str] = &["None", "Metadata", "Request", "RequestResponse"];
const STAGES: &[&str] = &["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];

/// What is refused, and with it the whole policy, in every version.
#[must_use]
pub fn faults(policy: AuditPolicy<'_>) -> Vec<Fault<'_>> {
    let mut faults = Vec::new();
    let rules = policy.rules();
    if rules.is_empty() {
        let place = rules.key().unwrap_or(policy.node());
        say(&mut faults, place, "an audit policy without rules is refused");
    }
    for rule in rules.iter() {
        of_rule(rule, &mut faults);
    }
    faults
}

fn of_rule<'a>(rule: AuditRule<'a>, faults: &mut Vec<Fault<'a>>) {
    let level = rule.level();
    match level.get() {
        Some(name) if LEVELS.contains(&name) => {}
        Some(name) => {
            say(faults, level.node(), format!("`{name}` is no level: {}", LEVELS.join(", ")))
        }
        None => say(faults, level.node(), "a rule without a level is refused"),
    }
    for (url, node) in rule.non_resource_urls().entries().filter(|(url, _)| *url != "*") {
        if !url.starts_with('/') {
            say(faults, node, format!("`{url}` is no path: it begins with `/`"));
        } else if url.strip_suffix('*').unwrap_or(url).contains('*') {
            say(faults, node, format!("`{url}` has a `*` before its end"));
        }
    }
    let is_about_resources = !rule.resources().is_empty() || !rule.namespaces().is_empty();
    if is_about_resources && !rule.non_resource_urls().is_empty() {
        let urls = rule.non_resource_urls();
        let place = urls.key().unwrap_or(urls.node());
        say(faults, place, "a rule is about paths or about resources, not both");
    }
    for entry in rule.resources().iter() {
        let group = entry.group();
        if !matches!(group.or(""), "" | "*") && !is_subdomain(group.or("")) {
            let message = format!("`{}` is no name of an API group", group.or(""));
            say(faults, group.node(), message);
        }
        if !entry.resource_names().is_empty() && entry.resources().is_empty() {
            let names = entry.resource_names();
            let place = names.key().unwrap_or(names.node());
            say(faults, place, "`resourceNames` name objects of no resource");
        }
    }
    for (stage, node) in rule.omit_stages().entries() {
        if !STAGES.contains(&stage) {
            say(faults, node, format!("`{stage}` is no stage: {}", STAGES.join(", ")));
        }
    }
}

/// Names of API groups are DNS subdomains.
fn is_subdomain(name: &str) -> bool {
    let is_label = |label: &str| {
        let of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        label.bytes().all(|byte| of_name(byte) || byte == b'-')
            && label.bytes().next().is_some_and(of_name)
            && label.bytes().next_back().is_some_and(of_name)
    };
    name.len() <= 253 && name.split('.').all(is_label)
}
