//! When a part of the control plane passes, and when the input does not tell.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ztn_core::verdict::Verdict;
use ztn_core::{Input, Options, analyze};

const API_SERVER: &str = "
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.36.2
      command:
        - kube-apiserver
        - --anonymous-auth=false
        - --audit-log-path=/var/log/audit.log
        - --audit-policy-file=/etc/kubernetes/audit.yaml
        - --authorization-mode=Node,RBAC
        - --enable-admission-plugins=NodeRestriction
        - --encryption-provider-config=/etc/kubernetes/encryption.yaml
        - --etcd-cafile=/ca.crt
        - --etcd-certfile=/a.crt
        - --etcd-keyfile=/a.key
        - --etcd-servers=https://127.0.0.1:2379
      volumeMounts:
        - {name: config, mountPath: /etc/kubernetes}
        - {name: logs, mountPath: /var/log}
  volumes:
    - {name: config, hostPath: {path: /etc/kubernetes}}
    - {name: logs, hostPath: {path: /var/log}}
";

const ETCD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: etcd, namespace: kube-system}
spec:
  containers:
    - name: etcd
      image: registry.k8s.io/etcd:3.6.4-0
      command:
        - etcd
        - --cert-file=/a.crt
        - --key-file=/a.key
        - --client-cert-auth=true
        - --trusted-ca-file=/ca.crt
        - --listen-client-urls=https://10.0.0.11:2379
        - --peer-cert-file=/a.crt
        - --peer-key-file=/a.key
        - --peer-client-cert-auth=true
        - --peer-trusted-ca-file=/ca.crt
        - --listen-peer-urls=https://10.0.0.11:2380
";

const KMS: &str = "
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers: [{kms: {apiVersion: v2, name: vault, endpoint: 'unix:///run/kms.sock'}}]
";

const AUDIT: &str = "
apiVersion: audit.k8s.io/v1
kind: Policy
rules: [{level: Metadata}]
";

/// The verdict of one part over these files.
fn part(slug: &str, options: &str, files: &[&str]) -> Verdict {
    let names: Vec<String> = (0..files.len()).map(|index| format!("{index}.yaml")).collect();
    let input = Input::from_iter(names.iter().map(String::as_str).zip(files.iter().copied()));
    let report = analyze(&input, &Options::from_json(options).unwrap()).unwrap();
    let parts = report.verdicts.iter().flat_map(|practice| &practice.parts);
    parts
        .into_iter()
        .find(|part| part.part == slug)
        .unwrap_or_else(|| panic!("no part {slug}"))
        .verdict
}

#[test]
fn what_is_written_whole_passes() {
    let files = [API_SERVER, ETCD, KMS, AUDIT];
    for slug in [
        "rbac/authorizers",
        "authentication/static-credentials",
        "authentication/anonymous-access",
        "etcd/client-tls",
        "etcd/peer-tls",
        "etcd/api-server",
        "etcd/encryption-at-rest",
        "audit/recorded",
        "audit/coverage",
        "audit/secrecy",
    ] {
        assert_eq!(part(slug, "{}", &files), Verdict::Pass, "{slug}");
    }
}

#[test]
fn nothing_is_said_without_the_file_that_decides() {
    let files = [API_SERVER, ETCD];
    for slug in ["etcd/encryption-at-rest", "audit/secrecy", "audit/retention", "audit/coverage"] {
        assert_eq!(part(slug, "{}", &files), Verdict::Unknown, "{slug}");
    }
    let elsewhere = API_SERVER
        .replace("--authorization-mode=Node,RBAC", "--authorization-config=/etc/authz.yaml")
        .replace("--anonymous-auth=false", "--authentication-config=/etc/authn.yaml");
    for slug in
        ["rbac/authorizers", "authentication/anonymous-access", "authentication/external-identity"]
    {
        assert_eq!(part(slug, "{}", &[&elsewhere]), Verdict::Unknown, "{slug}");
    }
    let two = [API_SERVER, KMS, KMS];
    assert_eq!(part("etcd/encryption-at-rest", "{}", &two), Verdict::Unknown);
}

#[test]
fn an_audit_policy_is_found_by_the_volume_that_holds_it() {
    // An API server of another cluster, whose files are in ConfigMaps of this one, and a policy of somebody else.
    let hosted = API_SERVER
        .replace("namespace: kube-system", "namespace: tenant")
        .replace(
            "{name: config, mountPath: /etc/kubernetes}",
            "{name: config, mountPath: /etc/kubernetes/audit.yaml, subPath: policy}",
        )
        .replace("hostPath: {path: /etc/kubernetes}", "configMap: {name: audit}");
    let map = |name: &str, level: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: tenant}}\ndata:\n  policy: |\n    apiVersion: audit.k8s.io/v1\n    kind: Policy\n    rules:\n    - level: {level}\n"
        )
    };
    let (own, other) = (map("audit", "Metadata"), map("others", "Metadata"));
    let coverage = |files: &[&str]| part("audit/coverage", "{}", files);
    assert_eq!(coverage(&[&hosted, &own, &other, AUDIT]), Verdict::Pass);
    assert_eq!(coverage(&[&hosted, &other, AUDIT]), Verdict::Unknown);
    assert_eq!(coverage(&[&hosted, &map("audit", "None"), &other]), Verdict::Fail);
    // A file is mounted under another name than it has on the node.
    let renamed = API_SERVER
        .replace("mountPath: /etc/kubernetes}", "mountPath: /etc/kubernetes/audit.yaml}")
        .replace("hostPath: {path: /etc/kubernetes}", "hostPath: {path: /srv/1.yaml}");
    assert_eq!(coverage(&[&renamed, AUDIT, AUDIT]), Verdict::Pass);
    assert_eq!(coverage(&[API_SERVER, AUDIT, AUDIT]), Verdict::Unknown);
}

