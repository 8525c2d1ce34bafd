//! `apiserver-admits-everything`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-admits-everything",
    practice: Practice::Rbac,
    breaks: &[],
    severity: Severity::High,
    summary: "the API server leaves out checks of admission that keep identities apart",
    why: "Without the plugin `ServiceAccount` a pod may name any account's Secret, without \
          `NamespaceLifecycle` objects land in namespaces that are gone; `AlwaysAdmit` refuses \
          nothing.",
    remedy: "Remove the plugins that are on by default from `--disable-admission-plugins`, and \
          `AlwaysAdmit` from `--enable-admission-plugins`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[
        Ref::cis("1.2.10"),
        Ref::cis("1.2.12"),
        Ref::cis("1.2.13"),
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::kubescape("C-0122"),
        Ref::kubescape("C-0125"),
        Ref::kubescape("C-0126"),
        Ref::checkov("CKV_K8S_79"),
        Ref::checkov("CKV_K8S_82"),
        Ref::checkov("CKV_K8S_83"),
        Ref::trivy("KCV-0011"),
        Ref::trivy("KCV-0014"),
        Ref::trivy("KCV-0015"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        for (flag, plugins, what) in [
            ("enable-admission-plugins", &["AlwaysAdmit"][..], "enables"),
            (
                "disable-admission-plugins",
                &["ServiceAccount", "NamespaceLifecycle"][..],
                "disables",
            ),
        ] {
            let listed = server.list_flag(flag);
            for plugin in plugins {
                if listed.value().is_some_and(|list| list.contains(plugin)) {
                    let (object, place) = server.place(&listed);
                    let message = format!("the API server {what} the admission plugin `{plugin}`");
                    out.report(object, place, message);
                }
            }
        }
    }
}
