//! Flow collections: brackets, braces and commas. JSON, for the most part.

use super::{Awaits, Open, Scanner, Step, null, offset};
use crate::parse::tape::{Cell, IS_KEY};

impl Scanner<'_> {
    /// Opens `[` or `{` as the node that is waited for.
    pub(super) fn bracket(&mut self, byte: u8) -> Step {
        self.settle_properties()?;
        let (open, awaits) = match byte {
            b'{' => (Open::FlowMapping, Awaits::Entry),
            _ => (Open::FlowSequence, Awaits::Node),
        };
        self.open(open, awaits, self.at, self.top.indent)?;
        self.flow += 1;
        self.key_may_start = true;
        self.at += 1;
        Ok(())
    }

    /// Reads what begins at the next byte, inside brackets.
    pub(super) fn flow_token(&mut self) -> Step {
        if self.at >= self.bytes.len() || self.at == self.line && self.document_mark(self.at) {
            return Err(self.unclosed());
        }
        if self.top.open == Open::Pair && self.top.awaits == Awaits::Next {
            self.close(self.last_end);
        }
        let byte = self.byte(self.at);
        match byte {
            b',' => self.comma(),
            b']' | b'}' => self.closing_bracket(byte),
            b':' => self.flow_colon(),
            b'?' => self.flow_question_mark(),
            b'[' | b'{' => match (self.top.open, self.top.awaits) {
                (_, Awaits::Node) => self.bracket(byte),
                (Open::FlowMapping, Awaits::Entry) | (_, Awaits::KeyNode) => {
                    Err(self.fault_here("a collection cannot be a key"))
                }
                _ => Err(self.out_of_place()),
            },
            b'-' if self.blank_or_end(self.at + 1) => {
                Err(self.fault_here("a sequence with `-` cannot be inside brackets"))
            }
            b'&' | b'!' => self.property(byte),
            b'|' | b'>' | b'%' | b'@' | b'`' => Err(self.cannot_begin()),
            _ => self.flow_atom(byte),
        }
    }

    fn flow_atom(&mut self, byte: u8) -> Step {
        let start = self.at;
        let key = match self.key_may_start {
            true => Some(start),
            false if self.inner.any() => Some(self.inner.start),
            false => None,
        };
        self.key_may_start = false;
        let atom = self.atom(byte)?;
        match (self.top.open, self.top.awaits) {
            (Open::FlowMapping, Awaits::Entry) | (_, Awaits::Node | Awaits::KeyNode) => {
                self.flow_node(atom, key)
            }
            _ => {
                self.rewind(start);
                Err(self.out_of_place())
            }
        }
    }

    /// Writes a scalar or alias; as a key, if it begins at `key` and a `:` follows.
    fn flow_node(&mut self, mut atom: Cell, key: Option<usize>) -> Step {
        match (self.top.open, self.top.awaits) {
            (Open::FlowMapping, Awaits::Entry) => {
                let colon = key.and_then(|key| self.colon_after(key));
                atom.flags |= IS_KEY;
                self.settle_properties()?;
                self.push_key(atom)?;
                if let Some(colon) = colon {
                    self.top.awaits = Awaits::Node;
                    self.top.mark = offset(colon + 1);
                    self.at = colon + 1;
                } else {
                    // `{a, b}`: keys without values.
                    self.out.cells.push(null(self.last_end));
                    self.top.awaits = Awaits::Next;
                }
                Ok(())
            }
            (Open::FlowSequence, Awaits::Node) => {
                let Some((key, colon)) = key.and_then(|key| Some((key, self.colon_after(key)?)))
                else {
                    return self.place(atom);
                };
                let inner = std::mem::take(&mut self.inner);
                self.open(Open::Pair, Awaits::Node, key, self.top.indent)?;
                self.outer = inner;
                atom.flags |= IS_KEY;
                self.push_key(atom)?;
                self.top.mark = offset(colon + 1);
                self.at = colon + 1;
                Ok(())
            }
            _ => self.place(atom),
        }
    }

    /// `{!!str , …`: a key that is left out, but not its tag.
    fn tagged_nothing(&mut self) -> Step {
        if self.inner.any()
            && (self.top.open, self.top.awaits) == (Open::FlowMapping, Awaits::Entry)
        {
            self.flow_node(null(self.inner.end), None)?;
        }
        Ok(())
    }

    fn comma(&mut self) -> Step {
        self.tagged_nothing()?;
        match (self.top.open, self.top.awaits) {
            (_, Awaits::Next) => {}
            (Open::FlowSequence, Awaits::Node) if self.outer.any() || self.inner.any() => {
                self.empty()?;
            }
            (Open::FlowMapping | Open::Pair, Awaits::Node | Awaits::KeyNode | Awaits::Colon) => {
                self.fill()?;
            }
            _ => return Err(self.fault_here("expected a value before this `,`")),
        }
        if self.top.open == Open::Pair {
            self.close(self.last_end);
        }
        self.top.awaits = match self.top.open {
            Open::FlowMapping => Awaits::Entry,
            _ => Awaits::Node,
        };
        self.at += 1;
        self.key_may_start = true;
        Ok(())
    }

    /// What is left out before a `,` or a closing bracket is null.
    fn fill(&mut self) -> Step {
        if matches!(self.top.awaits, Awaits::Node | Awaits::KeyNode) {
            self.empty()?;
        }
        if self.top.awaits == Awaits::Colon {
            self.no_value()?;
        }
        Ok(())
    }

    fn closing_bracket(&mut self, byte: u8) -> Step {
        if self.top.open == Open::Pair && byte == b']' {
            self.fill()?;
            self.close(self.last_end);
        }
        self.tagged_nothing()?;
        match (self.top.open, self.top.awaits, byte) {
            (Open::FlowSequence, Awaits::Next, b']')
            | (Open::FlowMapping, Awaits::Entry | Awaits::Next, b'}') => {}
            // After a `[` or `,`: nothing more, which is right unless an anchor or tag waits.
            (Open::FlowSequence, Awaits::Node, b']') => {
                if self.outer.any() || self.inner.any() {
                    self.top.mark = offset(self.at);
                    self.empty()?;
                }
            }
            (Open::FlowMapping, Awaits::Node | Awaits::KeyNode | Awaits::Colon, b'}') => {
                self.fill()?;
            }
            _ => return Err(self.mismatched()),
        }
        self.at += 1;
        self.flow -= 1;
        self.key_may_start = false;
        let start = self.out.cells.get(self.top.cell as usize).map_or(0, |cell| cell.start);
        self.close(offset(self.at));
        if self.colon_after(start as usize).is_some() {
            let message = "a collection cannot be a key";
            return Err(self.fault(start as usize, self.at, message));
        }
        Ok(())
    }

    #[cold]
    fn mismatched(&self) -> Box<super::Fault> {
        match self.top.open {
            Open::FlowMapping => self.fault_here("expected a `}`: this closes nothing"),
            _ => self.fault_here("expected a `]`: this closes nothing"),
        }
    }

    fn flow_colon(&mut self) -> Step {
        if self.inner.any() && self.colon_after(self.inner.start).is_some() {
            // `{!!str : x}`: the key is left out, its tag is not.
            let (start, end) = (self.inner.start, self.inner.end);
            return self.flow_node(null(end), Some(start));
        }
        match (self.top.open, self.top.awaits) {
            (Open::FlowMapping | Open::Pair, Awaits::Colon) => {}
            (Open::FlowMapping | Open::Pair, Awaits::KeyNode) => self.empty()?,
            _ => return Err(self.fault_here("this `:` has no key on its line")),
        }
        self.at += 1;
        self.key_may_start = false;
        self.top.awaits = Awaits::Node;
        self.top.mark = offset(self.at);
        Ok(())
    }

    fn flow_question_mark(&mut self) -> Step {
        match (self.top.open, self.top.awaits) {
            (Open::FlowMapping, Awaits::Entry) => self.top.awaits = Awaits::KeyNode,
            (Open::FlowSequence, Awaits::Node) => {
                self.settle_properties()?;
                if self.outer.any() {
                    return Err(self.out_of_place());
                }
                self.open(Open::Pair, Awaits::KeyNode, self.at, self.top.indent)?;
            }
            _ => {
                let message = "a plain value inside brackets cannot hold a `?`; quote it";
                return Err(self.fault_here(message));
            }
        }
        self.at += 1;
        self.key_may_start = false;
        self.top.mark = offset(self.at);
        Ok(())
    }
}
