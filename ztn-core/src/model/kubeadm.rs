//! kubeadm's own files, of every version from `v1beta2` to `v1`.

use super::scheduling::Taint;
use super::view::{Credential, FromNode, List, Map, Shape, view};
use crate::parse::{Node, NodeKind};

view! {
    /// The cluster as a whole: flags of the control plane.
    ClusterConfiguration "ClusterConfiguration" {
        kubernetes_version "kubernetesVersion": &'a str,
        cluster_name "clusterName": &'a str,
        control_plane_endpoint "controlPlaneEndpoint": &'a str,
        api_server "apiServer": ControlPlaneComponent<'a>,
        controller_manager "controllerManager": ControlPlaneComponent<'a>,
        scheduler "scheduler": ControlPlaneComponent<'a>,
        etcd "etcd": Etcd<'a>,
        networking "networking": Networking<'a>,
        dns "dns": Addon<'a>,
        proxy "proxy": Addon<'a>,
        feature_gates "featureGates": Map<'a, bool>,
        certificates_dir "certificatesDir": &'a str,
        image_repository "imageRepository": &'a str,
        encryption_algorithm "encryptionAlgorithm": &'a str,
        certificate_validity_period "certificateValidityPeriod": &'a str,
        ca_certificate_validity_period "caCertificateValidityPeriod": &'a str,
    }

    /// One program of the control plane.
    ControlPlaneComponent "ControlPlaneComponent" {
        extra_args "extraArgs": ExtraArgs<'a>,
        extra_volumes "extraVolumes": List<'a, HostPathMount<'a>>,
        extra_envs "extraEnvs": List<'a, Argument<'a>>,
        /// The API server only.
        cert_sans "certSANs": List<'a, &'a str>,
    }

    /// A file or directory of the node in a program of the control plane.
    HostPathMount "HostPathMount" {
        name "name": &'a str,
        host_path "hostPath": &'a str,
        mount_path "mountPath": &'a str,
        read_only "readOnly": bool,
        path_type "pathType": &'a str,
    }

    /// A flag or a variable.
    Argument "Arg" {
        name "name": &'a str,
        value "value": &'a str,
    }

    /// etcd: one that kubeadm runs, or one that is there.
    Etcd "Etcd" {
        local "local": LocalEtcd<'a>,
        external "external": ExternalEtcd<'a>,
    }

    /// etcd as static pods.
    LocalEtcd "LocalEtcd" {
        image_repository "imageRepository": &'a str,
        image_tag "imageTag": &'a str,
        data_dir "dataDir": &'a str,
        extra_args "extraArgs": ExtraArgs<'a>,
        server_cert_sans "serverCertSANs": List<'a, &'a str>,
        peer_cert_sans "peerCertSANs": List<'a, &'a str>,
    }

    /// etcd that others run.
    ExternalEtcd "ExternalEtcd" {
        endpoints "endpoints": List<'a, &'a str>,
        ca_file "caFile": &'a str,
        cert_file "certFile": &'a str,
        key_file "keyFile": &'a str,
    }

    /// Ranges of addresses.
    Networking "Networking" {
        service_subnet "serviceSubnet": &'a str,
        pod_subnet "podSubnet": &'a str,
        dns_domain "dnsDomain": &'a str,
    }

    /// CoreDNS or kube-proxy.
    Addon "Addon" {
        disabled "disabled": bool,
    }

    /// The first node.
    InitConfiguration "InitConfiguration" {
        bootstrap_tokens "bootstrapTokens": List<'a, BootstrapToken<'a>>,
        node_registration "nodeRegistration": NodeRegistration<'a>,
        local_api_endpoint "localAPIEndpoint": ApiEndpoint<'a>,
        certificate_key "certificateKey": Credential<'a>,
        skip_phases "skipPhases": List<'a, &'a str>,
        patches "patches": Patches<'a>,
    }

    /// A token with which nodes join.
    BootstrapToken "BootstrapToken" {
        token "token": Credential<'a>,
        description "description": &'a str,
        /// Left out: 24 hours. `0s`: for ever.
        ttl "ttl": &'a str,
        expires "expires": &'a str,
        usages "usages": List<'a, &'a str>,
        groups "groups": List<'a, &'a str>,
    }

    /// How a node enters the cluster.
    NodeRegistration "NodeRegistrationOptions" {
        name "name": &'a str,
        cri_socket "criSocket": &'a str,
        /// Left out: the control plane's taint on its nodes. `[]`: none.
        taints "taints": List<'a, Taint<'a>>,
        kubelet_extra_args "kubeletExtraArgs": ExtraArgs<'a>,
        ignore_preflight_errors "ignorePreflightErrors": List<'a, &'a str>,
    }

    /// Where the API server of a node listens.
    ApiEndpoint "APIEndpoint" {
        advertise_address "advertiseAddress": &'a str,
        bind_port "bindPort": i64,
    }

    /// Files that change what kubeadm writes: the static pods may differ from this configuration.
    Patches "Patches" {
        directory "directory": &'a str,
    }

    /// A further node.
    JoinConfiguration "JoinConfiguration" {
        node_registration "nodeRegistration": NodeRegistration<'a>,
        ca_cert_path "caCertPath": &'a str,
        discovery "discovery": Discovery<'a>,
        control_plane "controlPlane": JoinControlPlane<'a>,
        skip_phases "skipPhases": List<'a, &'a str>,
        patches "patches": Patches<'a>,
    }

    /// Makes the node one of the control plane.
    JoinControlPlane "JoinControlPlane" {
        local_api_endpoint "localAPIEndpoint": ApiEndpoint<'a>,
        certificate_key "certificateKey": Credential<'a>,
    }

    /// How a node learns which cluster to trust.
    Discovery "Discovery" {
        bootstrap_token "bootstrapToken": BootstrapTokenDiscovery<'a>,
        file "file": FileDiscovery<'a>,
        tls_bootstrap_token "tlsBootstrapToken": Credential<'a>,
    }

    /// By a token and the hash of the authority's key.
    BootstrapTokenDiscovery "BootstrapTokenDiscovery" {
        token "token": Credential<'a>,
        api_server_endpoint "apiServerEndpoint": &'a str,
        ca_cert_hashes "caCertHashes": List<'a, &'a str>,
        unsafe_skip_ca_verification "unsafeSkipCAVerification": bool,
    }

    /// By a kubeconfig.
    FileDiscovery "FileDiscovery" {
        kube_config_path "kubeConfigPath": &'a str,
    }
}

