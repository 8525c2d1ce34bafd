//! A finding or a problem as a diagnostic: its message, its lines, the other places, and what to do.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet,
};
use ztn_core::report::catalog::RuleInfo;
use ztn_core::report::v1::{Finding, Fix, Label, Problem, Span};
use ztn_core::{Severity, registry};

use super::look::{Look, clean};
use super::sources::{Source, Sources};
use crate::explain;

/// A line longer than this is cut around what is underlined: a dump may be one line.
const LONG_LINE: usize = 400;
/// How much of such a line is shown on each side.
const AROUND: usize = 40;
/// A label this near is shown in the excerpt of the finding itself.
const NEAR: u32 = 60;
/// What the renderer puts before a note: line number, bar, `= help: `.
const NOTE_INDENT: usize = 16;

/// What rules say of one place, and what to do about what nobody has explained yet.
pub(super) fn of_findings(
    findings: &[&Finding],
    is_new: impl Fn(&Finding) -> bool,
    sources: &Sources,
    look: &Look,
) -> String {
    let Some((last, before)) = findings.split_last() else {
        return String::new();
    };
    let renderer = renderer(look);
    let mut out = String::new();
    for finding in before {
        out.push_str(&renderer.render(&[Group::with_title(title(finding))]));
        out.push('\n');
    }
    let labels = findings.iter().flat_map(|finding| &finding.labels);
    let mut group = Excerpts { sources }.add(Group::with_title(title(last)), &last.span, labels);
    for finding in findings {
        let of = if before.is_empty() { None } else { Some(&*finding.rule) };
        for (level, note) in notes(finding, is_new(finding), look) {
            group = group.element(level.message(wrapped(&note, of, look)));
        }
    }
    let mut groups = vec![group];
    groups.extend(findings.iter().filter_map(|finding| fix(finding.fix.as_ref()?, sources)));
    out + &renderer.render(&groups) + "\n"
}

/// Something that could not be read.
pub(super) fn of_problem(problem: &Problem, sources: &Sources, look: &Look) -> String {
    let title = Level::ERROR
        .with_name("problem")
        .primary_title(clean(&problem.message).into_owned())
        .id(problem.kind.slug());
    let help = Level::HELP.message(wrapped(&problem.remedy, None, look));
    let group = match &problem.span {
        Some(span) => {
            Excerpts { sources }.add(Group::with_title(title), span, problem.labels.iter())
        }
        None => title.element(Origin::path(clean(&problem.path).into_owned())),
    };
    renderer(look).render(&[group.element(help)]) + "\n"
}

fn renderer(look: &Look) -> Renderer {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(look.width)
}

fn title(finding: &Finding) -> annotate_snippets::Title<'static> {
    let level = match finding.severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::INFO,
        Severity::Info => Level::NOTE,
    };
    let message = match (&finding.suppressed, &finding.implied_by) {
        (Some(_), _) => format!("{} (excepted)", finding.message),
        (None, Some(rule)) => format!("{} (implied by {rule})", finding.message),
        (None, None) => finding.message.clone(),
    };
    level
        .with_name(finding.severity.name())
        .primary_title(clean(&message).into_owned())
        .id(finding.rule.to_string())
}

/// What stands below the lines: why, and what to do.
fn notes(finding: &Finding, is_new: bool, look: &Look) -> Vec<(Level<'static>, String)> {
    let mut notes = Vec::new();
    let mut note = |text: String| notes.push((Level::NOTE, text));
    if let Some(witness) = &finding.witness {
        note(format!("because {witness}"));
    }
    if let Some(because) = &finding.severity_because {
        note(format!("{} here: {because}", finding.severity.name()));
    }
    if let Some(exposure) = &finding.exposure {
        note(exposure.clone());
    }
    if let Some(excepted) = &finding.suppressed {
        let until = excepted.until.as_ref().map(|day| format!(", until {day}"));
        note(format!("excepted: {}{}", excepted.reason, until.unwrap_or_default()));
    }
    let Some(rule) = registry::find(&finding.rule) else {
        return notes;
    };
    if look.is_verbose() {
        note(rule.why.to_owned());
        if !finding.parts.is_empty() {
            note(format!("breaks {}", finding.parts.join(", ")));
        }
        let info = RuleInfo::of(rule);
        if !info.refs.is_empty() {
            note(format!("see {}", explain::references(&info)));
        }
    }
    if is_new {
        notes.push((Level::HELP, rule.remedy.to_owned()));
    }
    notes
}

/// A note in lines that fit; where several rules speak, with the name of the one that does.
fn wrapped(text: &str, of: Option<&str>, look: &Look) -> String {
    let text = clean(text);
    let text = of.map_or(Cow::Borrowed(&*text), |rule| Cow::Owned(format!("{rule}: {text}")));
    look.wrap(&text, NOTE_INDENT).join("\n")
}

