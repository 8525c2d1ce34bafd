//! `ztn diff`

use std::fs;
use std::path::{Path, PathBuf};

use ztn_core::report::diff::{Diff, diff};
use ztn_core::{Comparison, Input, Options, Report, analyze, compare};

use crate::args::{FailOn, OptionArgs};
use crate::exit::{Exit, Failure};
use crate::format::{Format, Output, OutputArgs};
use crate::{base, options, walk};

/// What is compared, and how it is shown.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing new at or above --fail-on, 1 new or more severe findings, or a \
                        verdict that got worse, 2 usage error or unreadable input."
)]
pub(crate) struct DiffArgs {
    /// A folder, a file, or a report written by `ztn check --format json`
    pub(crate) before: PathBuf,

    /// The same, later
    pub(crate) after: PathBuf,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    /// The mildest severity of a new finding that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::High)]
    pub(crate) fail_on: FailOn,

    /// Leave with 0 instead of 1
    #[arg(long)]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) options: OptionArgs,
}

/// One side of a comparison: files, or a report that was kept. Paths count from a folder.
struct Side {
    what: What,
    folder: PathBuf,
}

enum What {
    Files(Input),
    Kept(Box<Report>),
}

/// Compares and says what changed.
pub(crate) fn run(args: &DiffArgs) -> Result<Exit, Failure> {
    let outputs = args.output.plan()?;
    let options = options::read(&args.options)?;
    let (before, after) = (side(&args.before)?, side(&args.after)?);
    let Comparison { after: report, diff, .. } = match (&before.what, &after.what) {
        (What::Files(before), What::Files(after)) => compare(before, after, &options)?,
        // A report holds neither connections nor rights.
        (before, after) => {
            let (before, after) = (before.report(&options)?, after.report(&options)?);
            let diff = diff(&before, &after);
            Comparison { before, after, diff }
        }
    };
    for output in &outputs {
        output.write(&written(&diff, &report, [&before, &after], output)?)?;
    }
    let (exit, reason) = judge(&diff, args);
    anstream::eprintln!("ztn: {reason}");
    Ok(exit)
}

/// A report that was kept, or the files as they are. Their paths count from the folder, so that it does not
/// matter where that is.
fn side(path: &Path) -> Result<Side, Failure> {
    if let Some(report) = kept(path)? {
        return Ok(Side { what: What::Kept(report.into()), folder: PathBuf::new() });
    }
    let folder = match path.parent() {
        _ if path.is_dir() => path,
        Some(parent) => parent,
        None => Path::new(""),
    };
    let input = walk::read_below(folder, path)?;
    Ok(Side { what: What::Files(input), folder: folder.into() })
}

/// The report in this file, if it is one. What cannot be read is told by who reads it as a manifest.
fn kept(path: &Path) -> Result<Option<Report>, Failure> {
    #[derive(serde::Deserialize)]
    struct Mark {
        schema: String,
    }
    let Ok(text) = fs::read_to_string(path) else {
        return Ok(None);
    };
    let is_ours = text.starts_with('{')
        && serde_json::from_str(&text).is_ok_and(|mark: Mark| mark.schema.starts_with("ztn."));
    if !is_ours {
        return Ok(None);
    }
    let report = Report::from_json(&text);
    report.map(Some).map_err(|error| Failure(format!("`{}`: {error}", path.display())))
}

fn written(
    diff: &Diff,
    report: &Report,
    [before, after]: [&Side; 2],
    output: &Output,
) -> Result<String, Failure> {
    match output.format {
        Format::Text => Ok(diff.text(&before.prefix(), &after.prefix())),
        Format::Machine(format) => {
            let base = base::below(&after.folder);
            let written = format.write_diff(diff, report, &base);
            written.ok_or_else(|| Failure(format!("`{}` cannot say what changed", format.name())))
        }
    }
}

impl What {
    fn report(&self, options: &Options) -> Result<Report, Failure> {
        match self {
            Self::Files(input) => Ok(analyze(input, options)?),
            Self::Kept(report) => Ok((**report).clone()),
        }
    }
}

impl Side {
    /// What goes before its paths, for those who want to open the files.
    fn prefix(&self) -> String {
        let folder = self.folder.to_string_lossy();
        match folder.is_empty() || folder.ends_with('/') {
            true => folder.into_owned(),
            false => format!("{folder}/"),
        }
    }
}

/// The exit code, and why it is that.
fn judge(diff: &Diff, args: &DiffArgs) -> (Exit, String) {
    let limit = args.fail_on.severity();
    let failing = diff.added().filter(|finding| finding.severity >= limit).count();
    let worse = diff.verdicts.iter().filter(|change| change.is_worse()).count();
    let found = match (failing, worse) {
        (0, 0) => {
            let reason = format!("exit 0: no new finding is {} or worse", limit.name());
            return (Exit::Clean, reason);
        }
        (0, worse) => count(worse, "verdict is worse", "verdicts are worse"),
        (failing, _) => {
            let new = count(failing, "new finding is", "new findings are");
            format!("{new} {} or worse", limit.name())
        }
    };
    match args.exit_zero {
        true => (Exit::Clean, format!("exit 0: {found}, and --exit-zero")),
        false => (Exit::Findings, format!("exit 1: {found}")),
    }
}

fn count(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
