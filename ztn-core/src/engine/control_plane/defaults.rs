//! What a component does where a flag is not written, by who starts it.
//!
//! Sources: the flag reference of each component (<https://kubernetes.io/docs/reference/command-line-tools-reference/>,
//! <https://etcd.io/docs/latest/op-guide/configuration/>), and for kubeadm the static pods that
//! `kubeadm init` writes.

use super::{Component, Distribution};

struct Row {
    component: Component,
    flag: &'static str,
    /// The component's own default; empty: the flag is not set.
    upstream: &'static str,
    /// What kubeadm writes into the static pod; `None`: nothing.
    kubeadm: Option<&'static str>,
}

const fn row(component: Component, flag: &'static str, upstream: &'static str, kubeadm: Option<&'static str>) -> Row {
    Row { component, flag, upstream, kubeadm }
}

use Component::{ApiServer, ControllerManager, Etcd};

#[rustfmt::skip]
const TABLE: &[Row] = &[
    row(ApiServer, "anonymous-auth", "true", None),
    row(ApiServer, "audit-log-path", "", None),
    row(ApiServer, "audit-policy-file", "", None),
    row(ApiServer, "audit-webhook-config-file", "", None),
    row(ApiServer, "authentication-config", "", None),
    row(ApiServer, "authentication-token-webhook-config-file", "", None),
    row(ApiServer, "authorization-config", "", None),
    row(ApiServer, "authorization-mode", "AlwaysAllow", Some("Node,RBAC")),
    row(ApiServer, "basic-auth-file", "", None),
    row(ApiServer, "client-ca-file", "", Some("/etc/kubernetes/pki/ca.crt")),
    row(ApiServer, "enable-admission-plugins", "", Some("NodeRestriction")),
    row(ApiServer, "encryption-provider-config", "", None),
    row(ApiServer, "etcd-cafile", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
    row(ApiServer, "etcd-certfile", "", Some("/etc/kubernetes/pki/apiserver-etcd-client.crt")),
    row(ApiServer, "etcd-keyfile", "", Some("/etc/kubernetes/pki/apiserver-etcd-client.key")),
    row(ApiServer, "etcd-servers", "", Some("https://127.0.0.1:2379")),
    row(ApiServer, "kubelet-certificate-authority", "", None),
    row(ApiServer, "oidc-issuer-url", "", None),
    row(ApiServer, "profiling", "true", None),
    row(ApiServer, "service-account-lookup", "true", None),
    row(ApiServer, "token-auth-file", "", None),
    row(ControllerManager, "use-service-account-credentials", "false", Some("true")),
    row(Etcd, "auto-tls", "false", None),
    row(Etcd, "cert-file", "", Some("/etc/kubernetes/pki/etcd/server.crt")),
    row(Etcd, "client-cert-auth", "false", Some("true")),
    row(Etcd, "listen-client-urls", "http://localhost:2379", Some("https://127.0.0.1:2379")),
    row(Etcd, "listen-peer-urls", "http://localhost:2380", Some("https://127.0.0.1:2380")),
    row(Etcd, "peer-auto-tls", "false", None),
    row(Etcd, "peer-cert-file", "", Some("/etc/kubernetes/pki/etcd/peer.crt")),
    row(Etcd, "peer-client-cert-auth", "false", Some("true")),
    row(Etcd, "peer-trusted-ca-file", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
    row(Etcd, "trusted-ca-file", "", Some("/etc/kubernetes/pki/etcd/ca.crt")),
];

/// The default of a flag and whose it is; `None` for a flag the table does not know.
pub(super) fn default_of(
    component: Component,
    flag: &str,
    distribution: Distribution,
) -> Option<(&'static str, &'static str)> {
    let row = TABLE.iter().find(|row| row.component == component && row.flag == flag)?;
    match (distribution, row.kubeadm) {
        (Distribution::Kubeadm, Some(value)) => Some((value, "kubeadm")),
        _ => Some((row.upstream, component.program())),
    }
}
