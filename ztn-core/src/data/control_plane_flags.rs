//! What a program of the control plane does where a flag is not written, by who starts it.
//!
//! Sources: the flag reference of each program
//! (<https://kubernetes.io/docs/reference/command-line-tools-reference/>,
//! <https://etcd.io/docs/latest/op-guide/configuration/>); for kubeadm the static pods that `kubeadm init` writes; for k3s
//! `pkg/daemons/control/server.go`, `pkg/daemons/agent/` and `pkg/etcd/etcd.go`; for RKE2
//! `pkg/executor/staticpod/staticpod.go` and `pkg/rke2/rke2.go`; for Talos
//! `internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go` and those of etcd.

/// The day these tables were made.
pub const AS_OF: &str = "2026-11-25";

/// A flag that somebody sets where the user does not.
#[derive(Clone, Copy, Debug)]
pub struct FlagDefault {
    /// The program.
    pub program: &'static str,
    /// The flag.
    pub flag: &'static str,
    /// Its value; empty: it is not set. None: it is set, to what this table does not say.
    pub value: Option<&'static str>,
}

const fn row(program: &'static str, flag: &'static str, value: &'static str) -> FlagDefault {
    FlagDefault { program, flag, value: Some(value) }
}

/// A flag whose value hangs on more than the configuration.
const fn varies(program: &'static str, flag: &'static str) -> FlagDefault {
    FlagDefault { program, flag, value: None }
}

const API_SERVER: &str = "kube-apiserver";
const ETCD: &str = "etcd";
const MANAGER: &str = "kube-controller-manager";
const KUBELET: &str = "kubelet";

