//! Secrets in text that is no document: command lines, files inside ConfigMaps, comments, and what
//! could not be parsed.

use super::{Stars, names};
use crate::span::{Span, to_u32};

/// Hides the secrets in a range of `text`.
pub(super) fn hide(text: &str, span: Span, stars: &mut Stars) {
    Lines::new(text, span, false).run(stars);
}

/// Hides the secrets of a document that could not be parsed: of a Secret, every value.
pub(super) fn hide_unread(text: &str, span: Span, stars: &mut Stars) {
    let is_secret = span.of(text).contains("Secret");
    Lines::new(text, span, is_secret).run(stars);
}

struct Lines<'t> {
    text: &'t str,
    span: Span,
    /// Is every value hidden?
    all: bool,
    /// Inside a private key.
    in_key: bool,
    /// What is indented more than this belongs to a hidden value.
    deeper_than: Option<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, span: Span, all: bool) -> Self {
        Self { text, span, all, in_key: false, deeper_than: None }
    }

    fn run(mut self, stars: &mut Stars) {
        let mut at = self.span.start;
        for line in self.span.of(self.text).split_inclusive('\n') {
            self.line(line, at, stars);
            at += to_u32(line.len());
        }
    }

    fn line(&mut self, line: &str, at: u32, stars: &mut Stars) {
        let mut hide = |from: usize, to: usize| {
            stars.hide(Span::new(at + to_u32(from), at + to_u32(to)));
        };
        let indent = line.len() - line.trim_start().len();
        if self.deeper_than.is_some_and(|above| indent > above || line.trim().is_empty()) {
            hide(0, line.len());
            return;
        }
        self.deeper_than = None;
        if let Some((from, to)) = self.private_key(line) {
            hide(from, to);
        }
        for (at, separator) in line.match_indices([':', '=']) {
            let name = name_before(line.get(..at).unwrap_or_default());
            if !(names::is_secret(name) || self.all && separator == ":" && !name.is_empty()) {
                continue;
            }
            let (from, to) = value_after(line, at + 1, separator == "=" && name.starts_with('-'));
            let value = line.get(from..to).unwrap_or_default();
            let is_block = value.starts_with(['|', '>']);
            if separator == ":" && names::is_secret(name) && (value.is_empty() || is_block) {
                self.deeper_than = Some(indent);
            } else if !names::is_harmless(value) {
                hide(from, to);
            }
        }
        for (from, to) in bearers(line).into_iter().chain(web_tokens(line)).chain(user_infos(line))
        {
            hide(from, to);
        }
    }

    /// The part of a line that is inside a private key. Such a key may be written in one line.
    fn private_key(&mut self, line: &str) -> Option<(usize, usize)> {
        const MARK: &str = "PRIVATE KEY-----";
        let mut from = 0;
        if !self.in_key {
            from = line.find(MARK).filter(|_| line.contains("-----BEGIN"))? + MARK.len();
            self.in_key = true;
        }
        let rest = line.get(from..)?;
        let Some(end) = rest.find("-----END") else {
            return Some((from, line.len()));
        };
        self.in_key = false;
        Some((from, from + end))
    }
}

/// The name that ends where a `:` or `=` follows, its quote left out.
fn name_before(text: &str) -> &str {
    let text = text.trim_end_matches(['"', '\'', '\\', ' ']);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let start = text.char_indices().rev().take_while(|&(_, c)| is_part(c)).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// From where to where the value after a `:` or `=` goes; a flag's goes to the end of its word.
fn value_after(line: &str, from: usize, is_flag: bool) -> (usize, usize) {
    let rest = line.get(from..).unwrap_or_default();
    let opening = rest.trim_start_matches([' ', '\t', '\\']);
    let from = from + rest.len() - opening.len();
    let end = match opening.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            opening.get(1..).and_then(|inner| inner.find(quote)).map(|end| end + 2)
        }
        _ if is_flag => opening.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')),
        _ => opening.find([',', '}', ']', '"', '\n', '\r']),
    };
    let value = opening.get(..end.unwrap_or(opening.len())).unwrap_or_default();
    (from, from + value.trim_end().len())
}

/// What follows `Bearer` or `Basic`.
fn bearers(line: &str) -> Vec<(usize, usize)> {
    let after = |scheme: &'static str| {
        line.match_indices(scheme).map(move |(at, scheme)| at + scheme.len())
    };
    let ends = |from: usize| {
        let rest = line.get(from..).unwrap_or_default();
        from + rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .unwrap_or(rest.len())
    };
    after("Bearer ").chain(after("Basic ")).map(|from| (from, ends(from))).collect()
}

/// JSON Web Tokens: three parts, the first a JSON object in base64.
fn web_tokens(line: &str) -> Vec<(usize, usize)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    line.match_indices("eyJ")
        .map(|(at, _)| {
            let rest = line.get(at..).unwrap_or_default();
            (at, at + rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
        })
        .filter(|&(from, to)| line.get(from..to).is_some_and(|word| word.matches('.').count() == 2))
        .collect()
}

/// The passwords of `scheme://user:password@host`.
fn user_infos(line: &str) -> Vec<(usize, usize)> {
    line.match_indices("://")
        .filter_map(|(at, mark)| {
            let from = at + mark.len();
            let rest = line.get(from..)?;
            let authority = rest.split(['/', ' ', '"', '\'', '\n']).next()?;
            let info = authority.get(..authority.rfind('@')?)?;
            let colon = info.find(':')?;
            Some((from + colon + 1, from + info.len()))
        })
        .collect()
}
