//! Roles and their bindings as YAML, each rule with a comment that says which requests ask for it.

use std::fmt::Write as _;

use super::AllowedRequest;
use super::plan::{Draft, DraftRule};
use crate::model::rbac::Identity;
use crate::report::compact::line;
use crate::report::suggest::yaml::scalar;

const API: &str = "rbac.authorization.k8s.io";

/// The roles as a stream of documents, each with its binding.
pub(super) fn yaml(
    drafts: &[Draft<'_>],
    subject: Identity<'_>,
    requests: &[AllowedRequest],
) -> String {
    let name = scalar(&name(subject));
    let mut documents = Vec::new();
    for Draft { namespace, rules } in drafts {
        let kind = if namespace.is_some() { "Role" } else { "ClusterRole" };
        let metadata = match namespace {
            Some(namespace) => {
                format!("metadata:\n  name: {name}\n  namespace: {}\n", scalar(namespace))
            }
            None => format!("metadata:\n  name: {name}\n"),
        };
        let mut role = format!("apiVersion: {API}/v1\nkind: {kind}\n{metadata}rules:\n");
        rules.iter().for_each(|of| rule(&mut role, of, requests));
        documents.push(role);
        documents.push(format!(
            "apiVersion: {API}/v1\nkind: {kind}Binding\n{metadata}roleRef:\n  apiGroup: {API}\n  kind: {kind}\n  \
             name: {name}\nsubjects:\n{}",
            subject_of(subject)
        ));
    }
    documents.join("---\n")
}

/// A name that says whose role it is; slashes are not allowed in one.
fn name(subject: Identity<'_>) -> String {
    let (Identity::User(name) | Identity::Group(name) | Identity::ServiceAccount { name, .. }) =
        subject;
    let of = match subject {
        Identity::ServiceAccount { namespace, name } => format!("{namespace}:{name}"),
        _ => name.to_owned(),
    };
    let plain = of.replace(|c: char| c == '/' || c == '%' || c.is_control(), "-");
    format!("least-privilege:{plain}")
}

fn subject_of(subject: Identity<'_>) -> String {
    match subject {
        Identity::User(name) => {
            format!("- apiGroup: {API}\n  kind: User\n  name: {}\n", scalar(name))
        }
        Identity::Group(name) => {
            format!("- apiGroup: {API}\n  kind: Group\n  name: {}\n", scalar(name))
        }
        Identity::ServiceAccount { namespace, name } => format!(
            "- kind: ServiceAccount\n  name: {}\n  namespace: {}\n",
            scalar(name),
            scalar(namespace)
        ),
    }
}

fn rule(text: &mut String, rule: &DraftRule<'_>, requests: &[AllowedRequest]) {
    let asked = rule.asked_by.iter().filter_map(|at| requests.get(*at));
    let counts = asked.clone().map(|request| request.count);
    let count = counts.fold(0_u32, u32::saturating_add);
    if let Some(first) = asked.min_by_key(|request| (&request.span.path, request.span.start.byte)) {
        let noun = if count == 1 { "request" } else { "requests, the first" };
        let at = format!("{}:{}", first.span.path, first.span.start.line);
        let _ = writeln!(text, "# {count} {noun} at {}", line(&at));
    }
    let mut dash = "- ";
    let keys = [
        ("apiGroups", &rule.groups),
        ("resources", &rule.resources),
        ("resourceNames", &rule.names),
        ("nonResourceURLs", &rule.urls),
        ("verbs", &rule.verbs),
    ];
    for (key, list) in keys.into_iter().filter(|(_, list)| !list.is_empty()) {
        let items: Vec<String> = list.iter().map(|item| scalar(item)).collect();
        let _ = writeln!(text, "{dash}{key}: [{}]", items.join(", "));
        dash = "  ";
    }
}
