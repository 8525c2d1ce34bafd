//! What was left out, and how much there was.

use std::collections::BTreeMap;
use std::fmt::Write;

use ztn_core::Report;
use ztn_core::report::v1::{Finding, Status};

use super::findings::by_severity;
use super::look::{BOLD, Look, clean, count};

/// How many left-out documents are named for each reason.
const NAMED: usize = 5;

/// Files and documents that no rule looked at, by reason.
pub(super) fn left_out(report: &Report, look: &Look) -> Option<String> {
    let mut reasons: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for file in &report.inputs {
        let path = clean(&file.path);
        let whole = file.why.as_deref().map(|why| (path.to_string(), file.status, why));
        let parts = file
            .left_out
            .iter()
            .map(|part| (format!("{path}:{}", part.line), part.status, part.why.as_str()));
        for (place, status, why) in whole.into_iter().chain(parts) {
            let word = if status == Status::Unreadable { "unreadable" } else { "skipped" };
            reasons.entry((word, why)).or_default().push(place);
        }
    }
    let named = if look.is_verbose() { usize::MAX } else { NAMED };
    let lines = reasons.into_iter().flat_map(|((word, why), places)| {
        let what = format!("  {word} {}: {}", places.len(), clean(why));
        let left = places.len().saturating_sub(named);
        let more = (left > 0).then(|| format!("    and {left} more (--verbose names them)"));
        let places = places.into_iter().take(named).map(|place| format!("    {place}"));
        [what].into_iter().chain(places).chain(more).collect::<Vec<_>>()
    });
    let lines: Vec<String> = lines.collect();
    let head = look.paint(BOLD, "Not evaluated");
    (!lines.is_empty()).then(|| format!("{head}\n{}\n", lines.join("\n")))
}

/// One line of numbers.
pub(super) fn counts(report: &Report, look: &Look) -> String {
    let documents: u32 = report.inputs.iter().map(|file| file.documents).sum();
    let open: Vec<&Finding> = report.findings.iter().filter(|finding| finding.is_open()).collect();
    let excepted = report.findings.iter().filter(|finding| finding.suppressed.is_some()).count();
    let mut out = format!(
        "{}, {}: {}",
        count(report.inputs.len(), "file"),
        count(documents as usize, "document"),
        count(open.len(), "finding")
    );
    if !open.is_empty() {
        let _ = write!(out, " ({})", by_severity(&open, look));
    }
    if excepted > 0 {
        let _ = write!(out, ", {excepted} excepted");
    }
    out + &format!(", {}\n", count(report.problems.len(), "problem"))
}
