//! Explanations: of each pair, which policies and rules decide each port, on either side.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::case::Case;
use super::super::judge::Outcome;
use super::super::run::ask;
use super::golden::{CONTROLLER, Ports, address, explained};
use super::{args, golden, text, verdict};

/// One policy and what it does: `allows`, `denies`, `passes` or `isolates`, and by which of its rules where
/// both sides number them.
type Step = (String, &'static str, Option<String>);

/// What decides a port, by side; a side of which the peer says nothing is not there.
type Deciding = BTreeMap<&'static str, BTreeSet<Step>>;

/// What is said of one pair: some ports, do they pass, and what decides.
struct Block {
    ports: Ports,
    allowed: bool,
    deciding: Deciding,
}

/// Compares every pair that the peer explains.
pub(super) fn outcome(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let written = golden(case, tree)?;
    let mut differences = Vec::new();
    for (src, dst, blocks) in pairs(&written)? {
        // Who a controller of ways in is, is no pair of the input: its connections are compared as such.
        if src == CONTROLLER {
            continue;
        }
        let mut args = args(case);
        let (src, dst) = (address(&src), address(&dst));
        args.extend(["--from", &src, "--to", &dst]);
        let answer = ask(ztn, tree, &args, &case.inputs)?;
        for block in blocks {
            differences.extend(block.differs(&answer)?.map(|how| format!("{src} -> {dst}: {how}")));
        }
    }
    Ok(verdict(differences))
}

/// Every pair, with what is said of it; of those that the peer only lists, that nothing restricts them.
fn pairs(written: &str) -> Result<Vec<(String, String, Vec<Block>)>> {
    let mut pairs: Vec<(String, String, Vec<Block>)> = Vec::new();
    let (mut side, mut listed) = (None, false);
    for line in written.lines().take_while(|line| !line.starts_with("Exposure Analysis Result")) {
        listed |= line.contains("# All Connections due to the system default");
        let said = line.trim_start().trim_start_matches("- ");
        if let Some((src, dst)) = line
            .strip_prefix("Connections between ")
            .and_then(|pair| pair.trim_end_matches(':').split_once(" => "))
        {
            pairs.push((src.to_owned(), dst.to_owned(), Vec::new()));
        } else if let Some((src, dst)) = line.split_once(" => ").filter(|_| listed) {
            let nobody = || BTreeSet::new();
            let deciding = Deciding::from([("egress", nobody()), ("ingress", nobody())]);
            let block = Block { ports: all(), allowed: true, deciding };
            pairs.push((src.to_owned(), dst.to_owned(), vec![block]));
        } else if let Some((head, allowed)) = said
            .strip_prefix("Allowed ")
            .map(|head| (head, true))
            .or_else(|| said.strip_prefix("Denied ").map(|head| (head, false)))
            && let Some((ports, _)) = head.split_once(" due to ")
        {
            let block = Block { ports: explained(ports)?, allowed, deciding: Deciding::new() };
            pairs.last_mut().context("no pair")?.2.push(block);
        } else if said.starts_with("Egress (") || said.starts_with("Ingress (") {
            side = Some(if said.starts_with("Egress") { "egress" } else { "ingress" });
            if let (Some(side), Some((_, _, blocks))) = (side, pairs.last_mut()) {
                blocks.last_mut().into_iter().for_each(|block| {
                    block.deciding.entry(side).or_default();
                });
            }
        } else if let (Some(side), Some(step)) = (side, step(said))
            && let Some(block) = pairs.last_mut().and_then(|pair| pair.2.last_mut())
        {
            block.deciding.entry(side).or_default().insert(step);
        }
    }
    Ok(pairs)
}

fn all() -> Ports {
    ["SCTP", "TCP", "UDP"].map(|protocol| (protocol.to_owned(), 1, 65535)).to_vec()
}

/// `NetworkPolicy 'a/b' allows connections by Ingress rule #1`.
fn step(said: &str) -> Option<Step> {
    let (kind, rest) = said.split_once(" '")?;
    let (name, rest) = rest.split_once("' ")?;
    let name = format!("{kind} {name}");
    if rest.starts_with("selects ") {
        return Some((name, "isolates", None));
    }
    let does = ["allows", "denies", "passes"].into_iter().find(|does| rest.starts_with(does))?;
    // Rules of a NetworkPolicy have no names, and are counted.
    let number = rest.rsplit_once('#').map(|(_, number)| number.to_owned());
    Some((name, does, number))
}

impl Block {
    /// How the answer says otherwise, if it does.
    fn differs(&self, answer: &Value) -> Result<Option<String>> {
        for point in self.points() {
            let allowed = holds(answer.pointer("/edges/0/ports"), &point);
            if allowed != self.allowed {
                return Ok(Some(format!("{point:?} allowed: {allowed}")));
            }
            let ours = deciding(answer, &point)?;
            for (side, theirs) in &self.deciding {
                let ours = ours.get(side).cloned().unwrap_or_default();
                if !is_same(&ours, theirs) {
                    return Ok(Some(format!("{side} {point:?} by {ours:?}, not {theirs:?}")));
                }
            }
        }
        Ok(None)
    }

    /// Both ends of every range.
    fn points(&self) -> impl Iterator<Item = (&str, u64)> {
        let ends = |(_, from, to): &(String, u32, u32)| [*from, *to].map(u64::from);
        self.ports.iter().flat_map(move |range| ends(range).map(|port| (range.0.as_str(), port)))
    }
}

/// Of the rules of one policy that allow a port, the peer names the first.
fn is_same(ours: &BTreeSet<Step>, theirs: &BTreeSet<Step>) -> bool {
    let is_told = |step: &Step| {
        theirs.contains(step)
            || theirs.iter().any(|first| {
                (&first.0, first.1) == (&step.0, "allows") && step.1 == "allows" && first.2 < step.2
            })
    };
    theirs.is_subset(ours) && ours.iter().all(is_told)
}

/// What decides one port, as the answer has it.
fn deciding(answer: &Value, point: &(&str, u64)) -> Result<Deciding> {
    let mut deciding = Deciding::new();
    let steps = answer.pointer("/answer/because").and_then(Value::as_array);
    for step in steps.context("no `/answer/because`")? {
        let does = ["allows", "denies", "passes", "isolates"];
        let Some(does) =
            does.into_iter().find(|does| step.get("effect").is_some_and(|e| e == does))
        else {
            continue;
        };
        if !holds(step.get("ports"), point) {
            continue;
        }
        let kind = text(step, "/object/kind")?;
        let namespace = step.pointer("/object/namespace").and_then(Value::as_str);
        // The peer writes the namespace that a manifest leaves out.
        let namespace = namespace.or((kind == "NetworkPolicy").then_some("default"));
        let name = text(step, "/object/name")?;
        let object = namespace.map_or(name.to_owned(), |namespace| format!("{namespace}/{name}"));
        let is_counted = kind == "NetworkPolicy" && does != "isolates";
        let number = text(step, "/text")?.split(" rule ").nth(1).filter(|_| is_counted);
        let number = number.and_then(|rest| rest.split(' ').next()).map(str::to_owned);
        let side = if text(step, "/direction")? == "egress" { "egress" } else { "ingress" };
        deciding.entry(side).or_default().insert((format!("{kind} {object}"), does, number));
    }
    Ok(deciding)
}

fn holds(ports: Option<&Value>, (protocol, port): &(&str, u64)) -> bool {
    let is = |range: &Value| {
        let end = |key, otherwise| range.get(key).and_then(Value::as_u64).unwrap_or(otherwise);
        range.get("protocol").is_some_and(|of| of == protocol)
            && (end("from", 1)..=end("to", 65535)).contains(port)
    };
    ports.and_then(Value::as_array).is_some_and(|ports| ports.iter().any(is))
}
