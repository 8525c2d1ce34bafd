//! Audit policies by themselves.

use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::report::audit_policy::{self, AuditPolicyEvaluation, AuditPolicyQuery};

/// An audit policy to begin with: it records every request that has to be seen, and no credential.
pub use crate::engine::audit::REFERENCE as REFERENCE_AUDIT_POLICY;

/// What the audit policies of `input` record, as the API server would decide: of one request, with the rule that
/// decides it, or of every request that has to be seen.
///
/// # Errors
/// A path given twice, or a query that names nobody or no resource.
///
/// # Example
/// ```
/// use ztn_core::{AuditPolicyQuery, Input, Options, audit_policy};
///
/// let input = Input::from_iter([("audit.yaml", "
/// apiVersion: audit.k8s.io/v1
/// kind: Policy
/// rules:
/// - {level: None, userGroups: ['system:serviceaccounts']}
/// - {level: Metadata}
/// ")]);
/// let query = AuditPolicyQuery::request("get", "secrets").in_namespace("shop");
/// let answer = audit_policy(&input, &Options::default(), &query)?;
/// let request = &answer.policies[0].requests[0];
/// assert_eq!(request.who, "a service account");
/// assert_eq!((&*request.level, request.rule.as_ref().map(|rule| rule.number)), ("None", Some(1)));
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn audit_policy(
    input: &Input,
    options: &Options,
    query: &AuditPolicyQuery,
) -> Result<AuditPolicyEvaluation, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    audit_policy::evaluate(&reading.facts(options), &reading.files, query)
}
