//! The arguments of `ztn reach`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use ztn_core::report::reach::{Compat, ReachFormat};

use crate::args::{OptionArgs, parse_json};

/// What is asked of connections.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "ztn reach [OPTIONS] [SRC DST [PORT]] PATH...",
    after_help = "SRC and DST are `namespace/name`, `namespace/name[Kind]`, an address or a CIDR block; what \
                  is a path is taken for one.\n\nExit codes: 0 answered, 2 usage error or unreadable input."
)]
pub(crate) struct ReachArgs {
    /// Files and folders, after the ends of one connection and its port; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) args: Vec<PathBuf>,

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

    /// Who could come in: a pod that is not written yet, and whoever is outside
    #[arg(long)]
    pub(crate) exposure: bool,

    /// Is each workload isolated, by direction, and by what?
    #[arg(long)]
    pub(crate) isolation: bool,

    /// Everything that this workload reaches, and what is reached from there
    #[arg(long, value_name = "WORKLOAD", conflicts_with_all = ["src", "dst", "exposure", "isolation"])]
    pub(crate) blast: Option<String>,

    /// Read the files as another program does
    #[arg(long, value_parser = parse_json::<Compat>, value_name = "netpol-analyzer")]
    pub(crate) compat: Option<Compat>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Form,

    #[command(flatten)]
    pub(crate) options: OptionArgs,
}

/// A form that connections are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form(pub(crate) ReachFormat);

impl clap::ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        const {
            &[
                Self(ReachFormat::Text),
                Self(ReachFormat::Json),
                Self(ReachFormat::Csv),
                Self(ReachFormat::Markdown),
                Self(ReachFormat::Dot),
                Self(ReachFormat::Mermaid),
                Self(ReachFormat::NpgTxt),
                Self(ReachFormat::NpgCsv),
            ]
        }
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            ReachFormat::Text => "For people: those together that reach the same",
            ReachFormat::Json => "For programs: canonical bytes; `ztn schema reach`",
            ReachFormat::Csv => "A row for each connection and range of ports",
            ReachFormat::Markdown => "Tables, for a comment",
            ReachFormat::Dot => "A graph of Graphviz",
            ReachFormat::Mermaid => "A graph that Markdown shows",
            ReachFormat::NpgTxt => "As netpol-analyzer reads the files and writes its lines",
            ReachFormat::NpgCsv => "The same as its table",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}
