//! Rows about connections: `ztn reach` over their inputs, compared by meaning.

mod compare;
mod explain;
mod exposure;
mod golden;
mod list;
mod synthesis;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use self::golden::Connections;
pub(super) use self::list::Exempt;
use super::case::{Case, Granularity};
use super::judge::Outcome;
use super::run::ask;

/// The one suite whose rows are read as its program reads its input.
const PEER: &str = "netpol-analyzer";

/// Is the row about connections?
pub(super) fn is_about(case: &Case) -> bool {
    matches!(case.granularity, Granularity::Query | Granularity::Connectivity)
}

/// Asks and compares.
pub(super) fn outcome(case: &Case, ztn: &Path, tree: &Path, exempt: &Exempt) -> Outcome {
    if let Some(why) = exempt.of(case, tree) {
        return why;
    }
    let judged = match case.granularity {
        Granularity::Query => query(case, ztn, tree),
        _ => match case.peer_check.as_str() {
            "netpol-connlist" => connections(case, ztn, tree),
            "netpol-exposure" => connections(case, ztn, tree).and_then(|outcome| match outcome {
                Outcome::Agree => exposure::outcome(case, ztn, tree),
                other => Ok(other),
            }),
            "netpol-diff" => difference(case, ztn, tree),
            "netpol-explain" => explain::outcome(case, ztn, tree),
            "cta-netpols" => synthesis::outcome(case, ztn, tree),
            _ => return Outcome::Uncovered("the peer's own list of connections"),
        },
    };
    judged.unwrap_or_else(|error| Outcome::Broken(format!("{error:#}")))
}

fn args(case: &Case) -> Vec<&str> {
    let mut args = vec!["reach", "--format", "json"];
    if case.suite == PEER {
        args.extend(["--compat", PEER]);
    }
    args
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str> {
    value.pointer(pointer).and_then(Value::as_str).with_context(|| format!("no `{pointer}`"))
}

fn query(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let query = case.rest.get("query").context("no `query`")?;
    let (src, dst) = (text(query, "/src")?, text(query, "/dst")?);
    let protocol = text(query, "/protocol")?;
    let port = query.get("port").context("no `/port`")?;
    let port = port.as_str().map_or_else(|| port.to_string(), str::to_owned);
    let allowed = query.get("allowed").and_then(Value::as_bool).context("no `/allowed`")?;
    let mut args = args(case);
    args.extend(["--from", src, "--to", dst, "--protocol", protocol, "--port", &port]);
    let answer = ask(ztn, tree, &args, &case.inputs)?;
    let decision = text(&answer, "/answer/decision")?;
    let wanted = if allowed { "allowed" } else { "denied" };
    if decision == wanted {
        return Ok(Outcome::Agree);
    }
    let said = format!("{src} -> {dst} {protocol} {port}: {decision}, not {wanted}");
    Ok(if allowed { Outcome::FalseAlarm(said) } else { Outcome::Missed(said) })
}

fn golden(case: &Case, tree: &Path) -> Result<String> {
    let outputs = case.rest.get("expected_outputs").context("no `expected_outputs`")?;
    let read = |kind| {
        let path = tree.join(text(outputs, kind)?);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    read("/txt").or_else(|_| Ok(golden::lines_of_table(&read("/csv")?)))
}

fn option<'a>(case: &'a Case, key: &str) -> Option<&'a Value> {
    case.rest.get("options")?.get(key)
}

fn names(case: &Case, key: &str) -> BTreeSet<String> {
    let list = option(case, key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn connections(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let port = option(case, "focusConn").and_then(Value::as_str).map(golden::port).transpose()?;
    let theirs = Connections::written(&golden(case, tree)?, port)?;
    let ours = Connections::answered(&ask(ztn, tree, &args(case), &case.inputs)?)?;
    let focus = compare::Focus {
        workloads: names(case, "focusWorkloads"),
        peers: names(case, "focusWorkloadPeers"),
        direction: option(case, "focusDirection").and_then(Value::as_str).map(str::to_owned),
        port,
    };
    Ok(verdict(compare::differences(&ours.focused(&focus), &theirs)))
}

fn verdict(differences: Vec<String>) -> Outcome {
    match differences.split_first() {
        None => Outcome::Agree,
        Some((first, rest)) => Outcome::Missed(format!("{first} (and {} more)", rest.len())),
    }
}

/// Two inputs are two questions; what differs between the answers is compared.
fn difference(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let side = |key: &str| -> Result<Connections> {
        let folder = option(case, key).and_then(Value::as_str).context("no folder")?;
        let inside = |path: &&String| path.starts_with(&format!("{folder}/"));
        let inputs: Vec<String> = case.inputs.iter().filter(inside).cloned().collect();
        Connections::answered(&ask(ztn, tree, &args(case), &inputs)?)
    };
    let (before, after) = (side("dir1")?, side("dir2")?);
    let (gone, come) = golden::changes(&golden(case, tree)?)?;
    let mut differences = compare::changes(&before, &after, &gone, &come);
    differences.sort();
    Ok(verdict(differences))
}
