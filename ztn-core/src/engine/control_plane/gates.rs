//! Features that protect, and are switched off; features of which nothing is sure, and that are switched on.

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

/// Everything of alpha quality, switched on.
#[derive(Clone, Copy)]
pub struct AlphaSwitch<'a> {
    /// What is written: `AllAlpha` or `api/alpha`.
    pub name: &'static str,
    /// The object that says so.
    pub object: Object<'a>,
    /// Where.
    pub node: Node<'a>,
}

/// The flags that take names with `=true`, and the names that stand for everything of alpha quality.
/// (<https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/>, `--runtime-config`)
const ALPHA: &[(&str, &[&str])] =
    &[("feature-gates", &["AllAlpha"]), ("runtime-config", &["api/all", "api/alpha"])];

impl<'a> ControlPlane<'a> {
    /// Flags and kubelets' files that switch on everything of alpha quality.
    #[must_use]
    pub fn alpha_switches(&self) -> Vec<AlphaSwitch<'a>> {
        let mut found = Vec::new();
        for server in self.all_servers() {
            for &(flag, names) in ALPHA {
                let items = server.flags.list(flag);
                let is_on = |name: &&&str| {
                    let on = |item: &&str| item.split_once('=') == Some((**name, "true"));
                    items.iter().any(on)
                };
                for name in names.iter().filter(is_on) {
                    let (object, node) = (server.object, server.spot(flag));
                    found.push(AlphaSwitch { name, object, node });
                }
            }
        }
        for (object, file) in self.cluster.all::<KubeletConfiguration<'_>>() {
            let gate = file.feature_gates().get().map(|gates| gates.get("AllAlpha"));
            if let Some(gate) = gate.filter(|gate| gate.is_true()) {
                found.push(AlphaSwitch { name: "AllAlpha", object, node: gate.node() });
            }
        }
        found
    }

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
