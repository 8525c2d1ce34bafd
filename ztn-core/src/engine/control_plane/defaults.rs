//! What a component does where a flag is not written, by who starts it.

use super::{Component, Distribution};
use crate::data::control_plane_flags::{
    AUDIT_LOG_1_36, FlagDefault, K3S, KUBEADM, PROGRAMS, RKE2, TALOS,
};
use crate::options::KubeVersion;

impl Distribution {
    /// What it sets, and its name.
    const fn sets(self) -> (&'static [FlagDefault], &'static str) {
        match self {
            Self::Upstream => (&[], ""),
            Self::Kubeadm => (KUBEADM, "kubeadm"),
            Self::K3s => (K3S, "k3s"),
            Self::Rke2 => (RKE2, "RKE2"),
            Self::Talos => (TALOS, "Talos"),
        }
    }

    /// Does it set this flag, to something that the configuration does not tell?
    pub(super) fn decides(self, component: Component, flag: &str) -> bool {
        let mut rows = self.sets().0.iter();
        rows.any(|row| row.program == component.program() && row.flag == flag)
    }
}

/// The default of a flag and whose it is; `None` for a flag the tables do not know.
pub(super) fn default_of(
    component: Component,
    flag: &str,
    distribution: Distribution,
    version: Option<KubeVersion>,
) -> Option<(&'static str, &'static str)> {
    let program = component.program();
    let find = |table: &'static [FlagDefault]| {
        table.iter().find(|row| row.program == program && row.flag == flag)
    };
    let (table, name) = distribution.sets();
    if let Some(row) = find(table) {
        return Some((row.value?, name));
    }
    let own = find(PROGRAMS)?;
    let row = match find(AUDIT_LOG_1_36) {
        // Which default holds depends on the version, and is not known without it.
        Some(newer) if version?.minor >= 36 => newer,
        _ => own,
    };
    Some((row.value?, program))
}

#[cfg(test)]
mod tests {
    use super::Component::ApiServer;
    use super::*;

    #[test]
    fn a_default_has_an_owner_and_may_depend_on_the_version() {
        let of = |flag, distribution, version: Option<&str>| {
            default_of(ApiServer, flag, distribution, version.and_then(|text| text.parse().ok()))
        };
        let mode = "authorization-mode";
        assert_eq!(of(mode, Distribution::Upstream, None), Some(("AlwaysAllow", "kube-apiserver")));
        assert_eq!(of(mode, Distribution::Kubeadm, None), Some(("Node,RBAC", "kubeadm")));
        let age = "audit-log-maxage";
        assert_eq!(of(age, Distribution::Upstream, Some("1.36")), Some(("366", "kube-apiserver")));
        assert_eq!(of(age, Distribution::Kubeadm, Some("1.35")), Some(("0", "kube-apiserver")));
        assert_eq!(of(age, Distribution::Upstream, None), None);
        assert_eq!(of(age, Distribution::Talos, None), Some(("30", "Talos")));
        let servers = "etcd-servers";
        assert_eq!(of(servers, Distribution::K3s, None), None);
        assert_eq!(of(servers, Distribution::Rke2, None), Some(("https://127.0.0.1:2379", "RKE2")));
        assert_eq!(of("no-such-flag", Distribution::Upstream, None), None);
    }
}