impl<'a> BootstrapToken<'a> {
    /// Is it good for ever? `0s` is the API's way to say so; without `ttl` it ends after a day.
    #[must_use]
    pub fn never_expires(self) -> bool {
        let is_zero = |ttl: &str| {
            let digits = ttl.bytes().filter(u8::is_ascii_digit);
            !ttl.is_empty()
                && digits.clone().next().is_some()
                && digits.clone().all(|digit| digit == b'0')
        };
        !self.expires().is_set() && self.ttl().get().is_some_and(is_zero)
    }
}

/// Flags of a program: a mapping up to `v1beta3`, a list of name and value from `v1beta4` on, where a
/// name may come more than once.
#[derive(Clone, Copy)]
pub struct ExtraArgs<'a>(Node<'a>);

/// One flag, without its dashes.
#[derive(Clone, Copy)]
pub struct ExtraArg<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where the name is written.
    pub name_node: Node<'a>,
    /// Its value.
    pub value: &'a str,
    /// Where the value is written; the name, where there is none.
    pub value_node: Node<'a>,
}

impl<'a> ExtraArgs<'a> {
    /// The node they are written in.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.0
    }

    /// Each flag, of either form, in the order written.
    pub fn iter(self) -> impl Iterator<Item = ExtraArg<'a>> {
        let mapped = self.0.entries().filter_map(|(name_node, value_node)| {
            let (name, value) = (name_node.text(), value_node.as_str()?);
            Some(ExtraArg { name, name_node, value, value_node })
        });
        let listed = self.0.items().filter_map(Argument::from_node).filter_map(|argument| {
            let name = argument.name();
            // "The value of the argument": left out, the flag is given an empty one.
            let (value, name_node) = (argument.value(), name.node());
            let value_node = if value.is_set() { value.node() } else { name_node };
            Some(ExtraArg { name: name.get()?, name_node, value: value.or(""), value_node })
        });
        mapped.chain(listed)
    }
}

impl<'a> FromNode<'a> for ExtraArgs<'a> {
    const SHAPE: &'static Shape = &Shape::ListOrMap {
        list: <List<'a, Argument<'a>> as FromNode<'a>>::SHAPE,
        map: &Shape::StrMap,
    };
    fn from_node(node: Node<'a>) -> Option<Self> {
        (node.kind() != NodeKind::Scalar).then_some(Self(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Document, Limits};

    fn arguments(text: &str) -> Vec<(String, String)> {
        let document = Document::parse(text, Limits::default()).expect("YAML");
        let arguments = ExtraArgs::from_node(document.root()).expect("a collection");
        arguments.iter().map(|argument| (argument.name.into(), argument.value.into())).collect()
    }

    #[test]
    fn both_forms_of_arguments_read_the_same() {
        let wanted = [("audit-log-path".into(), "-".into()), ("profiling".into(), "false".into())];
        assert_eq!(arguments("audit-log-path: '-'\nprofiling: 'false'"), wanted);
        let listed = "- {name: audit-log-path, value: '-'}\n- {name: profiling, value: 'false'}";
        assert_eq!(arguments(listed), wanted);
    }

    #[test]
    fn a_token_with_no_time_to_live_never_ends() {
        let ends_never = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            BootstrapToken::from_node(document.root()).expect("a mapping").never_expires()
        };
        assert!(ends_never("{ttl: 0s}") && ends_never("{ttl: '0'}") && ends_never("{ttl: 0h0m0s}"));
        assert!(
            !ends_never("{ttl: 24h0m0s}") && !ends_never("{ttl: 10s}") && !ends_never("{token: a}")
        );
        assert!(!ends_never("{ttl: 0s, expires: '2027-01-01T00:00:00Z'}"));
    }

    #[test]
    fn a_listed_argument_may_come_twice_and_without_value() {
        let listed = "[{name: a, value: '1'}, {name: a}, {value: nameless}, loose]";
        assert_eq!(arguments(listed), [("a".into(), "1".into()), ("a".into(), String::new())]);
    }
}
