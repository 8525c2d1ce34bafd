//! What a component does where a flag is not written, by who starts it.
//!
//! Sources: the flag reference of each component (<https://kubernetes.io/docs/reference/command-line-tools-reference/>,
//! <https://etcd.io/docs/latest/op-guide/configuration/>), and for kubeadm the static pods that
//! `kubeadm init` writes.

use super::{Component, Distribution};
use crate::options::KubeVersion;

struct Row {
    component: Component,
    flag: &'static str,
    /// The component's own default; empty: the flag is not set.
    upstream: &'static str,
    /// What kubeadm writes into the static pod; `None`: nothing.
    kubeadm: Option<&'static str>,
}

const fn row(
    component: Component,
    flag: &'static str,
    upstream: &'static str,
    kubeadm: Option<&'static str>,
) -> Row {
    Row { component, flag, upstream, kubeadm }
}

use Component::{ApiServer, ControllerManager, Etcd, Kubelet};

#[rustfmt::skip]
const TABLE: &[Row] = &[
    row(ApiServer, "admission-control", "", None),
    row(ApiServer, "anonymous-auth", "true", None),
    row(ApiServer, "audit-log-maxage", "0", None),
    row(ApiServer, "audit-log-maxbackup", "0", None),
    row(ApiServer, "audit-log-maxsize", "0", None),
    row(ApiServer, "audit-log-batch-buffer-size", "10000", None),
    row(ApiServer, "audit-log-mode", "blocking", None),
    row(ApiServer, "audit-log-path", "", None),
    row(ApiServer, "audit-log-truncate-enabled", "false", None),
    row(ApiServer, "audit-log-truncate-max-event-size", "102400", None),
    row(ApiServer, "audit-policy-file", "", None),
    row(ApiServer, "audit-webhook-batch-buffer-size", "10000", None),
    row(ApiServer, "audit-webhook-config-file", "", None),
    row(ApiServer, "audit-webhook-mode", "batch", None),
    row(ApiServer, "audit-webhook-truncate-enabled", "false", None),
    row(ApiServer, "audit-webhook-truncate-max-event-size", "102400", None),
    row(ApiServer, "authentication-config", "", None),
    row(ApiServer, "authentication-token-webhook-cache-ttl", "2m0s", None),
    row(ApiServer, "authentication-token-webhook-config-file", "", None),
    row(ApiServer, "authorization-config", "", None),
    row(ApiServer, "authorization-mode", "AlwaysAllow", Some("Node,RBAC")),
    row(ApiServer, "authorization-webhook-cache-authorized-ttl", "5m0s", None),
    row(ApiServer, "basic-auth-file", "", None),
    row(ApiServer, "client-ca-file", "", Some("/etc/kubernetes/pki/ca.crt")),
    row(ApiServer, "disable-admission-plugins", "", None),
    row(ApiServer, "enable-admission-plugins", "", Some("NodeRestriction")),
    row(ApiServer, "enable-bootstrap-token-auth", "false", Some("true")),
    row(ApiServer, "encryption-provider-config", "", None),
    row(ApiServer, "etcd-cafile", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
    row(ApiServer, "etcd-certfile", "", Some("/etc/kubernetes/pki/apiserver-etcd-client.crt")),
    row(ApiServer, "etcd-keyfile", "", Some("/etc/kubernetes/pki/apiserver-etcd-client.key")),
    row(ApiServer, "etcd-servers", "", Some("https://127.0.0.1:2379")),
    row(ApiServer, "etcd-servers-overrides", "", None),
    row(ApiServer, "kubelet-certificate-authority", "", None),
    row(ApiServer, "kubelet-client-certificate", "", Some("/etc/kubernetes/pki/apiserver-kubelet-client.crt")),
    row(ApiServer, "kubelet-client-key", "", Some("/etc/kubernetes/pki/apiserver-kubelet-client.key")),
    row(ApiServer, "oidc-client-id", "", None),
    row(ApiServer, "oidc-groups-claim", "", None),
    row(ApiServer, "oidc-groups-prefix", "", None),
    row(ApiServer, "oidc-issuer-url", "", None),
    row(ApiServer, "oidc-username-claim", "sub", None),
    row(ApiServer, "oidc-username-prefix", "", None),
    row(ApiServer, "profiling", "true", None),
    row(ApiServer, "requestheader-allowed-names", "", Some("front-proxy-client")),
    row(ApiServer, "requestheader-client-ca-file", "", Some("/etc/kubernetes/pki/front-proxy-ca.crt")),
    row(ApiServer, "secure-port", "6443", Some("6443")),
    row(ApiServer, "service-account-extend-token-expiration", "true", None),
    row(ApiServer, "service-account-lookup", "true", None),
    row(ApiServer, "service-account-max-token-expiration", "0s", None),
    row(ApiServer, "tls-cert-file", "", Some("/etc/kubernetes/pki/apiserver.crt")),
    row(ApiServer, "tls-cipher-suites", "", None),
    row(ApiServer, "tls-min-version", "", None),
    row(ApiServer, "tls-private-key-file", "", Some("/etc/kubernetes/pki/apiserver.key")),
    row(ApiServer, "token-auth-file", "", None),
    row(ControllerManager, "use-service-account-credentials", "false", Some("true")),
    row(Etcd, "auto-tls", "false", None),
    row(Etcd, "cert-file", "", Some("/etc/kubernetes/pki/etcd/server.crt")),
    row(Etcd, "client-cert-allowed-cn", "", None),
    row(Etcd, "client-cert-allowed-hostname", "", None),
    row(Etcd, "client-cert-auth", "false", Some("true")),
    row(Etcd, "initial-cluster", "", None),
    row(Etcd, "initial-cluster-state", "new", None),
    row(Etcd, "key-file", "", Some("/etc/kubernetes/pki/etcd/server.key")),
    row(Etcd, "listen-client-http-urls", "", None),
    row(Etcd, "listen-client-urls", "http://localhost:2379", Some("https://127.0.0.1:2379")),
    row(Etcd, "listen-metrics-urls", "", Some("http://127.0.0.1:2381")),
    row(Etcd, "listen-peer-urls", "http://localhost:2380", Some("https://127.0.0.1:2380")),
    row(Etcd, "peer-auto-tls", "false", None),
    row(Etcd, "peer-cert-file", "", Some("/etc/kubernetes/pki/etcd/peer.crt")),
    row(Etcd, "peer-client-cert-auth", "false", Some("true")),
    row(Etcd, "peer-key-file", "", Some("/etc/kubernetes/pki/etcd/peer.key")),
    row(Etcd, "peer-trusted-ca-file", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
    row(Etcd, "trusted-ca-file", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
    row(Kubelet, "anonymous-auth", "true", None),
    row(Kubelet, "authorization-mode", "AlwaysAllow", None),
    row(Kubelet, "config", "", None),
    row(Kubelet, "read-only-port", "10255", None),
];

/// From 1.36 on the audit log is rotated and kept for a year by default.
/// (`staging/src/k8s.io/apiserver/pkg/server/options/audit.go`)
const AUDIT_LOG_1_36: &[(&str, &str)] =
    &[("audit-log-maxage", "366"), ("audit-log-maxbackup", "100"), ("audit-log-maxsize", "100")];

/// The default of a flag and whose it is; `None` for a flag the table does not know.
pub(super) fn default_of(
    component: Component,
    flag: &str,
    distribution: Distribution,
    version: Option<KubeVersion>,
) -> Option<(&'static str, &'static str)> {
    let row = TABLE.iter().find(|row| row.component == component && row.flag == flag)?;
    let changed = AUDIT_LOG_1_36.iter().find(|(name, _)| *name == flag);
    if let Some((_, value)) = changed.filter(|_| component == ApiServer) {
        // Which default holds depends on the version, and is not known without it.
        let new = version?.minor >= 36;
        return Some((if new { value } else { row.upstream }, component.program()));
    }
    match (distribution, row.kubeadm) {
        (Distribution::Kubeadm, Some(value)) => Some((value, "kubeadm")),
        _ => Some((row.upstream, component.program())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_has_an_owner_and_may_depend_on_the_version() {
        let of = |flag, distribution, version: Option<&str>| {
            default_of(ApiServer, flag, distribution, version.and_then(|text| text.parse().ok()))
        };
        let mode = "authorization-mode";
        assert_eq!(of(mode, Distribution::Upstream, None), Some(("AlwaysAllow", "kube-apiserver")));
        assert_eq!(of(mode, Distribution::Kubeadm, None), Some(("Node,RBAC", "kubeadm")));
        let age = "audit-log-maxage";
        assert_eq!(of(age, Distribution::Upstream, Some("1.36")), Some(("366", "kube-apiserver")));
        assert_eq!(of(age, Distribution::Kubeadm, Some("1.35")), Some(("0", "kube-apiserver")));
        assert_eq!(of(age, Distribution::Upstream, None), None);
        assert_eq!(of("no-such-flag", Distribution::Upstream, None), None);
    }
}
