//! Connections in lines.

use std::fmt::Write as _;

use super::{Answer, PortRange, Reach, Reason};

/// The answer to one question with what decides it; else one connection a line.
pub(super) fn text(reach: &Reach) -> String {
    let mut text = String::new();
    if let Some(answer) = &reach.answer {
        write_answer(&mut text, answer);
    }
    for edge in &reach.edges {
        let _ = writeln!(text, "{} -> {}: {}", edge.src, edge.dst, ports(&edge.ports));
        write_reasons(&mut text, &edge.because);
    }
    for edge in &reach.unknown {
        let needs = edge.needs.join(", ");
        let ports = ports(&edge.ports);
        let _ = writeln!(text, "{} -> {}: {ports}: unknown without {needs}", edge.src, edge.dst);
    }
    for way in &reach.exposed {
        let admitted =
            if way.admitted.is_empty() { "nothing".to_owned() } else { ports(&way.admitted) };
        let (kind, name, dst) = (&way.object.kind, &way.object.name, &way.dst);
        let _ = writeln!(text, "{kind} `{name}` -> {dst}: lets in {admitted}");
    }
    text
}

fn write_answer(text: &mut String, answer: &Answer) {
    let _ = writeln!(text, "{}", answer.decision.name());
    write_reasons(text, &answer.because);
}

fn write_reasons(text: &mut String, reasons: &[Reason]) {
    for reason in reasons {
        let Reason { direction, effect, text: what, span, .. } = reason;
        let perhaps = if reason.unsure { "perhaps " } else { "" };
        let place = format!("{}:{}:{}", span.path, span.start.line, span.start.col);
        let ports = ports(&reason.ports);
        let _ = writeln!(text, "  {direction}: {perhaps}{effect} {ports}: {what} ({place})");
    }
}

fn ports(ports: &[PortRange]) -> String {
    if ports.len() == 6 && ports.iter().all(|range| range.from.is_none()) {
        return "everything".to_owned();
    }
    let each = ports.iter().map(|PortRange { protocol, from, to }| match (from, to) {
        (Some(from), Some(to)) if from == to => format!("{protocol} {from}"),
        (Some(from), Some(to)) => format!("{protocol} {from}-{to}"),
        _ => format!("all {protocol}"),
    });
    each.collect::<Vec<_>>().join(", ")
}
