//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use ztn_core::Severity;
use ztn_core::options::{Cidr, Cni, Date, KubeVersion, Provider, Scope};

use crate::diff::DiffArgs;
use crate::format::OutputArgs;

/// Kubernetes zero-trust checks that need no cluster, no network and no account.
#[derive(Debug, Parser)]
#[command(name = "ztn", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// Colours: on a terminal, unless `NO_COLOR` is set
    #[command(flatten)]
    pub(crate) color: colorchoice_clap::Color,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files against the ten zero-trust-networking practices
    Check(Box<CheckArgs>),
    /// Mend what can be mended in place: show it as a diff, or write it
    Fix(Box<crate::fix::FixArgs>),
    /// Say what changed between two folders, files or reports
    Diff(Box<DiffArgs>),
    /// Say whether somebody may do something, and what lets them
    Can(Box<crate::access::CanArgs>),
    /// Say who may do something, and what lets them
    WhoCan(Box<crate::access::WhoCanArgs>),
    /// Say all that somebody may do, and what lets them
    Permissions(Box<crate::access::PermissionsArgs>),
    /// Say who can reach whom, as the policies have it, and why
    Reach(Box<crate::reach::ReachArgs>),
    /// Say how a pod becomes cluster-admin, and what would stop it
    Paths(Box<crate::paths::PathsArgs>),
    /// Say which workloads keep a level of the Pod Security Standards
    Pss(Box<crate::pss::PssArgs>),
    /// Say what an audit policy records, and by which of its rules
    AuditPolicy(Box<crate::audit_policy::AuditPolicyArgs>),
    /// Write what the manifests themselves ask for
    #[command(subcommand)]
    Suggest(crate::suggest::SuggestCommand),
    /// Say what a rule is about, why it matters and what to do
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Print the JSON Schema of the report, of a comparison, of connections, of the options or of the rules
    Schema(SchemaArgs),
    /// Talk to an editor over standard input and output, by the language server protocol
    Lsp(Box<crate::lsp::LspArgs>),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What is checked, by what, and how it is shown.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage error or unreadable \
                        input, 3 incomplete under --strict."
)]
pub(crate) struct CheckArgs {
    /// Files and folders; `-` is standard input. Folders are searched for .yaml, .yml and .json files,
    /// leaving out what .gitignore names
    #[arg(required_unless_present = "demo", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Check the files of a small shop that the program brings along, to see what a report is like
    #[arg(long, conflicts_with = "paths")]
    pub(crate) demo: bool,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    /// Findings and problems only: no verdicts, counts or reasons
    #[arg(long, short = 'q', conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Every part of each verdict, every finding with its lines, also what is excepted or implied
    #[arg(long, short = 'v')]
    pub(crate) verbose: bool,

    /// The mildest severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::High)]
    pub(crate) fail_on: FailOn,

    /// Leave with 0 instead of 1
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Leave with 3 if something was not evaluated, or a verdict lacks evidence that could be given
    #[arg(long)]
    pub(crate) strict: bool,

    #[command(flatten)]
    pub(crate) options: OptionArgs,
}

/// What the engine is told besides the files: the same for every command that analyzes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What the files do not tell")]
pub(crate) struct OptionArgs {
    /// Is the input the whole cluster, or a part of it? [default: partial]
    #[arg(long, value_parser = parse_json::<Scope>, value_name = "partial|cluster")]
    pub(crate) scope: Option<Scope>,

    /// The Kubernetes version, such as 1.36, where the input does not tell
    #[arg(long, value_name = "VERSION")]
    pub(crate) kube_version: Option<KubeVersion>,

    /// The day to judge versions and exceptions by [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Date>,

    /// Run these rules or practices only
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub(crate) select: Vec<String>,

    /// Do not run these rules or practices
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub(crate) ignore: Vec<String>,

    /// The service that runs the control plane
    #[arg(long, value_parser = parse_json::<Provider>, value_name = "eks|gke|aks")]
    pub(crate) assume_provider: Option<Provider>,

    /// The network plugin
    #[arg(long, value_parser = parse_json::<Cni>, value_name = "CNI")]
    pub(crate) assume_cni: Option<Cni>,

    /// Where the addresses of pods lie, where the input does not tell
    #[arg(long, value_delimiter = ',', value_name = "CIDR")]
    pub(crate) assume_pod_cidrs: Vec<Cidr>,

    /// Where the addresses of nodes lie, where the input does not tell
    #[arg(long, value_delimiter = ',', value_name = "CIDR")]
    pub(crate) assume_node_cidrs: Vec<Cidr>,

    /// Options as a JSON file (`ztn schema options`); flags go before it
    #[arg(long = "options", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// A rule to explain.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Its id
    pub(crate) rule: String,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

/// How rules are listed.
#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    /// How they are written
    #[arg(long, short = 'f', value_enum, default_value_t = ListFormat::Text)]
    pub(crate) format: ListFormat,
}

/// Which schema is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// Of what
    #[arg(value_parser = ztn_core::report::schema::NAMES, default_value = "report")]
    pub(crate) name: String,
}

/// How what is not a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl FailOn {
    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

/// A word that the options take, so that flags and options never differ in what they take.
pub(crate) fn parse_json<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| error.to_string())
}
