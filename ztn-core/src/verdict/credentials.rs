//! What is said of everybody who signs in.

use super::{State, not_understood, population};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::facts::Facts;
use crate::model::kubeconfig::Kubeconfig;

/// What is said of everybody who signs in: where no kubeconfig is given, people have theirs all the same.
pub(super) fn kubeconfigs(facts: &Facts<'_>) -> State {
    match population(facts, Evidence::Kubeconfigs, "kubeconfig") {
        State::NotApplicable(_) => State::Unknown(Unknown::missing(Evidence::Kubeconfigs)),
        state => state,
    }
}

/// As [`kubeconfigs`], where every certificate in them could be read.
pub(super) fn credentials(facts: &Facts<'_>) -> State {
    let files = facts.cluster.all::<Kubeconfig<'_>>();
    let mut users = files.flat_map(|(_, file)| file.people());
    let unread = users.find(|(_, user)| user.shows_unread_certificate());
    match (kubeconfigs(facts), unread) {
        (State::Pass(_), Some((name, _))) => {
            not_understood(format!("the certificate of user `{name}` is not in the input"))
        }
        (state, _) => state,
    }
}

/// Of a certificate that is dated back to its authority, the day tells how long it is still good.
pub(super) fn beginnings(facts: &Facts<'_>) -> State {
    let needs_day = facts.cluster.all::<Kubeconfig<'_>>().any(|(_, file)| {
        let mut certificates = file.people().filter_map(|(_, user)| user.certificate());
        certificates.any(|certificate| file.begins_with_authority(&certificate))
    });
    if needs_day && !facts.has(Evidence::AsOf) {
        return State::Unknown(Unknown::missing(Evidence::AsOf));
    }
    kubeconfigs(facts)
}
