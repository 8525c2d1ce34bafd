//! `capabilities-not-dropped`

use crate::finding::Findings;
use crate::model::container::Container;
use crate::model::{Object, workloads};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "capabilities-not-dropped",
    practice: Practice::Processes,
    breaks: &[],
    severity: Severity::Low,
    summary: "a container keeps the capabilities that the runtime gives",
    why: "They are a dozen pieces of root that hardly any program needs: with `NET_RAW` whoever \
          takes the container over answers for its neighbours, with `DAC_OVERRIDE` they read every \
          file of the container, and each is more of the kernel to attack.",
    remedy: "Set `capabilities.drop: [ALL]`, and add what the program fails without.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[],
    refs: &[
        Ref::cis("5.2.7"),
        Ref::cis("5.2.8"),
        Ref::nsa("pod-security"),
        Ref::pss("restricted/capabilities"),
        Ref::trivy("KSV-0003"),
        Ref::trivy("KSV-0106"),
        Ref::checkov("CKV_K8S_37"),
        Ref::polaris("insecureCapabilities"),
        Ref::kube_linter("drop-net-raw-capability"),
        Ref::checkov("CKV_K8S_28"),
        Ref::trivy("KSV-0119"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in
        workloads(object).filter(|workload| !workload.is_windows() && !workload.is_control_plane())
    {
        let keeps = |container: &Container<'_>| {
            let context = container.security_context();
            let capabilities = context.then(|context| context.capabilities());
            !capabilities.is_wrong() && !capabilities.get().is_some_and(|these| these.drops_all())
        };
        for (_, container) in workload.containers().filter(|(_, container)| keeps(container)) {
            let place = container
                .security_context()
                .then(|context| context.capabilities())
                .then(|capabilities| capabilities.drop());
            let said_by = if workload.is_privileged(container) {
                Some("privileged-container")
            } else {
                let nothing = workload.has_no_security_context(container);
                nothing.then_some("security-context-missing")
            };
            let name = container.name().or("?");
            let message = format!("container `{name}` keeps the runtime's capabilities");
            out.report(object, place, message).maybe_implied_by(said_by);
        }
    }
}
