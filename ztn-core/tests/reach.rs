//! Connections as they are written: every form and every question, over a whole cluster.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::{input, root};
use ztn_core::report::reach::{Decision, ReachFormat, Stranger};
use ztn_core::{Input, Options, Reach, ReachQuery, reach};

fn shop(query: &ReachQuery) -> Reach {
    reach(&input(&root().join("testdata/clusters/shop")), &Options::default(), query).unwrap()
}

fn ask(yaml: &str, query: &ReachQuery) -> Reach {
    reach(&Input::from_iter([("a.yaml", yaml)]), &Options::default(), query).unwrap()
}

fn kept(name: &str, text: String) {
    insta::with_settings!({
        snapshot_path => root().join("testdata/formats"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("reach.{name}"), text);
    });
}

#[test]
fn each_form_of_a_cluster_is_kept() {
    let all = shop(&ReachQuery::all());
    for format in ReachFormat::ALL.into_iter().filter(|format| *format != ReachFormat::Json) {
        kept(format.name(), all.write(format));
    }
}

#[test]
fn each_question_to_a_cluster_is_kept() {
    let exposure = ReachQuery { exposure: true, ..ReachQuery::all() };
    kept("exposure", shop(&exposure).text());
    let isolation = ReachQuery { isolation: true, ..ReachQuery::all() };
    kept("isolation", shop(&isolation).text());
    let blast = ReachQuery { blast: Some("storefront/web".into()), ..ReachQuery::all() };
    kept("blast", shop(&blast).text());
    let why = ReachQuery::pair("storefront/web", "orders/cart");
    kept("why", shop(&why).text());
    let unknown = ReachQuery::pair("storefront/catalog", "monitoring/node-exporter");
    kept("why-unknown", shop(&unknown).text());
}

const PODS: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
---
apiVersion: v1
kind: Pod
metadata: {name: cache, namespace: shop, labels: {app: cache}}
";

const ONLY_WEB: &str = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
";

#[test]
fn those_that_reach_the_same_are_one_group_and_none_is_lost() {
    let open = ask(PODS, &ReachQuery::all());
    let text = "outside\n  -> every workload: everything\n\
                every workload\n  -> every workload, outside: everything\n";
    assert_eq!(open.text(), text);
    let closed = ask(&format!("{PODS}{ONLY_WEB}"), &ReachQuery::all());
    let text = "outside\n  -> shop/cache, shop/web: everything\n\
                shop/cache\n  -> shop/web, outside: everything\n\
                shop/web\n  -> shop/cache, outside: everything\n  -> shop/db: TCP 5432\n";
    assert_eq!(closed.text(), text);
}

#[test]
fn a_pod_not_written_yet_comes_in_where_any_pod_may_or_its_labels_are_asked_for() {
    let query = ReachQuery { exposure: true, isolation: true, ..ReachQuery::all() };
    let answer = ask(&format!("{PODS}{ONLY_WEB}"), &query);
    let of = |workload: &str, direction: &str| {
        let is = |one: &&Stranger| one.workload == workload && one.direction == direction;
        answer.strangers.iter().find(is).unwrap()
    };
    assert_eq!(of("shop/cache[Pod]", "ingress").ports.len(), 6);
    assert!(of("shop/db[Pod]", "ingress").ports.is_empty());
    assert_eq!(of("shop/db[Pod]", "ingress").by_labels[0].from, Some(5432));
    assert_eq!(of("shop/cache[Pod]", "egress").ports.len(), 6);
    let db: Vec<&str> = answer
        .isolation
        .iter()
        .filter(|one| one.workload == "shop/db[Pod]")
        .map(|one| one.isolated.as_ref())
        .collect();
    assert_eq!(db, ["yes", "yes"]);
}

#[test]
fn a_blast_goes_on_from_what_is_reached() {
    let policy = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress: [{to: [{podSelector: {matchLabels: {app: cache}}}]}]
";
    let query = ReachQuery { blast: Some("shop/web".into()), ..ReachQuery::all() };
    let blast = ask(&format!("{PODS}{policy}"), &query).blast.unwrap();
    let steps: Vec<(&str, u32, &str)> =
        blast.reaches.iter().map(|s| (s.dst.as_str(), s.hops, s.via.as_str())).collect();
    let cache = "shop/cache[Pod]";
    let next = [("0.0.0.0/0", 2, cache), ("::/0", 2, cache), ("shop/db[Pod]", 2, cache)];
    assert_eq!(steps[0], (cache, 1, "shop/web[Pod]"));
    assert_eq!(steps[1..], next);
}

#[test]
fn names_from_files_steer_no_graph_and_no_spreadsheet() {
    let yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: 'a\"b|`<x>', namespace: '=1+1'}\n";
    let answer = ask(yaml, &ReachQuery::all());
    assert!(answer.write(ReachFormat::Csv).contains("\"'=1+1/a\"\"b|`<x>[Pod]\",0.0.0.0/0,TCP,,,"));
    assert!(answer.write(ReachFormat::Dot).contains(r#"[label="=1+1/a\"b|`<x>"]"#));
    let mermaid = answer.write(ReachFormat::Mermaid);
    assert!(mermaid.contains("[\"=1+1/a#34;b|#96;#60;x#62;\"]"), "{mermaid}");
    assert!(answer.write(ReachFormat::Markdown).contains("\\|"));
}

#[test]
fn decisions_are_those_of_the_pair() {
    let yaml = format!("{PODS}{ONLY_WEB}");
    let decide = |query: &ReachQuery| ask(&yaml, query).answer.unwrap().decision;
    assert_eq!(decide(&ReachQuery::pair("shop/web", "shop/db").port(5432)), Decision::Allowed);
    assert_eq!(decide(&ReachQuery::pair("shop/web", "shop/db")), Decision::Partly);
    assert_eq!(decide(&ReachQuery::pair("shop/cache", "shop/db")), Decision::Denied);
}
