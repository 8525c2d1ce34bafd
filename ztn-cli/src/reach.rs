//! `ztn reach`

use std::path::PathBuf;

use ztn_core::report::reach::Compat;
use ztn_core::{ReachQuery, reach};

use crate::args::{OptionArgs, parse_json};
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// What is asked of connections.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error or unreadable input.")]
pub(crate) struct ReachArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Who opens the connection: `namespace/name`, an address or a CIDR block
    #[arg(long = "from", value_name = "PEER")]
    pub(crate) src: Option<String>,

    /// Who takes it
    #[arg(long = "to", value_name = "PEER")]
    pub(crate) dst: Option<String>,

    /// On which port [default: every one]
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u32>,

    /// The protocol of the port [default: TCP]
    #[arg(long, value_name = "PROTOCOL")]
    pub(crate) protocol: Option<String>,

    /// Say of each connection what decides it
    #[arg(long)]
    pub(crate) why: bool,

    /// Read the files as another program does
    #[arg(long, value_parser = parse_json::<Compat>, value_name = "netpol-analyzer")]
    pub(crate) compat: Option<Compat>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = ReachFormat::Text)]
    pub(crate) format: ReachFormat,

    #[command(flatten)]
    pub(crate) options: OptionArgs,
}

/// How connections are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReachFormat {
    /// One connection a line
    Text,
    /// For programs: `ztn schema reach`
    Json,
}

/// Says who can reach whom.
pub(crate) fn run(args: &ReachArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let input = walk::read(&args.paths)?;
    let query = ReachQuery {
        src: args.src.clone(),
        dst: args.dst.clone(),
        port: args.port,
        protocol: args.protocol.clone(),
        why: args.why,
        compat: args.compat,
    };
    let reach = reach(&input, &options, &query)?;
    let text = match args.format {
        ReachFormat::Text => reach.text(),
        ReachFormat::Json => reach.to_json() + "\n",
    };
    output::print(text.as_bytes())
}
