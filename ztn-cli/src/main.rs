//! The `ztn` command.
fn main() {}
