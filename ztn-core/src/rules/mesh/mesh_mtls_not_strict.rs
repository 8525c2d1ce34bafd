//! `mesh-mtls-not-strict`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::mesh::PeerAuthentication;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "mesh-mtls-not-strict",
    practice: Practice::Mesh,
    breaks: &[Part::MutualTls],
    severity: Severity::High,
    summary: "workloads of the mesh take plaintext",
    why: "In permissive mode whoever reaches the pod without a certificate is served all the same: \
          a listener on the network reads the traffic, and rules about identities meet callers \
          that have none.",
    remedy: "Set `mtls.mode: STRICT`, once every caller is in the mesh.",
    exceptions: "While workloads move into the mesh, until a day that is set.",
    since: "0.1.0",
    needs: &[Evidence::MeshPolicies],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::nsa("network-separation"),
        Ref::nist("2"),
        Ref::attack("T1040"),
        Ref::attack("T1557"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<PeerAuthentication<'_>>().and_then(|policy| policy.spec().get())
    else {
        return;
    };
    if let Some(mtls) = spec.mtls().get().filter(|mtls| mtls.takes_plaintext()) {
        let mode = mtls.mode();
        let fix = Draft::risky(object, "refuse plaintext").set(mode, "STRICT");
        let message =
            format!("`{}` lets workloads take plaintext: mode is {}", object.name(), mode.or("?"));
        out.report(object, mode, message).maybe_fix(fix);
    }
}
