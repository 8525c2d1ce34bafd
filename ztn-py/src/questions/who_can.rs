//! `who_can`

use crate::question::question;

question! {
    /// Say who may do something, by the roles and bindings that there are, each with what lets them.
    ///
    /// `resource` is `pods`, `pods/exec`, `widgets.example.com`, or a path such as `/metrics`. What is given in all
    /// namespaces is not listed for each.
    ///
    /// >>> import ztn
    /// >>> files = {"rbac.yaml": """
    /// ... apiVersion: rbac.authorization.k8s.io/v1
    /// ... kind: ClusterRoleBinding
    /// ... metadata: {name: ci}
    /// ... roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    /// ... subjects: [{kind: ServiceAccount, name: runner, namespace: ci}]
    /// ... """}
    /// >>> subjects = [grant["subject"] for grant in ztn.analyze(files).who_can("get", "secrets")["grants"]]
    /// >>> [subject["name"] for subject in subjects if subject.get("namespace") == "ci"]
    /// ['runner']
    who_can = "who-can" (verb, resource) [] {name, namespace}
}
