//! Namespaces, and the labels by which they choose Pod Security Standards.

use super::field::Field;
use super::meta::Metadata;
use super::view::{List, field, view};
use crate::parse::Node;

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

/// The label that the API server gives every namespace: its name, whatever the manifest says.
pub const NAME_LABEL: &str = "kubernetes.io/metadata.name";

const POD_SECURITY: &str = "pod-security.kubernetes.io/";

/// What Pod Security Admission does with a pod that does not keep a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurityMode {
    /// Refuses it.
    Enforce,
    /// Notes it in the audit log.
    Audit,
    /// Tells whoever sends it.
    Warn,
}

impl PodSecurityMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Enforce, Self::Audit, Self::Warn];

    /// Its label, after the prefix.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Audit => "audit",
            Self::Warn => "warn",
        }
    }
}

impl<'a> Namespace<'a> {
    /// The standard it chooses for `mode`, as it is written.
    #[must_use]
    pub fn pod_security(self, mode: PodSecurityMode) -> Field<'a, &'a str> {
        self.label(&format!("{POD_SECURITY}{}", mode.label()))
    }

    /// The version of that standard, as it is written. Left out: the latest.
    #[must_use]
    pub fn pod_security_version(self, mode: PodSecurityMode) -> Field<'a, &'a str> {
        self.label(&format!("{POD_SECURITY}{}-version", mode.label()))
    }

    /// The keys of labels that look like Pod Security Admission's and are not: nothing reads them. Each
    /// with what follows the prefix.
    pub fn unread_pod_security_labels(self) -> impl Iterator<Item = (Node<'a>, &'a str)> {
        let labels = self.metadata().then(Metadata::labels).get();
        let keys =
            labels.into_iter().flat_map(|labels| labels.node().entries()).map(|(key, _)| key);
        keys.filter_map(|key| Some((key, key.text().strip_prefix(POD_SECURITY)?))).filter(
            |(_, name)| {
                let mode = name.strip_suffix("-version").unwrap_or(name);
                PodSecurityMode::ALL.iter().all(|known| known.label() != mode)
            },
        )
    }

    /// Is it one of the cluster's own: `kube-system`, `kube-public`, `kube-node-lease`?
    #[must_use]
    pub fn is_system(self) -> bool {
        is_system_namespace(self.metadata().then(Metadata::name).or(""))
    }

    /// A label; where there are no labels, missing from the name, which is the nearest thing to point at.
    pub(super) fn label(self, key: &str) -> Field<'a, &'a str> {
        let labels = self.metadata().then(Metadata::labels);
        let found = labels.then(|labels| field(labels.node(), key));
        if found.is_absent() && found.key().is_none() {
            return Field::absent(self.metadata().then(Metadata::name).node());
        }
        found
    }
}

/// Is this one of the cluster's own namespaces?
#[must_use]
pub fn is_system_namespace(name: &str) -> bool {
    name.starts_with("kube-")
}

/// Is `version` one that Pod Security Admission takes: `latest`, or `v1.` and a number without a leading
/// zero?
#[must_use]
pub fn is_pod_security_version(version: &str) -> bool {
    let is_minor = |minor: &str| {
        !minor.is_empty()
            && minor.bytes().all(|byte| byte.is_ascii_digit())
            && (minor == "0" || !minor.starts_with('0'))
    };
    version == "latest" || version.strip_prefix("v1.").is_some_and(is_minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    #[test]
    fn versions_are_those_that_admission_takes() {
        for good in ["latest", "v1.0", "v1.30"] {
            assert!(is_pod_security_version(good), "{good}");
        }
        for bad in ["1.30", "v1.030", "v1.30.1", "v2.0", "Latest", "v1.", ""] {
            assert!(!is_pod_security_version(bad), "{bad}");
        }
    }

    #[test]
    fn labels_that_nothing_reads_are_told_from_those_of_the_modes() {
        let text = "
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforced: restricted
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/audit-version: latest
    pod-security.kubernetes.io/warn-versions: latest";
        let document = Document::parse(text, Limits::default()).expect("YAML");
        let namespace = Namespace::from_node(document.root()).expect("a mapping");
        let unread: Vec<_> = namespace.unread_pod_security_labels().map(|(_, name)| name).collect();
        assert_eq!(unread, ["enforced", "warn-versions"]);
        assert!(namespace.pod_security(PodSecurityMode::Enforce).is("baseline"));
        assert!(namespace.pod_security_version(PodSecurityMode::Audit).is("latest"));
        assert!(namespace.pod_security(PodSecurityMode::Warn).is_absent());
        assert!(!namespace.is_system());
    }
}
