//! Typed views over the tape, and the cluster they make up.
//!
//! Views are small `Copy` wrappers around a node: their methods know key names and defaults, and give
//! a value with its place, or the nearest place where there is none. Nothing is decoded, and no key of
//! the Kubernetes API is written outside this folder.

pub mod check;
pub mod field;
pub mod kind;
pub mod meta;
pub mod object;
mod shapes;
pub mod view;

pub use field::Field;
pub use kind::{Kind, KindScope};
pub use meta::{LabelSelector, Labels, Metadata, TypeMeta};
pub use object::{Head, Object, ObjectId, Typed};
pub use view::{FromNode, IntOrStr, List, Map, Quantity, StrMap};
