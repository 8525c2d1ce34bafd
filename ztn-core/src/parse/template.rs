//! Templates: text that some program was to fill in before anyone reads it as YAML.

use super::tape::{SyntaxError, SyntaxErrorKind};
use crate::span::Span;

/// What a fault in `text` really is: if a `{{ … }}` or `{% … %}` stands where YAML expects structure,
/// the document is a template, and the fault is that nobody filled it in.
#[cold]
pub(super) fn explain(text: &str, fault: SyntaxError) -> SyntaxError {
    if fault.kind == SyntaxErrorKind::TooDeep {
        return fault;
    }
    let Some(marker) = marker(text, fault.span.start as usize) else {
        return fault;
    };
    SyntaxError {
        kind: SyntaxErrorKind::Template,
        span: marker,
        message: "this is a template that has not been rendered".to_owned(),
    }
}

/// The first marker that is structure; else the first one in the line of the fault.
fn marker(text: &str, fault: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut in_line = None;
    let line_start = text.get(..fault).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = memchr::memchr(b'\n', bytes.get(fault..)?).map_or(text.len(), |at| fault + at);
    for at in memchr::memchr_iter(b'{', bytes) {
        let close = match bytes.get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        let before = bytes.get(..at)?;
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let before = text.get(start..at)?.trim();
        if before.starts_with('#') {
            continue;
        }
        let span = span(text, at, close);
        if before.is_empty() || before.ends_with([':', '-', '[', '{', ',', '}']) {
            return Some(span);
        }
        if in_line.is_none() && (line_start..=line_end).contains(&at) {
            in_line = Some(span);
        }
    }
    in_line
}

fn span(text: &str, start: usize, close: &str) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let len = line.find(close).map_or(line.len(), |at| at + close.len());
    let [start, len] = [start, len].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
    Span::new(start, start.saturating_add(len))
}
