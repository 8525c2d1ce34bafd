//! Connections in lines.

use std::fmt::Write as _;

use super::groups::groups;
use super::walk;
use super::words::{Names, ports};
use super::{Blast, Edge, Isolation, Reach, UnknownEdge};
use crate::report::compact::line;

/// The answer to one question with what decides it; else who reaches whom, those together that reach the
/// same.
pub(super) fn text(reach: &Reach) -> String {
    let names = Names::of(reach);
    let mut text = String::new();
    if reach.answer.is_some() {
        walk::write(&mut text, reach);
    } else if let Some(blast) = &reach.blast {
        write_blast(&mut text, blast, &names);
        write_exposed(&mut text, reach, &names);
    } else if reach.query.exposure || reach.query.isolation {
        write_isolation(&mut text, &reach.isolation);
        write_strangers(&mut text, reach, &names);
        if reach.query.exposure {
            write_exposed(&mut text, reach, &names);
        }
    } else {
        match reach.query.why {
            true => write_each(&mut text, &reach.edges),
            false => write_groups(&mut text, reach, &names),
        }
        write_unknown(&mut text, &reach.unknown, &names);
        write_exposed(&mut text, reach, &names);
    }
    text
}

fn write_groups(text: &mut String, reach: &Reach, names: &Names<'_>) {
    let edges = reach.edges.iter();
    let edges = edges.map(|edge| (edge.src.as_str(), edge.dst.as_str(), ports(&edge.ports)));
    for group in groups(edges, names) {
        let _ = writeln!(text, "{}", line(&group.from.join(", ")));
        for (to, ports) in group.to {
            let _ = writeln!(text, "  -> {}: {ports}", line(&to.join(", ")));
        }
    }
}

fn write_each(text: &mut String, edges: &[Edge]) {
    for edge in edges {
        let (src, dst) = (line(&edge.src), line(&edge.dst));
        let _ = writeln!(text, "{src} -> {dst}: {}", ports(&edge.ports));
        walk::write_reasons(text, &edge.because);
    }
}

fn write_unknown(text: &mut String, unknown: &[UnknownEdge], names: &Names<'_>) {
    if unknown.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nunknown");
    let edges = unknown.iter().map(|edge| {
        let words = format!("{}, unknown without {}", ports(&edge.ports), edge.needs.join(", "));
        (edge.src.as_str(), edge.dst.as_str(), words)
    });
    for group in groups(edges, names) {
        let _ = writeln!(text, "{}", line(&group.from.join(", ")));
        for (to, words) in group.to {
            let _ = writeln!(text, "  -> {}: {}", line(&to.join(", ")), line(&words));
        }
    }
}

fn write_exposed(text: &mut String, reach: &Reach, names: &Names<'_>) {
    if reach.exposed.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nfrom outside");
    for way in &reach.exposed {
        let (kind, name) = (&way.object.kind, &way.object.name);
        let at = format!("{}:{}:{}", way.span.path, way.span.start.line, way.span.start.col);
        let unknown = match way.unknown.is_empty() {
            true => String::new(),
            false => format!("; unknown: {}", ports(&way.unknown)),
        };
        let dst = names.short(&way.dst);
        let admitted = ports(&way.admitted);
        let way = format!("{kind} `{name}` -> {dst}: lets in {admitted}{unknown} ({at})");
        let _ = writeln!(text, "  {}", line(&way));
    }
}

fn write_strangers(text: &mut String, reach: &Reach, names: &Names<'_>) {
    let titles = [
        ("ingress", "from a pod that is not written yet", "->"),
        ("egress", "to a pod that is not written yet", "<-"),
    ];
    for (direction, title, arrow) in titles {
        let mut strangers =
            reach.strangers.iter().filter(|one| one.direction == direction).peekable();
        if direction == "egress" && strangers.peek().is_some() && !text.is_empty() {
            text.push('\n');
        }
        if strangers.peek().is_some() {
            let _ = writeln!(text, "{title}");
        }
        for stranger in strangers {
            let workload = line(names.short(&stranger.workload));
            let (any, some) = (ports(&stranger.ports), ports(&stranger.by_labels));
            let what = match (stranger.ports.is_empty(), stranger.by_labels.is_empty()) {
                (_, true) => any,
                (true, false) => format!("{some}, with the right labels"),
                (false, false) => format!("{any}; with the right labels {some}"),
            };
            let _ = writeln!(text, "  {arrow} {workload}: {what}");
        }
    }
}

fn write_isolation(text: &mut String, isolation: &[Isolation]) {
    for each in isolation {
        let Isolation { workload, direction, isolated, text: why, .. } = each;
        let _ = writeln!(text, "{} {direction}: {isolated}: {}", line(workload), line(why));
    }
    if !isolation.is_empty() {
        let count = |word: &str| isolation.iter().filter(|one| one.isolated == word).count();
        let (yes, no, unknown) = (count("yes"), count("no"), count("unknown"));
        let _ = writeln!(text, "\n{yes} isolated, {no} not isolated, {unknown} unknown");
    }
}

fn write_blast(text: &mut String, blast: &Blast, names: &Names<'_>) {
    let pods = blast.reaches.iter().filter(|step| step.dst.contains('[')).count();
    let workloads = if pods == 1 { "workload" } else { "workloads" };
    let _ = writeln!(text, "{} reaches {pods} {workloads}", line(&blast.workload));
    let mut hops = 0;
    for step in &blast.reaches {
        if step.hops != hops {
            hops = step.hops;
            let _ = match hops {
                1 => writeln!(text, "\ndirectly"),
                _ => writeln!(text, "\nin {hops} steps"),
            };
        }
        let (dst, ports) = (names.short(&step.dst), ports(&step.ports));
        let _ = match hops {
            1 => writeln!(text, "  -> {}: {ports}", line(dst)),
            _ => {
                let via = names.short(&step.via);
                writeln!(text, "  -> {}: {ports}, from {}", line(dst), line(via))
            }
        };
    }
    if blast.unknown > 0 {
        let more = match blast.unknown {
            1 => "1 sort of connection is".to_owned(),
            several => format!("{several} sorts of connections are"),
        };
        let _ = writeln!(text, "\nand perhaps more: {more} unknown");
    }
}
