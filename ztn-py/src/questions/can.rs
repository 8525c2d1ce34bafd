//! `can`

use crate::question::question;

question! {
    /// Say whether somebody may do something, by the roles and bindings that there are, and what lets them.
    ///
    /// `subject` is `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server sees it;
    /// `resource` is `pods`, `pods/exec`, `widgets.example.com`, or a path such as `/metrics`. The answer is `yes`, `no`,
    /// or `unknown` where a binding may be elsewhere.
    ///
    /// >>> import ztn
    /// >>> files = {"rbac.yaml": """
    /// ... apiVersion: rbac.authorization.k8s.io/v1
    /// ... kind: RoleBinding
    /// ... metadata: {name: developers, namespace: shop}
    /// ... roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
    /// ... subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}]
    /// ... """}
    /// >>> answer = ztn.analyze(files).can("group:developers", "create", "pods/exec", namespace="shop")
    /// >>> answer["decision"], answer["chains"][0]["steps"][0]["text"]
    /// ('yes', 'RoleBinding `shop/developers` names group `developers`')
    /// >>> ztn.can(files, "jane", "get", "secrets", namespace="shop", groups=["developers"])["decision"]
    /// 'yes'
    can = "can" (subject, verb, resource) [] {groups, name, namespace}
}
