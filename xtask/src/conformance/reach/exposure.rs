//! Exposure: what the peer says of pods that are not written yet, held against such pods once they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::super::case::Case;
use super::super::judge::Outcome;
use super::super::run::ask;
use super::golden::{self, Connections, Ports, ranges};
use super::{args, golden as written, option, text, verdict};

/// A line: a workload, the pods it is exposed to, and on which ports.
struct Line {
    workload: String,
    direction: &'static str,
    peer: Stranger,
    /// With the names of ports as numbers that only the pod made for it has.
    ports: Ports,
}

enum Stranger {
    /// Whatever its labels and its namespace are.
    Anybody,
    /// Several pods that fit: what is said of all such pods is what each of them can do.
    Such(Vec<Pod>),
}

/// A pod that a description fits.
#[derive(Clone, Default)]
struct Pod {
    /// None: one that nothing names.
    namespace: Option<String>,
    namespace_labels: Option<Labels>,
    labels: Labels,
}

type Labels = Vec<(String, String)>;

/// The first of the numbers that stand for names of ports.
const NAMED: u32 = 41_001;

/// Compares every line: of pods that are like something, that what it says passes, and nothing that no line of
/// the workload says, since several may speak of one pod. What passes whatever a pod is like, is what passes with
/// each of those, with those that are there, and with one that nothing names.
pub(super) fn outcome(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let port = option(case, "focusConn").and_then(Value::as_str).map(golden::port).transpose()?;
    let mut names = Vec::new();
    let lines = lines(&written(case, tree)?, port, &mut names)?;
    let mut questions = args(case);
    questions.push("--exposure");
    let answer = ask(ztn, tree, &questions, &case.inputs)?;
    let cut = |ports: Ports| match port {
        Some((protocol, port)) => golden::of_port(&ports, protocol, port),
        None => ports,
    };
    let mut differences = Vec::new();
    let mut theirs: BTreeMap<(&str, &'static str), Ports> = BTreeMap::new();
    for line in &lines {
        let Line { workload, direction, peer, ports } = line;
        // Which number a name is, a pod that nobody has written leaves open.
        let numbers = ports.iter().filter(|(_, from, _)| *from < NAMED).cloned().collect();
        let known = theirs.entry((workload, direction)).or_default();
        if let Stranger::Such(pods) = peer {
            let each = pods.iter().map(|pod| with(case, ztn, tree, line, pod, &names));
            let each = each.collect::<Result<Vec<_>>>()?;
            let ours =
                cut(each.into_iter().reduce(|a, b| golden::both(&a, &b)).unwrap_or_default());
            let beside = |other: &&Line| {
                (&other.workload, other.direction) == (workload, *direction)
                    && matches!(other.peer, Stranger::Such(_))
            };
            let said = lines.iter().filter(beside).flat_map(|other| other.ports.clone());
            let said = golden::joined(said.collect());
            if golden::both(&ours, ports) != *ports || golden::both(&ours, &said) != ours {
                differences.push(format!("{workload} {direction}: {ours:?}, not {ports:?}"));
            }
        } else {
            *known = numbers;
        }
    }
    let in_part = ["focusWorkloads", "focusDirection", "focusWorkloadPeers"];
    let whole = in_part.iter().all(|key| option(case, key).is_none());
    let inside = Connections::answered(&answer)?.inside;
    let workloads: BTreeSet<&str> = names_of(&answer);
    for (workload, direction, ours) in exposed(&answer)? {
        let key = (workload.as_str(), direction);
        let Some(theirs) = theirs.get(&key).cloned().or(whole.then(Ports::new)) else {
            continue;
        };
        let of_lines = lines.iter().filter(|line| (line.workload.as_str(), line.direction) == key);
        let of_lines = of_lines.filter(|line| matches!(line.peer, Stranger::Such(_)));
        let of_pods = workloads.iter().filter(|other| **other != workload).map(|other| {
            let (src, dst) = match direction {
                "egress" => (workload.as_str(), *other),
                _ => (*other, workload.as_str()),
            };
            cut(inside.get(&(src.to_owned(), dst.to_owned())).cloned().unwrap_or_default())
        });
        let ours = cut(ours);
        let theirs = of_lines.fold(theirs, |both, line| golden::both(&both, &line.ports));
        // What a pod that is there does for, the peer does not say again.
        let with_each = |ports: &Ports| {
            of_pods.clone().fold(ports.clone(), |both, ports| golden::both(&both, &ports))
        };
        let within = golden::both(&ours, &theirs) == ours;
        if !within || with_each(&ours) != with_each(&theirs) {
            differences.push(format!("{workload} {direction}: {ours:?}, not {theirs:?}"));
        }
    }
    Ok(verdict(differences))
}

fn names_of(answer: &Value) -> BTreeSet<&str> {
    let peers = answer.get("peers").and_then(Value::as_array).into_iter().flatten();
    peers.filter_map(|peer| peer.get("id")?.as_str()).collect()
}

/// Each workload by direction, with what passes whatever the other pod is like.
fn exposed(answer: &Value) -> Result<Vec<(String, &'static str, Ports)>> {
    let list = answer.get("strangers").and_then(Value::as_array).into_iter().flatten();
    let each = list.map(|one| {
        let direction = if text(one, "/direction")? == "egress" { "egress" } else { "ingress" };
        Ok((text(one, "/workload")?.to_owned(), direction, ranges(one.get("ports"))?))
    });
    each.collect()
}

/// What passes once such a pod is written.
fn with(
    case: &Case,
    ztn: &Path,
    tree: &Path,
    line: &Line,
    pod: &Pod,
    names: &[String],
) -> Result<Ports> {
    let file = std::env::temp_dir().join(format!("ztn-{}-stranger.yaml", std::process::id()));
    fs::write(&file, pod.yaml(names))?;
    let mut inputs = case.inputs.clone();
    inputs.push(file.to_str().context("a path that is no text")?.to_owned());
    let name = format!("{}/stranger[Pod]", pod.namespace());
    let (from, to) = match line.direction {
        "egress" => (line.workload.as_str(), name.as_str()),
        _ => (name.as_str(), line.workload.as_str()),
    };
    let mut args = args(case);
    args.extend(["--from", from, "--to", to]);
    let answer = ask(ztn, tree, &args, &inputs);
    fs::remove_file(&file)?;
    side(&answer?, line.direction)
}

/// What the policies on one side let through: the other side is not the peer's question.
fn side(answer: &Value, direction: &str) -> Result<Ports> {
    let steps = answer.pointer("/answer/because").and_then(Value::as_array);
    let of = |effect: &str| -> Result<Ports> {
        let steps = steps.context("no `/answer/because`")?.iter();
        let here = steps.filter(|step| {
            step.get("direction").is_some_and(|is| is == direction)
                && step.get("effect").is_some_and(|is| is == effect)
        });
        let ports = here.map(|step| ranges(step.get("ports"))).collect::<Result<Vec<_>>>()?;
        Ok(golden::joined(ports.concat()))
    };
    Ok(match of("isolates")?.is_empty() {
        true => golden::without(&of("denies")?),
        false => of("allows")?,
    })
}

impl Pod {
    fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or("of-no-name")
    }

    fn yaml(&self, names: &[String]) -> String {
        let labels = |labels: &Labels| {
            let each = labels.iter().map(|(key, value)| format!("{key:?}: {value:?}"));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        };
        let mut yaml = String::new();
        let namespace = self.namespace();
        if let Some(of_namespace) = &self.namespace_labels {
            let _ = writeln!(
                yaml,
                "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}, labels: {}}}\n---",
                labels(of_namespace)
            );
        }
        let ports = names.iter().zip(NAMED..);
        let ports: Vec<String> = ports
            .map(|(name, number)| format!("{{name: {name}, containerPort: {number}}}"))
            .collect();
        let _ = writeln!(
            yaml,
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: stranger, namespace: {namespace}, labels: \
             {}}}\nspec: {{containers: [{{name: a, image: a, ports: [{}]}}]}}",
            labels(&self.labels),
            ports.join(", ")
        );
        yaml
    }
}

