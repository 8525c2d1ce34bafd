//! From the files of two states to what changed between them.

use crate::analyze::report_of;
use crate::facts::Facts;
use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::registry::Selection;
use crate::report::diff::{self, ConnectionChange, Diff, RightsChanges};
use crate::report::paths::{self, PathsQuery};
use crate::report::reach::too_many;
use crate::report::v1::Report;

/// Two inputs held against each other.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The report of the earlier one.
    pub before: Report,
    /// The report of the later one.
    pub after: Report,
    /// What changed.
    pub diff: Diff,
}

/// All that changed from one input to another: findings and verdicts, connections, rights and ends of attack
/// paths. Of more connections than `limits.connections` none are compared, which [`Diff::not_compared`] says.
///
/// # Errors
/// Options that cannot be taken: an unknown rule, a path given twice.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, compare};
///
/// let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {hostNetwork: true}}";
/// let before = Input::from_iter([("pod.yaml", pod)]);
/// let after = Input::from_iter([("pod.yaml", pod.replace("true", "false"))]);
/// let diff = compare(&before, &after, &Options::default())?.diff;
/// assert!(diff.fixed.iter().any(|finding| finding.rule == "host-network"));
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn compare(
    before: &Input,
    after: &Input,
    options: &Options,
) -> Result<Comparison, OptionsError> {
    let selection = Selection::of(options)?;
    let (before, after) =
        (Reading::of(before, options.limits)?, Reading::of(after, options.limits)?);
    let (was, is) = (Side::of(&before, options), Side::of(&after, options));
    let report = |side: &Side<'_>| report_of(side.reading, &side.facts, &selection);
    let (before, after) = (report(&was), report(&is));
    let diff = diff::diff(&before, &after).with_rights(rights(&was, &is)?);
    let diff = match connections(&was, &is) {
        Ok(connections) => diff.with_connections(connections),
        Err(error) => diff.without("connections", &error),
    };
    Ok(Comparison { before, after, diff })
}

/// What bindings give to somebody, and which ends attack paths reach, in one of two inputs and not in the other.
///
/// # Errors
/// A path given twice.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, diff_rights};
///
/// let binding = "
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: RoleBinding
/// metadata: {name: team, namespace: shop}
/// roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: team}
/// subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
/// ---
/// apiVersion: rbac.authorization.k8s.io/v1
/// kind: Role
/// metadata: {name: team, namespace: shop}
/// rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]
/// ";
/// let before = Input::from_iter([("rbac.yaml", binding)]);
/// let after = Input::from_iter([("rbac.yaml", binding.replace("[get]", "[get, delete]"))]);
/// let changes = diff_rights(&before, &after, &Options::default())?;
/// assert_eq!(changes.permissions[0].gained[0].verbs, ["delete"]);
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn diff_rights(
    before: &Input,
    after: &Input,
    options: &Options,
) -> Result<RightsChanges, OptionsError> {
    let (before, after) =
        (Reading::of(before, options.limits)?, Reading::of(after, options.limits)?);
    rights(&Side::of(&before, options), &Side::of(&after, options))
}

/// The connections that surely pass in one of two inputs and not in the other, or on other ports.
///
/// # Errors
/// A path given twice, or more connections than `limits.connections`.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, diff_connections};
///
/// let pods = "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: web, namespace: shop}
/// ---
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: db, namespace: shop}
/// ";
/// let policy = "
/// apiVersion: networking.k8s.io/v1
/// kind: NetworkPolicy
/// metadata: {name: default-deny, namespace: shop}
/// spec: {podSelector: {}, policyTypes: [Ingress]}
/// ";
/// let before = Input::from_iter([("pods.yaml", pods)]);
/// let after = Input::from_iter([("pods.yaml", pods), ("policy.yaml", policy)]);
/// let changes = diff_connections(&before, &after, &Options::default())?;
/// assert!(changes.iter().all(|change| change.change == "lost"));
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn diff_connections(
    before: &Input,
    after: &Input,
    options: &Options,
) -> Result<Vec<ConnectionChange>, OptionsError> {
    let (before, after) =
        (Reading::of(before, options.limits)?, Reading::of(after, options.limits)?);
    connections(&Side::of(&before, options), &Side::of(&after, options))
}

/// One of two inputs, as it was read.
struct Side<'a> {
    reading: &'a Reading,
    facts: Facts<'a>,
}

impl<'a> Side<'a> {
    fn of(reading: &'a Reading, options: &'a Options) -> Self {
        Self { reading, facts: reading.facts(options) }
    }
}

fn rights(before: &Side<'_>, after: &Side<'_>) -> Result<RightsChanges, OptionsError> {
    let all = PathsQuery::default();
    let of = |side: &Side<'_>| paths::paths(&side.facts, &side.reading.files, &all);
    Ok(RightsChanges {
        permissions: diff::permissions(before.facts.rbac(), after.facts.rbac()),
        paths: diff::paths(&of(before)?, &of(after)?),
    })
}

fn connections<'a>(
    before: &Side<'a>,
    after: &Side<'a>,
) -> Result<Vec<ConnectionChange>, OptionsError> {
    for side in [before, after] {
        let (network, limit) = (side.facts.network(), side.facts.options.limits.connections);
        let mut all = 0_u64;
        network.each_reach(|src, dst, _| {
            all = all.saturating_add(src.each().count() as u64 * dst.each().count() as u64);
        });
        if all > u64::from(limit) {
            return Err(too_many(all, limit));
        }
    }
    Ok(diff::connections(before.facts.network(), after.facts.network()))
}
