//! Pods against the Pod Security Standards.

use crate::input::Input;
use crate::options::{Options, OptionsError};
use crate::reading::Reading;
use crate::report::pod_security::{self, PodSecurityEvaluation, PodSecurityQuery};

/// Which workloads of `input` keep a level of the Pod Security Standards, as the API server's admission plugin
/// would decide, with the checks that the others fail.
///
/// Labels and exemptions are not looked at: every pod template is held against the level that is asked for.
///
/// # Errors
/// A path given twice, or a version that there is not.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, PodSecurityQuery, pod_security};
///
/// let input = Input::from_iter([("agent.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: agent}
/// spec: {hostNetwork: true, containers: [{name: agent, image: agent}]}
/// ")]);
/// let query = PodSecurityQuery::parse("baseline:v1.30")?;
/// let answer = pod_security(&input, &Options::default(), &query)?;
/// assert_eq!(answer.workloads[0].violations[0].text, "host namespaces (hostNetwork=true)");
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn pod_security(
    input: &Input,
    options: &Options,
    query: &PodSecurityQuery,
) -> Result<PodSecurityEvaluation, OptionsError> {
    let reading = Reading::of(input, options.limits)?;
    pod_security::evaluate(&reading.facts(options), &reading.files, query)
}
