//! Suggested policies: what is declared is allowed, nothing else is, and what cannot be is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;

use proptest::prelude::*;
use support::{input, root};
use ztn_core::{Input, NetworkSuggestion, Options, suggest_network};

fn suggest(yaml: &str) -> NetworkSuggestion {
    suggest_network(&Input::from_iter([("a.yaml", yaml)]), &Options::default(), &[]).unwrap()
}

/// A pod with one container that has this beside its name.
fn pod(namespace: &str, name: &str, labels: &str, container: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}, labels: \
         {{{labels}}}}}\nspec: {{containers: [{{name: c{container}}}]}}\n"
    )
}

fn service(namespace: &str, name: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: \
         {{{spec}}}\n"
    )
}

fn env(value: &str) -> String {
    format!(", env: [{{name: TARGET, value: '{value}'}}]")
}

/// What is declared, a line each.
fn declared(suggestion: &NetworkSuggestion) -> Vec<String> {
    let each = suggestion.connections.iter().map(|one| {
        let ports = one.ports.iter().map(|port| match port.from {
            Some(from) => format!("{} {from}", port.protocol),
            None => port.protocol.to_string(),
        });
        format!("{} -> {}: {}", one.src, one.dst, ports.collect::<Vec<_>>().join(", "))
    });
    each.collect()
}

fn is_exact(suggestion: &NetworkSuggestion) -> bool {
    suggestion.proof.missing.is_empty() && suggestion.proof.extra.is_empty()
}