/// The programs' own defaults: every flag that is asked for.
#[rustfmt::skip]
pub const PROGRAMS: &[FlagDefault] = &[
    row(API_SERVER, "admission-control", ""),
    row(API_SERVER, "anonymous-auth", "true"),
    row(API_SERVER, "audit-log-batch-buffer-size", "10000"),
    row(API_SERVER, "audit-log-maxage", "0"),
    row(API_SERVER, "audit-log-maxbackup", "0"),
    row(API_SERVER, "audit-log-maxsize", "0"),
    row(API_SERVER, "audit-log-mode", "blocking"),
    row(API_SERVER, "audit-log-path", ""),
    row(API_SERVER, "audit-log-truncate-enabled", "false"),
    row(API_SERVER, "audit-log-truncate-max-event-size", "102400"),
    row(API_SERVER, "audit-policy-file", ""),
    row(API_SERVER, "audit-webhook-batch-buffer-size", "10000"),
    row(API_SERVER, "audit-webhook-config-file", ""),
    row(API_SERVER, "audit-webhook-mode", "batch"),
    row(API_SERVER, "audit-webhook-truncate-enabled", "false"),
    row(API_SERVER, "audit-webhook-truncate-max-event-size", "102400"),
    row(API_SERVER, "authentication-config", ""),
    row(API_SERVER, "authentication-token-webhook-cache-ttl", "2m0s"),
    row(API_SERVER, "authentication-token-webhook-config-file", ""),
    row(API_SERVER, "authorization-config", ""),
    row(API_SERVER, "authorization-mode", "AlwaysAllow"),
    row(API_SERVER, "authorization-webhook-cache-authorized-ttl", "5m0s"),
    row(API_SERVER, "basic-auth-file", ""),
    row(API_SERVER, "client-ca-file", ""),
    row(API_SERVER, "disable-admission-plugins", ""),
    row(API_SERVER, "enable-admission-plugins", ""),
    row(API_SERVER, "enable-bootstrap-token-auth", "false"),
    row(API_SERVER, "encryption-provider-config", ""),
    row(API_SERVER, "etcd-cafile", ""),
    row(API_SERVER, "etcd-certfile", ""),
    row(API_SERVER, "etcd-keyfile", ""),
    row(API_SERVER, "etcd-servers", ""),
    row(API_SERVER, "etcd-servers-overrides", ""),
    row(API_SERVER, "kubelet-certificate-authority", ""),
    row(API_SERVER, "kubelet-client-certificate", ""),
    row(API_SERVER, "kubelet-client-key", ""),
    row(API_SERVER, "oidc-client-id", ""),
    row(API_SERVER, "oidc-groups-claim", ""),
    row(API_SERVER, "oidc-groups-prefix", ""),
    row(API_SERVER, "oidc-issuer-url", ""),
    row(API_SERVER, "oidc-username-claim", "sub"),
    row(API_SERVER, "oidc-username-prefix", ""),
    row(API_SERVER, "profiling", "true"),
    row(API_SERVER, "requestheader-allowed-names", ""),
    row(API_SERVER, "requestheader-client-ca-file", ""),
    row(API_SERVER, "secure-port", "6443"),
    row(API_SERVER, "service-account-extend-token-expiration", "true"),
    row(API_SERVER, "service-account-lookup", "true"),
    row(API_SERVER, "service-account-max-token-expiration", "0s"),
    row(API_SERVER, "tls-cert-file", ""),
    row(API_SERVER, "tls-cipher-suites", ""),
    row(API_SERVER, "tls-min-version", ""),
    row(API_SERVER, "tls-private-key-file", ""),
    row(API_SERVER, "token-auth-file", ""),
    row(MANAGER, "use-service-account-credentials", "false"),
    row(ETCD, "auto-tls", "false"),
    row(ETCD, "cert-file", ""),
    row(ETCD, "client-cert-allowed-cn", ""),
    row(ETCD, "client-cert-allowed-hostname", ""),
    row(ETCD, "client-cert-auth", "false"),
    row(ETCD, "initial-cluster", ""),
    row(ETCD, "initial-cluster-state", "new"),
    row(ETCD, "key-file", ""),
    row(ETCD, "listen-client-http-urls", ""),
    row(ETCD, "listen-client-urls", "http://localhost:2379"),
    row(ETCD, "listen-metrics-urls", ""),
    row(ETCD, "listen-peer-urls", "http://localhost:2380"),
    row(ETCD, "peer-auto-tls", "false"),
    row(ETCD, "peer-cert-file", ""),
    row(ETCD, "peer-client-cert-auth", "false"),
    row(ETCD, "peer-key-file", ""),
    row(ETCD, "peer-trusted-ca-file", ""),
    row(ETCD, "trusted-ca-file", ""),
    row(KUBELET, "anonymous-auth", "true"),
    row(KUBELET, "authorization-mode", "AlwaysAllow"),
    row(KUBELET, "config", ""),
    row(KUBELET, "read-only-port", "10255"),
];

/// What kubeadm writes into static pods.
#[rustfmt::skip]
pub const KUBEADM: &[FlagDefault] = &[
    row(API_SERVER, "authorization-mode", "Node,RBAC"),
    row(API_SERVER, "client-ca-file", "/etc/kubernetes/pki/ca.crt"),
    row(API_SERVER, "enable-admission-plugins", "NodeRestriction"),
    row(API_SERVER, "enable-bootstrap-token-auth", "true"),
    row(API_SERVER, "etcd-cafile", "/etc/kubernetes/pki/etcd/ca.crt"),
    row(API_SERVER, "etcd-certfile", "/etc/kubernetes/pki/apiserver-etcd-client.crt"),
    row(API_SERVER, "etcd-keyfile", "/etc/kubernetes/pki/apiserver-etcd-client.key"),
    row(API_SERVER, "etcd-servers", "https://127.0.0.1:2379"),
    row(API_SERVER, "kubelet-client-certificate", "/etc/kubernetes/pki/apiserver-kubelet-client.crt"),
    row(API_SERVER, "kubelet-client-key", "/etc/kubernetes/pki/apiserver-kubelet-client.key"),
    row(API_SERVER, "requestheader-allowed-names", "front-proxy-client"),
    row(API_SERVER, "requestheader-client-ca-file", "/etc/kubernetes/pki/front-proxy-ca.crt"),
    row(API_SERVER, "secure-port", "6443"),
    row(API_SERVER, "tls-cert-file", "/etc/kubernetes/pki/apiserver.crt"),
    row(API_SERVER, "tls-private-key-file", "/etc/kubernetes/pki/apiserver.key"),
    row(MANAGER, "use-service-account-credentials", "true"),
    row(ETCD, "cert-file", "/etc/kubernetes/pki/etcd/server.crt"),
    row(ETCD, "client-cert-auth", "true"),
    row(ETCD, "key-file", "/etc/kubernetes/pki/etcd/server.key"),
    row(ETCD, "listen-client-urls", "https://127.0.0.1:2379"),
    row(ETCD, "listen-metrics-urls", "http://127.0.0.1:2381"),
    row(ETCD, "listen-peer-urls", "https://127.0.0.1:2380"),
    row(ETCD, "peer-cert-file", "/etc/kubernetes/pki/etcd/peer.crt"),
    row(ETCD, "peer-client-cert-auth", "true"),
    row(ETCD, "peer-key-file", "/etc/kubernetes/pki/etcd/peer.key"),
    row(ETCD, "peer-trusted-ca-file", "/etc/kubernetes/pki/etcd/ca.crt"),
    row(ETCD, "trusted-ca-file", "/etc/kubernetes/pki/etcd/ca.crt"),
];

