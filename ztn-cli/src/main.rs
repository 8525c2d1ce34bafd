//! The `ztn` command. Everything it does is in the library, so that other shells can offer it, too.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(ztn_cli::run(std::env::args_os()))
}
