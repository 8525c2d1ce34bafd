//! A stream to its documents, before anything is parsed.

use crate::span::Span;
use memchr::{memchr_iter, memchr2, memmem};

/// One document of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its bytes in the stream, without the `---` that opened it. Where that `---` has something
    /// after it on its line, or directives before it, these are part of the document, and so is
    /// the `---`: the parser needs it to read them.
    pub span: Span,
}

/// Cuts a stream at its `---` and `...` lines, as kubectl's reader does. Chunks that hold nothing
/// but blanks and comments are left out.
///
/// No line that begins so can be inside a scalar or a bracket, so this needs no parser. JSON values
/// that follow one another are cut apart too, as kubectl's JSON decoder does.
#[must_use]
pub fn split(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut rest = 0;
    if text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{') {
        rest = json_values(text, &mut chunks);
    }
    yaml_documents(text, rest, &mut chunks);
    chunks
}

fn push(text: &str, start: usize, end: usize, chunks: &mut Vec<Chunk>) {
    let chunk = text.get(start..end).unwrap_or_default();
    if !is_empty(chunk) {
        let [start, end] = [start, end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        chunks.push(Chunk { span: Span::new(start, end) });
    }
}

/// Does it hold only blanks and comments?
fn is_empty(chunk: &str) -> bool {
    let bytes = chunk.as_bytes();
    let mut at = if chunk.starts_with('\u{feff}') { 3 } else { 0 };
    loop {
        match bytes.get(at) {
            None => return true,
            Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
            Some(b'#') => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            }
            Some(_) => return false,
        }
    }
}

fn yaml_documents(text: &str, from: usize, chunks: &mut Vec<Chunk>) {
    let bytes = text.as_bytes();
    let mut start = from;
    for mark in Marks::new(text, from) {
        let line_end = memchr2(b'\n', b'\r', bytes.get(mark..).unwrap_or_default())
            .map_or(bytes.len(), |len| mark + len);
        if bytes.get(mark) == Some(&b'.') {
            // What follows on the line can only be a comment, or a fault of the document.
            let line = text.get(mark + 3..line_end).unwrap_or_default();
            let faulty = !is_empty(line);
            push(text, start, if faulty { line_end } else { mark }, chunks);
            start = if faulty { line_end } else { mark + 3 };
            continue;
        }
        let directives = directives_before(text, start, mark);
        push(text, start, directives, chunks);
        let line = text.get(mark + 3..line_end).unwrap_or_default();
        start = match directives < mark {
            true => directives,
            false if line.trim_start_matches([' ', '\t']).is_empty() => {
                // The document begins with its first line: a byte order mark may stand there.
                line_end + line_break(bytes.get(line_end..).unwrap_or_default())
            }
            false if is_empty(line) => mark + 3,
            false => mark,
        };
    }
    push(text, start, bytes.len(), chunks);
}

fn line_break(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Where the directives begin that stand before the `---` at `mark`; `mark` if there are none.
fn directives_before(text: &str, start: usize, mark: usize) -> usize {
    let mut begin = mark;
    let before = text.get(start..mark).unwrap_or_default();
    let mut end = before.len();
    while let Some(line_start) = end
        .checked_sub(1)
        .map(|last| before.get(..last).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1))
    {
        let line = before.get(line_start..end).unwrap_or_default();
        let line = if start + line_start == 0 { line.trim_start_matches('\u{feff}') } else { line };
        if line.starts_with("%YAML") || line.starts_with("%TAG") {
            begin = start + line_start;
        } else if !is_empty(line) {
            break;
        }
        end = line_start;
    }
    begin
}

/// The places of `---` and `...` at the start of a line, followed by a blank or nothing.
struct Marks<'a> {
    bytes: &'a [u8],
    first: Option<usize>,
    dashes: memmem::FindIter<'a, 'static>,
    dots: memmem::FindIter<'a, 'static>,
    next_dash: Option<usize>,
    next_dots: Option<usize>,
    /// Lone `\r` end lines too: such texts are old and short, and are searched line by line.
    returns: bool,
    at: usize,
}

impl<'a> Marks<'a> {
    fn new(text: &'a str, from: usize) -> Self {
        let bytes = text.as_bytes();
        let rest = bytes.get(from..).unwrap_or_default();
        let begin = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let returns = memchr_iter(b'\r', rest).any(|at| rest.get(at + 1) != Some(&b'\n'));
        let mut marks = Self {
            bytes,
            first: Some(begin).filter(|&begin| from <= begin && is_mark(bytes, begin)),
            dashes: memmem::find_iter(bytes, "\n---"),
            dots: memmem::find_iter(bytes, "\n..."),
            next_dash: None,
            next_dots: None,
            returns,
            at: from,
        };
        marks.next_dash = marks.find_dash();
        marks.next_dots = marks.find_dots();
        marks
    }

    fn find_dash(&mut self) -> Option<usize> {
        let (bytes, from) = (self.bytes, self.at);
        self.dashes.by_ref().map(|at| at + 1).find(|&at| at >= from && is_mark(bytes, at))
    }

    fn find_dots(&mut self) -> Option<usize> {
        let (bytes, from) = (self.bytes, self.at);
        self.dots.by_ref().map(|at| at + 1).find(|&at| at >= from && is_mark(bytes, at))
    }

    fn by_line(&mut self) -> Option<usize> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += memchr2(b'\n', b'\r', rest)? + 1;
            if is_mark(self.bytes, self.at) {
                return Some(self.at);
            }
        }
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        if self.returns {
            return self.by_line();
        }
        match (self.next_dash, self.next_dots) {
            (Some(dash), dots) if dots.is_none_or(|dots| dash < dots) => {
                self.next_dash = self.find_dash();
                Some(dash)
            }
            (_, dots) => {
                self.next_dots = self.find_dots();
                dots
            }
        }
    }
}

fn is_mark(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        [b'-', b'-', b'-', rest @ ..] | [b'.', b'.', b'.', rest @ ..] => {
            matches!(rest, [] | [b' ' | b'\t' | b'\n' | b'\r', ..])
        }
        _ => false,
    }
}

/// Cuts JSON values apart by their brackets, as long as nothing else stands between them. Gives the
/// place where YAML goes on: the end of the last value, or the start where there is but one.
fn json_values(text: &str, chunks: &mut Vec<Chunk>) -> usize {
    let bytes = text.as_bytes();
    let mut values = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        // `{{` and `{%` begin a template.
        if bytes.get(at) != Some(&b'{') || matches!(bytes.get(at + 1), Some(b'{' | b'%')) {
            break;
        }
        let Some(end) = json_end(bytes, at) else {
            break;
        };
        values.push((at, end));
        at = end;
    }
    // What follows the last value must be a new document: else this was no JSON.
    let clean = bytes.get(at).is_none() || is_mark(bytes, at);
    if values.len() < 2 || !clean {
        return 0;
    }
    for (start, end) in values {
        push(text, start, end, chunks);
    }
    at
}

/// The end of the JSON object that begins at `start`.
fn json_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => {
                at += 1;
                loop {
                    at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
                    if bytes.get(at) == Some(&b'"') {
                        break;
                    }
                    at += 2;
                }
            }
            _ => {}
        }
        at += 1;
    }
}
