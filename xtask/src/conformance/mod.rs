//! Labelled cases that others wrote, run through the `ztn` binary and counted.
//!
//! The cases are no part of the repository: they are read when their folder is there.

mod case;
mod judge;
mod map;
mod page;
mod pod_security;
mod reach;
mod run;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use serde_json::Value as Json;

use case::{Case, Expect};
use judge::Outcome;
use map::Map;
use run::Job;
use table::Tally;

/// What to run.
pub(crate) struct Options {
    cases: PathBuf,
    suite: Option<String>,
    /// How many disagreements to list.
    verbose: usize,
    release: bool,
    /// Write `docs/conformance.md`.
    write: bool,
    /// A binary that is there already, instead of building one.
    ztn: Option<PathBuf>,
}

impl Options {
    pub(crate) fn new(root: &Path) -> Self {
        let cases = root.join("../shared/conformance");
        Self { cases, suite: None, verbose: 0, release: false, write: false, ztn: None }
    }

    pub(crate) fn parse(args: &mut lexopt::Parser, root: &Path) -> Result<Self> {
        let mut options = Self::new(root);
        while let Some(arg) = args.next()? {
            match arg {
                Long("cases") => options.cases = PathBuf::from(args.value()?),
                Long("suite") => options.suite = Some(args.value()?.string()?),
                Long("ztn") => options.ztn = Some(PathBuf::from(args.value()?)),
                Long("release") => options.release = true,
                Long("write") => options.write = true,
                Long("verbose") | Short('v') => {
                    options.verbose = match args.optional_value() {
                        Some(number) => number.parse()?,
                        None => 50,
                    }
                }
                // `--verbose 200` as well as `--verbose=200`.
                Value(number) if options.verbose > 0 => options.verbose = number.parse()?,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// Runs the cases and prints the tables. The answer is no only where `ztn` itself broke: what it
/// misses is counted, not judged.
pub(crate) fn run(root: &Path, options: &Options) -> Result<bool> {
    let file = options.cases.join("cases.jsonl");
    if !file.exists() {
        println!("SKIPPED conformance: no labelled cases at {}", options.cases.display());
        return Ok(true);
    }
    let cases = read(&file, options.suite.as_deref())?;
    let map = Map::read(&root.join("testdata/conformance/map.toml"))?;
    let exempt = reach::Exempt::read(&root.join("testdata/conformance/network.toml"))?;
    let ztn = process_ztn(root, options)?;
    let known = rule_ids(&ztn)?;
    let tree = options.cases.join("tree");

    let scored: Vec<&Case> = cases
        .iter()
        .filter(|case| {
            case.skipped().is_none() && !pod_security::is_about(case) && !reach::is_about(case)
        })
        .collect();
    let jobs: BTreeSet<Job> = scored.iter().map(|case| job_of(case, &map)).collect();
    let answers = run::all(&ztn, &tree, jobs.into_iter().collect())?;

    let standards = pod_security::Answers::of(&cases, &ztn, &tree);

    let mut tally = Tally::new(options.verbose);
    for case in &cases {
        let outcome = match case.skipped() {
            None if pod_security::is_about(case) => standards.outcome(case),
            None if reach::is_about(case) => reach::outcome(case, &ztn, &tree, &exempt),
            None if exempt.of(case, &tree).is_some() => {
                Outcome::Uncovered("out of scope (the list says why)")
            }
            _ => outcome(case, &map, &answers, &known, &tree),
        };
        tally.count(case, &outcome);
        let answer = answers.get(&job_of(case, &map)).and_then(|answer| answer.as_ref().ok());
        if let Some(answer) = answer
            && case.expect == Expect::Fail
            && case.fit.as_deref() == Some("direct")
            && matches!(
                outcome,
                Outcome::Agree | Outcome::Missed(_) | Outcome::Disagree | Outcome::Uncovered(_)
            )
        {
            tally.count_practice(case, judge::practice_failed(case, answer, &tree));
        }
    }
    if options.write {
        fs::write(root.join("docs/conformance.md"), page::page(&tally, &map, &exempt))?;
    }
    print!("{tally}");
    println!("{} runs of ztn over {} rows, {} rules", answers.len(), cases.len(), known.len());
    Ok(tally.broken() == 0)
}

fn process_ztn(root: &Path, options: &Options) -> Result<PathBuf> {
    let ztn = match &options.ztn {
        Some(ztn) => ztn.clone(),
        None => crate::process::build_ztn(root, options.release)?,
    };
    // The runs happen inside the cases' folder.
    fs::canonicalize(&ztn).with_context(|| ztn.display().to_string())
}

fn read(file: &Path, suite: Option<&str>) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (number, line) in fs::read_to_string(file)?.lines().enumerate() {
        let case: Case = serde_json::from_str(line)
            .with_context(|| format!("{} line {}", file.display(), number + 1))?;
        if suite.is_none_or(|suite| suite == case.suite) {
            cases.push(case);
        }
    }
    if cases.is_empty() {
        bail!("no case in {}", file.display());
    }
    Ok(cases)
}

/// The ids of the rules that exist: a mapped rule that does not is planned, not silent.
fn rule_ids(ztn: &Path) -> Result<BTreeSet<String>> {
    let mut command = Command::new(ztn);
    let text = crate::process::text_of(command.args(["rules", "--format", "json"]))?;
    let rules: Vec<Json> = serde_json::from_str(&text).context("`ztn rules` printed no list")?;
    let id = |rule: &Json| Some(rule.get("id")?.as_str()?.to_owned());
    rules.iter().map(id).collect::<Option<_>>().context("a rule without id")
}

fn job_of(case: &Case, map: &Map) -> Job {
    let scope = map.get(&case.suite, &case.peer_check).and_then(|entry| entry.scope.clone());
    Job { inputs: case.inputs.clone(), scope }
}

fn outcome(
    case: &Case,
    map: &Map,
    answers: &BTreeMap<Job, Result<run::Answer>>,
    known: &BTreeSet<String>,
    tree: &Path,
) -> Outcome {
    if let Some(why) = case.skipped() {
        return Outcome::Skipped(why);
    }
    match answers.get(&job_of(case, map)) {
        Some(Ok(answer)) => {
            judge::judge(case, map.get(&case.suite, &case.peer_check), answer, known, tree)
        }
        Some(Err(error)) => Outcome::Broken(format!("{error:#}")),
        None => Outcome::Broken("the case was not run".to_owned()),
    }
}
