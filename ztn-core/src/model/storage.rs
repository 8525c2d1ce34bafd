//! Persistent volumes and claims.

use super::ingress::TypedRef;
use super::meta::{LabelSelector, Metadata};
use super::scheduling::NodeSelector;
use super::service_account::ObjectRef;
use super::view::{List, Map, Quantity, StrMap, view};
use super::volume::{HostPath, Nfs};

view! {
    /// Storage of the cluster.
    PersistentVolume "PersistentVolume" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PersistentVolumeSpec<'a>,
    }

    /// `spec` of a PersistentVolume: one source and how it may be used.
    PersistentVolumeSpec "PersistentVolumeSpec" {
        host_path "hostPath": HostPath<'a>,
        local "local": LocalVolume<'a>,
        csi "csi": CsiVolume<'a>,
        nfs "nfs": Nfs<'a>,
        /// The claim it is bound to, or kept for.
        claim_ref "claimRef": ObjectRef<'a>,
        capacity "capacity": Map<'a, Quantity<'a>>,
        access_modes "accessModes": List<'a, &'a str>,
        /// Left out: `Filesystem`.
        volume_mode "volumeMode": &'a str,
        storage_class_name "storageClassName": &'a str,
        persistent_volume_reclaim_policy "persistentVolumeReclaimPolicy": &'a str,
        mount_options "mountOptions": List<'a, &'a str>,
        node_affinity "nodeAffinity": VolumeNodeAffinity<'a>,
    }

    /// A disk, partition or directory of one node.
    LocalVolume "LocalVolumeSource" {
        path "path": &'a str,
        fs_type "fsType": &'a str,
    }

    /// A volume of a storage driver.
    CsiVolume "CSIPersistentVolumeSource" {
        driver "driver": &'a str,
        volume_handle "volumeHandle": &'a str,
        read_only "readOnly": bool,
        fs_type "fsType": &'a str,
        volume_attributes "volumeAttributes": StrMap<'a>,
        node_publish_secret_ref "nodePublishSecretRef": SecretRef<'a>,
        node_stage_secret_ref "nodeStageSecretRef": SecretRef<'a>,
    }

    /// Names a Secret of any namespace.
    SecretRef "SecretReference" {
        namespace "namespace": &'a str,
        name "name": &'a str,
    }

    /// The nodes a volume can be reached from.
    VolumeNodeAffinity "VolumeNodeAffinity" {
        required "required": NodeSelector<'a>,
    }

    /// A request for storage by a namespace.
    PersistentVolumeClaim "PersistentVolumeClaim" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PersistentVolumeClaimSpec<'a>,
    }

    /// `spec` of a PersistentVolumeClaim.
    PersistentVolumeClaimSpec "PersistentVolumeClaimSpec" {
        access_modes "accessModes": List<'a, &'a str>,
        resources "resources": VolumeResources<'a>,
        selector "selector": LabelSelector<'a>,
        /// Left out: the default class of the cluster. Empty: no class.
        storage_class_name "storageClassName": &'a str,
        /// Left out: `Filesystem`.
        volume_mode "volumeMode": &'a str,
        volume_name "volumeName": &'a str,
        data_source "dataSource": TypedRef<'a>,
        data_source_ref "dataSourceRef": NamespacedTypedRef<'a>,
    }

    /// How much storage.
    VolumeResources "VolumeResourceRequirements" {
        limits "limits": Map<'a, Quantity<'a>>,
        requests "requests": Map<'a, Quantity<'a>>,
    }

    /// Names an object, possibly of another namespace.
    NamespacedTypedRef "TypedObjectReference" {
        api_group "apiGroup": &'a str,
        kind "kind": &'a str,
        namespace "namespace": &'a str,
        name "name": &'a str,
    }
}
