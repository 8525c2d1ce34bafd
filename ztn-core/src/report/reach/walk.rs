//! One answer as a walk: out of the one, then into the other, policy by policy.

use std::fmt::Write as _;

use super::words::ports;
use super::{Reach, Reason};
use crate::report::compact::line;

/// The question, the answer, and what decides it.
pub(super) fn write(text: &mut String, reach: &Reach) {
    let Some(answer) = &reach.answer else {
        return;
    };
    let end = |end: &Option<String>| end.clone().unwrap_or_default();
    let (src, dst) = (end(&reach.query.src), end(&reach.query.dst));
    let port = match (reach.query.port, reach.query.protocol.as_deref()) {
        (None, None) => String::new(),
        (None, Some(protocol)) => format!(" on {protocol}"),
        (Some(port), protocol) => format!(" on {} {port}", protocol.unwrap_or("TCP")),
    };
    let decision = answer.decision.name();
    let _ = writeln!(text, "{} -> {}{port}: {decision}", line(&src), line(&dst));
    for edge in &reach.edges {
        let what = format!("{} -> {}: {}", edge.src, edge.dst, ports(&edge.ports));
        let _ = writeln!(text, "  passes   {}", line(&what));
    }
    for edge in &reach.unknown {
        let ports = ports(&edge.ports);
        let needs = edge.needs.join(", ");
        let what = format!("{} -> {}: {ports}, without {needs}", edge.src, edge.dst);
        let _ = writeln!(text, "  unknown  {}", line(&what));
    }
    for (direction, title) in [("egress", "leaving"), ("ingress", "arriving at")] {
        let side = answer.because.iter().filter(|reason| reason.direction == direction);
        let side: Vec<&Reason> = side.collect();
        let who = if direction == "egress" { &src } else { &dst };
        let _ = writeln!(text, "\n{title} {}", line(who));
        if side.is_empty() {
            // Addresses outside are under no policy of the cluster.
            let _ = writeln!(text, "  no policy of the cluster is about addresses outside");
        }
        side.into_iter().for_each(|reason| write_step(text, reason));
    }
}

/// What decides one connection of several, below it.
pub(super) fn write_reasons(text: &mut String, reasons: &[Reason]) {
    for reason in reasons {
        let _ = write!(text, "  {}:", reason.direction);
        write_step(text, reason);
    }
}

fn write_step(text: &mut String, reason: &Reason) {
    let Reason { effect, text: what, span, .. } = reason;
    let perhaps = if reason.unsure { "perhaps " } else { "" };
    let ports = ports(&reason.ports);
    let does = match effect.as_ref() {
        "isolates" => format!("{what}, and allows no more: {perhaps}denies {ports}"),
        "unrestricted" => format!("{what}: {perhaps}allows {ports}"),
        "passes" => format!("{what}: {perhaps}leaves {ports} to the next tier"),
        _ => format!("{what}: {perhaps}{effect} {ports}"),
    };
    let (path, at) = (&span.path, span.start);
    let _ = writeln!(text, "  {} ({}:{}:{})", line(&does), line(path), at.line, at.col);
}