/// What k3s sets. etcd listens at the address of the node, too.
#[rustfmt::skip]
pub const K3S: &[FlagDefault] = &[
    row(API_SERVER, "anonymous-auth", "false"),
    row(API_SERVER, "authorization-mode", "Node,RBAC"),
    row(API_SERVER, "client-ca-file", "/var/lib/rancher/k3s/server/tls/client-ca.crt"),
    row(API_SERVER, "enable-admission-plugins", "NodeRestriction"),
    // Only newer releases set it.
    varies(API_SERVER, "enable-bootstrap-token-auth"),
    // SQLite behind a socket, or etcd: the servers of a cluster settle it among themselves.
    varies(API_SERVER, "etcd-cafile"),
    varies(API_SERVER, "etcd-certfile"),
    varies(API_SERVER, "etcd-keyfile"),
    varies(API_SERVER, "etcd-servers"),
    row(API_SERVER, "kubelet-certificate-authority", "/var/lib/rancher/k3s/server/tls/server-ca.crt"),
    row(API_SERVER, "kubelet-client-certificate", "/var/lib/rancher/k3s/server/tls/client-kube-apiserver.crt"),
    row(API_SERVER, "kubelet-client-key", "/var/lib/rancher/k3s/server/tls/client-kube-apiserver.key"),
    row(API_SERVER, "profiling", "false"),
    row(API_SERVER, "requestheader-allowed-names", "system:auth-proxy"),
    row(API_SERVER, "requestheader-client-ca-file", "/var/lib/rancher/k3s/server/tls/request-header-ca.crt"),
    row(API_SERVER, "tls-cert-file", "/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt"),
    row(API_SERVER, "tls-private-key-file", "/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.key"),
    row(MANAGER, "use-service-account-credentials", "true"),
    row(ETCD, "cert-file", "/var/lib/rancher/k3s/server/tls/etcd/server-client.crt"),
    row(ETCD, "client-cert-auth", "true"),
    varies(ETCD, "initial-cluster"),
    varies(ETCD, "initial-cluster-state"),
    row(ETCD, "key-file", "/var/lib/rancher/k3s/server/tls/etcd/server-client.key"),
    row(ETCD, "listen-client-urls", "https://127.0.0.1:2379"),
    row(ETCD, "listen-metrics-urls", "http://127.0.0.1:2381"),
    row(ETCD, "listen-peer-urls", "https://127.0.0.1:2380"),
    row(ETCD, "peer-cert-file", "/var/lib/rancher/k3s/server/tls/etcd/peer-server-client.crt"),
    row(ETCD, "peer-client-cert-auth", "true"),
    row(ETCD, "peer-key-file", "/var/lib/rancher/k3s/server/tls/etcd/peer-server-client.key"),
    row(ETCD, "peer-trusted-ca-file", "/var/lib/rancher/k3s/server/tls/etcd/peer-ca.crt"),
    row(ETCD, "trusted-ca-file", "/var/lib/rancher/k3s/server/tls/etcd/server-ca.crt"),
    row(KUBELET, "anonymous-auth", "false"),
    row(KUBELET, "authorization-mode", "Webhook"),
    row(KUBELET, "read-only-port", "0"),
];