/// Puts lines of files under a title.
struct Excerpts<'s> {
    sources: &'s Sources,
}

impl<'s> Excerpts<'s> {
    fn add<'l>(
        &self,
        group: Group<'s>,
        span: &Span,
        labels: impl Iterator<Item = &'l Label>,
    ) -> Group<'s> {
        let (near, far): (Vec<_>, Vec<_>) = labels.partition(|label| {
            label.span.path == span.path && label.span.start.line.abs_diff(span.start.line) <= NEAR
        });
        let group = self.snippet(group, span, AnnotationKind::Primary, None, &near);
        far.into_iter().fold(group, |group, label| {
            self.snippet(group, &label.span, AnnotationKind::Context, Some(&label.text), &[])
        })
    }

    /// The lines around a span, and around the labels beside it.
    fn snippet(
        &self,
        group: Group<'s>,
        span: &Span,
        kind: AnnotationKind,
        text: Option<&str>,
        labels: &[&Label],
    ) -> Group<'s> {
        let origin = Origin::path(clean(&span.path).into_owned())
            .line(span.start.line as usize)
            .char_column(span.start.col as usize);
        let Some(source) = self.sources.get(&span.path) else {
            return group.element(origin);
        };
        if let Some(cut) = Cut::of(source, span) {
            let annotation = annotation(kind, cut.underlined, text);
            let snippet = Snippet::source(cut.text).line_start(span.start.line as usize);
            return group.element(origin).element(snippet.annotation(annotation));
        }
        let spans = || labels.iter().map(|label| &label.span).chain([span]);
        let first = spans().map(|span| span.start.line).min().unwrap_or(1);
        let last = spans().map(|span| span.start.line).max().unwrap_or(1);
        let window = source.lines(first, last);
        let inside = |span: &Span| {
            let range = source.underlined(span);
            range.start - window.start..range.end - window.start
        };
        let snippet = Snippet::source(source.text(window.clone()))
            .line_start(first as usize)
            .path(clean(&span.path).into_owned())
            .annotation(annotation(kind, inside(span), text))
            .annotations(labels.iter().map(|label| {
                annotation(AnnotationKind::Context, inside(&label.span), Some(&label.text))
            }));
        group.element(snippet)
    }
}

fn annotation<'a>(kind: AnnotationKind, range: Range<usize>, text: Option<&str>) -> Annotation<'a> {
    kind.span(range).label(text.map(|text| clean(text).into_owned()))
}

/// A part of a line that is too long to show.
struct Cut {
    text: String,
    underlined: Range<usize>,
}

impl Cut {
    fn of(source: &Source, span: &Span) -> Option<Self> {
        let line = source.lines(span.start.line, span.start.line);
        if line.len() <= LONG_LINE {
            return None;
        }
        let underlined = source.underlined(span);
        let before = source.text(line.start..underlined.start);
        let shown = source.text(underlined.clone());
        let after = source.text(underlined.end..line.end);
        let before = last_chars(before, AROUND);
        let shown = first_chars(shown, 2 * AROUND);
        let text = format!("{before}{shown}{}", first_chars(after, AROUND));
        Some(Self { underlined: before.len()..before.len() + shown.len(), text })
    }
}

fn first_chars(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

fn last_chars(text: &str, n: usize) -> &str {
    let at = text.char_indices().rev().nth(n.saturating_sub(1)).map_or(0, |(at, _)| at);
    text.get(at..).unwrap_or(text)
}

/// What a fix would change, where that is a few whole lines of one file.
fn fix<'s>(fix: &Fix, sources: &'s Sources) -> Option<Group<'s>> {
    let path = &fix.edits.first()?.span.path;
    let source = sources.get(path)?;
    let first = fix.edits.iter().map(|edit| edit.span.start.line).min()?;
    let last = fix.edits.iter().map(|edit| edit.span.end.line).max()?;
    let window = source.lines(first, last);
    let one_place = fix.edits.iter().all(|edit| edit.span.path == *path) && last - first < NEAR;
    if !one_place || window.len() > LONG_LINE * (last - first + 1) as usize {
        return None;
    }
    let patches = fix.edits.iter().map(|edit| {
        let range = source.range(&edit.span);
        let range = range.start - window.start..range.end - window.start;
        Patch::new(range, clean_lines(&edit.text))
    });
    let snippet = Snippet::source(source.text(window.clone()))
        .line_start(first as usize)
        .path(clean(path).into_owned())
        .patches(patches);
    let title = format!("{} ({} fix)", fix.title, fix.safety.name());
    Some(Level::HELP.secondary_title(clean(&title).into_owned()).element(snippet))
}

/// As [`clean`], for text that may have lines.
fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}
