//! The resources of Kubernetes' own API groups.
//!
//! Source: `kubectl api-resources` of Kubernetes 1.37 and
//! <https://kubernetes.io/docs/reference/kubernetes-api/>.

/// A resource, as requests and roles name it.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// Its plural.
    pub name: &'static str,
    /// Its API groups, the current one first; `""` is the core group.
    pub groups: &'static [&'static str],
    /// Is it in a namespace?
    pub namespaced: bool,
}

const fn namespaced(name: &'static str, groups: &'static [&'static str]) -> Resource {
    Resource { name, groups, namespaced: true }
}

const fn beside(name: &'static str, groups: &'static [&'static str]) -> Resource {
    Resource { name, groups, namespaced: false }
}

const ADMISSION: &[&str] = &["admissionregistration.k8s.io"];
const APPS: &[&str] = &["apps", "extensions"];
const AUTHENTICATION: &[&str] = &["authentication.k8s.io"];
const AUTHORIZATION: &[&str] = &["authorization.k8s.io"];
const CERTIFICATES: &[&str] = &["certificates.k8s.io"];
const CORE: &[&str] = &[""];
const FLOW: &[&str] = &["flowcontrol.apiserver.k8s.io"];
const NETWORKING: &[&str] = &["networking.k8s.io"];
const RBAC: &[&str] = &["rbac.authorization.k8s.io"];
const RESOURCE: &[&str] = &["resource.k8s.io"];
const STORAGE: &[&str] = &["storage.k8s.io"];

/// Every resource of the table, by name.
#[rustfmt::skip]
pub const RESOURCES: &[Resource] = &[
    beside("apiservices", &["apiregistration.k8s.io"]),
    namespaced("bindings", CORE),
    beside("certificatesigningrequests", CERTIFICATES),
    beside("clusterrolebindings", RBAC),
    beside("clusterroles", RBAC),
    beside("clustertrustbundles", CERTIFICATES),
    beside("componentstatuses", CORE),
    namespaced("configmaps", CORE),
    namespaced("controllerrevisions", &["apps"]),
    namespaced("cronjobs", &["batch"]),
    beside("csidrivers", STORAGE),
    beside("csinodes", STORAGE),
    namespaced("csistoragecapacities", STORAGE),
    beside("customresourcedefinitions", &["apiextensions.k8s.io"]),
    namespaced("daemonsets", APPS),
    namespaced("deployments", APPS),
    beside("deviceclasses", RESOURCE),
    namespaced("endpoints", CORE),
    namespaced("endpointslices", &["discovery.k8s.io"]),
    namespaced("events", &["", "events.k8s.io"]),
    beside("flowschemas", FLOW),
    beside("groups", &["", "authentication.k8s.io"]),
    namespaced("horizontalpodautoscalers", &["autoscaling"]),
    beside("ingressclasses", NETWORKING),
    namespaced("ingresses", &["networking.k8s.io", "extensions"]),
    beside("ipaddresses", NETWORKING),
    namespaced("jobs", &["batch"]),
    namespaced("leases", &["coordination.k8s.io"]),
    namespaced("limitranges", CORE),
    namespaced("localsubjectaccessreviews", AUTHORIZATION),
    beside("mutatingadmissionpolicies", ADMISSION),
    beside("mutatingadmissionpolicybindings", ADMISSION),
    beside("mutatingwebhookconfigurations", ADMISSION),
    beside("namespaces", CORE),
    namespaced("networkpolicies", &["networking.k8s.io", "extensions"]),
    beside("nodes", CORE),
    namespaced("persistentvolumeclaims", CORE),
    beside("persistentvolumes", CORE),
    namespaced("poddisruptionbudgets", &["policy"]),
    namespaced("pods", CORE),
    namespaced("podtemplates", CORE),
    beside("priorityclasses", &["scheduling.k8s.io"]),
    beside("prioritylevelconfigurations", FLOW),
    namespaced("replicasets", APPS),
    namespaced("replicationcontrollers", CORE),
    namespaced("resourceclaims", RESOURCE),
    namespaced("resourceclaimtemplates", RESOURCE),
    namespaced("resourcequotas", CORE),
    beside("resourceslices", RESOURCE),
    namespaced("rolebindings", RBAC),
    namespaced("roles", RBAC),
    beside("runtimeclasses", &["node.k8s.io"]),
    namespaced("secrets", CORE),
    beside("selfsubjectaccessreviews", AUTHORIZATION),
    beside("selfsubjectreviews", AUTHENTICATION),
    beside("selfsubjectrulesreviews", AUTHORIZATION),
    namespaced("serviceaccounts", CORE),
    beside("servicecidrs", NETWORKING),
    namespaced("services", CORE),
    beside("signers", CERTIFICATES),
    namespaced("statefulsets", &["apps"]),
    beside("storageclasses", STORAGE),
    beside("subjectaccessreviews", AUTHORIZATION),
    beside("tokenreviews", AUTHENTICATION),
    beside("users", &["", "authentication.k8s.io"]),
    beside("validatingadmissionpolicies", ADMISSION),
    beside("validatingadmissionpolicybindings", ADMISSION),
    beside("validatingwebhookconfigurations", ADMISSION),
    beside("volumeattachments", STORAGE),
    beside("volumeattributesclasses", STORAGE),
];

/// The resource with this plural, without its subresource.
#[must_use]
pub fn resource(name: &str) -> Option<&'static Resource> {
    let plural = name.split('/').next().unwrap_or(name);
    let at = RESOURCES.binary_search_by(|resource| resource.name.cmp(plural)).ok()?;
    RESOURCES.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_found_by_its_plural() {
        assert!(RESOURCES.is_sorted_by_key(|resource| resource.name));
        assert!(resource("pods/exec").is_some_and(|pods| pods.namespaced && pods.groups == [""]));
        assert!(resource("pod").is_none());
    }
}
