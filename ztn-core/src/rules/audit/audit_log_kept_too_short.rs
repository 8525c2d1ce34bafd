//! `audit-log-kept-too-short`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "audit-log-kept-too-short",
    practice: Practice::Audit,
    breaks: &[Part::AuditRetention],
    severity: Severity::Low,
    summary: "the audit log is thrown away early",
    why: "An intrusion is found weeks after it began: by then the record of how it began is \
          gone. Whoever makes many requests empties a small log faster.",
    remedy: "Set `--audit-log-maxage=30` or more, `--audit-log-maxbackup=10` and \
          `--audit-log-maxsize=100`, or send the log elsewhere.",
    exceptions: "Where the log is shipped as it is written, and kept there.",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[
        Ref::cis("1.2.17"),
        Ref::cis("1.2.18"),
        Ref::cis("1.2.19"),
        Ref::nsa("audit-logging"),
        Ref::nist("7"),
        Ref::kubescape("C-0131"),
        Ref::kubescape("C-0132"),
        Ref::kubescape("C-0133"),
        Ref::checkov("CKV_K8S_92"),
        Ref::checkov("CKV_K8S_93"),
        Ref::checkov("CKV_K8S_94"),
        Ref::trivy("KCV-0020"),
        Ref::trivy("KCV-0021"),
        Ref::trivy("KCV-0022"),
        Ref::kube_bench("1.2.17"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for server in facts.control_plane().servers(Component::ApiServer) {
        let path = server.flag("audit-log-path");
        // The limits are those of a file, not of standard output.
        let Some(path) = path.value().filter(|path| **path != "-") else {
            continue;
        };
        let limit = |flag: &str, least: i64| {
            let fact = server.int_flag(flag);
            // 0 is no limit.
            let short = fact.value().copied().filter(|value| (1..least).contains(value));
            short.filter(|_| fact.is_explicit())
        };
        let mut report = |flag: &str, enough: &str, message: String| {
            let fix = Draft::risky(server.object, "keep more of it").set_flag(server, flag, enough);
            out.report(server.object, server.spot(flag), message)
                .maybe_fix(fix)
                .implied_if(path.is_empty(), "audit-disabled");
        };
        if let Some(days) = limit("audit-log-maxage", 30) {
            report("audit-log-maxage", "30", format!("the audit log is kept for {days} days"));
        }
        if let Some(files) = limit("audit-log-maxbackup", 10) {
            report(
                "audit-log-maxbackup",
                "10",
                format!("only {files} old files of the audit log are kept"),
            );
        }
        // Small files are lost only where their number is limited.
        let is_limited =
            server.int_flag("audit-log-maxbackup").value().is_some_and(|files| *files > 0);
        if let Some(size) = limit("audit-log-maxsize", 100).filter(|_| is_limited) {
            report(
                "audit-log-maxsize",
                "100",
                format!("a file of the audit log holds {size} megabytes at most"),
            );
        }
    }
}
