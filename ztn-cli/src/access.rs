//! `ztn can` and `ztn who-can`

use std::path::PathBuf;

use clap::ValueEnum;
use ztn_core::{CanQuery, PermissionsQuery, WhoCanQuery, can, permissions, who_can};

use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// May somebody do something?
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error or unreadable input.")]
pub(crate) struct CanArgs {
    /// `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server sees it
    subject: String,

    #[command(flatten)]
    request: RequestArgs,

    /// Groups that the subject is in, beside those that follow from who it is
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,

    #[command(flatten)]
    options: OptionArgs,
}

/// Who may do something?
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error or unreadable input.")]
pub(crate) struct WhoCanArgs {
    #[command(flatten)]
    request: RequestArgs,

    #[command(flatten)]
    options: OptionArgs,
}

/// What may somebody do?
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error or unreadable input.")]
pub(crate) struct PermissionsArgs {
    /// `user:NAME`, `group:NAME`, `serviceaccount:NAMESPACE/NAME`, or a name as the API server sees it;
    /// `role:NAMESPACE/NAME` or `clusterrole:NAME` for what it gives to whoever is bound to it
    subject: String,

    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Groups that the subject is in, beside those that follow from who it is
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,

    #[command(flatten)]
    options: OptionArgs,
}

/// What is to be done, where it is looked up, and how the answer is written.
#[derive(Debug, clap::Args)]
struct RequestArgs {
    /// The verb, such as `get`
    verb: String,

    /// `pods`, `pods/exec`, `widgets.example.com`, or a path such as `/metrics`
    resource: String,

    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The namespace [default: all of them]
    #[arg(long, short = 'n')]
    namespace: Option<String>,

    /// The one object it is about
    #[arg(long)]
    name: Option<String>,

    /// The subresource, as `exec` of `pods/exec`
    #[arg(long)]
    subresource: Option<String>,

    /// How the answer is written
    #[arg(long, short = 'f', value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people
    Text,
    /// For programs: `ztn schema can`, `who-can`, `permissions`, `pss`, `audit-policy`
    Json,
    /// For comments on a change
    Markdown,
}

impl RequestArgs {
    /// The resource with its subresource, before the API group if there is one.
    fn resource(&self) -> String {
        let Some(sub) = &self.subresource else {
            return self.resource.clone();
        };
        match self.resource.split_once('.') {
            Some((resource, group)) => format!("{resource}/{sub}.{group}"),
            None => format!("{}/{sub}", self.resource),
        }
    }
}

/// Says whether somebody may do something.
pub(crate) fn run_can(args: &CanArgs) -> Result<Exit, Failure> {
    let RequestArgs { verb, paths, namespace, name, format, .. } = &args.request;
    let query = CanQuery {
        subject: args.subject.clone(),
        groups: args.groups.clone(),
        verb: verb.clone(),
        resource: args.request.resource(),
        name: name.clone(),
        namespace: namespace.clone(),
    };
    let answer = can(&walk::read(paths)?, &options::read(&args.options)?, &query)?;
    print(*format, || answer.text(), || answer.to_json(), || answer.markdown())
}

/// Says who may do something.
pub(crate) fn run_who_can(args: &WhoCanArgs) -> Result<Exit, Failure> {
    let RequestArgs { verb, paths, namespace, name, format, .. } = &args.request;
    let query = WhoCanQuery {
        verb: verb.clone(),
        resource: args.request.resource(),
        name: name.clone(),
        namespace: namespace.clone(),
    };
    let answer = who_can(&walk::read(paths)?, &options::read(&args.options)?, &query)?;
    print(*format, || answer.text(), || answer.to_json(), || answer.markdown())
}

/// Says all that somebody may do.
pub(crate) fn run_permissions(args: &PermissionsArgs) -> Result<Exit, Failure> {
    let query = PermissionsQuery { subject: args.subject.clone(), groups: args.groups.clone() };
    let answer = permissions(&walk::read(&args.paths)?, &options::read(&args.options)?, &query)?;
    print(args.format, || answer.text(), || answer.to_json(), || answer.markdown())
}

pub(crate) fn print(
    format: AnswerFormat,
    text: impl Fn() -> String,
    json: impl Fn() -> String,
    markdown: impl Fn() -> String,
) -> Result<Exit, Failure> {
    let written = match format {
        AnswerFormat::Text => text(),
        AnswerFormat::Json => json() + "\n",
        AnswerFormat::Markdown => markdown(),
    };
    output::print(written.as_bytes())
}
