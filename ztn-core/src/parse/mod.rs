//! Bytes to documents: a tape of spanned nodes, comments, and exact errors.
//!
//! YAML as Kubernetes reads it, which is what Go's YAML library accepts and what `sigs.k8s.io/yaml`
//! makes of it. JSON is read by the same parser. `docs/semantics/parsing.md` has the decisions.

mod node;
mod scalar;
mod split;
mod tape;

pub use node::{Entries, Items, Node, NodeKind, Style};
pub use scalar::Scalar;
pub use split::{Chunk, split};
pub use tape::{Comment, Document, Limits, NodeId, SyntaxError, SyntaxErrorKind};
