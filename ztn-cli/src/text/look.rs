//! How text looks: colours, width, and how much of it there is.

use std::borrow::Cow;
use std::io::IsTerminal;

use anstyle::{AnsiColor, Effects, Style};
use textwrap::WordSplitter;
use ztn_core::Severity;
use ztn_core::verdict::Verdict;

/// How wide lines are where no terminal says it.
const WIDTH: usize = 100;
/// What is narrower cannot be read, and is wider than its terminal.
const NARROWEST: usize = 40;
/// Longer lines are hard to follow.
const WIDEST: usize = 120;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Findings and problems, nothing else.
    Quiet,
    Normal,
    /// Every part of a claim, every finding with its lines, and what it refers to.
    Verbose,
}

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) color: bool,
    pub(crate) width: usize,
    pub(crate) detail: Detail,
}

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().effects(Effects::DIMMED);

impl Look {
    /// As standard output takes it: colours on a terminal, unless `NO_COLOR` or `--color` says
    /// otherwise.
    pub(crate) fn of_stdout(detail: Detail) -> Self {
        let stdout = std::io::stdout();
        let color = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        let terminal = stdout.is_terminal().then(terminal_size::terminal_size).flatten();
        let width = match terminal {
            Some((width, _)) => usize::from(width.0),
            None => columns().unwrap_or(WIDTH),
        };
        Self { color, width: width.clamp(NARROWEST, WIDEST), detail }
    }

    /// As a file takes it.
    pub(crate) fn of_file(detail: Detail) -> Self {
        Self { color: false, width: WIDTH, detail }
    }

    pub(crate) fn is_verbose(&self) -> bool {
        self.detail == Detail::Verbose
    }

    pub(crate) fn paint<'t>(&self, style: Style, text: &'t str) -> Cow<'t, str> {
        match self.color {
            true => Cow::Owned(format!("{style}{text}{style:#}")),
            false => Cow::Borrowed(text),
        }
    }

    /// The lines of a text, none longer than what is left beside `indent`. Words stay whole: they are
    /// paths and commands.
    pub(crate) fn wrap<'t>(&self, text: &'t str, indent: usize) -> Vec<Cow<'t, str>> {
        let width = self.width.saturating_sub(indent).max(NARROWEST / 2);
        let options = textwrap::Options::new(width)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        textwrap::wrap(text, options)
    }
}

fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// The word for a verdict, and how it is painted.
pub(crate) fn verdict(verdict: Verdict) -> (&'static str, Style) {
    match verdict {
        Verdict::Pass => ("pass", AnsiColor::Green.on_default()),
        Verdict::Fail => ("FAIL", AnsiColor::Red.on_default().bold()),
        Verdict::Unknown => ("unknown", AnsiColor::Yellow.on_default()),
        Verdict::NotApplicable => ("n/a", DIM),
    }
}

/// How a severity is painted.
pub(crate) fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Critical | Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Blue.on_default().bold(),
        Severity::Info => AnsiColor::Cyan.on_default().bold(),
    }
}

/// `3 files`, `1 file`.
pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Names come from files: nothing in them may steer a terminal or begin a line of its own.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    match text.chars().any(char::is_control) {
        true => Cow::Owned(text.replace(char::is_control, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}
