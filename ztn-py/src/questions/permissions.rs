//! `permissions`

use crate::question::question;

question! {
    /// Say all that somebody may do, by the roles and bindings that there are: each right once, with what gives it.
    ///
    /// `subject` is `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server sees it.
    ///
    /// >>> import ztn
    /// >>> files = {"rbac.yaml": """
    /// ... apiVersion: rbac.authorization.k8s.io/v1
    /// ... kind: RoleBinding
    /// ... metadata: {name: team, namespace: shop}
    /// ... roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: team}
    /// ... subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
    /// ... ---
    /// ... apiVersion: rbac.authorization.k8s.io/v1
    /// ... kind: Role
    /// ... metadata: {name: team, namespace: shop}
    /// ... rules: [{apiGroups: [''], resources: [pods], verbs: [get, delete]}]
    /// ... """}
    /// >>> rights = [held["permission"] for held in ztn.analyze(files).permissions("group:team")["permissions"]]
    /// >>> [right["verbs"] for right in rights if right["resource"] == "pods"]
    /// [['get', 'delete']]
    permissions = "permissions" (subject) [] {groups}
}
