//! `paths`

use crate::question::question;

question! {
    /// Say how somebody becomes cluster-admin, reads all Secrets or takes a node, and the fewest changes that stop it.
    ///
    /// `from_` is a workload as `namespace/name`, `user:NAME`, `group:NAME` or `serviceaccount:NAMESPACE/NAME`; without it
    /// each workload is a beginning. `to` is `cluster-admin`, `all-secrets`, `node` or `cloud`; without it any of them is an end.
    ///
    /// >>> import ztn
    /// >>> files = {"ci.yaml": """
    /// ... apiVersion: v1
    /// ... kind: Pod
    /// ... metadata: {name: runner, namespace: ci}
    /// ... spec: {serviceAccountName: runner, containers: [{name: runner, image: runner}]}
    /// ... ---
    /// ... apiVersion: rbac.authorization.k8s.io/v1
    /// ... kind: ClusterRoleBinding
    /// ... metadata: {name: runner}
    /// ... roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    /// ... subjects: [{kind: ServiceAccount, name: runner, namespace: ci}]
    /// ... """}
    /// >>> found = ztn.analyze(files).paths("ci/runner", "cluster-admin")
    /// >>> [step["gains"] for step in found["paths"][0]["steps"]]
    /// ['service account `runner` of namespace `ci`', 'cluster-admin']
    /// >>> found["cuts"][0]["changes"][0]["object"]["kind"]
    /// 'ClusterRoleBinding'
    paths = "paths" () [from_, to]
}
