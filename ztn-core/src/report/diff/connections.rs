//! Connections that changed: from the engine to the comparison, and in lines.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{ConnectionChange, Diff};
use crate::engine::network::{Changed, Network, diff};
use crate::report::compact::line;
use crate::report::reach::{port_words, ranges};

/// What surely passes in one of them alone.
pub(crate) fn connections(before: &Network<'_>, after: &Network<'_>) -> Vec<ConnectionChange> {
    let change = |changed: Changed| ConnectionChange {
        change: match (changed.before.is_empty(), changed.after.is_empty()) {
            (true, _) => "gained",
            (_, true) => "lost",
            (false, false) => "changed",
        }
        .into(),
        before: ranges(&changed.before),
        after: ranges(&changed.after),
        src: changed.src,
        dst: changed.dst,
    };
    diff(before, after).into_iter().map(change).collect()
}

/// A line for each source and change, what changed in the same way together.
pub(super) fn write(diff: &Diff, out: &mut String) -> std::fmt::Result {
    let mut same: BTreeMap<(&str, &str, String), Vec<&str>> = BTreeMap::new();
    for ConnectionChange { change, src, dst, before, after } in &diff.connections {
        let words = match change.as_ref() {
            "gained" => port_words(after),
            "lost" => port_words(before),
            _ => format!("{} -> {}", port_words(before), port_words(after)),
        };
        same.entry((change, src, words)).or_default().push(dst);
    }
    for ((change, src, words), dsts) in same {
        writeln!(out, "{change} {} -> {}: {words}", line(src), line(&dsts.join(", ")))?;
    }
    Ok(())
}
