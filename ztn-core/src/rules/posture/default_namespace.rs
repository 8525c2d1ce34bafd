//! `default-namespace`

use crate::finding::Findings;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "default-namespace",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::Low,
    summary: "a workload is put into the namespace `default`",
    why: "What is sent without a namespace lands there, too: policies, quotas and rights cannot \
          tell one application from another, and whoever has a right there has it over all of \
          them.",
    remedy: "Give the application a namespace of its own.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.6.4"),
        Ref::nist("2"),
        Ref::kube_linter("use-namespace"),
        Ref::kubescape("C-0061"),
        Ref::kubescape("C-0212"),
        Ref::trivy("KSV-0110"),
        Ref::checkov("CKV_K8S_21"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    // Without a namespace it goes where whoever sends it is.
    let Some(namespace) = object.metadata().map(|metadata| metadata.namespace()) else {
        return;
    };
    if namespace.is("default") && workloads(object).next().is_some() {
        out.report(object, namespace, format!("`{}` is in the namespace `default`", object.name()));
    }
}
