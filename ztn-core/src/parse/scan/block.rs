//! Block collections: what indentation, `-`, `?` and `:` mean outside brackets.

use super::chars::{INDICATOR, class};
use super::{Awaits, Fault, Open, Scanner, Step, null, offset};
use crate::parse::tape::{Cell, IS_KEY};

impl Scanner<'_> {
    /// Reads what begins at the next byte, outside brackets.
    pub(super) fn block_token(&mut self) -> Step {
        let byte = self.byte(self.at);
        if class(byte) & INDICATOR == 0 {
            return match byte {
                b'-' if self.blank_or_end(self.at + 1) => {
                    if self.at == self.line && self.document_mark(self.at) {
                        return self.document_end();
                    }
                    self.dash()
                }
                b'?' if self.blank_or_end(self.at + 1) => self.question_mark(),
                b':' if self.blank_or_end(self.at + 1) => self.lone_colon(),
                b'-' | b'.' if self.at == self.line && self.document_mark(self.at) => {
                    self.document_end()
                }
                _ => self.block_atom(byte),
            };
        }
        match byte {
            b'\'' | b'"' | b'*' => self.block_atom(byte),
            b'[' | b'{' => self.bracket_in_block(byte),
            b'&' | b'!' => self.property(byte),
            b'|' | b'>' => self.block_scalar_node(byte),
            b'%' if self.at == self.line => {
                Err(self.fault_here("a directive comes before the `---` of its document"))
            }
            b']' | b'}' => Err(self.fault_here("this bracket closes nothing")),
            _ => Err(self.cannot_begin()),
        }
    }

    #[cold]
    pub(super) fn cannot_begin(&self) -> Box<Fault> {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some('\t') => self.tab(),
            Some('`') => self.fault_here("a plain value cannot begin with a backtick"),
            Some(c) => {
                let message = format!("a plain value cannot begin with `{c}`");
                self.fault(self.at, self.at + c.len_utf8(), &message)
            }
            None => self.fault_here("the document ends too early"),
        }
    }

    /// A scalar or an alias; a key where a `:` follows it.
    fn block_atom(&mut self, byte: u8) -> Step {
        let start = self.at;
        let mut key = None;
        if self.key_may_start {
            self.stale_key()?;
            key = Some(start);
        } else if self.inner.any() {
            key = Some(self.inner.start);
        }
        let line = self.line;
        self.key_may_start = false;
        let atom = self.atom(byte)?;
        if let Some(key) = key {
            if let Some(colon) = self.colon_after(key) {
                return self.key(atom, key, colon);
            }
            if (key - line) as i32 == self.top.indent {
                return Err(self.no_colon(atom));
            }
        }
        match self.top.awaits {
            Awaits::Node | Awaits::KeyNode => self.place(atom),
            _ => {
                self.rewind(start);
                Err(self.out_of_place())
            }
        }
    }

    /// What stands in the column of the keys must be one: libyaml's "could not find expected ':'".
    #[cold]
    fn no_colon(&self, atom: Cell) -> Box<Fault> {
        let (start, end) = (atom.start as usize, atom.end as usize);
        let text = self.slice(start, end);
        let first_line = text.lines().next().unwrap_or_default().trim_end().len();
        let message = if text.contains(':') && !text.starts_with(['"', '\'', '*']) {
            "expected a blank after the `:` of this key"
        } else if self.top.open == Open::BlockSequence {
            "expected a `-`"
        } else {
            "expected a `:` after this key"
        };
        self.fault(start, start + first_line, message)
    }

    /// An entry of a block mapping: its key has just been read, its `:` is at `colon`.
    #[inline]
    fn key(&mut self, mut atom: Cell, start: usize, colon: usize) -> Step {
        let column = (start - self.line) as i32;
        if self.inner.any() {
            let inner = std::mem::take(&mut self.inner);
            self.begin_entry(start, column)?;
            self.outer = inner;
        } else if self.top.awaits != Awaits::Entry
            || self.top.open != Open::BlockMapping
            || self.top.indent != column
        {
            self.begin_entry(start, column)?;
        }
        atom.flags |= IS_KEY;
        self.push_key(atom)?;
        self.top.awaits = Awaits::Node;
        self.top.mark = offset(colon + 1);
        self.at = colon + 1;
        Ok(())
    }

    /// Makes the innermost open collection the block mapping at `column` that waits for a key.
    fn begin_entry(&mut self, start: usize, column: i32) -> Step {
        if column > self.top.indent {
            return match self.top.awaits {
                Awaits::Node | Awaits::KeyNode => {
                    self.open(Open::BlockMapping, Awaits::Entry, start, column)
                }
                _ => {
                    self.rewind(start);
                    Err(self.out_of_place())
                }
            };
        }
        loop {
            match (self.top.open, self.top.awaits) {
                (Open::BlockMapping, Awaits::Entry) => return Ok(()),
                (Open::BlockMapping, Awaits::Colon) => self.no_value()?,
                (Open::BlockMapping | Open::Indentless, Awaits::Node | Awaits::KeyNode) => {
                    self.empty()?;
                }
                (Open::Indentless, _) => self.close(self.last_end),
                _ => {
                    self.rewind(start);
                    return Err(self.out_of_place());
                }
            }
        }
    }

    /// `- `
    fn dash(&mut self) -> Step {
        if !self.key_may_start {
            let message = "a sequence cannot begin on this line, after what stands before it";
            return Err(self.fault_here(message));
        }
        self.stale_key()?;
        let column = self.column();
        if column > self.top.indent {
            match self.top.awaits {
                Awaits::Node | Awaits::KeyNode => {
                    self.open(Open::BlockSequence, Awaits::Node, self.at, column)?;
                }
                _ => return Err(self.out_of_place()),
            }
        } else {
            match (self.top.open, self.top.awaits) {
                (Open::BlockSequence | Open::Indentless, Awaits::Entry) => {}
                (Open::BlockSequence | Open::Indentless, _) => self.empty()?,
                (Open::BlockMapping, Awaits::Node | Awaits::KeyNode) => {
                    self.open(Open::Indentless, Awaits::Node, self.at, column)?;
                }
                _ => return Err(self.out_of_place()),
            }
        }
        self.at += 1;
        self.top.awaits = Awaits::Node;
        self.top.mark = offset(self.at);
        Ok(())
    }

    /// `? `
    fn question_mark(&mut self) -> Step {
        if !self.key_may_start {
            return Err(self.fault_here("a key with `?` cannot begin on this line"));
        }
        self.stale_key()?;
        self.begin_entry(self.at, self.column())?;
        self.at += 1;
        self.top.awaits = Awaits::KeyNode;
        self.top.mark = offset(self.at);
        Ok(())
    }

    /// A `: ` that follows no key on its line.
    fn lone_colon(&mut self) -> Step {
        if !self.key_may_start && self.inner.any() {
            // `!!str : x`: the key is left out, its tag is not.
            let start = self.inner.start;
            if let Some(colon) = self.colon_after(start) {
                return self.key(null(self.inner.end), start, colon);
            }
        }
        if !self.key_may_start {
            let value = self.out.cells.last().map_or(0, |cell| cell.start as usize);
            return Err(match self.top.awaits {
                Awaits::Entry | Awaits::Next if self.top.open == Open::Root => {
                    self.fault_here("a key and its `:` must be on one line")
                }
                Awaits::Entry | Awaits::Next if value < self.line => self.fault_here(
                    "this line continues the value above it, where a `:` before a blank cannot be",
                ),
                _ => self.fault_here(
                    "a `:` before a blank cannot be inside a plain value, unless it is quoted",
                ),
            });
        }
        self.stale_key()?;
        if self.column() != self.top.indent || self.top.open != Open::BlockMapping {
            return Err(self.fault_here("this `:` has no key"));
        }
        match self.top.awaits {
            Awaits::Colon => {}
            Awaits::KeyNode => self.empty()?,
            _ => return Err(self.fault_here("this `:` has no key")),
        }
        self.at += 1;
        self.top.awaits = Awaits::Node;
        self.top.mark = offset(self.at);
        Ok(())
    }

    fn bracket_in_block(&mut self, byte: u8) -> Step {
        let column = self.column();
        if self.key_may_start {
            self.stale_key()?;
            if column == self.top.indent {
                // libyaml: "could not find expected ':'"; with a `:`, go-yaml's "invalid map key".
                return Err(match self.top.open {
                    Open::BlockMapping => self.fault_here("a collection cannot be a key"),
                    _ => self.out_of_place(),
                });
            }
        }
        match self.top.awaits {
            Awaits::Node | Awaits::KeyNode => self.bracket(byte),
            _ => Err(self.out_of_place()),
        }
    }

    fn block_scalar_node(&mut self, byte: u8) -> Step {
        self.stale_key()?;
        let start = self.at;
        let scalar = self.block_scalar(byte == b'|')?;
        self.key_may_start = true;
        match self.top.awaits {
            Awaits::Node | Awaits::KeyNode => self.place(scalar),
            _ => {
                self.rewind(start);
                Err(self.out_of_place())
            }
        }
    }

    /// Closes the block collections that are indented deeper than `column`.
    #[inline(always)]
    pub(super) fn close_deeper(&mut self, column: i32) -> Step {
        while self.top.indent > column {
            self.close_block()?;
        }
        Ok(())
    }

    /// The key that `?` began has no `:`.
    pub(super) fn no_value(&mut self) -> Step {
        self.top.awaits = Awaits::Node;
        self.top.mark = self.last_end;
        self.empty()
    }

    fn close_block(&mut self) -> Step {
        if matches!(self.top.awaits, Awaits::Node | Awaits::KeyNode) {
            self.empty()?;
        }
        if self.top.awaits == Awaits::Colon {
            self.no_value()?;
        }
        self.close(self.last_end);
        Ok(())
    }
}
