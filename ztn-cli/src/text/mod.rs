//! The report for people: ten verdicts, findings with their lines, what was left out, counts.

mod excerpt;
mod findings;
mod look;
mod missing;
mod problems;
mod sources;
mod summary;
mod verdicts;

use ztn_core::{Input, Report};

pub(crate) use look::{Detail, Look};
use sources::Sources;

/// Writes a report about these files.
pub(crate) fn text(report: &Report, input: &Input, look: &Look) -> String {
    let sources = Sources::of(report, input);
    let mut sections = Vec::new();
    if look.detail != Detail::Quiet {
        sections.push(verdicts::section(report, look));
        sections.extend(missing::hints(report, look));
        sections.extend(missing::additions(report, look));
    }
    sections.extend(findings::sections(report, &sources, look));
    sections.extend(problems::section(report, &sources, look));
    if look.detail != Detail::Quiet {
        sections.extend(summary::left_out(report, look));
        sections.push(summary::counts(report, look));
    }
    sections.join("\n")
}