#[test]
fn the_suggestion_for_a_cluster_is_kept() {
    let shop = input(&root().join("testdata/clusters/shop"));
    let suggestion = suggest_network(&shop, &Options::default(), &[]).unwrap();
    assert!(suggestion.proof.missing.is_empty());
    insta::with_settings!({
        snapshot_path => root().join("testdata/formats"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("suggest.network", suggestion.to_yaml());
    });
}

#[test]
fn every_form_of_a_name_leads_to_its_service() {
    let base = pod("data", "db", "app: db", "")
        + &service("data", "db", "selector: {app: db}, ports: [{port: 5432, targetPort: 5433}]");
    let forms = [
        "db.data",
        "db.data.svc",
        "db.data.svc.cluster.local",
        "db.data.svc.cluster.local.:5432",
        "postgres://app:secret@db.data:5432/orders",
    ];
    for form in forms {
        let suggestion = suggest(&(base.clone() + &pod("shop", "web", "app: web", &env(form))));
        let wanted = ["shop/web[Pod] -> data/db[Pod]: TCP 5433"];
        assert_eq!(declared(&suggestion), wanted, "{form}");
        assert!(is_exact(&suggestion), "{form}: {:?}", suggestion.proof);
    }
    // A name alone is one of the same namespace.
    for form in ["db", "db:5432"] {
        let suggestion = suggest(&(base.clone() + &pod("shop", "web", "app: web", &env(form))));
        assert_eq!(declared(&suggestion), [""; 0], "{form}");
    }
}

#[test]
fn workloads_of_one_name_in_two_namespaces_are_two() {
    let mut yaml = String::new();
    for namespace in ["a", "b"] {
        yaml += &pod(namespace, "db", "app: db", "");
        yaml += &service(namespace, "db", "selector: {app: db}, ports: [{port: 5432}]");
    }
    yaml += &pod("a", "web", "app: web", &env("db:5432"));
    let suggestion = suggest(&yaml);
    assert_eq!(declared(&suggestion), ["a/web[Pod] -> a/db[Pod]: TCP 5432"]);
    assert!(is_exact(&suggestion));
}

#[test]
fn a_workload_without_labels_is_refused_and_cut_off_from_nothing() {
    let yaml = pod("shop", "job", "", &env("db:5432"))
        + &pod("shop", "db", "app: db", "")
        + &service("shop", "db", "selector: {app: db}, ports: [{port: 5432}]")
        + &pod("shop", "other", "app: other", "");
    let suggestion = suggest(&yaml);
    assert_eq!(suggestion.refused[0].workload, "shop/job[Pod]");
    assert!(!suggestion.yaml.contains("default-deny"), "it would cut off `job`");
    assert!(suggestion.proof.missing.is_empty(), "{:?}", suggestion.proof);
    // Its namespace is named in its place; `other` may not connect to anybody.
    assert!(suggestion.proof.extra.iter().all(|extra| extra.reason == "unlabelled-peer"));
}

#[test]
fn what_labels_do_not_tell_apart_is_told() {
    let yaml = pod("shop", "web", "app: web", &env("db:5432"))
        + &pod("shop", "web-canary", "app: web", &env("cache:6379"))
        + &pod("shop", "db", "app: db", "")
        + &pod("shop", "cache", "app: cache", "")
        + &service("shop", "db", "selector: {app: db}, ports: [{port: 5432}]")
        + &service("shop", "cache", "selector: {app: cache}, ports: [{port: 6379}]");
    let extra = suggest(&yaml).proof.extra;
    let extra: Vec<_> =
        extra.iter().map(|e| (e.src.as_str(), e.dst.as_str(), e.reason.as_ref())).collect();
    let wanted = [
        ("shop/web-canary[Pod]", "shop/db[Pod]", "same-labels"),
        ("shop/web[Pod]", "shop/cache[Pod]", "same-labels"),
    ];
    assert_eq!(extra, wanted);
}

#[test]
fn what_leads_to_no_workload_of_the_input_is_told() {
    let yaml = pod("shop", "a", "app: a", &env("http://api.example.com/v1"))
        + &pod("shop", "b", "app: b", &env("mail.shop.svc:25"))
        + &pod("shop", "c", "app: c", &env("legacy"))
        + &pod("shop", "d", "app: d", &env("db:5433"))
        + &pod(
            "shop",
            "e",
            "app: e",
            ", env: [{name: P, valueFrom: {secretKeyRef: {name: s, key: k}}}]",
        )
        + &pod("shop", "f", "app: f", &env("https://outer"))
        + &pod("shop", "db", "app: db", "")
        + &service("shop", "legacy", "ports: [{port: 80}]")
        + &service("shop", "outer", "type: ExternalName, externalName: x.example.com")
        + &service("shop", "db", "selector: {app: db}, ports: [{port: 5432}]");
    let suggestion = suggest(&yaml);
    let of = |src: &str| -> Vec<(&str, &str)> {
        let all = suggestion.unresolved.iter().filter(|one| one.src == src);
        all.map(|one| (one.names.as_str(), one.text.as_str())).collect()
    };
    let target = "`TARGET` of container `c`";
    assert_eq!(of("shop/a[Pod]")[0].0, "api.example.com");
    let none = format!("{target}: no Service of this name is in the input");
    assert_eq!(of("shop/b[Pod]"), [("mail.shop.svc:25", none.as_str())]);
    assert!(of("shop/c[Pod]")[0].1.contains("has no selector"));
    let none = format!("{target}: Service `shop/db` has no port 5433");
    assert_eq!(of("shop/d[Pod]"), [("db:5433", none.as_str())]);
    assert_eq!(
        of("shop/e[Pod]"),
        [("key `k` of Secret `s`", "values of Secrets are not looked at")]
    );
    assert!(of("shop/f[Pod]")[0].1.contains("outside the cluster"));
}

#[test]
fn texts_are_read_wherever_a_container_gets_them() {
    let yaml = "
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  a.conf: |
    name: one
    upstream_host: two
    url = http://three:80/
  plain: four
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, app.kubernetes.io/version: '1.0'}}
    spec:
      initContainers:
      - {name: wait, command: [sh, -c, 'until nc -z five 80; do sleep 1; done']}
      containers:
      - name: web
        args: [--six-host=six]
        env: [{name: FOUR, valueFrom: {configMapKeyRef: {name: settings, key: plain}}}]
        volumeMounts: [{name: v, mountPath: /etc/web}]
      volumes: [{name: v, projected: {sources: [{configMap: {name: settings, items: [{key: a.conf, path: a}]}}]}}]
