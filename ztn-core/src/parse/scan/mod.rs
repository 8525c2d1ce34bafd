//! The parser proper: one pass over the bytes, no recursion, cells written as they are read.
//!
//! It is libyaml's scanner and parser (which go-yaml is a port of) folded into one loop. Where
//! libyaml queues tokens until it knows whether a `:` makes them a key, this looks past the scalar
//! at once: a key without `?` is on one line and at most 1024 characters long.

mod block;
mod block_scalar;
mod chars;
mod fault;
mod flow;
mod keys;
mod lines;
mod nodes;
mod plain;
mod prolog;
mod properties;
mod quoted;
mod swar;

pub(super) use fault::Fault;

use super::node::Style;
use super::tape::{Cell, Comment, Limits, Strings};
use crate::span::Span;
use chars::{BLANK, BREAK, END, break_len, class};
use nodes::null;
use properties::{Properties, Tags};
use std::collections::BTreeMap;

pub(super) type Step<T = ()> = Result<T, Box<Fault>>;

/// What a parse writes to, kept between parses for its memory.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    pub(super) cells: Vec<Cell>,
    pub(super) strings: Strings,
    pub(super) comments: Vec<Comment>,
    /// Is there an alias?
    pub(super) aliases: bool,
    /// Is there a merge key?
    pub(super) merges: bool,
    frames: Vec<Frame>,
    anchors: BTreeMap<String, u32>,
    tags: Tags,
    /// Line breaks that may or may not become content.
    breaks: String,
}

impl Buffers {
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.strings.clear();
        self.comments.clear();
        self.frames.clear();
        self.anchors.clear();
        self.tags.clear();
        self.aliases = false;
        self.merges = false;
    }
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Root,
    BlockMapping,
    BlockSequence,
    /// A sequence whose `-` are in the column of the key above it.
    Indentless,
    FlowSequence,
    FlowMapping,
    /// `[a: b]`: a mapping of one pair, without braces.
    Pair,
}

/// What it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaits {
    /// The root, the item after a `-` or a `,`, the value after a `:`.
    Node,
    /// The key after a `?`.
    KeyNode,
    /// The `:` after a key with `?`.
    Colon,
    /// The next key or `-`; in a flow mapping also its `}`.
    Entry,
    /// `,` or the closing bracket; after the root: nothing more.
    Next,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    open: Open,
    awaits: Awaits,
    cell: u32,
    /// The column of the innermost block collection, -1 outside all. Flow collections keep that of
    /// the block they are in.
    indent: i32,
    /// Where a node goes that is not written: after the `:`, `-` or `?`.
    mark: u32,
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    limits: Limits,
    out: &'a mut Buffers,
    /// The next byte.
    at: usize,
    /// Where its line begins.
    line: usize,
    /// Brackets around it.
    flow: u32,
    /// Did a `---` open the document?
    explicit: bool,
    /// May a key begin here? libyaml's `simple_key_allowed`: at the start of a line, after `-`, `?`
    /// and, in flow collections, after `[`, `{` and `,`.
    key_may_start: bool,
    /// Are there line breaks other than `\n` and `\r`?
    wide_breaks: bool,
    top: Frame,
    /// Where the last node ended.
    last_end: u32,
    /// The anchor and tag of the node to come.
    outer: Properties,
    /// The same of a scalar to come that may turn out to be a key.
    inner: Properties,
}

/// Parses `text` into `out`.
pub(super) fn scan(text: &str, limits: Limits, out: &mut Buffers) -> Step {
    out.clear();
    if u32::try_from(text.len()).is_err() {
        return Err(Fault::new(Span::at(0), "a document of 4 GiB or more is not read"));
    }
    let survey = chars::survey(text);
    if let Some((at, c)) = survey.refused {
        let span = Span::new(offset(at), offset(at + c.len_utf8()));
        return Err(Fault::new(span, format!("the character U+{:04X} is not allowed", c as u32)));
    }
    // go-yaml takes one byte order mark off, and a second one for a blank.
    let (start, line) = match text.strip_prefix('\u{feff}') {
        Some(rest) if rest.starts_with('\u{feff}') => (6, 5),
        Some(_) => (3, 3),
        None => (0, 0),
    };
    let top =
        Frame { open: Open::Root, awaits: Awaits::Node, cell: 0, indent: -1, mark: offset(start) };
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        limits,
        out,
        at: start,
        line,
        flow: 0,
        explicit: false,
        key_may_start: true,
        wide_breaks: survey.wide_breaks,
        top,
        last_end: offset(start),
        outer: Properties::default(),
        inner: Properties::default(),
    };
    scanner.prolog()?;
    scanner.document()
}

