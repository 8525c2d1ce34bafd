//! Clusters whose control plane somebody else sets up: what the files that order one say of who may reach it, and how.

use super::meta::Metadata;
use super::object::Object;
use super::view::{List, view};
use crate::address::AddressRange;
use crate::parse::Node;

view! {
    /// What `eksctl` makes an EKS cluster of.
    EksctlConfig "ClusterConfig" {
        metadata "metadata": Metadata<'a>,
        vpc "vpc": EksctlVpc<'a>,
        private_cluster "privateCluster": EksctlPrivate<'a>,
        access_config "accessConfig": EksAccess<'a>,
    }

    /// Its network.
    EksctlVpc "ClusterVPC" {
        cluster_endpoints "clusterEndpoints": EksctlEndpoints<'a>,
        /// Left out: everybody.
        public_access_cidrs "publicAccessCIDRs": List<'a, &'a str>,
    }

    /// Where its API server is reached.
    EksctlEndpoints "ClusterEndpoints" {
        /// Left out: `true`.
        public_access "publicAccess": bool,
        private_access "privateAccess": bool,
    }

    /// A cluster without a way to the internet.
    EksctlPrivate "PrivateCluster" {
        enabled "enabled": bool,
    }

    /// Who may sign in to an EKS cluster.
    EksAccess "AccessConfig" {
        /// `API`, `CONFIG_MAP` or `API_AND_CONFIG_MAP`; Cluster API writes them in small letters.
        authentication_mode "authenticationMode": &'a str,
        /// Left out: `true`.
        bootstrap_cluster_creator_admin_permissions "bootstrapClusterCreatorAdminPermissions": bool,
    }

    /// An EKS cluster by Cluster API.
    AwsManagedControlPlane "AWSManagedControlPlane" {
        metadata "metadata": Metadata<'a>,
        spec "spec": AwsManagedControlPlaneSpec<'a>,
    }

    /// `spec` of it.
    AwsManagedControlPlaneSpec "AWSManagedControlPlaneSpec" {
        endpoint_access "endpointAccess": AwsEndpointAccess<'a>,
        access_config "accessConfig": EksAccess<'a>,
    }

    /// Where its API server is reached.
    AwsEndpointAccess "EndpointAccess" {
        /// Left out: `true`.
        public "public": bool,
        /// Left out: everybody.
        public_cidrs "publicCIDRs": List<'a, &'a str>,
        private "private": bool,
    }

    /// A GKE cluster by Config Connector.
    GkeCluster "ContainerCluster" {
        metadata "metadata": Metadata<'a>,
        spec "spec": GkeClusterSpec<'a>,
    }

    /// `spec` of it.
    GkeClusterSpec "ContainerClusterSpec" {
        master_auth "masterAuth": GkeMasterAuth<'a>,
        authenticator_groups "authenticatorGroupsConfig": GkeGroups<'a>,
        authorized_networks "masterAuthorizedNetworksConfig": GkeNetworks<'a>,
        private_cluster "privateClusterConfig": GkePrivate<'a>,
        endpoints "controlPlaneEndpointsConfig": Node<'a>,
    }

    /// How it lets clients in besides Google's accounts.
    GkeMasterAuth "ClusterMasterAuth" {
        client_certificate "clientCertificateConfig": GkeClientCertificate<'a>,
    }

    /// Whether it makes a client certificate.
    GkeClientCertificate "ClusterClientCertificateConfig" {
        issue_client_certificate "issueClientCertificate": bool,
    }

    /// The group of Google Workspace whose groups bindings may name.
    GkeGroups "ClusterAuthenticatorGroupsConfig" {
        security_group "securityGroup": &'a str,
    }

    /// Who may reach its API server.
    GkeNetworks "ClusterMasterAuthorizedNetworksConfig" {
        cidr_blocks "cidrBlocks": List<'a, GkeBlock<'a>>,
    }

    /// A block of addresses.
    GkeBlock "ClusterCidrBlocks" {
        cidr_block "cidrBlock": &'a str,
    }

    /// What is reached inside its network alone.
    GkePrivate "ClusterPrivateClusterConfig" {
        enable_private_endpoint "enablePrivateEndpoint": bool,
    }
}

