//! Which keys of a mapping are which fields of a schema, so that reading a field is no search.
//!
//! Whoever knows the schemas walks a document once and notes them down. A mapping that nobody noted, or
//! that is read by another schema than it was noted by, is searched: the answer is the same.

use super::node::Node;
use super::tape::{Cell, Document, HAS_MERGE, Kind, NodeId};

/// The fields of a document's mappings.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    /// For each cell, where its run begins in `runs`; 0 for a cell that has none.
    starts: Box<[u32]>,
    /// Runs: a schema, then for each of its fields the cell of the key; 0 for a field that is not there,
    /// since the first cell of a document is no key.
    runs: Box<[u32]>,
}

/// Notes down the fields of a document's mappings.
#[derive(Debug)]
pub(crate) struct FieldNotes {
    starts: Vec<u32>,
    runs: Vec<u32>,
}

/// A mapping whose fields are being noted down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run(usize);

impl FieldNotes {
    /// Nothing noted yet of `document`.
    pub(crate) fn of(document: &Document) -> Self {
        Self { starts: vec![0; document.len()], runs: vec![0] }
    }

    /// Begins the notes on `mapping`, which has `fields` fields by `schema`. None where there are notes
    /// already, and for a mapping with a merge key, whose entries are not all in it.
    pub(crate) fn begin(&mut self, mapping: Node<'_>, schema: u32, fields: usize) -> Option<Run> {
        let mapping = mapping.target();
        let start = self.starts.get_mut(mapping.id.0 as usize)?;
        if *start != 0 || mapping.written().flags & HAS_MERGE != 0 {
            return None;
        }
        let at = self.runs.len();
        *start = u32::try_from(at).ok()?;
        self.runs.push(schema);
        self.runs.resize(at + 1 + fields, 0);
        Some(Run(at))
    }

    /// `key` is the key of the field number `field`. The last of several counts, as kubectl reads it.
    pub(crate) fn note(&mut self, run: Run, field: usize, key: Node<'_>) {
        if let Some(slot) = self.runs.get_mut(run.0 + 1 + field) {
            *slot = key.id.0;
        }
    }

    fn finish(self) -> Fields {
        Fields { starts: self.starts.into(), runs: self.runs.into() }
    }
}

impl Document {
    /// Takes up what was noted about it.
    pub(crate) fn set_fields(&mut self, notes: FieldNotes) {
        self.fields = notes.finish();
    }
}

impl<'a> Node<'a> {
    /// The key and the value of the field number `field` of `schema`, whose name is `key`: what
    /// [`Node::entry`] gives for that name.
    #[inline(never)]
    pub(crate) fn field(self, schema: u32, field: usize, key: &str) -> Option<(Self, Self)> {
        let mapping = self.target();
        let fields = &self.doc.fields;
        let run = match fields.starts.get(mapping.id.0 as usize) {
            None | Some(0) => None,
            Some(&start) => fields.runs.get(start as usize..),
        };
        let Some([of, run @ ..]) = run else {
            return mapping.entry(key);
        };
        if *of != schema {
            return mapping.entry(key);
        }
        match run.get(field) {
            None | Some(0) => None,
            Some(&at) => {
                let node = |id| Node { doc: self.doc, id: NodeId(id) };
                debug_assert!(matches!(
                    node(at).written(),
                    Cell { kind: Kind::Scalar | Kind::Alias, .. }
                ));
                Some((node(at), node(at + 1)))
            }
        }
    }

    /// Are the fields of this mapping noted down, by this schema?
    #[cfg(test)]
    pub(crate) fn is_noted_as(self, schema: u32) -> bool {
        let start = self.doc.fields.starts.get(self.id.0 as usize).copied().unwrap_or_default();
        start != 0 && self.doc.fields.runs.get(start as usize) == Some(&schema)
    }
}
