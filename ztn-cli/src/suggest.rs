//! `ztn suggest`

use std::path::PathBuf;

use ztn_core::suggest_network;

use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// What can be suggested.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum SuggestCommand {
    /// Write NetworkPolicies that allow the connections which the manifests declare, and nothing else
    Network(Box<NetworkArgs>),
}

/// For what policies are written.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 the policies allow everything that is declared, 1 something is missing, 2 \
                  usage error or unreadable input."
)]
pub(crate) struct NetworkArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// For this namespace, as often as wanted [default: all but those of the cluster itself]
    #[arg(long = "namespace", short = 'n', value_name = "NAMESPACE")]
    namespaces: Vec<String>,

    /// How the policies are written
    #[arg(long, short = 'f', value_enum, default_value_t = SuggestFormat::Yaml)]
    format: SuggestFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// How policies are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SuggestFormat {
    /// Documents for `kubectl apply -f -`, with what declared each rule as comments
    Yaml,
    /// For programs: `ztn schema suggest-network`
    Json,
}

/// Writes what is suggested, and on stderr how far it goes.
pub(crate) fn run(command: &SuggestCommand) -> Result<Exit, Failure> {
    let SuggestCommand::Network(args) = command;
    let options = options::read(&args.options)?;
    let input = walk::read(&args.paths)?;
    let suggestion = suggest_network(&input, &options, &args.namespaces)?;
    let text = match args.format {
        SuggestFormat::Yaml => suggestion.to_yaml(),
        SuggestFormat::Json => suggestion.to_json() + "\n",
    };
    output::print(text.as_bytes())?;
    match suggestion.proof.missing.len() {
        0 => Ok(Exit::Clean),
        missing => {
            anstream::eprintln!("ztn: exit 1: {missing} declared connections are not allowed");
            Ok(Exit::Findings)
        }
    }
}
