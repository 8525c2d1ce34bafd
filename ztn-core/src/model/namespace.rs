//! Namespaces.

use super::meta::Metadata;
use super::view::{List, view};

view! {
    /// A namespace. Its labels choose policies; its API has little else.
    Namespace "Namespace" {
        metadata "metadata": Metadata<'a>,
        spec "spec": NamespaceSpec<'a>,
        status "status": NamespaceStatus<'a>,
    }

    /// `spec` of a Namespace.
    NamespaceSpec "NamespaceSpec" {
        finalizers "finalizers": List<'a, &'a str>,
    }

    /// `status` of a Namespace.
    NamespaceStatus "NamespaceStatus" {
        phase "phase": &'a str,
    }
}
