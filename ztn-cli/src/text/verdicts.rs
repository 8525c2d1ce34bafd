//! The ten verdicts, one line each: what broke, or what is missing.

use std::collections::BTreeMap;
use std::fmt::Write;

use ztn_core::Severity;
use ztn_core::report::v1::{PartReport, PracticeReport, Report};
use ztn_core::verdict::Verdict;

use super::look::{DIM, Look, count, verdict};

/// Where the reason begins: after number, practice and verdict.
const INDENT: usize = 28;

/// All verdicts.
pub(super) fn section(report: &Report, look: &Look) -> String {
    let severities = severities(report);
    let mut out = String::new();
    for practice in &report.verdicts {
        let (word, style) = verdict(practice.verdict);
        let reason = reason(practice, &severities, look.width.saturating_sub(INDENT));
        let word = look.paint(style, word);
        // Writing to a string cannot fail. Colours have no width, which padding does not know.
        let padding = " ".repeat(8_usize.saturating_sub(verdict(practice.verdict).0.len()));
        let _ = writeln!(
            out,
            "{:>2} {:<15} {word}{padding} {reason}",
            practice.practice, practice.slug
        );
        if look.is_verbose() {
            practice.parts.iter().for_each(|part| write_part(part, look, &mut out));
        }
    }
    out
}

/// How bad the worst finding of each rule is.
fn severities(report: &Report) -> BTreeMap<&str, Severity> {
    let mut severities = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.is_open()) {
        let worst = severities.entry(&*finding.rule).or_insert(finding.severity);
        *worst = finding.severity.max(*worst);
    }
    severities
}

fn reason(
    practice: &PracticeReport,
    severities: &BTreeMap<&str, Severity>,
    width: usize,
) -> String {
    let with = |verdict: Verdict| practice.parts.iter().filter(move |part| part.verdict == verdict);
    let mut besides = String::new();
    let unknown_parts = with(Verdict::Unknown).count();
    if practice.verdict == Verdict::Fail && unknown_parts > 0 {
        let _ = write!(besides, "; {unknown_parts} unknown");
    }
    let excepted: u32 = practice.parts.iter().filter_map(|part| part.excepted).sum();
    if excepted > 0 {
        let _ = write!(besides, "; {excepted} excepted");
    }
    let left = width.saturating_sub(besides.len());
    let reason = match practice.verdict {
        Verdict::Fail => broken_by(practice, severities, left),
        Verdict::Unknown => unknown(practice, left),
        Verdict::Pass => format!("all of {} hold", count(with(Verdict::Pass).count(), "part")),
        Verdict::NotApplicable => with(Verdict::NotApplicable)
            .find_map(|part| part.why.as_ref())
            .map(|why| why.text.clone())
            .unwrap_or_default(),
    };
    cut(reason + &besides, width)
}

/// As much of a line as fits.
fn cut(line: String, width: usize) -> String {
    match line.char_indices().nth(width) {
        None => line,
        Some(_) => line.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// The rules that break a claim, the worst first.
fn broken_by(
    practice: &PracticeReport,
    severities: &BTreeMap<&str, Severity>,
    width: usize,
) -> String {
    let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
    for broken_by in practice.parts.iter().flat_map(|part| &part.broken_by) {
        // A finding that breaks two parts is one finding.
        let findings = rules.entry(&*broken_by.rule).or_default();
        *findings = broken_by.findings.max(*findings);
    }
    let mut rules: Vec<(&str, u32)> = rules.into_iter().collect();
    rules.sort_by_key(|&(rule, findings)| {
        std::cmp::Reverse((severities.get(rule).copied(), findings))
    });
    let names = rules.into_iter().map(|(rule, findings)| match findings {
        1 => rule.to_owned(),
        findings => format!("{rule} ×{findings}"),
    });
    list(names, width)
}

/// What is missing, by the sort of reason; what nobody can supply comes last.
fn unknown(practice: &PracticeReport, width: usize) -> String {
    const REASONS: [(&str, &str); 6] = [
        ("unread-input", "not all could be read"),
        ("conflicting-input", "objects contradict each other"),
        ("not-understood", "not understood"),
        ("missing-evidence", "no evidence"),
        ("partial-input", "the rest of the cluster is not here"),
        ("not-evaluated", "not evaluated by this version"),
    ];
    let parts_for = |kind: &str| {
        let because = move |part: &&PartReport| {
            part.verdict == Verdict::Unknown
                && part.why.as_ref().is_some_and(|why| why.kind == kind)
        };
        practice.parts.iter().filter(because).map(short_name).collect::<Vec<_>>()
    };
    let mut reason = String::new();
    for (kind, text) in REASONS {
        let parts = parts_for(kind);
        if parts.is_empty() {
            continue;
        }
        if !reason.is_empty() {
            reason.push_str("; ");
        }
        let left = width.saturating_sub(reason.chars().count() + text.len() + 2);
        let _ = write!(reason, "{text}: {}", list(parts.into_iter().map(str::to_owned), left));
    }
    reason
}

/// `etcd/client-tls` is `client-tls` in the line of etcd.
fn short_name(part: &PartReport) -> &str {
    part.part.split_once('/').map_or(&*part.part, |(_, name)| name)
}

/// As many names as fit, at least one, and how many more there are.
fn list(names: impl Iterator<Item = String>, width: usize) -> String {
    let names: Vec<String> = names.collect();
    let mut out = String::new();
    for (index, name) in names.iter().enumerate() {
        let left = names.len() - index;
        // Room for the `, +9` that would follow.
        let room = if left > 1 { 6 } else { 0 };
        if index > 0 && out.chars().count() + name.chars().count() + 2 + room > width {
            let _ = write!(out, ", +{left}");
            break;
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(name);
    }
    out
}

fn write_part(part: &PartReport, look: &Look, out: &mut String) {
    let (word, style) = verdict(part.verdict);
    let padding = " ".repeat(8_usize.saturating_sub(word.len()));
    let reason = match part.verdict {
        Verdict::Pass => part.evidence.join(", "),
        Verdict::Fail => {
            let broken = part.broken_by.iter().map(|by| format!("{} ×{}", by.rule, by.findings));
            broken.collect::<Vec<_>>().join(", ")
        }
        Verdict::Unknown | Verdict::NotApplicable => {
            part.why.as_ref().map(|why| why.text.clone()).unwrap_or_default()
        }
    };
    let word = look.paint(style, word);
    let _ = writeln!(out, "     {:<22} {word}{padding} {}", short_name(part), part.statement);
    for line in look.wrap(&reason, 8) {
        let _ = writeln!(out, "        {}", look.paint(DIM, &line));
    }
}
