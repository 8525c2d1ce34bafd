//! What the parts about versions hold on.

use super::{State, not_understood, unread};
use crate::data::vulnerabilities::AS_OF;
use crate::engine::builds::{self, ETCD, Lifetime, RUNTIMES};
use crate::engine::control_plane::Component;
use crate::engine::{Unknown, releases};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::options::Date;

/// The day, where everything that names a version is in the input and could be read.
fn day_of_all(facts: &Facts<'_>) -> Result<Date, State> {
    for evidence in [Evidence::Versions, Evidence::AsOf] {
        if !facts.has(evidence) {
            return Err(State::Unknown(Unknown::missing(evidence)));
        }
    }
    if !facts.whole_cluster() {
        return Err(State::Unknown(Unknown::partial(Evidence::Versions)));
    }
    facts.options.as_of.filter(|_| facts.all_read).ok_or_else(unread)
}

/// Whether every component is a supported release.
pub(super) fn supported(facts: &Facts<'_>) -> State {
    let as_of = match day_of_all(facts) {
        Ok(as_of) => as_of,
        Err(state) => return state,
    };
    let plane = facts.control_plane();
    let named = plane.versions().iter().map(|named| (named.version, named.provider));
    // What the caller says has no place in a file where a finding could be.
    let assumed = facts.options.kube_version.map(|version| (version, None));
    for (version, provider) in named.chain(assumed) {
        match releases::support(version, provider.or(plane.provider()), as_of) {
            None => return not_understood(format!("{version} is newer than ztn's calendar")),
            Some(support) if support.days_past > 0 => {
                let until = support.until;
                return not_understood(format!(
                    "{version}, as given, had its end of life on {until}"
                ));
            }
            Some(_) => {}
        }
    }
    let others = builds::builds(facts.cluster, plane);
    for build in others.iter().filter(|one| one.program == ETCD || RUNTIMES.contains(&one.program))
    {
        let text = build.text();
        match build.support(as_of) {
            Lifetime::Unknown => return not_understood(format!("ztn's calendar has no {text}")),
            Lifetime::Ended(_) if build.is_rebuilt => {
                return not_understood(format!("{text} has ended, and its maker may mend it"));
            }
            Lifetime::Ended(_) | Lifetime::Supported => {}
        }
    }
    State::Pass("every version named".to_owned())
}

/// Whether no component has a vulnerability of the list.
pub(super) fn vulnerabilities(facts: &Facts<'_>) -> State {
    let as_of = match day_of_all(facts) {
        Ok(as_of) => as_of,
        Err(state) => return state,
    };
    if let Some(made) = builds::stale_list(as_of) {
        return not_understood(format!("ztn's list of vulnerabilities is of {made}"));
    }
    let plane = facts.control_plane();
    if let Some(version) = facts.options.kube_version {
        match builds::is_vulnerable(version) {
            None => return not_understood(format!("{version}, as given, names no patch")),
            Some(true) => {
                return not_understood(format!("{version}, as given, has a known vulnerability"));
            }
            Some(false) => {}
        }
    }
    if let Some(named) = plane.versions().iter().find(|named| named.version.patch.is_none()) {
        return not_understood(format!("{} names no patch", named.text()));
    }
    let builds = builds::builds(facts.cluster, plane);
    if let Some(build) = builds.iter().find(|build| build.is_rebuilt) {
        let text = build.text();
        return not_understood(format!("{text} is a build of its own, with fixes of its own"));
    }
    let runs = |program: &str| builds.iter().any(|build| build.program == program);
    // A provider's control plane is not in the input, and a cluster without nodes is not whole.
    if plane.provider().is_some() {
        return not_understood("the provider mends its control plane on its own".to_owned());
    }
    if !runs(Component::Kubelet.program()) || !RUNTIMES.into_iter().any(runs) {
        return State::Unknown(Unknown::missing(Evidence::Versions));
    }
    for (component, evidence) in
        [(Component::ApiServer, Evidence::ApiServer), (Component::Etcd, Evidence::Etcd)]
    {
        if !runs(component.program()) {
            return State::Unknown(Unknown::missing(evidence));
        }
    }
    State::Pass(format!("every version named, against the list of {AS_OF}"))
}
