//! Features that protect, and are switched off.

use super::ControlPlane;
use crate::model::Object;
use crate::model::kubelet::KubeletConfiguration;
use crate::parse::Node;

/// Feature gates without which something known is open, with what that is.
/// (<https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/>)
const PROTECTIONS: &[(&str, &str)] = &[
    (
        "AuthorizePodWebsocketUpgradeCreatePermission",
        "reading pods is enough to run commands in them",
    ),
    ("RotateKubeletServerCertificate", "kubelets sign their own certificates"),
    ("ServiceAccountTokenNodeBindingValidation", "tokens of a node's pods outlive the node"),
    ("ServiceAccountTokenPodNodeInfo", "a stolen token does not tell where it was taken"),
];

/// A protection that is switched off.
#[derive(Clone, Copy)]
pub struct DisabledProtection<'a> {
    /// Its feature gate.
    pub name: &'static str,
    /// What is open without it, in one clause.
    pub opens: &'static str,
    /// The object that says so.
    pub object: Object<'a>,
    /// Where.
    pub node: Node<'a>,
}

impl<'a> ControlPlane<'a> {
    /// Protections that a flag or a kubelet's file switches off.
    #[must_use]
    pub fn disabled_protections(&self) -> Vec<DisabledProtection<'a>> {
        let mut found = Vec::new();
        for server in self.all_servers() {
            let gates = server.flags.list("feature-gates");
            for &(name, opens) in PROTECTIONS {
                let is_off = |gate: &&str| gate.split_once('=') == Some((name, "false"));
                if gates.iter().any(is_off) {
                    let (object, node) = (server.object, server.spot("feature-gates"));
                    found.push(DisabledProtection { name, opens, object, node });
                }
            }
        }
        for (object, file) in self.cluster.all::<KubeletConfiguration<'_>>() {
            for &(name, opens) in PROTECTIONS {
                if let Some(node) = file.switches_off(name) {
                    found.push(DisabledProtection { name, opens, object, node });
                }
            }
        }
        found
    }
}