/// A place as the tape stores it. `scan` refused texts that do not fit.
#[inline(always)]
fn offset(at: usize) -> u32 {
    at as u32
}

impl<'a> Scanner<'a> {
    /// The byte at `at`; 0 past the end, which no text holds.
    #[inline(always)]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn rest(&self, at: usize) -> &'a [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    #[inline(always)]
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    #[inline(always)]
    fn column(&self) -> i32 {
        (self.at - self.line) as i32
    }

    /// Is there a blank, a line break or the end at `at`?
    #[inline(always)]
    fn blank_or_end(&self, at: usize) -> bool {
        class(self.byte(at)) & (BLANK | BREAK | END) != 0
            || self.wide_breaks && break_len(self.rest(at)) != 0
    }

    /// Is there a line break or the end at `at`?
    #[inline(always)]
    fn line_end(&self, at: usize) -> bool {
        class(self.byte(at)) & (BREAK | END) != 0
            || self.wide_breaks && break_len(self.rest(at)) != 0
    }

    /// Where the line of `at` ends, before its line break.
    fn end_of_line(&self, at: usize) -> usize {
        let rest = self.rest(at);
        if self.wide_breaks {
            let mut end = at;
            while !self.line_end(end) {
                end += 1;
            }
            return end;
        }
        at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    /// Is there a `---` or `...` line at `at`, the start of a line?
    fn document_mark(&self, at: usize) -> bool {
        matches!(self.rest(at), [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..])
            && self.blank_or_end(at + 3)
    }

    /// Goes over blanks, comments and line breaks to the next thing that means something.
    #[inline]
    fn next_token(&mut self) -> Step {
        loop {
            let mut byte = self.byte(self.at);
            while byte == b' ' {
                self.at += 1;
                byte = self.byte(self.at);
            }
            match byte {
                b'\n' => {
                    self.line = self.at + 1;
                    self.at = swar::end_of_spaces(self.bytes, self.line);
                    self.key_may_start |= self.flow == 0;
                }
                b'\t' => {
                    // libyaml takes a tab for a blank only where no key can begin.
                    if self.flow == 0 && self.key_may_start {
                        return Err(self.tab());
                    }
                    self.at += 1;
                }
                b'#' => self.comment(),
                b'\r' | 0xC2 | 0xE2 => {
                    let len = break_len(self.rest(self.at));
                    if len == 0 {
                        return Ok(());
                    }
                    self.at += len;
                    self.line = self.at;
                    self.key_may_start |= self.flow == 0;
                }
                _ => return Ok(()),
            }
        }
    }

    fn comment(&mut self) {
        let end = self.end_of_line(self.at);
        let before = self.bytes.get(self.line..self.at).unwrap_or_default();
        let trailing = before.iter().any(|&byte| class(byte) & BLANK == 0);
        self.out.comments.push(Comment { span: Span::new(offset(self.at), offset(end)), trailing });
        self.at = end;
    }

    fn document(&mut self) -> Step {
        loop {
            self.next_token()?;
            if self.flow > 0 {
                if let Err(fault) = self.flow_token() {
                    return Err(self.in_brackets(fault));
                }
                continue;
            }
            if self.at >= self.bytes.len() {
                return self.finish();
            }
            self.close_deeper(self.column())?;
            if self.key_may_start && !self.inner.any() && !self.wide_breaks {
                let before = self.at;
                self.lines()?;
                if self.at != before {
                    continue;
                }
            }
            self.block_token()?;
        }
    }

    fn finish(&mut self) -> Step {
        self.stale_key()?;
        self.close_deeper(-1)?;
        if self.top.awaits == Awaits::Node {
            self.empty()?;
        }
        Ok(())
    }

    /// Does a `:` follow that makes a key of what began at `start` and ended just now? Gives its
    /// place.
    #[inline(always)]
    fn colon_after(&self, start: usize) -> Option<usize> {
        let mut at = self.at;
        let mut byte = self.byte(at);
        while class(byte) & BLANK != 0 {
            at += 1;
            byte = self.byte(at);
        }
        let found = byte == b':' && (self.flow > 0 || self.blank_or_end(at + 1));
        (found && start >= self.line && (at - start <= 1024 || self.short(start, at))).then_some(at)
    }

    /// The limit of 1024 is in characters.
    #[cold]
    fn short(&self, start: usize, end: usize) -> bool {
        self.slice(start, end).chars().count() <= 1024
    }
}
