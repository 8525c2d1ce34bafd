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

/// From the `spec` of a pod.
pub mod pod {
    use super::Path;

    /// Which name servers it asks.
    pub const DNS_POLICY: Path = &["dnsPolicy"];
}

/// From a `volumeMount` of a container.
pub mod volume_mount {
    use super::Path;

    /// Nothing is written there.
    pub const READ_ONLY: Path = &["readOnly"];
}

/// From the `spec` of a Service.
pub mod service {
    use super::Path;

    /// Whether its load balancer needs ports of the nodes.
    pub const ALLOCATE_NODE_PORTS: Path = &["allocateLoadBalancerNodePorts"];
}

/// From the `spec` of a NetworkPolicy.
pub mod network_policy {
    use super::Path;

    /// Which directions it is for.
    pub const POLICY_TYPES: Path = &["policyTypes"];
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
    use super::{container, network_policy, pod, service};
    use crate::model::FromNode;
    use crate::model::container::Container;
    use crate::model::network_policy::NetworkPolicySpec;
    use crate::model::pod::PodSpec;
    use crate::model::service::ServiceSpec;
    use crate::model::view::Shape;

    #[test]
    fn every_path_leads_to_a_field_of_the_api() {
        for (view, path) in [
            (Container::SHAPE, container::ALLOW_PRIVILEGE_ESCALATION),
            (Container::SHAPE, container::READ_ONLY_ROOT_FILESYSTEM),
            (Container::SHAPE, container::RUN_AS_NON_ROOT),
            (Container::SHAPE, container::SECCOMP_TYPE),
            (PodSpec::SHAPE, pod::DNS_POLICY),
            (ServiceSpec::SHAPE, service::ALLOCATE_NODE_PORTS),
            (NetworkPolicySpec::SHAPE, network_policy::POLICY_TYPES),
        ] {
            let mut shape = view;
            for key in path {
                let Shape::View(view) = shape else { panic!("{path:?}: `{key}` is in no object") };
                let field = view.fields.iter().find(|field| field.key == *key);
                shape = field.unwrap_or_else(|| panic!("{path:?}: no `{key}`")).shape;
            }
        }
    }
}
