//! The flags of `ztn fix`.

use std::path::PathBuf;

use crate::args::OptionArgs;

/// Which fixes are made, and what becomes of them.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct FixArgs {
    /// Files and folders, as for `ztn check`; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Show the fixes as a diff that `git apply` takes, and change nothing (the default)
    #[arg(long, conflicts_with = "apply")]
    pub(crate) diff: bool,

    /// Write the fixes into the files; of standard input, print the fixed text
    #[arg(long)]
    pub(crate) apply: bool,

    /// Make those fixes, too, after which a workload may behave otherwise
    #[arg(long = "unsafe")]
    pub(crate) unsafe_too: bool,

    #[command(flatten)]
    pub(crate) options: OptionArgs,
}

const AFTER_HELP: &str = "\
Findings under an exception are left. Before anything is written or shown, the fixed files are checked \
again: the findings are gone and no problem is new. Either all files are written or, where one cannot \
be, none is touched. Lines that hold a secret are never shown: a hunk ends before them, and then needs \
`git apply --unidiff-zero`.

Exit codes: 0 nothing to fix, or everything written; 1 fixes to make, with --diff; 2 usage error, \
unreadable input, or fixes that cannot be made.";
