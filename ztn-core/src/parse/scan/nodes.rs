//! Cells: opening and closing collections, writing scalars, and the nulls that are left out.

use super::{Awaits, Fault, Frame, Open, Scanner, Step, offset};
use crate::parse::node::Style;
use crate::parse::tape::{Cell, Kind, SyntaxErrorKind};
use crate::span::Span;

impl Scanner<'_> {
    /// Opens a collection as the node that is waited for.
    pub(super) fn open(&mut self, open: Open, awaits: Awaits, start: usize, indent: i32) -> Step {
        if self.top.awaits == Awaits::KeyNode {
            return Err(self.fault(start, start + 1, "a collection cannot be a key"));
        }
        if self.out.frames.len() >= self.limits.depth as usize {
            let span = Span::new(offset(start), offset(start + 1));
            let message = format!("collections are nested more than {} deep", self.limits.depth);
            return Err(Box::new(Fault { kind: SyntaxErrorKind::TooDeep, span, message }));
        }
        let kind = match open {
            Open::BlockMapping | Open::FlowMapping | Open::Pair => Kind::Mapping,
            _ => Kind::Sequence,
        };
        let style = match open {
            Open::FlowMapping | Open::Pair | Open::FlowSequence => Style::Flow,
            _ => Style::Block,
        };
        let cell = offset(self.out.cells.len());
        self.out.cells.push(Cell { kind, style, flags: 0, start: offset(start), end: 0, link: 0 });
        if self.outer.any() {
            self.take_properties(cell)?;
        }
        self.out.frames.push(self.top);
        self.top = Frame { open, awaits, cell, indent, mark: offset(start) };
        Ok(())
    }

    /// Closes the innermost collection at `end`.
    #[inline]
    pub(super) fn close(&mut self, end: u32) {
        let link = offset(self.out.cells.len());
        if let Some(cell) = self.out.cells.get_mut(self.top.cell as usize) {
            cell.end = end;
            cell.link = link;
        }
        self.last_end = end;
        if let Some(frame) = self.out.frames.pop() {
            self.top = frame;
        }
        self.complete();
    }

    /// The node that was waited for is there.
    #[inline(always)]
    pub(super) fn complete(&mut self) {
        self.top.awaits = match (self.top.open, self.top.awaits) {
            (_, Awaits::KeyNode) => Awaits::Colon,
            (Open::BlockMapping | Open::BlockSequence | Open::Indentless, _) => Awaits::Entry,
            _ => Awaits::Next,
        };
    }

    /// Writes a scalar as the node that is waited for.
    #[inline]
    pub(super) fn place(&mut self, scalar: Cell) -> Step {
        let number = offset(self.out.cells.len());
        self.out.cells.push(scalar);
        self.last_end = scalar.end;
        if self.inner.any() || self.outer.any() {
            self.settle_properties()?;
            self.take_properties(number)?;
        }
        if self.top.awaits == Awaits::KeyNode {
            self.check_key(number)?;
        }
        self.complete();
        Ok(())
    }

    /// Writes the null that stands for a node left out.
    pub(super) fn empty(&mut self) -> Step {
        self.settle_properties()?;
        let mark = self.top.mark;
        let is_key = self.top.awaits == Awaits::KeyNode;
        let mut cell = null(mark);
        if self.outer.any() {
            // The node is where its anchor or tag ends.
            cell = null(self.outer.end);
        }
        let number = offset(self.out.cells.len());
        self.out.cells.push(cell);
        self.last_end = self.last_end.max(cell.end);
        if self.outer.any() {
            self.take_properties(number)?;
        }
        if is_key {
            self.check_key(number)?;
        }
        self.complete();
        Ok(())
    }
}

/// A null that is not written.
pub(super) fn null(at: u32) -> Cell {
    Cell { kind: Kind::Scalar, style: Style::Plain, flags: 0, start: at, end: at, link: 0 }
}
