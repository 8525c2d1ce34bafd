//! From files to who may do what.

use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::report::access::{
    self, Can, CanQuery, Permissions, PermissionsQuery, WhoCan, WhoCanQuery,
};
use crate::report::paths::{self, AttackPaths, PathsQuery};

/// May somebody do something, by the roles and bindings in `input`, and what lets them?
///
/// Of a part of a cluster the answer is yes or unknown: another binding may be elsewhere.
///
/// # Errors
/// A path given twice, or a query that names nobody or no resource.
///
/// # Example
/// ```
/// use ztn_core::{CanQuery, Input, Options, can};
///
/// let input = Input::from_iter([("rbac.yaml", "
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: RoleBinding
/// metadata: {name: developers, namespace: shop}
/// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
/// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}]
/// ")]);
/// let query = CanQuery::new("group:developers", "create", "pods/exec").in_namespace("shop");
/// let answer = can(&input, &Options::default(), &query)?;
/// assert_eq!(answer.decision.name(), "yes");
/// let binding = &answer.chains[0].steps[0];
/// assert_eq!(binding.text, "RoleBinding `shop/developers` names group `developers`");
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn can(input: &Input, options: &Options, query: &CanQuery) -> Result<Can, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    access::can(&reading.facts(options), &reading.files, query)
}

/// Everybody who may do something, by the roles and bindings in `input`, each with what lets them.
///
/// # Errors
/// As [`can`].
pub fn who_can(
    input: &Input,
    options: &Options,
    query: &WhoCanQuery,
) -> Result<WhoCan, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    access::who_can(&reading.facts(options), &reading.files, query)
}

/// All that somebody may do, by the roles and bindings in `input`: each right once, with what gives it.
///
/// # Errors
/// As [`can`].
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, PermissionsQuery, permissions};
///
/// let input = Input::from_iter([("rbac.yaml", "
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: RoleBinding
/// metadata: {name: team, namespace: shop}
/// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: team}
/// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
/// ---
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: Role
/// metadata: {name: team, namespace: shop}
/// rules:
/// - {apiGroups: [''], resources: [pods, secrets], verbs: [get]}
/// - {apiGroups: [''], resources: [secrets], resourceNames: [db], verbs: [get, update]}
/// ")]);
/// let held = permissions(&input, &Options::default(), &PermissionsQuery::new("group:team"))?;
/// let own = held.permissions.iter().filter(|held| held.permission.namespace.is_some());
/// let own: Vec<_> = own.map(|held| (held.permission.verbs.concat(), &*held.permission.resource)).collect();
/// assert_eq!(own, [("get".to_owned(), "pods"), ("get".to_owned(), "secrets"), ("update".to_owned(), "secrets")]);
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn permissions(
    input: &Input,
    options: &Options,
    query: &PermissionsQuery,
) -> Result<Permissions, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    access::permissions(&reading.facts(options), &reading.files, query)
}

/// How somebody becomes cluster-admin, reads all Secrets or takes a node, step by step, and the fewest changes
/// that would stop it.
///
/// # Errors
/// A path given twice, or a query whose beginning or end there is not.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, PathsQuery, paths};
///
/// let input = Input::from_iter([("ci.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: runner, namespace: ci}
/// spec: {serviceAccountName: runner, containers: [{name: runner, image: runner}]}
/// ---
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: ClusterRoleBinding
/// metadata: {name: runner}
/// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
/// subjects: [{kind: ServiceAccount, name: runner, namespace: ci}]
/// ")]);
/// let found = paths(&input, &Options::default(), &PathsQuery::default())?;
/// assert_eq!((found.paths[0].to.as_ref(), found.paths[0].steps.len()), ("cluster-admin", 2));
/// assert_eq!(found.cuts[0].changes.len(), 1);
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn paths(
    input: &Input,
    options: &Options,
    query: &PathsQuery,
) -> Result<AttackPaths, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    paths::paths(&reading.facts(options), &reading.files, query)
}