/// What RKE2 sets.
#[rustfmt::skip]
pub const RKE2: &[FlagDefault] = &[
    row(API_SERVER, "anonymous-auth", "false"),
    row(API_SERVER, "authorization-mode", "Node,RBAC"),
    row(API_SERVER, "client-ca-file", "/var/lib/rancher/rke2/server/tls/client-ca.crt"),
    row(API_SERVER, "enable-admission-plugins", "NodeRestriction"),
    // Only newer releases set it.
    varies(API_SERVER, "enable-bootstrap-token-auth"),
    row(API_SERVER, "encryption-provider-config", "/var/lib/rancher/rke2/server/cred/encryption-config.json"),
    row(API_SERVER, "etcd-cafile", "/var/lib/rancher/rke2/server/tls/etcd/server-ca.crt"),
    row(API_SERVER, "etcd-certfile", "/var/lib/rancher/rke2/server/tls/etcd/client.crt"),
    row(API_SERVER, "etcd-keyfile", "/var/lib/rancher/rke2/server/tls/etcd/client.key"),
    row(API_SERVER, "etcd-servers", "https://127.0.0.1:2379"),
    row(API_SERVER, "kubelet-certificate-authority", "/var/lib/rancher/rke2/server/tls/server-ca.crt"),
    row(API_SERVER, "kubelet-client-certificate", "/var/lib/rancher/rke2/server/tls/client-kube-apiserver.crt"),
    row(API_SERVER, "kubelet-client-key", "/var/lib/rancher/rke2/server/tls/client-kube-apiserver.key"),
    row(API_SERVER, "profiling", "false"),
    row(API_SERVER, "requestheader-allowed-names", "system:auth-proxy"),
    row(API_SERVER, "requestheader-client-ca-file", "/var/lib/rancher/rke2/server/tls/request-header-ca.crt"),
    row(API_SERVER, "tls-cert-file", "/var/lib/rancher/rke2/server/tls/serving-kube-apiserver.crt"),
    row(API_SERVER, "tls-private-key-file", "/var/lib/rancher/rke2/server/tls/serving-kube-apiserver.key"),
    row(MANAGER, "use-service-account-credentials", "true"),
    row(ETCD, "cert-file", "/var/lib/rancher/rke2/server/tls/etcd/server-client.crt"),
    row(ETCD, "client-cert-auth", "true"),
    varies(ETCD, "initial-cluster"),
    varies(ETCD, "initial-cluster-state"),
    row(ETCD, "key-file", "/var/lib/rancher/rke2/server/tls/etcd/server-client.key"),
    row(ETCD, "listen-client-urls", "https://127.0.0.1:2379"),
    row(ETCD, "listen-metrics-urls", "http://127.0.0.1:2381"),
    row(ETCD, "listen-peer-urls", "https://127.0.0.1:2380"),
    row(ETCD, "peer-cert-file", "/var/lib/rancher/rke2/server/tls/etcd/peer-server-client.crt"),
    row(ETCD, "peer-client-cert-auth", "true"),
    row(ETCD, "peer-key-file", "/var/lib/rancher/rke2/server/tls/etcd/peer-server-client.key"),
    row(ETCD, "peer-trusted-ca-file", "/var/lib/rancher/rke2/server/tls/etcd/peer-ca.crt"),
    row(ETCD, "trusted-ca-file", "/var/lib/rancher/rke2/server/tls/etcd/server-ca.crt"),
    row(KUBELET, "anonymous-auth", "false"),
    row(KUBELET, "authorization-mode", "Webhook"),
    row(KUBELET, "read-only-port", "0"),
];

