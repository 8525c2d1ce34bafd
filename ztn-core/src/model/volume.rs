//! Volumes of pods, one field for each source the API has.

use super::container::{FieldRef, ResourceFieldRef};
use super::meta::{LabelSelector, Metadata};
use super::pod::NameRef;
use super::storage::PersistentVolumeClaimSpec;
use super::view::{List, Quantity, StrMap, reads, view};
use crate::parse::Node;

view! {
    /// A volume: a name, and one source. Without a source it is an `emptyDir`.
    Volume "Volume" {
        name "name": &'a str,
        host_path "hostPath": HostPath<'a>,
        empty_dir "emptyDir": EmptyDir<'a>,
        config_map "configMap": ConfigMapSource<'a>,
        secret "secret": SecretSource<'a>,
        projected "projected": Projected<'a>,
        downward_api "downwardAPI": DownwardApiSource<'a>,
        persistent_volume_claim "persistentVolumeClaim": ClaimSource<'a>,
        ephemeral "ephemeral": EphemeralSource<'a>,
        csi "csi": CsiSource<'a>,
        image "image": ImageSource<'a>,
        nfs "nfs": Nfs<'a>,
        git_repo "gitRepo": GitRepo<'a>,
        flex_volume "flexVolume": FlexVolume<'a>,
        azure_file "azureFile": AzureFile<'a>,
        aws_elastic_block_store "awsElasticBlockStore": Node<'a>,
        azure_disk "azureDisk": Node<'a>,
        cephfs "cephfs": Node<'a>,
        cinder "cinder": Node<'a>,
        fc "fc": Node<'a>,
        flocker "flocker": Node<'a>,
        gce_persistent_disk "gcePersistentDisk": Node<'a>,
        glusterfs "glusterfs": Node<'a>,
        iscsi "iscsi": Node<'a>,
        photon_persistent_disk "photonPersistentDisk": Node<'a>,
        portworx_volume "portworxVolume": Node<'a>,
        quobyte "quobyte": Node<'a>,
        rbd "rbd": Node<'a>,
        scale_io "scaleIO": Node<'a>,
        storage_os "storageos": Node<'a>,
        vsphere_volume "vsphereVolume": Node<'a>,
    }

    /// A file or directory of the node.
    HostPath "HostPathVolumeSource" {
        path "path": &'a str,
        /// Left out: no check before mounting.
        type_ "type": &'a str,
    }

    /// Scratch space that lives as long as the pod.
    EmptyDir "EmptyDirVolumeSource" {
        /// `Memory`, or the node's disk.
        medium "medium": &'a str,
        size_limit "sizeLimit": Quantity<'a>,
    }

    /// Keys of a ConfigMap as files.
    ConfigMapSource "ConfigMapVolumeSource" {
        name "name": &'a str,
        items "items": List<'a, KeyToPath<'a>>,
        default_mode "defaultMode": i64,
        optional "optional": bool,
    }

    /// Keys of a Secret as files.
    SecretSource "SecretVolumeSource" {
        secret_name "secretName": &'a str,
        items "items": List<'a, KeyToPath<'a>>,
        default_mode "defaultMode": i64,
        optional "optional": bool,
    }

    /// Which key becomes which file.
    KeyToPath "KeyToPath" {
        key "key": &'a str,
        path "path": &'a str,
        mode "mode": i64,
    }

    /// Several sources in one directory.
    Projected "ProjectedVolumeSource" {
        sources "sources": List<'a, Projection<'a>>,
        default_mode "defaultMode": i64,
    }

    /// One source of a projected volume.
    Projection "VolumeProjection" {
        service_account_token "serviceAccountToken": TokenProjection<'a>,
        secret "secret": ObjectProjection<'a>,
        config_map "configMap": ObjectProjection<'a>,
        downward_api "downwardAPI": DownwardApiProjection<'a>,
        cluster_trust_bundle "clusterTrustBundle": ClusterTrustBundleProjection<'a>,
        pod_certificate "podCertificate": PodCertificateProjection<'a>,
    }

    /// A token of the pod's service account.
    TokenProjection "ServiceAccountTokenProjection" {
        /// Left out: the API server itself.
        audience "audience": &'a str,
        /// Left out: one hour.
        expiration_seconds "expirationSeconds": i64,
        path "path": &'a str,
    }

    /// A Secret or a ConfigMap in a projected volume.
    ObjectProjection "ObjectProjection" {
        name "name": &'a str,
        items "items": List<'a, KeyToPath<'a>>,
        optional "optional": bool,
    }

    /// Fields of the pod in a projected volume.
    DownwardApiProjection "DownwardAPIProjection" {
        items "items": List<'a, DownwardApiFile<'a>>,
    }

    /// Trust anchors in a projected volume.
    ClusterTrustBundleProjection "ClusterTrustBundleProjection" {
        name "name": &'a str,
        signer_name "signerName": &'a str,
        label_selector "labelSelector": LabelSelector<'a>,
        optional "optional": bool,
        path "path": &'a str,
    }

    /// A certificate of the pod in a projected volume.
    PodCertificateProjection "PodCertificateProjection" {
        signer_name "signerName": &'a str,
        key_type "keyType": &'a str,
        max_expiration_seconds "maxExpirationSeconds": i64,
    }

    /// Fields of the pod as files.
    DownwardApiSource "DownwardAPIVolumeSource" {
        items "items": List<'a, DownwardApiFile<'a>>,
        default_mode "defaultMode": i64,
    }

    /// One such file.
    DownwardApiFile "DownwardAPIVolumeFile" {
        path "path": &'a str,
        field_ref "fieldRef": FieldRef<'a>,
        resource_field_ref "resourceFieldRef": ResourceFieldRef<'a>,
        mode "mode": i64,
    }

    /// A PersistentVolumeClaim of the pod's namespace.
    ClaimSource "PersistentVolumeClaimVolumeSource" {
        claim_name "claimName": &'a str,
        read_only "readOnly": bool,
    }

    /// A claim that lives as long as the pod.
    EphemeralSource "EphemeralVolumeSource" {
        volume_claim_template "volumeClaimTemplate": ClaimTemplate<'a>,
    }

    /// The claim to make.
    ClaimTemplate "PersistentVolumeClaimTemplate" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PersistentVolumeClaimSpec<'a>,
    }

    /// An inline volume of a storage driver.
    CsiSource "CSIVolumeSource" {
        driver "driver": &'a str,
        read_only "readOnly": bool,
        fs_type "fsType": &'a str,
        volume_attributes "volumeAttributes": StrMap<'a>,
        node_publish_secret_ref "nodePublishSecretRef": NameRef<'a>,
    }

    /// The files of an OCI image.
    ImageSource "ImageVolumeSource" {
        reference "reference": &'a str,
        pull_policy "pullPolicy": &'a str,
    }

    /// An NFS share. Nothing authenticates the client but its address.
    Nfs "NFSVolumeSource" {
        server "server": &'a str,
        path "path": &'a str,
        read_only "readOnly": bool,
    }

    /// A git repository that the kubelet clones, as root.
    GitRepo "GitRepoVolumeSource" {
        repository "repository": &'a str,
        revision "revision": &'a str,
        directory "directory": &'a str,
    }

    /// A volume of a driver installed on the node.
    FlexVolume "FlexVolumeSource" {
        driver "driver": &'a str,
        options "options": StrMap<'a>,
        secret_ref "secretRef": NameRef<'a>,
        read_only "readOnly": bool,
    }

    /// An Azure file share.
    AzureFile "AzureFileVolumeSource" {
        secret_name "secretName": &'a str,
        share_name "shareName": &'a str,
        read_only "readOnly": bool,
    }
}

