//! `traffic-not-recorded`

use crate::engine::network::hubble;
use crate::finding::Findings;
use crate::model::Object;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "traffic-not-recorded",
    practice: Practice::Network,
    breaks: &[Part::TrafficObserved],
    severity: Severity::Low,
    summary: "the network plugin is told to record no connections",
    why: "Whoever moves from pod to pod leaves no trace, and nobody can tell which connections are \
          used: policies are written by guess, and stay wide.",
    remedy: "Set `enable-hubble` to `true` in the ConfigMap `cilium-config`, and restart the agents.",
    exceptions: "Where something else records flows: a cloud's flow logs, or a mesh for all traffic.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("audit-logging"), Ref::nist("7")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some((node, false)) = hubble(object) {
        out.report(object, node, "nothing records connections: Hubble is off".to_owned());
    }
}
