//! `ztn check`

use ztn_core::report::text;
use ztn_core::report::v1::Status;
use ztn_core::verdict::Verdict;
use ztn_core::{Report, analyze};

use crate::args::{CheckArgs, Format};
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// Checks files and says how they stand.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let input = walk::read(&args.paths)?;
    let report = analyze(&input, &options)?;
    let bytes = match args.format {
        Format::Text => text::text(&report),
        Format::Json => report.to_json() + "\n",
    };
    output::write(args.output.as_deref(), bytes.as_bytes())?;
    let (exit, reason) = judge(&report, args);
    anstream::eprintln!("ztn: {reason}");
    Ok(exit)
}

/// The exit code, and why it is that.
fn judge(report: &Report, args: &CheckArgs) -> (Exit, String) {
    let limit = args.fail_on.severity();
    let counted = |finding: &&ztn_core::report::v1::Finding| {
        finding.suppressed.is_none() && finding.implied_by.is_none() && finding.severity >= limit
    };
    let failing = report.findings.iter().filter(counted).count();
    if failing > 0 && !args.exit_zero {
        let what = if failing == 1 { "finding is" } else { "findings are" };
        return (Exit::Findings, format!("exit 1: {failing} {what} {} or worse", limit.name()));
    }
    if args.strict
        && let Some(gap) = gap(report)
    {
        return (Exit::Incomplete, format!("exit 3: {gap}"));
    }
    let reason = match failing {
        0 => format!("exit 0: no finding is {} or worse", limit.name()),
        n => format!("exit 0: {n} findings, and --exit-zero"),
    };
    (Exit::Clean, reason)
}

/// What was not evaluated and could have been, if anything.
fn gap(report: &Report) -> Option<String> {
    let unread = report.inputs.iter().filter(|file| file.status != Status::Evaluated).count();
    if unread > 0 {
        return Some(format!("{unread} files were not evaluated, or not wholly"));
    }
    let parts = report.verdicts.iter().flat_map(|practice| &practice.parts);
    let lacking = parts.filter(|part| {
        part.verdict == Verdict::Unknown
            && part.why.as_ref().is_none_or(|why| why.kind != "not-evaluated")
    });
    let lacking = lacking.count();
    (lacking > 0).then(|| format!("{lacking} parts lack evidence that could be given"))
}
