//! Objects of others by which a controller makes namespaces that no file describes.

use super::object::Object;
use super::view::{FromNode, List, StrMap, view};

view! {
    /// A release of Flux or k3s, a repository of Fleet, a tenant of Capsule.
    Maker "NamespaceMaker" {
        spec "spec": MakerSpec<'a>,
        status "status": StrMap<'a>,
    }

    /// What these have in `spec`, whichever they are of.
    MakerSpec "NamespaceMakerSpec" {
        target_namespace "targetNamespace": &'a str,
        /// Of k3s.
        create_namespace "createNamespace": bool,
        /// Of Flux.
        install "install": Install<'a>,
    }

    /// A set of Applications of Argo CD.
    ApplicationSet "ApplicationSet" {
        spec "spec": ApplicationSetSpec<'a>,
    }

    /// `spec` of an ApplicationSet.
    ApplicationSetSpec "ApplicationSetSpec" {
        template "template": Application<'a>,
    }

    /// What Argo CD keeps as it is written, or the template of such.
    Application "Application" {
        spec "spec": ApplicationSpec<'a>,
    }

    /// `spec` of an Application.
    ApplicationSpec "ApplicationSpec" {
        destination "destination": Destination<'a>,
        sync_policy "syncPolicy": SyncPolicy<'a>,
    }

    /// The cluster and the namespace of an Application.
    Destination "ApplicationDestination" {
        namespace "namespace": &'a str,
    }

    /// How an Application is kept as it is written.
    SyncPolicy "SyncPolicy" {
        sync_options "syncOptions": List<'a, &'a str>,
    }

    /// How a HelmRelease is installed.
    Install "Install" {
        create_namespace "createNamespace": bool,
    }
}

/// The namespaces that an object makes a controller make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makes<'a> {
    /// None.
    Nothing,
    /// The one of this name.
    Named(&'a str),
    /// Some, of names that are not written.
    Unknown,
}

/// What an object of a kind that the model has no view of makes.
#[must_use]
pub fn namespaces_made_by(object: Object<'_>) -> Makes<'_> {
    let (node, type_) = (object.node(), object.type_meta());
    let maker = Maker::from_node(node);
    let spec = maker.and_then(|maker| maker.spec().get());
    let target_if = |creates: bool| {
        let target = spec.filter(|_| creates).and_then(|spec| spec.target_namespace().get());
        target.unwrap_or_default()
    };
    let made = match (type_.group(), type_.kind) {
        ("project.openshift.io", "Project" | "ProjectRequest")
        | ("hnc.x-k8s.io", "SubnamespaceAnchor")
        | ("tenancy.kiosk.sh", "Space")
        | ("cluster.open-cluster-management.io", "ManagedCluster") => object.name(),
        ("argoproj.io", "Application") => Application::from_node(node).map_or("", made_for),
        ("argoproj.io", "ApplicationSet") => {
            let set = ApplicationSet::from_node(node);
            let template = set.and_then(|set| set.spec().then(ApplicationSetSpec::template).get());
            template.map_or("", made_for)
        }
        ("helm.toolkit.fluxcd.io", "HelmRelease") => target_if(
            spec.is_some_and(|spec| spec.install().then(Install::create_namespace).is_true()),
        ),
        ("helm.cattle.io", "HelmChart") => {
            target_if(spec.is_some_and(|spec| spec.create_namespace().is_true()))
        }
        ("fleet.cattle.io", "GitRepo") => target_if(true),
        // Its owners make them, with names of their own; what they made is in its status.
        ("capsule.clastix.io", "Tenant")
            if maker.is_some_and(|maker| maker.status().is_absent()) =>
        {
            return Makes::Unknown;
        }
        _ => "",
    };
    match made {
        "" => Makes::Nothing,
        made if made.contains("{{") || made.contains("${") => Makes::Unknown,
        made => Makes::Named(made),
    }
}

/// Where Argo CD puts an Application, if it makes the namespace.
fn made_for(application: Application<'_>) -> &str {
    let Some(spec) = application.spec().get() else {
        return "";
    };
    let options = spec.sync_policy().then(SyncPolicy::sync_options);
    let creates = options.iter().any(|option| option == "CreateNamespace=true");
    let destination = spec.destination().then(Destination::namespace);
    if creates { destination.or("") } else { "" }
}
