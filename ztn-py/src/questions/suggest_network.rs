//! `suggest_network`

use crate::question::question;

question! {
    /// Write NetworkPolicies that allow the connections which the manifests declare, and nothing else.
    ///
    /// They are evaluated again: `proof` says what is missing and what is allowed beside what was declared. `namespaces`
    /// get policies; without it, all but those of the cluster itself.
    ///
    /// >>> import ztn
    /// >>> files = {"shop.yaml": """
    /// ... apiVersion: v1
    /// ... kind: Pod
    /// ... metadata: {name: web, namespace: shop, labels: {app: web}}
    /// ... spec: {containers: [{name: web, env: [{name: DB, value: 'db:5432'}]}]}
    /// ... ---
    /// ... {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}}
    /// ... ---
    /// ... apiVersion: v1
    /// ... kind: Service
    /// ... metadata: {name: db, namespace: shop}
    /// ... spec: {selector: {app: db}, ports: [{port: 5432}]}
    /// ... """}
    /// >>> suggestion = ztn.analyze(files).suggest_network(["shop"])
    /// >>> suggestion["connections"][0]["because"][0]["text"], suggestion["proof"]["missing"]
    /// ('`DB` of container `web` names `db:5432`', [])
    suggest_network = "suggest-network" () [namespaces]
}
