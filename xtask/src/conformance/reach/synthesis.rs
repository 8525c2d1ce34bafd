//! Policies that a peer made of the same input: both sets are evaluated, and what they let pass is compared.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::super::case::Case;
use super::super::judge::Outcome;
use super::super::run::ask;
use super::golden::{Connections, Ports};
use super::{compare, text, verdict};

/// Whom a workload may ask for names is no question of the input: the peer asks for one port of everybody,
/// we for two of the cluster's DNS.
const DNS: [u32; 2] = [53, 5353];

/// Compares what `ztn suggest network` suggests with the set that is expected.
pub(super) fn outcome(case: &Case, ztn: &Path, tree: &Path) -> Result<Outcome> {
    let outputs = case.rest.get("expected_outputs").context("no `expected_outputs`")?;
    let expected = text(outputs, "/yaml").or_else(|_| text(outputs, "/json"))?.to_owned();
    let suggested = ask(ztn, tree, &["suggest", "network", "--format", "json"], &case.inputs)?;
    let missing = suggested.pointer("/proof/missing").and_then(|list| list.as_array());
    if missing.context("no `/proof/missing`")?.iter().len() > 0 {
        return Ok(Outcome::Missed("its own proof misses a connection".to_owned()));
    }
    let file = std::env::temp_dir().join(format!("ztn-{}-{}.yaml", std::process::id(), case.case));
    fs::write(&file, text(&suggested, "/yaml")?)?;
    let ours = under(case, ztn, tree, file.to_str().context("a path that is no text")?.to_owned());
    fs::remove_file(&file)?;
    let theirs = under(case, ztn, tree, expected)?;
    Ok(verdict(compare::differences(&ours?, &theirs)))
}

/// What passes under the policies of a file.
fn under(case: &Case, ztn: &Path, tree: &Path, policies: String) -> Result<Connections> {
    let mut inputs = case.inputs.clone();
    inputs.push(policies);
    let args = ["reach", "--format", "json", "--compat", super::PEER];
    let mut passes = Connections::answered(&ask(ztn, tree, &args, &inputs)?)?;
    let asks_dns = |ports: &mut Ports| {
        ports.retain(|(_, from, to)| from != to || !DNS.contains(from));
        !ports.is_empty()
    };
    passes.inside.retain(|_, ports| asks_dns(ports));
    for list in passes.outgoing.values_mut().chain(passes.incoming.values_mut()) {
        list.retain_mut(|(_, ports)| asks_dns(ports));
    }
    Ok(passes)
}
