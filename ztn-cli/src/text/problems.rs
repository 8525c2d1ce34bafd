//! What could not be read as it was meant.

use ztn_core::Report;

use super::excerpt;
use super::look::{BOLD, Look, count};
use super::sources::Sources;

/// All problems, if there are any.
pub(super) fn section(report: &Report, sources: &Sources, look: &Look) -> Option<String> {
    let shown = report.problems.iter().map(|problem| excerpt::of_problem(problem, sources, look));
    let shown = shown.collect::<Vec<_>>().join("\n");
    let head = format!("{} with the input", count(report.problems.len(), "problem"));
    (!shown.is_empty()).then(|| format!("{}\n\n{shown}", look.paint(BOLD, &head)))
}
