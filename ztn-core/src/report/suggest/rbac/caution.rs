//! What the API server asks for beside the request, which no log tells.

use crate::engine::requests::{Request, RequestTarget};

const RBAC: &str = "rbac.authorization.k8s.io";

/// What to look at, in one clause each.
pub(super) fn of<'r>(requests: impl Iterator<Item = &'r Request>) -> Vec<String> {
    let (mut roles, mut bindings, mut signs) = (false, false, false);
    for request in requests {
        let RequestTarget::Resource { group, resource, .. } = &request.target else {
            continue;
        };
        let writes = matches!(request.verb.as_str(), "create" | "update" | "patch");
        match (group.as_str(), resource.as_str()) {
            (RBAC, "roles" | "clusterroles") => roles |= writes,
            (RBAC, "rolebindings" | "clusterrolebindings") => bindings |= writes,
            (
                "certificates.k8s.io",
                "certificatesigningrequests/approval" | "certificatesigningrequests/status",
            ) => signs |= writes,
            _ => {}
        }
    }
    let said = [
        (roles, "who writes roles has to hold each right in them, or `escalate` on roles"),
        (bindings, "who writes bindings has to hold each right they give, or `bind` on the role"),
        (
            signs,
            "who approves or signs certificates needs `approve` or `sign` on their signer, too",
        ),
    ];
    said.into_iter().filter(|(is_so, _)| *is_so).map(|(_, text)| text.to_owned()).collect()
}
