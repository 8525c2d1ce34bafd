//! Connections as a table for programs: a row for each connection and range of ports.

use std::fmt::Write as _;

use super::{PortRange, Reach};

/// `src,dst,protocol,from,to,answer`, by both ends. Every port of a protocol has no numbers.
pub(super) fn csv(reach: &Reach) -> String {
    let permitted = reach.edges.iter().map(|e| (&e.src, &e.dst, &e.ports, "permitted"));
    let unknown = reach.unknown.iter().map(|e| (&e.src, &e.dst, &e.ports, "unknown"));
    let mut text = "src,dst,protocol,from,to,answer\n".to_owned();
    for (src, dst, ports, answer) in permitted.chain(unknown) {
        for PortRange { protocol, from, to } in ports {
            let number = |port: &Option<u32>| port.map(|port| port.to_string()).unwrap_or_default();
            let (from, to) = (number(from), number(to));
            let (src, dst) = (field(src), field(dst));
            let _ = writeln!(text, "{src},{dst},{protocol},{from},{to},{answer}");
        }
    }
    text
}

/// A field as RFC 4180 has it. What a spreadsheet would take for a formula is text.
pub(super) fn field(text: &str) -> String {
    let text = match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
