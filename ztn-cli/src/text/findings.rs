//! Findings by file, the most severe first.
//!
//! What several rules say of one place shares its excerpt. A rule's further findings in a file are a
//! line each, and what to do stands at its first finding: whoever has read that knows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use ztn_core::Severity;
use ztn_core::report::v1::{Finding, Report};

use super::excerpt;
use super::look::{BOLD, DIM, Look, clean, count, severity};
use super::sources::Sources;

/// How many further findings of a rule in a file get their line.
const MORE: usize = 4;

/// A section for each file, the worst first.
pub(super) fn sections(report: &Report, sources: &Sources, look: &Look) -> Vec<String> {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| is_shown(finding, look)) {
        files.entry(&finding.span.path).or_default().push(finding);
    }
    let mut files: Vec<(&str, Vec<&Finding>)> = files.into_iter().collect();
    files.sort_by_key(|(_, findings)| Reverse(worst(findings)));
    let mut explained = BTreeSet::new();
    files
        .into_iter()
        .map(|(path, findings)| {
            let head = format!("{}: {}", clean(path), by_severity(&findings, look));
            format!(
                "{}\n\n{}",
                look.paint(BOLD, &head),
                file(findings, &mut explained, sources, look)
            )
        })
        .collect()
}

/// Verbose output shows what was excepted or implied, too.
fn is_shown(finding: &Finding, look: &Look) -> bool {
    finding.is_open() || look.is_verbose()
}

fn worst(findings: &[&Finding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}

/// `1 critical, 3 medium`.
pub(super) fn by_severity(findings: &[&Finding], look: &Look) -> String {
    let of = |wanted: Severity| findings.iter().filter(|f| f.severity == wanted).count();
    let counted = Severity::ALL.into_iter().rev().filter_map(|severity_| match of(severity_) {
        0 => None,
        n => {
            Some(look.paint(severity(severity_), &format!("{n} {}", severity_.name())).into_owned())
        }
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// All findings of one file.
fn file<'r>(
    findings: Vec<&'r Finding>,
    explained: &mut BTreeSet<&'r str>,
    sources: &Sources,
    look: &Look,
) -> String {
    let mut shown = BTreeSet::new();
    let mut blocks: Vec<Vec<&Finding>> = Vec::new();
    let mut more: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for place in by_place(findings) {
        let (new, known): (Vec<_>, Vec<_>) = place
            .into_iter()
            .partition(|finding| look.is_verbose() || !shown.contains(&*finding.rule));
        shown.extend(new.iter().map(|finding| &*finding.rule));
        if !new.is_empty() {
            blocks.push(new);
        }
        for finding in known {
            more.entry(&*finding.rule).or_default().push(finding);
        }
    }
    let mut out = String::new();
    for block in blocks {
        let is_new = |finding: &Finding| look.is_verbose() || !explained.contains(&*finding.rule);
        out.push_str(&excerpt::of_findings(&block, is_new, sources, look));
        explained.extend(block.iter().map(|finding| &*finding.rule));
        for finding in block {
            write_more(&more.remove(&*finding.rule).unwrap_or_default(), look, &mut out);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// Findings at the same place together; the worst place first, then in the order of the file.
fn by_place(findings: Vec<&Finding>) -> Vec<Vec<&Finding>> {
    let mut places: BTreeMap<(u32, u32), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let place = (finding.span.start.byte, finding.span.end.byte);
        places.entry(place).or_default().push(finding);
    }
    let mut places: Vec<Vec<&Finding>> = places.into_values().collect();
    for place in &mut places {
        place.sort_by_key(|finding| Reverse(finding.severity));
    }
    places.sort_by_key(|place| Reverse(worst(place)));
    places
}

/// The further findings of one rule.
fn write_more(findings: &[&Finding], look: &Look, out: &mut String) {
    for finding in findings.iter().take(MORE) {
        let place = format!(
            "{}:{}:{}",
            clean(&finding.span.path),
            finding.span.start.line,
            finding.span.start.col
        );
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "  also {place}: {}: {}",
            look.paint(DIM, &finding.rule),
            clean(&finding.message)
        );
    }
    if let Some(left) = findings.len().checked_sub(MORE).filter(|&left| left > 0) {
        let rule = findings.first().map_or("", |finding| &*finding.rule);
        let _ = writeln!(
            out,
            "  also {} of {} (--verbose shows them)",
            count(left, "more finding"),
            look.paint(DIM, rule)
        );
    }
}