/// What a file says of an EKS cluster, whichever program reads it.
#[derive(Clone, Copy)]
pub struct Eks<'a> {
    /// How people are known.
    access: super::Field<'a, EksAccess<'a>>,
}

impl<'a> Eks<'a> {
    /// What `object` says, if it orders such a cluster.
    #[must_use]
    pub fn of(object: Object<'a>) -> Option<Self> {
        let by_eksctl = || Some(object.view::<EksctlConfig<'a>>()?.access_config());
        let by_cluster_api = || {
            let spec = object.view::<AwsManagedControlPlane<'a>>()?.spec();
            Some(spec.then(|spec| spec.access_config()))
        };
        Some(Self { access: by_eksctl().or_else(by_cluster_api)? })
    }

    /// Where it is written, or left out, that `aws-auth` says who people are.
    #[must_use]
    pub fn takes_config_map(self) -> Option<super::Field<'a, &'a str>> {
        let mode = self.access.then(|access| access.authentication_mode());
        (!mode.or("").eq_ignore_ascii_case("API")).then_some(mode)
    }

    /// Where it is written, or left out, that whoever makes it is its administrator.
    #[must_use]
    pub fn makes_creator_admin(self) -> Option<super::Field<'a, bool>> {
        let admin = self.access.then(|access| access.bootstrap_cluster_creator_admin_permissions());
        admin.or(true).then_some(admin)
    }
}

/// The place that opens the API server of this cluster to every address of the internet, if `object` orders one that is
/// open.
#[must_use]
pub fn open_endpoint(object: Object<'_>) -> Option<Node<'_>> {
    if let Some(file) = object.view::<EksctlConfig<'_>>() {
        let vpc = file.vpc();
        let public = vpc.then(|vpc| vpc.cluster_endpoints()).then(|it| it.public_access());
        let blocks = vpc.then(|vpc| vpc.public_access_cidrs());
        let is_private = file.private_cluster().then(|private| private.enabled()).is_true();
        return (public.or(true) && !is_private).then(|| open(blocks, public.node())).flatten();
    }
    if let Some(file) = object.view::<AwsManagedControlPlane<'_>>() {
        let access = file.spec().then(|spec| spec.endpoint_access());
        let public = access.then(|access| access.public());
        let blocks = access.then(|access| access.public_cidrs());
        return public.or(true).then(|| open(blocks, public.node())).flatten();
    }
    let spec = object.view::<GkeCluster<'_>>()?.spec().get()?;
    let is_private = spec.private_cluster().then(|it| it.enable_private_endpoint()).is_true();
    if is_private || spec.endpoints().is_set() {
        return None;
    }
    let networks = spec.authorized_networks();
    if networks.is_absent() {
        return Some(networks.node());
    }
    let blocks = networks.then(|networks| networks.cidr_blocks()).iter();
    let mut everybody = blocks.filter(|block| block.cidr_block().get().is_some_and(is_everybody));
    everybody.next().map(|block| block.cidr_block().node())
}

/// The block that is everybody; `without` where none is written, which is the same.
fn open<'a>(blocks: super::Field<'a, List<'a, &'a str>>, without: Node<'a>) -> Option<Node<'a>> {
    if blocks.is_empty() {
        return Some(without);
    }
    blocks.entries().find(|(block, _)| is_everybody(block)).map(|(_, node)| node)
}

fn is_everybody(block: &str) -> bool {
    AddressRange::parse(block).is_some_and(|range| {
        ["0.0.0.0/0", "::/0"].into_iter().any(|all| AddressRange::parse(all) == Some(range))
    })
}
