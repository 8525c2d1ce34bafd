//! `ztn check` over the inputs of the cases: one process for each set of files, two at a time.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::case::normal_namespace;

/// A hostile input may cost time; nothing in these cases may cost this much.
const PATIENCE: Duration = Duration::from_secs(20);

/// The day the cases were gathered: what was out of support then is so for ever.
const AS_OF: &str = "2026-11-23";

/// What one run is made of: the files, and whether they are said to be the whole cluster.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Job {
    pub(crate) inputs: Vec<String>,
    pub(crate) scope: Option<String>,
}

/// What one run said.
pub(crate) struct Answer {
    pub(crate) findings: Vec<Found>,
    pub(crate) problems: usize,
}

/// One finding, as far as labels can speak of it.
pub(crate) struct Found {
    pub(crate) rule: String,
    /// The practices whose claim it breaks: a privileged container breaks more than one.
    pub(crate) breaks: Vec<String>,
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) line: u64,
}

/// Runs every job; an `Err` is a run that crashed, hung or printed no report.
pub(crate) fn all(
    ztn: &Path,
    tree: &Path,
    jobs: Vec<Job>,
) -> Result<BTreeMap<Job, Result<Answer>>> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(BTreeMap::new());
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let answer = one(ztn, tree, job);
                    if let Ok(mut answers) = answers.lock() {
                        answers.insert(job.clone(), answer);
                    }
                }
            });
        }
    });
    answers.into_inner().ok().context("a worker died")
}

fn one(ztn: &Path, tree: &Path, job: &Job) -> Result<Answer> {
    let mut args = vec!["check", "--format", "json", "--as-of", AS_OF];
    if let Some(scope) = &job.scope {
        args.extend(["--scope", scope]);
    }
    let report = ask(ztn, tree, &args, &job.inputs)?;
    answer(&report).context("the report has another shape")
}

/// Runs `ztn` with these arguments over the inputs; what it printed, as JSON.
pub(super) fn ask(ztn: &Path, tree: &Path, args: &[&str], inputs: &[String]) -> Result<Value> {
    let mut command = Command::new(ztn);
    command.current_dir(tree).args(args).arg("--").args(inputs);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run ztn")?;
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    // Both pipes are read while it runs: a full pipe would stop it for good.
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(stdout) = &mut stdout {
            let _ = stdout.read_to_end(&mut text);
        }
        text
    });
    let complaints = thread::spawn(move || {
        let mut text = String::new();
        if let Some(stderr) = &mut stderr {
            let _ = stderr.read_to_string(&mut text);
        }
        text
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!("no answer in {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(1));
    };
    let text = reader.join().ok().context("the reader died")?;
    let complaints = complaints.join().ok().context("the reader died")?;
    // 0, 1 and 3 are answers; 2 is a refusal, anything else a crash.
    if !matches!(status.code(), Some(0 | 1 | 3)) {
        let line = complaints.lines().next().unwrap_or_default();
        bail!("{status}: {line}");
    }
    serde_json::from_slice(&text).context("the answer is no JSON")
}

fn answer(report: &Value) -> Option<Answer> {
    let findings = report.get("findings")?.as_array()?;
    let problems = report.get("problems")?.as_array()?.len();
    // An accepted exception is silence; so is it in the peers' labels.
    let findings: Option<Vec<Found>> = findings
        .iter()
        .filter(|finding| finding.get("suppressed").is_none_or(Value::is_null))
        .map(found)
        .collect();
    Some(Answer { findings: findings?, problems })
}

fn found(finding: &Value) -> Option<Found> {
    let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let namespace = text("/object/namespace").unwrap_or_default();
    // A part is named `practice/part`; advice and what another finding implies break none.
    let parts = finding.get("parts").and_then(Value::as_array).into_iter().flatten();
    let breaks =
        parts.filter_map(|part| part.as_str()?.split('/').next().map(str::to_owned)).collect();
    Some(Found {
        rule: text("/rule")?,
        breaks,
        kind: text("/object/kind").unwrap_or_default(),
        namespace: normal_namespace(&namespace).to_owned(),
        name: text("/object/name").unwrap_or_default(),
        path: text("/span/path")?,
        line: finding.pointer("/span/start/line")?.as_u64()?,
    })
}
