//! `ztn pss`

use std::path::PathBuf;

use ztn_core::{PodSecurityQuery, pod_security};

use crate::access::{AnswerFormat, print};
use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, walk};

/// Which workloads keep a level of the Pod Security Standards?
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 none is known to break it, 1 some do, 2 usage error or unreadable input."
)]
pub(crate) struct PssArgs {
    /// `baseline`, `restricted`, or one of a version: `restricted:v1.30`
    level: String,

    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// Holds every pod template against one level.
pub(crate) fn run(args: &PssArgs) -> Result<Exit, Failure> {
    let query = PodSecurityQuery::parse(&args.level)?;
    let answer = pod_security(&walk::read(&args.paths)?, &options::read(&args.options)?, &query)?;
    let written = print(args.format, || answer.text(), || answer.to_json(), || answer.markdown())?;
    Ok(if answer.has_violations() { Exit::Findings } else { written })
}