impl<'a> Volume<'a> {
    /// The token for the API server that it shows, if it does: one for nobody else.
    #[must_use]
    pub fn api_token(self) -> Option<Node<'a>> {
        let sources = self.projected().then(Projected::sources);
        sources.iter().find_map(|source| {
            let token = source.service_account_token();
            let is_for_api =
                token.is_set() && token.then(TokenProjection::audience).or("").is_empty();
            is_for_api.then(|| token.node())
        })
    }

    /// The Secrets it shows.
    #[must_use]
    pub fn secret_names(self) -> Vec<&'a str> {
        let own = self.secret().then(SecretSource::secret_name).get();
        let projected = self.projected().then(Projected::sources).iter();
        let projected =
            projected.filter_map(|source| source.secret().then(ObjectProjection::name).get());
        own.into_iter().chain(projected).collect()
    }

    /// The keys and values of its sources. Usually one; none means `emptyDir`, as `SetDefaults_Volume`
    /// has it. Keys the API does not know are no sources: the API server drops them.
    pub fn sources(self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        self.node().entries().filter(|(key, value)| {
            key.text() != "name" && reads::<Self>(key.text()) && !value.is_null()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    #[test]
    fn sources_are_the_keys_the_api_knows() {
        for (text, wanted) in [
            ("{name: a}", ""),
            ("{name: a, hostPath: {path: /}}", "hostPath"),
            ("{name: a, hostPath: null, emptyDir: {}}", "emptyDir"),
            ("{name: a, cephfs: {monitors: []}}", "cephfs"),
            ("{name: a, hostpath: {path: /}}", ""),
        ] {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let volume = Volume::from_node(document.root()).expect("a mapping");
            let sources: Vec<_> = volume.sources().map(|(key, _)| key.text()).collect();
            assert_eq!(sources.concat(), wanted, "{text}");
        }
    }
}
