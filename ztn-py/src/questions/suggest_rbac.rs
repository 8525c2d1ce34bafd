//! `suggest_rbac`

use crate::question::question;

question! {
    /// Write the smallest roles that allow what somebody asked of the API server, by its audit logs.
    ///
    /// `logs` are names and texts: JSON lines of `audit.k8s.io/v1`. The files say what gives rights today, and what the
    /// roles take away; there may be none. `names` is `stable`, which limits roles to objects by names that do not
    /// change, or `never`. The roles are asked for every request again: `proof` says what is missing.
    ///
    /// >>> import ztn
    /// >>> log = '{"kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": "1", "stage": "ResponseComplete", ' \
    /// ...     '"verb": "get", "user": {"username": "jane"}, "responseStatus": {"code": 200}, "objectRef": ' \
    /// ...     '{"resource": "pods", "namespace": "shop", "name": "db-0", "apiVersion": "v1"}}'
    /// >>> suggestion = ztn.suggest_rbac({}, "jane", {"audit.log": log})
    /// >>> "resourceNames: [db-0]" in suggestion["yaml"], suggestion["proof"]["missing"]
    /// (True, [])
    suggest_rbac = "suggest-rbac" (subject, logs) [] {names}
}
