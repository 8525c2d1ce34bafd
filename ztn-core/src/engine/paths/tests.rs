//! Paths that must be there, paths that must not, and a replay of each on random worlds.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::engine::Known;
use crate::engine::rbac::{Asker, Setting};
use crate::options::{Options, Scope};

fn ask<T>(text: &str, question: impl FnOnce(&Paths<'_>, &Rbac<'_>) -> T) -> T {
    let cluster = Cluster::of_text(text);
    let options = Options { scope: Scope::Cluster, ..Options::default() };
    let setting =
        Setting { minor: None, scope: options.scope, all_read: true, authorizers: Vec::new() };
    let rbac = Rbac::new(&cluster, &setting);
    let network = Network::new(&cluster, &options);
    let plane = ControlPlane::new(&cluster, &options);
    question(&Paths::new(&cluster, &rbac, &network, &plane), &rbac)
}

const POD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {serviceAccountName: web, containers: [{name: web, image: web}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
";

/// A role with these rules, bound to `web` of `shop` in a namespace, or everywhere.
fn bound(name: &str, namespace: Option<&str>, rules: &str) -> String {
    let (kind, binding) = match namespace {
        Some(_) => ("Role", "RoleBinding"),
        None => ("ClusterRole", "ClusterRoleBinding"),
    };
    let place = namespace.map_or(String::new(), |namespace| format!(", namespace: {namespace}"));
    format!(
        "---
apiVersion: rbac.authorization.k8s.io/v1
kind: {kind}
metadata: {{name: {name}{place}}}
rules: [{rules}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {binding}
metadata: {{name: {name}{place}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {kind}, name: {name}}}
subjects: [{{kind: ServiceAccount, name: web, namespace: shop}}]
"
    )
}

fn rule(group: &str, resource: &str, verbs: &str) -> String {
    format!("{{apiGroups: ['{group}'], resources: [{resource}], verbs: [{verbs}]}}")
}

/// The steps from the pod to a goal; none where there is no path.
fn steps(text: &str, goal: Goal) -> Option<usize> {
    ask(text, |paths, _| {
        paths.shortest(&[Point::Workload(0)], goal).first().map(|path| path.steps.len())
    })
}

const RBAC: &str = "rbac.authorization.k8s.io";

#[test]
fn what_leads_to_cluster_admin() {
    for (rules, wanted) in [
        (rule("*", "'*'", "'*'"), true),
        (rule("", "serviceaccounts/token", "create"), true),
        (rule("", "pods", "create"), true),
        (
            format!(
                "{}, {}",
                rule(RBAC, "clusterroles", "escalate"),
                rule(RBAC, "clusterroles", "update")
            ),
            true,
        ),
        // Either half alone is refused by the API server.
        (rule(RBAC, "clusterroles", "escalate"), false),
        (rule(RBAC, "clusterroles", "update"), false),
        (rule(RBAC, "clusterroles", "'escalate', 'create'"), false),
        (rule(RBAC, "clusterroles", "bind"), false),
        (rule(RBAC, "clusterrolebindings", "create"), false),
        (
            format!(
                "{}, {}",
                rule(RBAC, "clusterroles", "bind"),
                rule(RBAC, "clusterrolebindings", "create")
            ),
            true,
        ),
        (rule("", "'users, groups'".trim_matches('\''), "impersonate"), true),
        // Without a user to act as, groups are of no use.
        (rule("", "groups", "impersonate"), false),
        (rule("", "secrets", "get"), false),
        (rule("", "pods/portforward", "create"), false),
        (rule("", "pods, configmaps", "get, list, watch"), false),
    ] {
        let text = format!("{POD}{}", bound("web", None, &rules));
        assert_eq!(steps(&text, Goal::ClusterAdmin).is_some(), wanted, "{rules}");
    }
}

#[test]
fn a_namespace_leads_out_of_itself_only_by_what_is_in_it() {
    let everything = rule("*", "'*'", "'*'");
    let here = format!("{POD}{}", bound("web", Some("shop"), &everything));
    assert_eq!(steps(&here, Goal::ClusterAdmin), None);
    let in_system = format!("{POD}{}", bound("web", Some("kube-system"), &everything));
    assert_eq!(steps(&in_system, Goal::ClusterAdmin), Some(2));
    // What is beside the namespaces is not given by a binding in one.
    let users =
        format!("{POD}{}", bound("web", Some("shop"), &rule("", "users, groups", "impersonate")));
    assert_eq!(steps(&users, Goal::ClusterAdmin), None);
}

#[test]
fn without_a_token_a_pod_is_nobody() {
    let text = format!("{POD}{}", bound("web", None, &rule("*", "'*'", "'*'")));
    assert_eq!(steps(&text, Goal::ClusterAdmin), Some(2));
    let quiet = text.replace(
        "serviceAccountName: web",
        "automountServiceAccountToken: false, serviceAccountName: web",
    );
    assert_eq!(steps(&quiet, Goal::ClusterAdmin), None);
}

#[test]
fn a_privileged_pod_needs_a_namespace_that_admits_it() {
    let rules = rule("", "pods", "create");
    let strict = format!("{POD}{}", bound("web", Some("shop"), &rules));
    assert_eq!(steps(&strict, Goal::Node), None);
    assert_eq!(steps(&strict.replace("restricted", "privileged"), Goal::Node), Some(2));
}

#[test]
fn a_cut_is_smallest_and_closes_every_path() {
    let text = format!(
        "{POD}{}{}",
        bound("a", None, &rule("*", "'*'", "'*'")),
        bound("b", None, &rule("", "serviceaccounts/token", "create"))
    );
    ask(&text, |paths, _| {
        let from = [Point::Workload(0)];
        let cut = paths.cut(&from, Goal::ClusterAdmin).expect("a cut");
        let changes: Vec<&str> = cut.iter().map(|cause| cause.change.as_str()).collect();
        assert_eq!(changes, ["mount no token into the pods of `web`"]);
        assert!(paths.is_cut(&from, Goal::ClusterAdmin, &cut));
        assert!(!paths.is_cut(&from, Goal::ClusterAdmin, &[]));
    });
}

const RULES: &[(&str, &str, &str)] = &[
    ("", "secrets", "list"),
    ("", "serviceaccounts/token", "create"),
    ("", "serviceaccounts", "impersonate"),
    ("apps", "deployments", "patch"),
    ("", "pods/exec", "create"),
    (RBAC, "clusterroles", "escalate"),
    (RBAC, "clusterroles", "update"),
    (RBAC, "clusterroles", "bind"),
    (RBAC, "clusterrolebindings", "create"),
    (RBAC, "clusterroles, roles", "'create', delete"),
    (RBAC, "rolebindings", "update"),
    ("", "users, groups", "impersonate"),
    ("", "nodes/proxy", "get"),
    ("", "secrets", "create"),
    ("", "namespaces", "patch"),
    ("", "persistentvolumes", "create"),
    ("authentication.k8s.io", "serviceaccounts", "'impersonate:serviceaccount'"),
    (
        "",
        "secrets, serviceaccounts/token",
        "'impersonate-on:serviceaccount:list', 'impersonate-on:serviceaccount:create'",
    ),
    (
        "certificates.k8s.io",
        "certificatesigningrequests, certificatesigningrequests/approval, signers",
        "create, update, approve",
    ),
    ("*", "'*'", "'*'"),
];

const NAMESPACES: &[&str] = &["shop", "ci"];

/// Pods with their namespace, and bindings: of which account, of which rule, where (2: everywhere).
fn worlds() -> impl Strategy<Value = String> {
    let bindings = prop::collection::vec((0..4_usize, 0..RULES.len(), 0..3_usize), 0..8);
    bindings.prop_map(|bindings| {
        let mut text = String::new();
        for at in 0..4 {
            let namespace = NAMESPACES[at % 2];
            let _ = write!(text, "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{at}, namespace: {namespace}}}\nspec: {{serviceAccountName: a{at}, containers: [{{name: c, image: c}}]}}\n");
        }
        for (number, (account, rule_at, place)) in bindings.into_iter().enumerate() {
            let (group, resource, verbs) = RULES[rule_at];
            let place = NAMESPACES.get(place).copied();
            let home = NAMESPACES[account % 2];
            let object = bound(&format!("b{number}"), place, &rule(group, resource, verbs));
            let subject = format!("name: a{account}, namespace: {home}");
            text.push_str(&object.replace("name: web, namespace: shop", &subject));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Each step begins where the one before ended, and each request of it is one that the authorizer allows
    /// to whom it is in hand to act as.
    #[test]
    fn every_path_replays(text in worlds()) {
        ask(&text, |paths, rbac| {
            let starts: Vec<Point<'_>> = (0..paths.workloads().len()).map(Point::Workload).collect();
            for goal in Goal::ALL {
                let found = paths.shortest(&starts, goal);
                for path in &found {
                    let mut at = path.from;
                    for (edge, to) in &path.steps {
                        for (who, need) in &edge.sends {
                            let answer = rbac.can(&Asker::new(*who), need);
                            prop_assert!(matches!(answer, Known::Yes(_)), "{:?} {}\n{}", need, edge.text, text);
                        }
                        at = *to;
                    }
                    prop_assert_eq!(at, Point::Goal(goal));
                }
                let from: Vec<Point<'_>> = found.iter().map(|path| path.from).collect();
                if let Some(cut) = paths.cut(&from, goal) {
                    prop_assert!(paths.is_cut(&from, goal, &cut), "{}", text);
                    for at in 0..cut.len() {
                        let mut less = cut.clone();
                        less.remove(at);
                        prop_assert!(!paths.is_cut(&from, goal, &less), "{}", text);
                    }
                }
            }
            Ok(())
        })?;
    }
}
