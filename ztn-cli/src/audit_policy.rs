//! `ztn audit-policy`

use std::path::PathBuf;

use ztn_core::{AuditPolicyQuery, REFERENCE_AUDIT_POLICY, audit_policy};

use crate::access::{AnswerFormat, print};
use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// What does an audit policy record?
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 answered, 1 a request that has to be seen is not recorded, or a credential is, \
                  2 usage error or unreadable input."
)]
pub(crate) struct AuditPolicyArgs {
    /// Files and folders; `-` is standard input
    #[arg(required_unless_present = "reference", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Print a policy that records every request that has to be seen, and no credential
    #[arg(long, exclusive = true)]
    reference: bool,

    /// One request, as `get secrets` or `get /metrics` [default: each that has to be seen]
    #[arg(long, num_args = 2, value_names = ["VERB", "RESOURCE"])]
    request: Vec<String>,

    /// Who makes it: `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server
    /// sees it [default: whoever the least is recorded of]
    #[arg(long, requires = "request")]
    subject: Option<String>,

    /// Groups that the subject is in, beside those that follow from who it is
    #[arg(long = "group", value_name = "GROUP", requires = "subject")]
    groups: Vec<String>,

    /// The namespace [default: all of them]
    #[arg(long, short = 'n', requires = "request")]
    namespace: Option<String>,

    /// The one object it is about
    #[arg(long, requires = "request")]
    name: Option<String>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// Says what is recorded of one request, or of each that has to be seen.
pub(crate) fn run(args: &AuditPolicyArgs) -> Result<Exit, Failure> {
    if args.reference {
        return output::print(REFERENCE_AUDIT_POLICY.as_bytes());
    }
    let mut request = args.request.iter().cloned();
    let query = AuditPolicyQuery {
        verb: request.next(),
        resource: request.next(),
        subject: args.subject.clone(),
        groups: args.groups.clone(),
        name: args.name.clone(),
        namespace: args.namespace.clone(),
    };
    let answer = audit_policy(&walk::read(&args.paths)?, &options::read(&args.options)?, &query)?;
    let written = print(args.format, || answer.text(), || answer.to_json(), || answer.markdown())?;
    Ok(if answer.has_gaps() { Exit::Findings } else { written })
}
