//! The `ztn` command as a library: reads disks and the clock, asks the core, prints, and gives the exit
//! code.

mod access;
mod args;
mod audit_policy;
mod base;
mod check;
mod demo;
mod diff;
mod exit;
mod explain;
mod fix;
mod format;
mod lsp;
mod options;
mod output;
mod paths;
mod progress;
mod pss;
mod reach;
mod suggest;
mod text;
mod walk;

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

use args::{Args, Command};
use exit::Exit;

pub use walk::{Unreadable, read};

/// Runs the command with these arguments, the program's name first, and gives its exit code. What it has to
/// say is written when it returns.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        // clap prints help and version to stdout and leaves with 0; what is wrong goes to stderr, with 2.
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    args.color.write_global();
    let exit = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Can(args) => access::run_can(&args),
        Command::WhoCan(args) => access::run_who_can(&args),
        Command::Permissions(args) => access::run_permissions(&args),
        Command::Reach(args) => reach::run(&args),
        Command::Paths(args) => paths::run(&args),
        Command::Pss(args) => pss::run(&args),
        Command::AuditPolicy(args) => audit_policy::run(&args),
        Command::Suggest(command) => suggest::run(&command),
        Command::Explain(args) => explain::explain(&args),
        Command::Rules(args) => explain::rules(&args),
        Command::Schema(args) => explain::schema(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "ztn", &mut script);
            output::print(&script)
        }
    };
    exit.unwrap_or_else(Exit::failed).code()
}