#[test]
fn the_audit_log_is_read_by_what_takes_it() {
    let reviewed = |files: &[&str]| part("audit/reviewed", "{}", files);
    assert_eq!(reviewed(&[API_SERVER]), Verdict::Unknown);
    let webhook = "- --audit-policy-file=/etc/kubernetes/audit.yaml
        - --audit-webhook-config-file=/etc/kubernetes/webhook.yaml";
    let sent = API_SERVER.replace("- --audit-policy-file=/etc/kubernetes/audit.yaml", webhook);
    assert_eq!(reviewed(&[&sent]), Verdict::Pass);
    let agent = "{apiVersion: v1, kind: Pod, metadata: {name: agent}, spec: {containers: [{name: agent, image: agent}], volumes: [{name: logs, hostPath: {path: /var/log/}}]}}";
    assert_eq!(reviewed(&[API_SERVER, agent]), Verdict::Pass);
    let stdout = API_SERVER.replace("--audit-log-path=/var/log/audit.log", "--audit-log-path=-");
    assert_eq!(reviewed(&[&stdout, agent]), Verdict::Pass);
    let elsewhere = agent.replace("/var/log/", "/srv");
    assert_eq!(reviewed(&[&stdout, &elsewhere]), Verdict::Unknown);
}

#[test]
fn nothing_is_said_of_an_etcd_that_reads_a_file() {
    let file = ETCD.replace("- etcd\n", "- etcd\n        - --config-file=/etc/etcd.yaml\n");
    let variable = ETCD.replace("https://10.0.0.11:2379", "$(URLS)");
    let from = ETCD
        .replace("- --client-cert-auth=true", "- --name=a")
        .replace("- --trusted-ca-file=/ca.crt", "- --data-dir=/a")
        + "      envFrom: [{configMapRef: {name: etcd}}]\n";
    for (etcd, slugs) in [
        (file, &["etcd/client-tls", "etcd/peer-tls"][..]),
        (variable, &["etcd/client-tls"]),
        (from, &["etcd/client-tls"]),
    ] {
        for slug in slugs {
            assert_eq!(part(slug, "{}", &[&etcd]), Verdict::Unknown, "{slug}:\n{etcd}");
        }
    }
}

#[test]
fn a_provider_is_not_asked_for_files_and_not_believed_either() {
    let eks = r#"{"scope": "cluster", "assume": {"provider": "eks"}}"#;
    for slug in [
        "audit/recorded",
        "audit/retention",
        "etcd/encryption-at-rest",
        "authentication/anonymous-access",
    ] {
        assert_eq!(part(slug, eks, &[]), Verdict::Unknown, "{slug}");
    }
    assert_eq!(part("etcd/client-tls", eks, &[]), Verdict::NotApplicable);
    assert_eq!(part("authentication/external-identity", eks, &[]), Verdict::Pass);
}

#[test]
fn a_version_that_the_calendar_does_not_know_is_not_supported() {
    let node = "
apiVersion: v1
kind: Node
metadata: {name: worker-1}
status: {nodeInfo: {kubeletVersion: VERSION}}
";
    let of = |version: &str, options: &str| {
        part("versions/supported-release", options, &[&node.replace("VERSION", version)])
    };
    let whole = r#"{"scope": "cluster", "as_of": "2026-11-23"}"#;
    assert_eq!(of("v1.36.2", whole), Verdict::Pass);
    assert_eq!(of("v1.33.4", whole), Verdict::Fail);
    assert_eq!(of("v1.60.0", whole), Verdict::Unknown);
    assert_eq!(of("v1.36.2", r#"{"as_of": "2026-11-23"}"#), Verdict::Unknown);
    assert_eq!(of("v1.36.2", r#"{"scope": "cluster"}"#), Verdict::Unknown);
    let given = r#"{"scope": "cluster", "as_of": "2026-11-23", "kube_version": "1.30"}"#;
    assert_eq!(of("v1.36.2", given), Verdict::Unknown);
    assert_eq!(
        part("versions/skew", whole, &[&node.replace("VERSION", "v1.36.2")]),
        Verdict::Unknown
    );
}

#[test]
fn rights_are_roles_and_bindings() {
    let role = "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: a, namespace: a}
rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
";
    let binding = "
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}
subjects: [{kind: ServiceAccount, name: a, namespace: a}]
";
    let whole = r#"{"scope": "cluster"}"#;
    assert_eq!(part("rbac/least-privilege", whole, &[role, binding]), Verdict::Pass);
    assert_eq!(part("rbac/least-privilege", "{}", &[role, binding]), Verdict::Unknown);
    assert_eq!(part("rbac/cluster-admin", whole, &[role, binding]), Verdict::Pass);
    assert_eq!(part("rbac/cluster-admin", "{}", &[role, binding]), Verdict::Unknown);
    assert_eq!(part("rbac/secret-readers", whole, &[role, binding]), Verdict::Pass);
    // Kubelets can widen theirs unless the API server keeps them from it.
    assert_eq!(part("rbac/escalation", whole, &[role, binding]), Verdict::Unknown);
    assert_eq!(part("rbac/escalation", whole, &[role, binding, API_SERVER]), Verdict::Pass);
    let abac = API_SERVER.replace("Node,RBAC", "Node,RBAC,ABAC");
    assert_eq!(part("rbac/cluster-admin", whole, &[role, binding, &abac]), Verdict::Unknown);
}
