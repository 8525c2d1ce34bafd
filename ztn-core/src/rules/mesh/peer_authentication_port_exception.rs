//! `peer-authentication-port-exception`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::mesh::PeerAuthentication;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "peer-authentication-port-exception",
    practice: Practice::Mesh,
    breaks: &[Part::MutualTls],
    severity: Severity::Medium,
    summary: "one port of a workload takes plaintext",
    why: "An exception for a port is open to everybody who reaches the pod, in the mesh or not, \
          and nothing asks them who they are.",
    remedy: "Drop the port from `portLevelMtls`; Istio answers the kubelet's probes without it, and a \
          scraper can be given a certificate.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::MeshPolicies],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation"), Ref::nist("2"), Ref::attack("T1040")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<PeerAuthentication<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    for (port, mtls) in spec.effective_ports().filter(|(_, mtls)| mtls.takes_plaintext()) {
        let mode = mtls.mode();
        let fix = Draft::risky(object, "refuse plaintext").set(mode, "STRICT");
        let message = format!(
            "`{}` lets port {} take plaintext: mode is {}",
            object.name(),
            port.text(),
            mode.or("?")
        );
        out.report(object, mode, message).maybe_fix(fix);
    }
}
