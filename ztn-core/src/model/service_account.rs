//! Service accounts.

use super::meta::Metadata;
use super::pod::NameRef;
use super::view::{List, view};

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
