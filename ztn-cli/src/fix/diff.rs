//! Changes as a unified diff, which never shows a secret.

use std::fmt::Write;
use std::ops::Range;

use similar::{ChangeTag, DiffOp, TextDiff};
use ztn_core::mend::MendedFile;
use ztn_core::options::Limits;
use ztn_core::report::redact::redact;

use crate::exit::Failure;

/// Lines around a change.
const CONTEXT: usize = 3;

/// A diff of several files.
#[derive(Default)]
pub(super) struct Patch {
    pub(super) text: String,
    /// Files in which a hunk has fewer lines around it than `git apply` wants to see.
    pub(super) cut: Vec<String>,
}

/// The diff of these files.
pub(super) fn patch(files: &[MendedFile]) -> Result<Patch, Failure> {
    let mut patch = Patch::default();
    for file in files {
        if write_file(&mut patch.text, file)? {
            patch.cut.push(file.path.clone());
        }
    }
    Ok(patch)
}

/// The diff with colours, for a terminal; what standard output does not take, it is printed without.
pub(super) fn painted(patch: &str) -> String {
    let stdout = std::io::stdout();
    if anstream::AutoStream::choice(&stdout) == anstream::ColorChoice::Never {
        return patch.to_owned();
    }
    use anstyle::{AnsiColor, Style};
    let line = |line: &str| {
        let style = match line.get(..1) {
            Some("+") => AnsiColor::Green.on_default(),
            Some("-") => AnsiColor::Red.on_default(),
            Some("@") => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let (text, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        format!("{style}{text}{style:#}{end}")
    };
    patch.split_inclusive('\n').map(line).collect()
}

/// Writes the diff of one file. Is one of its hunks cut short by a secret?
fn write_file(out: &mut String, file: &MendedFile) -> Result<bool, Failure> {
    // Of all that can end a line, `git` knows this one.
    let lines =
        |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (before, after) = (lines(&file.before), lines(&file.after));
    let (before_shown, after_shown) = (shown(&file.before), shown(&file.after));
    let hidden = |lines: &[String], shown: &[String], at: usize| lines.get(at) != shown.get(at);
    let old: Vec<&str> = before.iter().map(String::as_str).collect();
    let new: Vec<&str> = after.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&old, &new);
    let path = file.path.trim_start_matches('/');
    writeln!(out, "--- a/{path}\n+++ b/{path}")?;
    let mut cut = false;
    for group in diff.grouped_ops(CONTEXT) {
        for op in group.iter().filter(|op| op.tag() != similar::DiffTag::Equal) {
            let is_hidden = op.old_range().any(|at| hidden(&before, &before_shown, at))
                || op.new_range().any(|at| hidden(&after, &after_shown, at));
            if is_hidden {
                return Err(Failure(format!(
                    "`{}`, line {}: what changes stands beside a secret, which is not shown: --apply writes it without showing it",
                    file.path,
                    op.old_range().start + 1
                )));
            }
        }
        for hunk in hunks(&group, |at| hidden(&before, &before_shown, at)) {
            // git takes a change without a line after it for one at the end of the file.
            let ends = hunk.iter().map(|op| op.old_range().end).max().unwrap_or(0);
            cut |= ends < before.len()
                && hunk.last().is_some_and(|op| op.tag() != similar::DiffTag::Equal);
            write_hunk(out, &diff, &hunk)?;
        }
    }
    Ok(cut)
}

/// The lines of a text as they may be shown.
fn shown(text: &str) -> Vec<String> {
    let text = redact(text.as_bytes(), Limits::default()).unwrap_or_default();
    text.split_inclusive('\n').map(str::to_owned).collect()
}

/// A group of changes as hunks without the lines, between and around them, that are hidden.
fn hunks(group: &[DiffOp], is_hidden: impl Fn(usize) -> bool) -> Vec<Vec<DiffOp>> {
    let mut hunks = Vec::new();
    let mut hunk = Vec::new();
    for (number, op) in group.iter().enumerate() {
        let DiffOp::Equal { old_index, new_index, len } = *op else {
            hunk.push(*op);
            continue;
        };
        let mut hide = (old_index..old_index + len).filter(|at| is_hidden(*at));
        let Some(first) = hide.next() else {
            hunk.push(*op);
            continue;
        };
        let last = hide.next_back().unwrap_or(first);
        let part = |range: Range<usize>| DiffOp::Equal {
            old_index: range.start,
            new_index: new_index + (range.start - old_index),
            len: range.len(),
        };
        let (above, below) = (old_index..first, last + 1..old_index + len);
        if number > 0 && !above.is_empty() {
            hunk.push(part(above));
        }
        hunks.push(std::mem::take(&mut hunk));
        if !below.is_empty() {
            hunk.push(part(below));
        }
    }
    hunks.push(hunk);
    hunks.retain(|hunk| hunk.iter().any(|op| op.tag() != similar::DiffTag::Equal));
    hunks
}

fn write_hunk<'t>(
    out: &mut String,
    diff: &TextDiff<'t, 't, '_, str>,
    ops: &[DiffOp],
) -> Result<(), std::fmt::Error> {
    let old = span(ops.iter().map(DiffOp::old_range));
    let new = span(ops.iter().map(DiffOp::new_range));
    writeln!(out, "@@ -{} +{} @@", range(&old), range(&new))?;
    for change in ops.iter().flat_map(|op| diff.iter_changes(op)) {
        let sign = match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        write!(out, "{sign}{}", change.value())?;
        if !change.value().ends_with('\n') {
            writeln!(out, "\n\\ No newline at end of file")?;
        }
    }
    Ok(())
}

fn span(ranges: impl Iterator<Item = Range<usize>> + Clone) -> Range<usize> {
    let start = ranges.clone().map(|range| range.start).min().unwrap_or(0);
    start..ranges.map(|range| range.end).max().unwrap_or(0)
}

/// Lines as a hunk's head gives them: the first, from 1, and how many; of none, the one before.
fn range(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        length => format!("{},{length}", lines.start + 1),
    }
}
