//! `ztn suggest`

use std::path::PathBuf;

use ztn_core::report::suggest::rbac::ResourceNames;
use ztn_core::{Input, SuggestRbacQuery, suggest_network, suggest_rbac};

use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// What can be suggested.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum SuggestCommand {
    /// Write NetworkPolicies that allow the connections which the manifests declare, and nothing else
    Network(Box<NetworkArgs>),
    /// Write the smallest roles that allow what somebody asked of the API server, by its audit log
    Rbac(Box<RbacArgs>),
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

/// For whom roles are written, and by what log.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 the roles allow every request, 1 they do not allow some, 2 usage error or unreadable \
                  input."
)]
pub(crate) struct RbacArgs {
    /// `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server sees it
    subject: String,

    /// An audit log, as often as wanted: JSON lines of `audit.k8s.io/v1`; `-` is standard input
    #[arg(long = "log", required = true, value_name = "FILE")]
    logs: Vec<PathBuf>,

    /// Files and folders with the roles and bindings of today, to say what is taken away
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Do not limit roles to objects by their names
    #[arg(long)]
    no_names: bool,

    /// How the roles are written
    #[arg(long, short = 'f', value_enum, default_value_t = SuggestFormat::Yaml)]
    format: SuggestFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// How a suggestion is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SuggestFormat {
    /// Documents for `kubectl apply -f -`, with what asks for each rule as comments
    Yaml,
    /// For programs: `ztn schema suggest-network`, `ztn schema suggest-rbac`
    Json,
}

/// Writes what is suggested, and on stderr how far it goes.
pub(crate) fn run(command: &SuggestCommand) -> Result<Exit, Failure> {
    match command {
        SuggestCommand::Network(args) => network(args),
        SuggestCommand::Rbac(args) => rbac(args),
    }
}

fn network(args: &NetworkArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let input = walk::read(&args.paths)?;
    let suggestion = suggest_network(&input, &options, &args.namespaces)?;
    let text = args.format.text(|| suggestion.to_yaml(), || suggestion.to_json());
    finish(&text, suggestion.proof.missing.len(), "declared connections are not allowed")
}

fn rbac(args: &RbacArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let logs = walk::read(&args.logs)?;
    let input = if args.paths.is_empty() { Input::new() } else { walk::read(&args.paths)? };
    let names = if args.no_names { ResourceNames::Never } else { ResourceNames::Stable };
    let query = SuggestRbacQuery { names, ..SuggestRbacQuery::new(&args.subject) };
    let suggestion = suggest_rbac(&logs, &input, &options, &query)?;
    let text = args.format.text(|| suggestion.to_yaml(), || suggestion.to_json());
    finish(&text, suggestion.proof.missing.len(), "requests are not allowed by the roles")
}

impl SuggestFormat {
    fn text(self, yaml: impl FnOnce() -> String, json: impl FnOnce() -> String) -> String {
        match self {
            Self::Yaml => yaml(),
            Self::Json => json() + "\n",
        }
    }
}

/// Writes a suggestion, and ends by how much of what was asked for it does not allow.
fn finish(text: &str, missing: usize, what: &str) -> Result<Exit, Failure> {
    output::print(text.as_bytes())?;
    if missing == 0 {
        return Ok(Exit::Clean);
    }
    anstream::eprintln!("ztn: exit 1: {missing} {what}");
    Ok(Exit::Findings)
}
