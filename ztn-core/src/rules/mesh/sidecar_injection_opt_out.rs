//! `sidecar-injection-opt-out`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "sidecar-injection-opt-out",
    practice: Practice::Mesh,
    breaks: &[Part::InMesh],
    severity: Severity::Medium,
    summary: "a workload stays out of the mesh by order",
    why: "Nothing encrypts what the workload says or hears, nothing tells it who calls, and \
          policies about identities do not see it: a way around the mesh for whoever takes it \
          over.",
    remedy: "Drop the label or annotation; a Job ends beside a native sidecar, and a program with \
          protocols of its own can be given ports without a proxy.",
    exceptions: "The mesh's own programs, and node agents.",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nsa("network-separation"), Ref::nist("2"), Ref::attack("T1040")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        if let Some(setting) = workload.mesh_opt_out() {
            let within = match setting.or("") {
                "none" => "ambient",
                "disabled" => "enabled",
                _ => "true",
            };
            let fix = Draft::risky(object, "join the mesh").set(setting, within);
            out.report(object, setting, format!("`{}` stays out of the mesh", object.name()))
                .maybe_fix(fix);
        }
    }
}
