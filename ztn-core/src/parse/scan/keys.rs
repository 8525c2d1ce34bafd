//! Keys: what kubectl makes of them.

use super::{Scanner, Step};
use crate::parse::scalar;
use crate::parse::tape::{self, Cell, HAS_MERGE, Kind, MERGE_KEY, ODD_KEY};

impl Scanner<'_> {
    /// Writes a key that was followed by a `:`.
    #[inline]
    pub(super) fn push_key(&mut self, key: Cell) -> Step {
        let number = self.out.cells.len();
        self.out.cells.push(key);
        self.last_end = key.end;
        if self.outer.any() {
            self.take_properties(number as u32)?;
            return self.check_key(number as u32);
        }
        // Nearly all keys begin with a letter that no special word begins with.
        let may_be_odd = match key.style {
            super::Style::Plain => {
                let text = self.slice(key.start as usize, key.end as usize);
                text.bytes().next().is_none_or(|first| scalar::may_be_odd(first, text))
            }
            _ => false,
        };
        if may_be_odd || key.kind == Kind::Alias {
            self.check_key(number as u32)?;
        }
        Ok(())
    }

    /// Marks a key that is not its text, and refuses one that JSON cannot have.
    pub(super) fn check_key(&mut self, number: u32) -> Step {
        let cells = &self.out.cells;
        let Some(&cell) = cells.get(number as usize) else {
            return Ok(());
        };
        let meant = match cell.kind {
            Kind::Alias => cells.get(cell.link as usize).copied().unwrap_or(cell),
            _ => cell,
        };
        let (start, end) = (cell.start as usize, cell.end as usize);
        if meant.kind != Kind::Scalar {
            return Err(self.fault(start, end, "a collection cannot be a key"));
        }
        let mut flags = tape::IS_KEY;
        let text = tape::scalar_text(self.text, &self.out.strings, &meant);
        let bare = cell.kind == Kind::Scalar && meant.is_resolved();
        if text == "<<" && cell.kind == Kind::Scalar && (bare || cell.flags & tape::MERGE_TAG != 0)
        {
            flags |= MERGE_KEY;
            self.out.merges = true;
            if let Some(mapping) = self.out.cells.get_mut(self.top.cell as usize) {
                mapping.flags |= HAS_MERGE;
            }
        } else if meant.is_resolved() {
            let scalar = tape::resolve(text, meant.flags);
            match scalar::key_name(scalar) {
                Some(name) if name == text => {}
                Some(_) => flags |= ODD_KEY,
                None if scalar == scalar::Scalar::Null => {
                    return Err(self.fault(start, end, "a key cannot be null"));
                }
                None => return Err(self.fault(start, end, "this integer is too large for a key")),
            }
        }
        if let Some(cell) = self.out.cells.get_mut(number as usize) {
            cell.flags |= flags;
        }
        Ok(())
    }
}
