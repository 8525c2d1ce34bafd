//! What is said of API servers, etcd and kubelets, where of each of them the input tells.

use super::{State, not_understood, population};
use crate::engine::control_plane::{Component, ControlPlane, FileOf, Kubelet, Server};
use crate::engine::{Known, Unknown};
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::model::Object;

/// What is said of every server of one component.
pub(super) fn servers(facts: &Facts<'_>, component: Component) -> State {
    let plane = facts.control_plane();
    if plane.provider().is_some() {
        return State::NotApplicable("the provider runs the control plane".to_owned());
    }
    let is_alone = plane.servers(component).nth(1).is_none();
    let name =
        |object| if is_alone { Object::name(object) } else { facts.cluster.name_or_path(object) };
    let servers: Vec<&str> = plane.servers(component).map(|server| name(server.object)).collect();
    match servers.as_slice() {
        [] => State::Unknown(plane.unknown(component)),
        [""] => State::Pass(component.program().to_owned()),
        names => State::Pass(format!("{} `{}`", component.program(), names.join("`, `"))),
    }
}

/// The flags of the audit log that everything said about it depends on.
pub(super) const AUDIT: &[&str] =
    &["audit-policy-file", "audit-log-path", "audit-webhook-config-file"];

/// What is said of every server of one component holds only where nothing about it is unknown.
pub(super) fn every(
    facts: &Facts<'_>,
    component: Component,
    unknown: impl Fn(&ControlPlane<'_>, &Server<'_>) -> Option<Unknown>,
) -> State {
    let plane = facts.control_plane();
    match servers(facts, component) {
        State::Pass(text) => {
            let mut servers = plane.servers(component);
            let unknown = servers.find_map(|server| unknown(plane, server));
            unknown.map_or(State::Pass(text), State::Unknown)
        }
        state => state,
    }
}

/// As [`every`], of the API server, for what a provider leaves to whoever sets up the cluster.
pub(super) fn settings(
    facts: &Facts<'_>,
    unknown: impl Fn(&ControlPlane<'_>, &Server<'_>) -> Option<Unknown>,
) -> State {
    if facts.control_plane().provider().is_some() {
        let what = "the settings of the provider decide it, and ztn does not read them".to_owned();
        return not_understood(what);
    }
    every(facts, Component::ApiServer, unknown)
}

/// Why a file behind a flag is not known, if it is not.
pub(super) fn behind<T>(file: &FileOf<'_, T>) -> Option<Unknown> {
    match file {
        FileOf::Unknown(unknown) => Some(unknown.clone()),
        FileOf::Unset | FileOf::Found(..) => None,
    }
}

/// What is said of every kubelet.
pub(super) fn kubelets(
    facts: &Facts<'_>,
    unknown: impl Fn(&Kubelet<'_>) -> Option<Unknown>,
) -> State {
    let state = population(facts, Evidence::Kubelet, "kubelet configuration");
    // Flags beside the file that say nothing leave it to the file.
    let files = facts.control_plane().kubelets().iter().filter(|kubelet| kubelet.is_file());
    match (&state, files.map(unknown).find(Option::is_some).flatten()) {
        (State::Pass(_), Some(unknown)) => State::Unknown(unknown),
        (State::NotApplicable(_), _) => State::Unknown(Unknown::missing(Evidence::Kubelet)),
        _ => state,
    }
}

/// Whether something takes the audit log of every API server: what it is of the first.
pub(super) fn reviewed(facts: &Facts<'_>) -> State {
    let read = |plane: &ControlPlane<'_>, server: &Server<'_>| match plane.audit_reader(server) {
        Known::Unknown(unknown) => Err(unknown),
        Known::Yes(witness) | Known::No(witness) => Ok(witness.text),
    };
    let plane = facts.control_plane();
    match settings(facts, |plane, server| read(plane, server).err()) {
        State::Pass(text) => {
            let first = plane.servers(Component::ApiServer).next();
            State::Pass(first.and_then(|server| read(plane, server).ok()).unwrap_or(text))
        }
        state => state,
    }
}
