//! Objects of `k8s_openapi` in and out, of the version this test is built for; see `field_paths.rs`.
//!
//! What a type holds is looked at as JSON: which fields are an `Option` differs between versions.
#![allow(clippy::unwrap_used)]

use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::Secret;
use serde_json::json;
use ztn_core::model::Unit;
use ztn_core::parse::{Document, Limits};

const DEPLOYMENT: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1e1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      securityContext: &strict {runAsNonRoot: yes}
      containers:
      - name: web
        securityContext: {<<: *strict, privileged: null}
        ports: [{containerPort: 8080, hostPort: 0x50}]
        resources: {limits: {cpu: 2, memory: 1Gi}}
        livenessProbe: {httpGet: {port: http}}
";

#[test]
fn a_manifest_is_read_as_its_type() {
    let unit = Unit::read(DEPLOYMENT, Limits::default());
    let deployment: Deployment = unit.objects().next().unwrap().typed().unwrap().unwrap();
    let wanted = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "replicas": 10,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {
                    "securityContext": {"runAsNonRoot": true},
                    "containers": [{
                        "name": "web",
                        "securityContext": {"runAsNonRoot": true},
                        "ports": [{"containerPort": 8080, "hostPort": 80}],
                        "resources": {"limits": {"cpu": "2", "memory": "1Gi"}},
                        "livenessProbe": {"httpGet": {"port": "http"}},
                    }],
                },
            },
        },
    });
    assert_eq!(serde_json::to_value(deployment).unwrap(), wanted);
}

#[test]
fn another_kind_is_no_error() {
    let unit = Unit::read(DEPLOYMENT, Limits::default());
    assert!(unit.objects().next().unwrap().typed::<Job>().is_none());
}

#[test]
fn a_wrong_field_is_found_where_it_is_written() {
    let text = DEPLOYMENT.replace("containerPort: 8080", "containerPort: [8080]");
    let unit = Unit::read(&text, Limits::default());
    let fault = unit.objects().next().unwrap().typed::<Deployment>().unwrap().unwrap_err();
    assert_eq!(fault.span.of(&text), "[8080]");
    assert_eq!(
        fault.to_string(),
        "spec.template.spec.containers[0].ports[0].containerPort: \
         invalid type: sequence, expected i32"
    );
}

#[test]
fn a_typed_object_is_a_document_and_comes_back() {
    let unit = Unit::read(DEPLOYMENT, Limits::default());
    let deployment: Deployment = unit.objects().next().unwrap().typed().unwrap().unwrap();
    let document = Document::from_serialize(&deployment).unwrap();
    let port = document.at_pointer("/spec/template/spec/containers/0/ports/0/hostPort").unwrap();
    assert_eq!(port.as_i64(), Some(80));
    assert_eq!(document.root().deserialize::<Deployment>().unwrap(), deployment);
}

#[test]
fn bytes_are_base64_both_ways() {
    let text = "{apiVersion: v1, kind: Secret, data: {key: aHVzaA==}}";
    let unit = Unit::read(text, Limits::default());
    let secret: Secret = unit.objects().next().unwrap().typed().unwrap().unwrap();
    let document = Document::from_serialize(&secret).unwrap();
    assert_eq!(document.at_pointer("/data/key").unwrap().as_str(), Some("aHVzaA=="));
    assert!(secret.data.unwrap().into_values().eq([k8s_openapi::ByteString(b"hush".to_vec())]));
}
