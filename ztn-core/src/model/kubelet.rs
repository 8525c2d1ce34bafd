//! Files of the programs on each node.

use super::cluster::Cluster;
use super::scheduling::Taint;
use super::view::{List, Map, StrMap, view};
use crate::parse::Node;

view! {
    /// The kubelet's file. Its flags go before it.
    KubeletConfiguration "KubeletConfiguration" {
        authentication "authentication": KubeletAuthentication<'a>,
        authorization "authorization": KubeletAuthorization<'a>,
        address "address": &'a str,
        port "port": i64,
        /// Left out: 0, closed.
        read_only_port "readOnlyPort": i64,
        tls_cert_file "tlsCertFile": &'a str,
        tls_private_key_file "tlsPrivateKeyFile": &'a str,
        tls_cipher_suites "tlsCipherSuites": List<'a, &'a str>,
        tls_min_version "tlsMinVersion": &'a str,
        /// Left out: `false`.
        rotate_certificates "rotateCertificates": bool,
        /// Left out: `false`, the kubelet signs its own certificate.
        server_tls_bootstrap "serverTLSBootstrap": bool,
        static_pod_path "staticPodPath": &'a str,
        static_pod_url "staticPodURL": &'a str,
        /// Left out: `false`.
        seccomp_default "seccompDefault": bool,
        /// Left out: `false`.
        protect_kernel_defaults "protectKernelDefaults": bool,
        /// Left out: `true`.
        make_iptables_util_chains "makeIPTablesUtilChains": bool,
        allowed_unsafe_sysctls "allowedUnsafeSysctls": List<'a, &'a str>,
        /// Left out: -1, no limit.
        pod_pids_limit "podPidsLimit": i64,
        max_pods "maxPods": i64,
        /// Left out: 4 hours. `0s`: for ever.
        streaming_connection_idle_timeout "streamingConnectionIdleTimeout": &'a str,
        /// Left out: `true`.
        enable_debugging_handlers "enableDebuggingHandlers": bool,
        /// Left out: `true`.
        enable_profiling_handler "enableProfilingHandler": bool,
        /// Left out: `true`.
        enable_debug_flags_handler "enableDebugFlagsHandler": bool,
        /// Left out: `true`.
        enable_system_log_handler "enableSystemLogHandler": bool,
        /// Left out: `false`.
        enable_system_log_query "enableSystemLogQuery": bool,
        /// Left out: 50. 0: no limit.
        event_record_qps "eventRecordQPS": i64,
        cluster_dns "clusterDNS": List<'a, &'a str>,
        cluster_domain "clusterDomain": &'a str,
        container_runtime_endpoint "containerRuntimeEndpoint": &'a str,
        register_node "registerNode": bool,
        register_with_taints "registerWithTaints": List<'a, Taint<'a>>,
        /// Left out: `true`.
        fail_swap_on "failSwapOn": bool,
        image_pull_credentials_verification_policy "imagePullCredentialsVerificationPolicy": &'a str,
        preloaded_images_verification_allowlist "preloadedImagesVerificationAllowlist": List<'a, &'a str>,
        user_namespaces "userNamespaces": KubeletUserNamespaces<'a>,
        feature_gates "featureGates": Map<'a, bool>,
        eviction_hard "evictionHard": StrMap<'a>,
        system_reserved "systemReserved": StrMap<'a>,
        kube_reserved "kubeReserved": StrMap<'a>,
    }

    /// Who a caller of the kubelet is.
    KubeletAuthentication "KubeletAuthentication" {
        anonymous "anonymous": KubeletAnonymous<'a>,
        webhook "webhook": KubeletWebhook<'a>,
        x509 "x509": KubeletX509<'a>,
    }

    /// Callers without credentials.
    KubeletAnonymous "KubeletAnonymousAuthentication" {
        /// Left out: `false`.
        enabled "enabled": bool,
    }

    /// Tokens, which the API server checks.
    KubeletWebhook "KubeletWebhookAuthentication" {
        /// Left out: `true`.
        enabled "enabled": bool,
        cache_ttl "cacheTTL": &'a str,
    }

    /// Client certificates.
    KubeletX509 "KubeletX509Authentication" {
        /// Left out: no client certificate is taken.
        client_ca_file "clientCAFile": &'a str,
    }

    /// What a caller of the kubelet may do.
    KubeletAuthorization "KubeletAuthorization" {
        /// Left out: `Webhook`.
        mode "mode": &'a str,
    }

    /// Ranges of users for pods with `hostUsers: false`.
    KubeletUserNamespaces "UserNamespaces" {
        ids_per_pod "idsPerPod": i64,
    }

    /// kube-proxy's file.
    KubeProxyConfiguration "KubeProxyConfiguration" {
        bind_address "bindAddress": &'a str,
        healthz_bind_address "healthzBindAddress": &'a str,
        /// Left out: `127.0.0.1:10249`.
        metrics_bind_address "metricsBindAddress": &'a str,
        enable_profiling "enableProfiling": bool,
        client_connection "clientConnection": ClientConnection<'a>,
        cluster_cidr "clusterCIDR": &'a str,
        mode "mode": &'a str,
        /// Left out: every address of the node.
        node_port_addresses "nodePortAddresses": List<'a, &'a str>,
        feature_gates "featureGates": Map<'a, bool>,
        iptables "iptables": KubeProxyIptables<'a>,
    }

    /// How it reaches the API server.
    ClientConnection "ClientConnectionConfiguration" {
        kubeconfig "kubeconfig": &'a str,
    }

    /// Its iptables mode.
    KubeProxyIptables "KubeProxyIPTablesConfiguration" {
        /// Left out: `true`, node ports answer on 127.0.0.1 too.
        localhost_node_ports "localhostNodePorts": bool,
    }
}

impl<'a> KubeletConfiguration<'a> {
    /// Where it switches this feature off, if it does.
    #[must_use]
    pub fn switches_off(self, gate: &str) -> Option<Node<'a>> {
        let value = self.feature_gates().get()?.get(gate);
        value.is_false().then(|| value.node())
    }
}

impl Cluster {
    /// Do the kubelets confine what is not told otherwise? Only if there are some, and all do.
    #[must_use]
    pub fn has_seccomp_by_default(&self) -> bool {
        let mut kubelets = self.all::<KubeletConfiguration<'_>>().peekable();
        kubelets.peek().is_some()
            && kubelets.all(|(_, kubelet)| kubelet.seccomp_default().is_true())
    }
}
