//! What is generated and committed is what the generators make now.

use std::process::Command;

#[test]
fn generated_files_are_up_to_date() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["gen", "--check"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{failed}");
}
