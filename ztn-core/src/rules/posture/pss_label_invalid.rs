//! `pss-label-invalid`

use crate::engine::pod_security::Level;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::model::Object;
use crate::model::namespace::{Namespace, PodSecurityMode, is_pod_security_version};
use crate::rule::{Check, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "pss-label-invalid",
    practice: Practice::Posture,
    breaks: &[],
    severity: Severity::High,
    summary: "a label of Pod Security Admission is not one it takes",
    why: "Admission falls back without a word: a level for audit or warn that it does not know is \
          `privileged`, a version `latest`, and a key it does not know is nothing at all. Who \
          reads the label believes the namespace guarded.",
    remedy: "Write `privileged`, `baseline` or `restricted`, and a version as `latest` or `v1.33`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::Namespaces],
    fixes: &[Safety::Safe, Safety::Unsafe],
    refs: &[Ref::cis("5.2.1"), Ref::nsa("pod-security"), Ref::nist("5")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(namespace) = object.view::<Namespace<'_>>() else {
        return;
    };
    for mode in PodSecurityMode::ALL {
        let (level, version) = (namespace.pod_security(mode), namespace.pod_security_version(mode));
        if let Some(text) = level.get().filter(|text| Level::from_label(text).is_none()) {
            let taken_as =
                if mode == PodSecurityMode::Enforce { "restricted" } else { "privileged" };
            // A level in other letters is meant; for `enforce` it is what is done already.
            let meant = text.to_ascii_lowercase();
            let harmless = mode != PodSecurityMode::Enforce || meant == taken_as;
            let draft = if harmless { Draft::safe } else { Draft::risky };
            let fix = Level::from_label(&meant).and_then(|_| {
                draft(object, "write the level as it is known").set(level, meant.as_str())
            });
            let message =
                format!("`{text}` is no Pod Security Standard, and is taken as `{taken_as}`");
            let finding = out.report(object, level, message).maybe_fix(fix);
            if mode == PodSecurityMode::Enforce {
                finding.severity(Severity::Medium, "it is taken as the strictest standard");
            }
        }
        if let Some(text) = version.get().filter(|text| !is_pod_security_version(text)) {
            let fix = Draft::safe(object, "write what it is taken as").set(version, "latest");
            out.report(
                object,
                version,
                format!("`{text}` is no version, and is taken as `latest`"),
            )
            .maybe_fix(fix)
            .severity(Severity::Low, "the latest version is the strictest");
        }
    }
    for (key, name) in namespace.unread_pod_security_labels() {
        out.report(
            object,
            key,
            format!("`{name}` is no label of Pod Security Admission, and nothing reads it"),
        );
    }
}
