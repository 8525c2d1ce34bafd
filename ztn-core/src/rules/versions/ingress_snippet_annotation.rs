//! `ingress-snippet-annotation`

use crate::finding::Findings;
use crate::model::{Kind, Object};
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "ingress-snippet-annotation",
    practice: Practice::Versions,
    breaks: &[Part::KnownVulnerabilities],
    severity: Severity::High,
    summary: "an Ingress writes into the configuration of its controller",
    why: "The controller runs what the annotation says with its own rights, which read every \
          Secret of the cluster: whoever may change the Ingress reads them, too: CVE-2021-25742 \
          and CVE-2025-1974.",
    remedy: "Remove the annotation, and switch `allow-snippet-annotations` off in the ConfigMap of \
          the controller.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::attack("T1190"),
        Ref::nist("5"),
        Ref::kubescape("C-0059"),
        Ref::checkov("CKV_K8S_152"),
        Ref::checkov("CKV_K8S_153"),
        Ref::checkov("CKV_K8S_154"),
        Ref::trivy("KCV-0093"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

/// Annotations that the controller copies into its configuration.
const INTERPOLATED: [&str; 5] =
    ["auth-signin", "auth-tls-match-cn", "auth-url", "mirror-host", "mirror-target"];

/// What no address and no name holds, and what ends a directive of nginx.
const ENDS_DIRECTIVE: [char; 7] = ['|', ';', '#', '{', '}', '"', '\n'];

fn check(object: Object<'_>, out: &mut Findings) {
    if object.kind() != Kind::Ingress {
        return;
    }
    let metadata = object.metadata().into_iter();
    let annotations =
        metadata.flat_map(|own| own.annotations_below("nginx.ingress.kubernetes.io/"));
    for (name, annotation) in annotations {
        // A pattern for names may tell several apart.
        let ends = |letter| {
            ENDS_DIRECTIVE.contains(&letter) && (letter, name) != ('|', "auth-tls-match-cn")
        };
        let injects = INTERPOLATED.contains(&name) && annotation.or("").contains(ends);
        if name.ends_with("-snippet") || injects {
            let ingress = object.name();
            let message =
                format!("`{name}` of `{ingress}` writes into the configuration of its controller");
            out.report(object, annotation, message);
        }
    }
}