fn lines(
    text: &str,
    port: Option<(&'static str, u32)>,
    names: &mut Vec<String>,
) -> Result<Vec<Line>> {
    let of_exposure = text.split("Exposure Analysis Result").nth(1).unwrap_or_default();
    let named: BTreeSet<&str> = of_exposure
        .split("Values:[")
        .skip(1)
        .flat_map(|rest| rest.split(']').next().unwrap_or_default().split_whitespace())
        .collect();
    let mut lines = Vec::new();
    for line in of_exposure.lines() {
        let ways = [("\t=> \t", "egress"), ("\t<= \t", "ingress")];
        let found = ways.iter().find_map(|(arrow, way)| Some((line.split_once(arrow)?, *way)));
        let Some(((workload, rest), direction)) = found else {
            continue;
        };
        let (peer, ports) = match (rest.rsplit_once(" : "), port) {
            (Some((peer, ports)), _) => (peer, numbered(ports, names)?),
            (None, Some((protocol, port))) => (rest, vec![(protocol.to_owned(), port, port)]),
            (None, None) => (rest, Ports::new()),
        };
        if let Some(peer) = stranger(peer.trim(), &named)? {
            lines.push(Line { workload: workload.trim().to_owned(), direction, peer, ports });
        }
    }
    Ok(lines)
}

/// Ports, with a number of its own for each name.
fn numbered(text: &str, names: &mut Vec<String>) -> Result<Ports> {
    if text.ends_with(" Connections") {
        return golden::ports(text);
    }
    let is_name = |word: &str| word.contains(|c: char| c.is_ascii_lowercase());
    let mut parts = Vec::new();
    for part in text.split(',').map(str::trim) {
        match part.split(' ').find(|word| is_name(word)) {
            Some(name) => {
                let at = names.iter().position(|known| known == name).unwrap_or(names.len());
                if at == names.len() {
                    names.push(name.to_owned());
                }
                parts.push(format!("TCP {}", NAMED + u32::try_from(at)?));
            }
            None => parts.push(part.to_owned()),
        }
    }
    golden::ports(&parts.join(","))
}

/// `entire-cluster`, or a namespace and its pods, each by name or by labels. Nobody for what is no pod.
fn stranger(peer: &str, named: &BTreeSet<&str>) -> Result<Option<Stranger>> {
    if peer == "entire-cluster" {
        return Ok(Some(Stranger::Anybody));
    }
    let at = peer.find("/[all pods]").or_else(|| peer.find("/[pod with"));
    let Some((namespace, pods_text)) = at.and_then(|at| peer.split_at_checked(at)) else {
        return Ok(None);
    };
    let fitting = |text: &str| -> Result<Vec<Labels>> {
        let inner = text.split_once(" with {").map(|(_, rest)| rest.trim_end_matches("}]"));
        inner.map_or(Ok(vec![Labels::new()]), |text| such(text, named))
    };
    let name = (!namespace.starts_with('[')).then(|| namespace.to_owned());
    let mut pods = Vec::new();
    for of_namespace in fitting(namespace)? {
        for labels in fitting(pods_text)? {
            let namespace_labels = namespace.contains(" with {").then(|| of_namespace.clone());
            pods.push(Pod { namespace: name.clone(), namespace_labels, labels });
        }
    }
    Ok(Some(Stranger::Such(pods)))
}

/// All labels that fit, as far as the values go that are named: `a=b,{Key:c,Operator:In,Values:[d e],}`.
fn such(text: &str, named: &BTreeSet<&str>) -> Result<Vec<Labels>> {
    let mut all = vec![Labels::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let (key, values, after): (_, Vec<Option<&str>>, _);
        if let Some(line) = rest.strip_prefix("{Key:") {
            let (of, line) = line.split_once(",Operator:").context("an operator")?;
            let (operator, line) = line.split_once(",Values:[").context("values")?;
            let (listed, line) = line.split_once(']').context("values that end")?;
            values = match operator {
                "In" => listed.split(' ').map(Some).collect(),
                "NotIn" => vec![None, Some("any")],
                "Exists" => named.iter().copied().chain(["any"]).map(Some).collect(),
                _ => vec![None],
            };
            (key, after) = (of, line.trim_start_matches([',', '}']));
        } else {
            let (label, line) = rest.split_once(',').unwrap_or((rest, ""));
            let (of, value) = label.split_once('=').context("a label")?;
            values = vec![Some(value.trim_end_matches('}'))];
            (key, after) = (of, line);
        }
        all = values
            .iter()
            .flat_map(|value| {
                all.iter().cloned().map(move |mut labels| {
                    labels.extend(value.map(|value| (key.to_owned(), value.to_owned())));
                    labels
                })
            })
            .collect();
        rest = after;
    }
    Ok(all)
}