";
    let mut yaml = yaml.to_owned();
    for name in ["one", "two", "three", "four", "five", "six"] {
        yaml += &pod("shop", name, &format!("app: '{name}'"), "");
        yaml +=
            &service("shop", name, &format!("selector: {{app: {name}}}, ports: [{{port: 80}}]"));
    }
    let suggestion = suggest(&yaml);
    let mut reached: Vec<&str> = suggestion
        .connections
        .iter()
        .map(|one| one.dst.trim_start_matches("shop/").trim_end_matches("[Pod]"))
        .collect();
    reached.sort_unstable();
    assert_eq!(reached, ["five", "four", "six", "three", "two"]);
    assert!(is_exact(&suggestion), "{:?}", suggestion.proof);
    // The line of the file in which it stands, not that of the file.
    let three = suggestion.connections.iter().find(|one| one.dst.contains("three")).unwrap();
    assert_eq!(three.because[0].span.start.line, 9);
    assert!(!suggestion.yaml.contains("version"), "labels of a release name nobody");
}

#[test]
fn a_pod_of_a_stateful_set_has_a_name_of_its_own() {
    let mut yaml =
        service("data", "db", "clusterIP: None, selector: {app: db}, ports: [{port: 5432}]")
            + &pod("shop", "web", "app: web", &env("db-0.db.data.svc.cluster.local:5432"));
    for name in ["db", "backup"] {
        let _ = write!(
            yaml,
            "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: {name}, namespace: data}}\nspec:\n  \
             serviceName: db\n  selector: {{matchLabels: {{app: db, set: {name}}}}}\n  template: {{metadata: {{labels: \
             {{app: db, set: {name}}}}}}}\n"
        );
    }
    let suggestion = suggest(&yaml);
    assert_eq!(declared(&suggestion), ["shop/web[Pod] -> data/db[StatefulSet]: TCP 5432"]);
    assert!(is_exact(&suggestion));
}

#[test]
fn the_policies_of_the_input_are_those_replaced() {
    let policy = "---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.k8s.io/v1\n  kind: \
                  NetworkPolicy\n  metadata: {name: open, namespace: shop}\n  spec: {podSelector: {}, ingress: [{}]}\n";
    let yaml = pod("shop", "web", "app: web", "") + &pod("shop", "db", "app: db", "") + policy;
    assert!(is_exact(&suggest(&yaml)));
}

#[test]
fn values_that_yaml_takes_for_something_else_are_quoted() {
    let yaml = pod("shop", "web", "on: 'true', v: '1.0', 'n': '0x1f'", &env("db:5432"))
        + &pod("shop", "db", "app: db", "")
        + &service("shop", "db", "selector: {app: db}, ports: [{port: 5432}]");
    assert!(is_exact(&suggest(&yaml)));
}

#[test]
fn a_namespace_is_asked_for_by_name() {
    let yaml = pod("a", "x", "app: x", "") + &pod("kube-system", "y", "app: y", "");
    let input = Input::from_iter([("a.yaml", yaml.as_str())]);
    let of = |names: &[String]| suggest_network(&input, &Options::default(), names);
    assert_eq!(of(&[]).unwrap().namespaces, ["a"]);
    assert_eq!(of(&["kube-system".to_owned()]).unwrap().namespaces, ["kube-system"]);
    assert_eq!(of(&["b".to_owned()]).unwrap_err().field, "query.namespaces");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever is declared between workloads that labels tell apart is allowed, and nothing else is.
    #[test]
    fn suggested_policies_allow_what_is_declared_and_nothing_else(
        edges in proptest::collection::btree_set((0..8_usize, 0..8_usize), 0..20),
    ) {
        let mut yaml = String::new();
        let namespace = |index: usize| ["a", "b", "c"][index % 3];
        for index in 0..8 {
            let targets = edges.iter().filter(|(src, dst)| *src == index && dst != src);
            let targets: Vec<String> =
                targets.map(|(_, dst)| format!("http://s{dst}.{}:80", namespace(*dst))).collect();
            yaml += &pod(namespace(index), &format!("w{index}"), &format!("app: w{index}"), &env(&targets.join(",")));
            yaml += &service(
                namespace(index),
                &format!("s{index}"),
                &format!("selector: {{app: w{index}}}, ports: [{{port: 80, targetPort: {}}}]", 8000 + index),
            );
        }
        let suggestion = suggest(&yaml);
        let wanted = edges.iter().filter(|(src, dst)| src != dst).count();
        prop_assert_eq!(suggestion.connections.len(), wanted);
        prop_assert!(is_exact(&suggestion), "{:?}", suggestion.proof);
    }
}
