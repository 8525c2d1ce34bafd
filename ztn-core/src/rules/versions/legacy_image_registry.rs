//! `legacy-image-registry`

use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::workloads;
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "legacy-image-registry",
    practice: Practice::Versions,
    breaks: &[],
    severity: Severity::Medium,
    summary: "an image comes from a registry that gets no new images",
    why: "`k8s.gcr.io` is frozen since April 2023: what is pulled from there gets no fix any \
          more, and its vulnerabilities stay open.",
    remedy: "Take the image from `registry.k8s.io`, in a current version.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Workloads],
    fixes: &[Safety::Safe],
    refs: &[Ref::nsa("upgrading"), Ref::nist("5"), Ref::kubescape("C-0253")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    for workload in workloads(object) {
        for (_, container) in workload.containers() {
            let image = container.image();
            if let Some(path) = image.get().and_then(|image| image.strip_prefix("k8s.gcr.io/")) {
                let name = container.name().or("?");
                let message = format!("container `{name}` takes its image from `k8s.gcr.io`");
                // The old name leads to the same images, as far as there are any.
                let fix = Draft::safe(object, "take it from `registry.k8s.io`")
                    .set(image, format!("registry.k8s.io/{path}").as_str());
                out.report(object, image, message).maybe_fix(fix);
            }
        }
    }
}
