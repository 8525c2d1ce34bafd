//! Ways from a view to a field that may not be there, for fixes that write it.

/// The keys from a mapping to a field in it.
pub type Path = &'static [&'static str];

/// From a container.
pub mod container {
    use super::Path;

    /// Whether it may gain privileges.
    pub const ALLOW_PRIVILEGE_ESCALATION: Path = &["securityContext", "allowPrivilegeEscalation"];
    /// Whether its own image is read-only.
    pub const READ_ONLY_ROOT_FILESYSTEM: Path = &["securityContext", "readOnlyRootFilesystem"];
    /// Whether it is refused to run as root.
    pub const RUN_AS_NON_ROOT: Path = &["securityContext", "runAsNonRoot"];
    /// Which system calls it may make.
    pub const SECCOMP_TYPE: Path = &["securityContext", "seccompProfile", "type"];
}

/// From the metadata of an object.
pub mod metadata {
    use super::Path;

    /// The Pod Security Standard that a namespace enforces.
    pub const ENFORCE: Path = &["labels", "pod-security.kubernetes.io/enforce"];
}

/// The level of a rule of an audit policy.
pub const AUDIT_LEVEL: &str = "level";

#[cfg(test)]
mod tests {
    use super::container;
    use crate::model::FromNode;
    use crate::model::container::Container;
    use crate::model::view::Shape;

    #[test]
    fn every_path_leads_to_a_field_of_the_api() {
        for path in [
            container::ALLOW_PRIVILEGE_ESCALATION,
            container::READ_ONLY_ROOT_FILESYSTEM,
            container::RUN_AS_NON_ROOT,
            container::SECCOMP_TYPE,
        ] {
            let mut shape = Container::SHAPE;
            for key in path {
                let Shape::View(view) = shape else { panic!("{path:?}: `{key}` is in no object") };
                let field = view.fields.iter().find(|field| field.key == *key);
                shape = field.unwrap_or_else(|| panic!("{path:?}: no `{key}`")).shape;
            }
        }
    }
}
