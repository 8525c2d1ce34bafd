//! `pss-exemption-too-broad`

use crate::engine::pod_security::is_controller;
use crate::finding::Findings;
use crate::model::Object;
use crate::model::api_server_config::{AdmissionConfiguration, AdmissionPlugin};
use crate::model::namespace::is_system_namespace;
use crate::rule::{Check, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pss-exemption-too-broad",
    practice: Practice::Posture,
    breaks: &[Part::AdmissionEnforced],
    severity: Severity::Medium,
    summary: "Pod Security Admission passes over namespaces or users that are not the cluster's own",
    why: "What is exempt is held against no standard, whatever a namespace's labels say, and nothing in \
          the namespace shows it: who may create pods there, or is that user, creates a privileged one.",
    remedy: "Exempt `kube-system` at most, and give other namespaces the label of the level they need.",
    exceptions: "Namespaces of node agents, where labels are not to be relied on.",
    since: "0.1.0",
    needs: &[Evidence::AdmissionConfig],
    fixes: &[],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("5"), Ref::attack("T1610")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(file) = object.view::<AdmissionConfiguration<'_>>() else {
        return;
    };
    for settings in file.plugins().iter().filter_map(AdmissionPlugin::pod_security) {
        for (name, node) in settings.exempt_namespaces() {
            if !is_system_namespace(name) {
                let message =
                    format!("namespace `{name}` is exempt from every Pod Security Standard");
                out.report(object, node, message);
            }
        }
        for (user, node) in settings.exempt_users() {
            let message = format!("`{user}` is exempt from every Pod Security Standard");
            let finding = out.report(object, node, message);
            if is_controller(user) {
                finding.severity(Severity::High, "it makes the pods of all workloads of its kind");
            }
        }
    }
}
