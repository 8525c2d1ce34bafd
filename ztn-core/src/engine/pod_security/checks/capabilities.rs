//! Containers hold no capabilities beyond those of the runtime, or hardly any.
//!
//! Names count here as they are written: in upper case, without `CAP_`.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, quoted};
use crate::model::capability::is_baseline;
use crate::model::container::{Capabilities, Container};
use crate::parse::Node;

/// The capabilities a container adds that are not allowed, with where they are written.
fn added<'a>(
    pod: &Pod<'a>,
    container: Container<'a>,
    is_allowed: fn(&str) -> bool,
) -> Vec<(&'a str, Node<'a>)> {
    let list =
        pod.of_container(container, |context| context.capabilities().then(Capabilities::add));
    list.entries().filter(|(name, _)| !is_allowed(name)).collect()
}

pub(in crate::engine::pod_security) fn baseline(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut names = Vec::new();
    for container in pod.containers() {
        for (name, node) in added(pod, container, is_baseline) {
            setters.container(container, node);
            names.push(name);
        }
    }
    names.sort_unstable();
    names.dedup();
    setters.broken("non-default capabilities", |who| must_not_include(&who, &names))
}

pub(in crate::engine::pod_security) fn restricted(pod: &Pod<'_>) -> Option<Broken> {
    let (mut adders, mut keepers) = (Setters::of(pod), Setters::of(pod));
    let mut names = Vec::new();
    for container in pod.containers() {
        let drop =
            pod.of_container(container, |context| context.capabilities().then(Capabilities::drop));
        if !drop.is_wrong() && !drop.iter().any(|name| name == "ALL") {
            keepers.container(container, drop);
        }
        for (name, node) in added(pod, container, |name| name == "NET_BIND_SERVICE") {
            adders.container(container, node);
            names.push(name);
        }
    }
    names.sort_unstable();
    names.dedup();
    let drop = |who| format!("{who} must set securityContext.capabilities.drop=[\"ALL\"]");
    let reason = "unrestricted capabilities";
    let keeps = keepers.broken(reason, drop);
    let adds = adders.broken(reason, |who| must_not_include(&who, &names));
    match (keeps, adds) {
        (Some(keeps), Some(adds)) => Some(Broken {
            detail: format!("{}; {}", keeps.detail, adds.detail),
            places: [keeps.places, adds.places].concat(),
            ..keeps
        }),
        (keeps, adds) => keeps.or(adds),
    }
}

fn must_not_include(who: &str, names: &[&str]) -> String {
    format!("{who} must not include {} in securityContext.capabilities.add", quoted(names))
}
