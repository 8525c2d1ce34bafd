//! A language server that knows no transport: JSON-RPC messages go in as text, and come out as text.
//!
//! ```text
//! shell (stdio, a worker) ──▶ Session::handle ──▶ requests are answered, edits are noted
//!                        ──▶ Session::settle ──▶ one report for all edits since, and what it changes
//! ```
//!
//! A shell that reads faster than reports are made hands over what it has, then settles once. Files that
//! no editor has open come through [`Disk`], or from the client by the notification `ztn/files`.

mod actions;
mod capabilities;
mod client;
mod diagnostics;
mod files;
mod hover;
mod message;
mod position;
mod session;
mod symbols;

pub use files::{Content, Disk, NoDisk};
pub use session::{Session, State};
