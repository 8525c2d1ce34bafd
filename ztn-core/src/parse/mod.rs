//! Bytes to documents: a tape of spanned nodes, comments, and exact errors.
//!
//! YAML as Kubernetes reads it, which is what Go's YAML library accepts and what `sigs.k8s.io/yaml`
//! makes of it. JSON is read by the same parser. `docs/semantics/parsing.md` has the decisions.

mod aliases;
mod duplicates;
pub mod edit;
mod fields;
mod json;
mod merge;
mod node;
mod parser;
mod pointer;
mod scalar;
mod scan;
mod serde;
mod split;
mod tape;
mod template;

pub use self::serde::{DeserializeError, SerializeError};
pub(crate) use fields::FieldNotes;
pub use node::{Entries, Items, Node, NodeKind, Pairs, Style};
pub use parser::Parser;
pub(crate) use pointer::Step;
pub use scalar::Scalar;
pub use split::{Chunk, split};
pub use tape::{Comment, Document, Limits, NodeId, SyntaxError, SyntaxErrorKind};
