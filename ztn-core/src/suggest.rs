//! From files to the policies that they ask for.

use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::report::suggest::rbac::{self, RbacSuggestion, SuggestRbacQuery};
use crate::report::suggest::{self, NetworkSuggestion};

/// NetworkPolicies that allow the connections which the manifests themselves declare, and deny all others:
/// for these namespaces, or, of none, for all but those of the cluster itself. With the proof: they are
/// evaluated again, and what is missing or beside is told.
///
/// # Errors
/// A path given twice, or a namespace without workloads.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, suggest_network};
///
/// let input = Input::from_iter([("shop.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: web, namespace: shop, labels: {app: web}}
/// spec: {containers: [{name: web, env: [{name: DB, value: 'db:5432'}]}]}
/// ---
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: db, namespace: shop, labels: {app: db}}
/// ---
/// apiVersion: v1
/// kind: Service
/// metadata: {name: db, namespace: shop}
/// spec: {selector: {app: db}, ports: [{port: 5432}]}
/// ")]);
/// let suggestion = suggest_network(&input, &Options::default(), &[])?;
/// assert_eq!(suggestion.connections[0].because[0].text, "`DB` of container `web` names `db:5432`");
/// assert!(suggestion.proof.missing.is_empty());
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn suggest_network(
    input: &Input,
    options: &Options,
    namespaces: &[String],
) -> Result<NetworkSuggestion, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    suggest::network(&reading.cluster, &reading.files, options, namespaces)
}

/// The smallest roles that allow what somebody asked of the API server, by its audit logs: JSON lines of
/// `audit.k8s.io/v1`, lists of such records, or a log with other lines between. With the proof: the roles are asked
/// for every request again. `input` says what gives rights today, and what the roles take away; it may be empty.
///
/// # Errors
/// A path given twice, a subject that is nobody, or logs without a request of it.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, SuggestRbacQuery, suggest_rbac};
///
/// let logs = Input::from_iter([("audit.log", r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"get","user":{"username":"system:serviceaccount:shop:web"},"objectRef":{"resource":"configmaps","namespace":"shop","name":"prices","apiVersion":"v1"},"responseStatus":{"code":200}}"#)]);
/// let query = SuggestRbacQuery::new("sa:shop/web");
/// let suggestion = suggest_rbac(&logs, &Input::new(), &Options::default(), &query)?;
/// assert!(suggestion.yaml.contains("resourceNames: [prices]"));
/// assert!(suggestion.proof.missing.is_empty() && suggestion.proof.beside.is_empty());
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn suggest_rbac(
    logs: &Input,
    input: &Input,
    options: &Options,
    query: &SuggestRbacQuery,
) -> Result<RbacSuggestion, OptionsError> {
    let logs = logs.sorted()?;
    let reading = Reading::of(input, options.limits)?;
    rbac::rbac(&reading.facts(options), &reading.files, &logs, query)
}
