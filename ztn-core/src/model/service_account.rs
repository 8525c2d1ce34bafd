//! Service accounts.

use super::meta::Metadata;
use super::pod::NameRef;
use super::view::{List, field, view};
use super::{Cluster, Field, Object, Place, Workload};

view! {
    /// The identity pods run under.
    ServiceAccount "ServiceAccount" {
        metadata "metadata": Metadata<'a>,
        /// A pod's own setting goes before this one. Left out: `true`.
        automount_service_account_token "automountServiceAccountToken": bool,
        secrets "secrets": List<'a, ObjectRef<'a>>,
        image_pull_secrets "imagePullSecrets": List<'a, NameRef<'a>>,
    }

    /// Names another object.
    ObjectRef "ObjectReference" {
        api_version "apiVersion": &'a str,
        kind "kind": &'a str,
        namespace "namespace": &'a str,
        name "name": &'a str,
        uid "uid": &'a str,
    }
}

/// Annotations by which a provider gives its tokens an identity of the cloud.
const CLOUD_ROLES: &[&str] = &[
    "azure.workload.identity/client-id",
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
];

impl<'a> ServiceAccount<'a> {
    /// The annotation that gives it an identity of the cloud, by its key and with that identity.
    #[must_use]
    pub fn cloud_role(self) -> Option<(&'static str, Field<'a, &'a str>)> {
        let annotations = self.metadata().then(Metadata::annotations);
        CLOUD_ROLES.iter().find_map(|key| {
            let role = annotations.then(|annotations| field(annotations.node(), key));
            role.is_set().then_some((*key, role))
        })
    }
}

/// Are the pods of a workload given a token for the identity that this annotation of their service account names?
/// Azure's webhook looks for a label of theirs
/// (<https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html>).
#[must_use]
pub fn takes_cloud_role(workload: Workload<'_>, key: &str) -> bool {
    let labels = workload.metadata().then(Metadata::labels);
    !key.starts_with("azure.") || labels.value("azure.workload.identity/use") == Some("true")
}

/// That a pod gets a token, and where that is said.
#[derive(Clone, Copy)]
pub struct MountedToken<'a> {
    /// The pod's own setting; absent where it has none.
    pub field: Field<'a, bool>,
    /// The service account's, where it decides.
    pub account: Option<(Object<'a>, Field<'a, bool>)>,
}

/// The token that a pod gets without asking: the pod's own setting goes before the service account's, and
/// without either there is one.
#[must_use]
pub fn mounted_token<'a>(cluster: &'a Cluster, workload: Workload<'a>) -> Option<MountedToken<'a>> {
    let field = workload.spec().automount_service_account_token();
    if field.is_set() {
        return field.is_true().then_some(MountedToken { field, account: None });
    }
    let (namespace, name) = (workload.namespace(), workload.service_account_name());
    let mut accounts = cluster.named(super::Kind::ServiceAccount, namespace, name);
    let account =
        accounts.next().and_then(|object| Some((object, object.view::<ServiceAccount<'a>>()?)));
    let account =
        account.map(|(object, account)| (object, account.automount_service_account_token()));
    match account {
        Some((_, setting)) if setting.is_false() => None,
        account => {
            Some(MountedToken { field, account: account.filter(|(_, field)| field.is_set()) })
        }
    }
}

/// Where it is written that the pods of a workload have a token of their service account, if they have one: that
/// they get without asking, or one that they ask for.
#[must_use]
pub fn token_place<'a>(cluster: &'a Cluster, workload: Workload<'a>) -> Option<Place> {
    let object = workload.object();
    let projected = || workload.spec().volumes().iter().find_map(|volume| volume.api_token());
    match mounted_token(cluster, workload) {
        Some(token) => Some(Place::of(object, token.field)),
        None => projected().map(|volume| Place::of(object, volume)),
    }
}
