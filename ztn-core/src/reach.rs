//! From files to connections.

use crate::engine::network::Network;
use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::report::diff::{ConnectionChange, connections};
use crate::report::reach::{self, Compat, Reach, ReachQuery};

/// Who can reach whom, as the policies in `input` have it: every pair, or the pair that is asked for.
///
/// # Errors
/// A path given twice, or an end of the query that is not in the input.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, ReachQuery, reach};
///
/// let input = Input::from_iter([("shop.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: web, namespace: shop}
/// ---
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: db, namespace: shop}
/// ---
/// apiVersion: networking.k8s.io/v1
/// kind: NetworkPolicy
/// metadata: {name: default-deny, namespace: shop}
/// spec: {podSelector: {}, policyTypes: [Ingress]}
/// ")]);
/// let query = ReachQuery::pair("shop/web", "shop/db");
/// let answer = reach(&input, &Options::default(), &query)?.answer.unwrap();
/// assert_eq!(answer.decision.name(), "denied");
/// assert_eq!(answer.because[1].text, "NetworkPolicy `shop/default-deny` selects it for Ingress");
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn reach(input: &Input, options: &Options, query: &ReachQuery) -> Result<Reach, OptionsError> {
    let Reading { cluster, files, .. } = &Reading::of(input, options.limits)?;
    let network = match query.compat {
        None => Network::new(cluster, options),
        Some(Compat::NetpolAnalyzer) => Network::as_netpol_analyzer(cluster, options),
    };
    reach::reach(&network, cluster, files, options, query)
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
    let (before, after) =
        (Network::new(&before.cluster, options), Network::new(&after.cluster, options));
    for network in [&before, &after] {
        let mut all = 0_u64;
        network.each_reach(|src, dst, _| {
            all = all.saturating_add(src.each().count() as u64 * dst.each().count() as u64);
        });
        if all > u64::from(options.limits.connections) {
            return Err(reach::too_many(all, options.limits.connections));
        }
    }
    Ok(connections(&before, &after))
}