/// What Talos sets.
#[rustfmt::skip]
pub const TALOS: &[FlagDefault] = &[
    row(API_SERVER, "anonymous-auth", "false"),
    row(API_SERVER, "audit-log-maxage", "30"),
    row(API_SERVER, "audit-log-maxbackup", "10"),
    row(API_SERVER, "audit-log-maxsize", "100"),
    row(API_SERVER, "audit-log-path", "/var/log/audit/kube/kube-apiserver.log"),
    row(API_SERVER, "audit-policy-file", "/system/config/kubernetes/kube-apiserver/auditpolicy.yaml"),
    // By its flag or by a file of the same content.
    row(API_SERVER, "authorization-mode", "Node,RBAC"),
    row(API_SERVER, "client-ca-file", "/system/secrets/kubernetes/kube-apiserver/ca.crt"),
    row(API_SERVER, "enable-admission-plugins", "NodeRestriction"),
    row(API_SERVER, "enable-bootstrap-token-auth", "true"),
    row(API_SERVER, "encryption-provider-config", "/system/secrets/kubernetes/kube-apiserver/encryptionconfig.yaml"),
    row(API_SERVER, "etcd-cafile", "/system/secrets/kubernetes/kube-apiserver/etcd-client-ca.crt"),
    row(API_SERVER, "etcd-certfile", "/system/secrets/kubernetes/kube-apiserver/etcd-client.crt"),
    row(API_SERVER, "etcd-keyfile", "/system/secrets/kubernetes/kube-apiserver/etcd-client.key"),
    row(API_SERVER, "etcd-servers", "https://127.0.0.1:2379"),
    row(API_SERVER, "kubelet-client-certificate", "/system/secrets/kubernetes/kube-apiserver/apiserver-kubelet-client.crt"),
    row(API_SERVER, "kubelet-client-key", "/system/secrets/kubernetes/kube-apiserver/apiserver-kubelet-client.key"),
    row(API_SERVER, "profiling", "false"),
    row(API_SERVER, "requestheader-allowed-names", "front-proxy-client"),
    row(API_SERVER, "requestheader-client-ca-file", "/system/secrets/kubernetes/kube-apiserver/aggregator-ca.crt"),
    row(API_SERVER, "tls-cert-file", "/system/secrets/kubernetes/kube-apiserver/apiserver.crt"),
    varies(API_SERVER, "tls-cipher-suites"),
    row(API_SERVER, "tls-min-version", "VersionTLS12"),
    row(API_SERVER, "tls-private-key-file", "/system/secrets/kubernetes/kube-apiserver/apiserver.key"),
    row(MANAGER, "use-service-account-credentials", "true"),
    row(ETCD, "cert-file", "/system/secrets/etcd/server.crt"),
    row(ETCD, "client-cert-auth", "true"),
    varies(ETCD, "initial-cluster"),
    varies(ETCD, "initial-cluster-state"),
    row(ETCD, "key-file", "/system/secrets/etcd/server.key"),
    row(ETCD, "listen-client-urls", "https://0.0.0.0:2379"),
    row(ETCD, "listen-peer-urls", "https://0.0.0.0:2380"),
    row(ETCD, "peer-cert-file", "/system/secrets/etcd/peer.crt"),
    row(ETCD, "peer-client-cert-auth", "true"),
    row(ETCD, "peer-key-file", "/system/secrets/etcd/peer.key"),
    row(ETCD, "peer-trusted-ca-file", "/system/secrets/etcd/ca.crt"),
    row(ETCD, "trusted-ca-file", "/system/secrets/etcd/ca.crt"),
    row(KUBELET, "anonymous-auth", "false"),
    row(KUBELET, "authorization-mode", "Webhook"),
    row(KUBELET, "read-only-port", "0"),
];

/// From 1.36 on the audit log is rotated and kept for a year by default.
/// (`staging/src/k8s.io/apiserver/pkg/server/options/audit.go`)
pub const AUDIT_LOG_1_36: &[FlagDefault] = &[
    row(API_SERVER, "audit-log-maxage", "366"),
    row(API_SERVER, "audit-log-maxbackup", "100"),
    row(API_SERVER, "audit-log-maxsize", "100"),
];
