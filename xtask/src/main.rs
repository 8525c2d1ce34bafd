//! Generators and tests of this repository.
fn main() {}
