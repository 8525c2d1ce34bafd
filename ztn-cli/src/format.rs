//! Which formats are written, and where each goes.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;
use ztn_core::report;

use crate::exit::Failure;
use crate::output;

/// How results are written, and where to: the same for every command that has results.
#[derive(Debug, clap::Args)]
pub(crate) struct OutputArgs {
    /// How the result is written [default: text]
    #[arg(long, short = 'f', value_enum, value_name = "FORMAT")]
    format: Vec<Format>,

    /// Write to this file instead of standard output; with FORMAT=FILE in that format and beside it, as
    /// often as wanted
    #[arg(long, short = 'o', value_name = "[FORMAT=]FILE")]
    output: Vec<PathBuf>,
}

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Machine(report::Format),
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        use report::Format as F;
        const { assert!(F::ALL.len() == 7, "every format is listed below") };
        &[
            Self::Text,
            Self::Machine(F::Json),
            Self::Machine(F::Compact),
            Self::Machine(F::Sarif),
            Self::Machine(F::Github),
            Self::Machine(F::Junit),
            Self::Machine(F::GitlabCodequality),
            Self::Machine(F::Markdown),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        use report::Format as F;
        let help = match self {
            Self::Text => "For people: verdicts, findings with their lines, what to do",
            Self::Machine(F::Json) => "For programs: canonical bytes, with a schema",
            Self::Machine(F::Compact) => "A line each: `path:line:column: severity[rule]: message`",
            Self::Machine(F::Sarif) => "SARIF 2.1.0, for code scanning and editors",
            Self::Machine(F::Github) => "Annotations in the log of a GitHub Actions step",
            Self::Machine(F::Junit) => "JUnit XML: a suite for each practice, a case for each part",
            Self::Machine(F::GitlabCodequality) => "GitLab's Code Quality report",
            Self::Machine(F::Markdown) => "Verdicts and the worst findings, for a comment",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

impl Format {
    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Machine(format) => format.name(),
        }
    }
}

/// A format and where it goes; without a file, to standard output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

impl OutputArgs {
    /// What is written where. A file without a format takes what standard output would have got.
    pub(crate) fn plan(&self) -> Result<Vec<Output>, Failure> {
        let format = match self.format.as_slice() {
            [] => Format::Text,
            [format] => *format,
            [_, second, ..] => {
                return Err(Failure(format!(
                    "standard output takes one format: write the other with `--output {}=FILE`",
                    second.name()
                )));
            }
        };
        let mut outputs = Vec::new();
        let mut to_stdout = true;
        for target in &self.output {
            let (format, file) = match named(target)? {
                Some(named) => named,
                None => {
                    to_stdout = false;
                    (format, target.clone())
                }
            };
            outputs.push(Output { format, file: Some(file) });
        }
        if to_stdout {
            outputs.push(Output { format, file: None });
        }
        Ok(outputs)
    }
}

/// The format and the file of `FORMAT=FILE`; none where it is a file alone.
fn named(target: &Path) -> Result<Option<(Format, PathBuf)>, Failure> {
    let Some((name, file)) = target.to_str().and_then(|target| target.split_once('=')) else {
        return Ok(None);
    };
    // `./a=b` is a file.
    if name.contains(['/', '\\']) {
        return Ok(None);
    }
    match Format::from_str(name, false) {
        Ok(_) if file.is_empty() => Err(Failure(format!("`--output {name}=` names no file"))),
        Ok(format) => Ok(Some((format, file.into()))),
        Err(_) => {
            let names: Vec<&str> = Format::value_variants().iter().map(|f| f.name()).collect();
            Err(Failure(format!(
                "`--output {name}=…`: no format `{name}`: {}; a file of that name is `./{name}=…`",
                names.join(", ")
            )))
        }
    }
}

impl Output {
    /// Writes it.
    pub(crate) fn write(&self, text: &str) -> Result<(), Failure> {
        output::write(self.file.as_deref(), text.as_bytes()).map(drop)
    }
}
