//! `ztn check`

use ztn_core::report::v1::Status;
use ztn_core::verdict::Verdict;
use ztn_core::{Input, Report, analyze};

use crate::args::CheckArgs;
use crate::exit::{Exit, Failure};
use crate::format::{Format, Output};
use crate::progress::Progress;
use crate::text::{Detail, Look, text};
use crate::{base, demo, options, walk};

/// Checks files and says how they stand.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let outputs = args.output.plan()?;
    let options = options::read(&args.options)?;
    let progress = Progress::start("reading");
    let input =
        if args.demo { demo::FILES.iter().copied().collect() } else { walk::read(&args.paths)? };
    progress.now("analyzing");
    let report = analyze(&input, &options)?;
    drop(progress);
    for output in &outputs {
        output.write(&written(&report, &input, output, args))?;
    }
    let (exit, reason) = judge(&report, args);
    if !args.quiet {
        anstream::eprintln!("ztn: {reason}");
    }
    Ok(exit)
}

fn written(report: &Report, input: &Input, output: &Output, args: &CheckArgs) -> String {
    match output.format {
        Format::Text => {
            let detail = match (args.quiet, args.verbose) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            };
            let look = match output.file {
                None => Look::of_stdout(detail),
                Some(_) => Look::of_file(detail),
            };
            text(report, input, &look)
        }
        Format::Machine(format) => format.write(report, &base::here()),
    }
}

/// The exit code, and why it is that.
fn judge(report: &Report, args: &CheckArgs) -> (Exit, String) {
    let limit = args.fail_on.severity();
    let counted =
        |finding: &&ztn_core::report::v1::Finding| finding.is_open() && finding.severity >= limit;
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
