//! Suggested roles: every request of the log is allowed, nothing beside, and what is taken away is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use ztn_core::options::Scope;
use ztn_core::report::suggest::rbac::ResourceNames;
use ztn_core::{Input, Options, RbacSuggestion, SuggestRbacQuery, suggest_rbac};

/// A request of the service account `web` of `shop`, as a log has it.
fn event(
    id: usize,
    verb: &str,
    group: &str,
    resource: &str,
    namespace: &str,
    name: &str,
) -> String {
    let (resource, sub) = resource.split_once('/').unwrap_or((resource, ""));
    format!(
        r#"{{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{id}","stage":"ResponseComplete","verb":"{verb}","user":{{"username":"system:serviceaccount:shop:web"}},"objectRef":{{"apiGroup":"{group}","apiVersion":"v1","resource":"{resource}","subresource":"{sub}","namespace":"{namespace}","name":"{name}"}},"responseStatus":{{"code":200}}}}"#
    )
}

fn suggest(log: &str, today: &str, names: ResourceNames) -> RbacSuggestion {
    let logs = Input::from_iter([("audit.log", log)]);
    let mut input = Input::new();
    if !today.is_empty() {
        input.add("rbac.yaml", today);
    }
    let options = Options { scope: Scope::Cluster, ..Options::default() };
    let query = SuggestRbacQuery { names, ..SuggestRbacQuery::new("sa:shop/web") };
    suggest_rbac(&logs, &input, &options, &query).unwrap()
}

const TODAY: &str = "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web, namespace: shop}
rules:
- {apiGroups: [''], resources: [configmaps, secrets], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects:
- {kind: ServiceAccount, name: web, namespace: shop}
- {kind: ServiceAccount, name: api, namespace: shop}
";

#[test]
fn what_is_taken_away_is_told_with_the_binding_that_gives_it() {
    let log = event(1, "get", "", "configmaps", "shop", "prices");
    let suggestion = suggest(&log, TODAY, ResourceNames::Stable);
    let summary = suggestion.summary();
    let wanted = "1 request, 0 not allowed by the roles
taken away: get, list configmaps in namespace `shop`
taken away: get, list secrets in namespace `shop`
to do: take service account `web` of namespace `shop` out of RoleBinding `shop/web` (rbac.yaml:13)
";
    // `get` on every ConfigMap is wider than on the one that was asked for.
    assert_eq!(summary, wanted);
    assert!(suggestion.proof.beside.is_empty());
}

#[test]
fn names_that_change_widen_the_role_and_are_told() {
    let log = event(1, "get", "", "pods", "shop", "web-6d4cf56db6-x7k2p");
    let suggestion = suggest(&log, "", ResourceNames::Stable);
    assert!(!suggestion.yaml.contains("resourceNames"), "{}", suggestion.yaml);
    assert_eq!(suggestion.proof.beside.len(), 1);
    assert!(suggestion.requests[0].today.is_none(), "there is no input");
}

#[test]
fn what_kubernetes_gives_everybody_needs_no_role() {
    let log = r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"get","requestURI":"/version","user":{"username":"system:serviceaccount:shop:web"},"responseStatus":{"code":200}}"#;
    let suggestion = suggest(log, "", ResourceNames::Stable);
    assert_eq!((suggestion.yaml.as_str(), suggestion.proof.missing.len()), ("", 0));
}

fn any_event()
-> impl Strategy<Value = (&'static str, &'static str, &'static str, &'static str, &'static str)> {
    let verb = prop::sample::select(vec!["get", "list", "watch", "create", "update", "delete"]);
    let what = prop::sample::select(vec![
        ("", "pods"),
        ("", "pods/log"),
        ("", "secrets"),
        ("apps", "deployments"),
        ("", "namespaces"),
        ("example.com", "widgets"),
    ]);
    let namespace = prop::sample::select(vec!["shop", "billing", ""]);
    let name = prop::sample::select(vec!["", "db", "web", "web-x7k2p"]);
    (verb, what, namespace, name).prop_map(|(verb, (group, resource), namespace, name)| {
        (verb, group, resource, namespace, name)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever was asked, the roles allow all of it; by stable names nothing else, but for names that change.
    #[test]
    fn every_request_is_allowed(events in prop::collection::vec(any_event(), 1..12)) {
        let lines: Vec<String> = events
            .iter()
            .enumerate()
            .map(|(id, (verb, group, resource, namespace, name))| {
                event(id, verb, group, resource, namespace, name)
            })
            .collect();
        let suggestion = suggest(&lines.join("\n"), "", ResourceNames::Stable);
        prop_assert_eq!(&suggestion.proof.missing, &Vec::<u32>::new(), "{}", suggestion.yaml);
        let changes = events.iter().any(|event| event.4 == "web-x7k2p");
        prop_assert!(changes || suggestion.proof.beside.is_empty(), "{}", suggestion.to_yaml());
    }
}
