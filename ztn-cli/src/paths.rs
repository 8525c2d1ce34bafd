//! `ztn paths`

use std::path::PathBuf;

use clap::ValueEnum;
use ztn_core::{PathsQuery, paths};

use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// Which paths are looked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error or unreadable input.")]
pub(crate) struct PathsArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Where they begin: a workload as `namespace/name`, or `user:NAME`, `group:NAME`,
    /// `serviceaccount:NAMESPACE/NAME` [default: each workload]
    #[arg(long)]
    from: Option<String>,

    /// Where they end [default: any of them]
    #[arg(long, value_name = "cluster-admin|all-secrets|node|cloud")]
    to: Option<String>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = PathsFormat::Text)]
    format: PathsFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// How paths are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PathsFormat {
    /// For people
    Text,
    /// For programs: `ztn schema paths`
    Json,
    /// For comments on a change
    Markdown,
    /// For Graphviz
    Dot,
    /// For Markdown that draws
    Mermaid,
}

/// Says how somebody becomes more than they are.
pub(crate) fn run(args: &PathsArgs) -> Result<Exit, Failure> {
    let query = PathsQuery { from: args.from.clone(), to: args.to.clone() };
    let found = paths(&walk::read(&args.paths)?, &options::read(&args.options)?, &query)?;
    let written = match args.format {
        PathsFormat::Text => found.text(),
        PathsFormat::Json => found.to_json() + "\n",
        PathsFormat::Markdown => found.markdown(),
        PathsFormat::Dot => found.dot(),
        PathsFormat::Mermaid => found.mermaid(),
    };
    output::print(written.as_bytes())
}
