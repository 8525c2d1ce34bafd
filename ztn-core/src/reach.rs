//! From files to connections.

use crate::engine::network::Network;
use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
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
