//! `reach`

use crate::question::question;

question! {
    /// Say who can reach whom, as the policies have it: every pair, or what is asked for.
    ///
    /// `src` and `dst` are `namespace/name`, `namespace/name[Kind]`, an address or a CIDR block. Of one pair the answer
    /// is `allowed`, `denied`, `partly` or `unknown`, with what decides it. `why` says so of every connection, `exposure`
    /// what a pod that is not written yet could open, `isolation` which workloads are isolated, `blast` all that one
    /// workload reaches, step by step.
    ///
    /// >>> import ztn
    /// >>> files = {"shop.yaml": """
    /// ... {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}
    /// ... ---
    /// ... {apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop}}
    /// ... ---
    /// ... apiVersion: networking.k8s.io/v1
    /// ... kind: NetworkPolicy
    /// ... metadata: {name: default-deny, namespace: shop}
    /// ... spec: {podSelector: {}, policyTypes: [Ingress]}
    /// ... """}
    /// >>> answer = ztn.analyze(files).reach("shop/web", "shop/db", 5432)["answer"]
    /// >>> answer["decision"], answer["because"][1]["text"]
    /// ('denied', 'NetworkPolicy `shop/default-deny` selects it for Ingress')
    /// >>> ztn.reach(files, dst="shop/web")["edges"]
    /// []
    reach = "reach" () [src, dst, port] {protocol, why, exposure, isolation, blast, compat}
}
