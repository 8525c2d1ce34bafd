//! `vap-unbound`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::Kind;
use crate::model::admission::{MutatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBinding};
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "vap-unbound",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "an admission policy is bound nowhere",
    why: "Without a binding a policy is text: the API server never asks it, and whoever breaks it \
          is let in.",
    remedy: "Write a binding that names the policy, or delete the policy.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Admission],
    fixes: &[],
    refs: &[Ref::nsa("pod-security"), Ref::nist("4"), Ref::attack("T1562")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    // The binding may be elsewhere, or in what could not be read.
    if !facts.sees_everything() {
        return;
    }
    for object in facts.cluster.of_kind(Kind::ValidatingAdmissionPolicy) {
        let mut bindings = facts.cluster.all::<ValidatingAdmissionPolicyBinding<'_>>();
        if !bindings
            .any(|(_, binding)| binding.spec().then(|spec| spec.policy_name()).is(object.name()))
        {
            out.report(
                object,
                object.name_node(),
                format!("no binding puts policy `{}` into force", object.name()),
            );
        }
    }
    for object in facts.cluster.of_kind(Kind::MutatingAdmissionPolicy) {
        let mut bindings = facts.cluster.all::<MutatingAdmissionPolicyBinding<'_>>();
        if !bindings
            .any(|(_, binding)| binding.spec().then(|spec| spec.policy_name()).is(object.name()))
        {
            out.report(
                object,
                object.name_node(),
                format!("no binding puts policy `{}` into force", object.name()),
            );
        }
    }
}
