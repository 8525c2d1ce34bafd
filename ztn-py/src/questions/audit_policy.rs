//! `audit-policy`

use crate::question::question;

question! {
    /// Say what the audit policies record, as the API server would decide, and by which of their rules.
    ///
    /// With `verb` and `resource` it is one request: of `subject`, as `can` takes it, or else of whomever the least is
    /// recorded. Without them it is every request that has to be seen, each with how it stands.
    ///
    /// >>> import ztn
    /// >>> files = {"audit.yaml": """
    /// ... apiVersion: audit.k8s.io/v1
    /// ... kind: Policy
    /// ... rules:
    /// ... - {level: None, userGroups: ['system:serviceaccounts']}
    /// ... - {level: Metadata}
    /// ... """}
    /// >>> request = ztn.analyze(files).audit_policy("get", "secrets", namespace="shop")["policies"][0]["requests"][0]
    /// >>> request["who"], request["level"], request["rule"]["number"]
    /// ('a service account', 'None', 1)
    /// >>> ztn.audit_policy(files, "get", "secrets", subject="jane")["policies"][0]["requests"][0]["level"]
    /// 'Metadata'
    audit_policy = "audit-policy" () [verb, resource] {subject, groups, name, namespace}
}
