//! Connections as netpol-analyzer writes them, and as `ztn reach` does.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Protocol, first and last port; sorted, and joined where they touch.
pub(super) type Ports = Vec<(String, u32, u32)>;

/// Addresses of IPv4: the peer speaks of no others.
pub(super) type Range = (u32, u32);

/// The pseudo-workload that stands for every controller of ways in.
pub(super) const CONTROLLER: &str = "{ingress-controller}";

const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];

/// All connections of one input.
#[derive(Default, Clone)]
pub(super) struct Connections {
    /// Between workloads.
    pub(super) inside: BTreeMap<(String, String), Ports>,
    /// From outside, by who takes them.
    pub(super) incoming: BTreeMap<String, Vec<(Range, Ports)>>,
    /// To outside, by who opens them.
    pub(super) outgoing: BTreeMap<String, Vec<(Range, Ports)>>,
}

enum Peer {
    Workload(String),
    Outside(Vec<Range>),
}

impl Connections {
    fn add(&mut self, src: &str, dst: &str, ports: &Ports) -> Result<()> {
        match (peer(src)?, peer(dst)?) {
            (Peer::Workload(src), Peer::Workload(dst)) => {
                let known = self.inside.entry((src, dst)).or_default();
                known.extend(ports.iter().cloned());
                *known = joined(std::mem::take(known));
            }
            (Peer::Outside(ranges), Peer::Workload(dst)) => {
                let known = self.incoming.entry(dst).or_default();
                known.extend(ranges.into_iter().map(|range| (range, ports.clone())));
            }
            (Peer::Workload(src), Peer::Outside(ranges)) => {
                let known = self.outgoing.entry(src).or_default();
                known.extend(ranges.into_iter().map(|range| (range, ports.clone())));
            }
            (Peer::Outside(_), Peer::Outside(_)) => bail!("{src} to {dst}: neither is inside"),
        }
        Ok(())
    }

    /// Reads `SRC => DST : CONNECTIONS`, a line each, up to the part about exposure. Where one port was
    /// asked for, it is not repeated.
    pub(super) fn written(text: &str, port: Option<(&str, u32)>) -> Result<Self> {
        let mut connections = Self::default();
        for line in text.lines().take_while(|line| !line.starts_with("Exposure Analysis Result")) {
            let Some((src, rest)) = line.split_once(" => ") else {
                continue;
            };
            let (dst, ports) = match (rest.split_once(" : "), port) {
                (Some((dst, ports)), _) => (dst, self::ports(ports)?),
                (None, Some((protocol, port))) => (rest, vec![(protocol.to_owned(), port, port)]),
                (None, None) => bail!("no connections in `{line}`"),
            };
            connections.add(src.trim(), dst.trim(), &ports)?;
        }
        Ok(connections)
    }

    /// Reads the answer of `ztn reach`.
    pub(super) fn answered(answer: &Value) -> Result<Self> {
        let mut connections = Self::default();
        let list = |key: &str| answer.get(key).and_then(Value::as_array).into_iter().flatten();
        for edge in list("edges") {
            let (src, dst) = (super::text(edge, "/src")?, super::text(edge, "/dst")?);
            if !src.contains(':') && !dst.contains(':') {
                connections.add(src, dst, &ranges(edge.get("ports"))?)?;
            }
        }
        for way in list("exposed") {
            if matches!(super::text(way, "/kind")?, "ingress" | "route") {
                let ports = ranges(way.get("admitted"))?;
                connections.add(CONTROLLER, super::text(way, "/dst")?, &ports)?;
            }
        }
        Ok(connections)
    }
}

/// The ranges of an edge, those that the peer knows of.
pub(super) fn ranges(ports: Option<&Value>) -> Result<Ports> {
    let ports = ports.and_then(Value::as_array).context("an edge without ports")?;
    let range = |range: &Value| {
        let protocol = range.get("protocol")?.as_str()?;
        let number = |key, otherwise| {
            range.get(key).and_then(Value::as_u64).map_or(Some(otherwise), |n| n.try_into().ok())
        };
        PROTOCOLS
            .contains(&protocol)
            .then(|| Some((protocol.to_owned(), number("from", 1)?, number("to", 65535)?)))?
    };
    Ok(joined(ports.iter().filter_map(range).collect()))
}

/// A peer as a question names it: of addresses the first, for which all of them stand.
pub(super) fn address(name: &str) -> String {
    let outside = name.strip_suffix("[External]");
    let first = outside.map(|ranges| ranges.split([',', '-', '/']).next().unwrap_or(ranges));
    first.unwrap_or(name).to_owned()
}

fn peer(name: &str) -> Result<Peer> {
    let (text, outside) = match name.strip_suffix("[External]") {
        Some(ranges) => (ranges, true),
        None => (name, name.starts_with(|c: char| c.is_ascii_digit()) && name.contains('.')),
    };
    if !outside || text.contains('[') {
        return Ok(Peer::Workload(name.to_owned()));
    }
    Ok(Peer::Outside(text.split(',').map(|range| addresses(range.trim())).collect::<Result<_>>()?))
}

fn addresses(range: &str) -> Result<Range> {
    let address = |text: &str| -> Result<u32> {
        Ok(text.parse::<Ipv4Addr>().with_context(|| range.to_owned())?.to_bits())
    };
    if let Some((first, prefix)) = range.split_once('/') {
        let prefix: u32 = prefix.parse()?;
        let size = 1_u64.checked_shl(32 - prefix).context("a prefix")? - 1;
        let first = address(first)?;
        return Ok((first, first + u32::try_from(size)?));
    }
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    Ok((address(first)?, address(last)?))
}

/// `All Connections`, `No Connections`, or protocols with their ports: `TCP 80,90-100,UDP 53`.
pub(super) fn ports(text: &str) -> Result<Ports> {
    let mut ports = Ports::new();
    let mut protocol = "";
    match text.trim() {
        "All Connections" => ports.extend(PROTOCOLS.map(|name| (name.to_owned(), 1, 65535))),
        "No Connections" => {}
        text => {
            for part in text.split(',').map(str::trim) {
                let known = PROTOCOLS.iter().find(|name| part.starts_with(&format!("{name} ")));
                let part = match known {
                    Some(name) => {
                        protocol = name;
                        part.get(name.len()..).unwrap_or_default().trim()
                    }
                    None => part,
                };
                let (from, to) = match part {
                    "ALL PORTS" => (1, 65535),
                    _ => {
                        let (from, to) = part.split_once('-').unwrap_or((part, part));
                        (from.parse()?, to.parse()?)
                    }
                };
                ports.push((protocol.to_owned(), from, to));
            }
        }
    }
    Ok(joined(ports))
}

/// Ports of an explanation: `TCP:[1-79,81-65535], UDP, SCTP`.
pub(super) fn explained(text: &str) -> Result<Ports> {
    let mut ports = Ports::new();
    let mut rest = if text == "All Connections" { "TCP, UDP, SCTP" } else { text };
    while !rest.is_empty() {
        let end = rest.find([':', ',']).unwrap_or(rest.len());
        let (protocol, after) = rest.split_at_checked(end).context("a protocol")?;
        let (list, after) = match after.strip_prefix(":[") {
            Some(list) => list.split_once(']').context("a list that ends")?,
            None => ("1-65535", after),
        };
        for range in list.split(',') {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            ports.push((protocol.to_owned(), from.parse()?, to.parse()?));
        }
        rest = after.trim_start_matches([',', ' ']);
    }
    Ok(joined(ports))
}

/// One port, as `tcp-80`.
pub(super) fn port(text: &str) -> Result<(&'static str, u32)> {
    let (protocol, port) = text.split_once('-').context("no port")?;
    let known = PROTOCOLS.into_iter().find(|name| name.eq_ignore_ascii_case(protocol));
    Ok((known.context("no protocol")?, port.parse()?))
}

/// One port of these, if it is among them.
pub(super) fn of_port(ports: &Ports, protocol: &str, port: u32) -> Ports {
    let holds = ports.iter().any(|(of, from, to)| of == protocol && (*from..=*to).contains(&port));
    if holds { vec![(protocol.to_owned(), port, port)] } else { Ports::new() }
}

/// The ports that are in both.
pub(super) fn both(a: &Ports, b: &Ports) -> Ports {
    let meet = |(of, from, to): &(String, u32, u32), (by, first, last): &(String, u32, u32)| {
        let (from, to) = (*from.max(first), *to.min(last));
        (of == by && from <= to).then(|| (of.clone(), from, to))
    };
    joined(a.iter().flat_map(|a| b.iter().filter_map(move |b| meet(a, b))).collect())
}

/// Every port but these.
pub(super) fn without(ports: &Ports) -> Ports {
    let of = |protocol: &str| {
        let mut left = Ports::new();
        let mut from = 1;
        for (_, first, last) in ports.iter().filter(|(of, ..)| of == protocol) {
            if from < *first {
                left.push((protocol.to_owned(), from, first - 1));
            }
            from = last + 1;
        }
        if from <= 65535 {
            left.push((protocol.to_owned(), from, 65535));
        }
        left
    };
    joined(PROTOCOLS.iter().flat_map(|protocol| of(protocol)).collect())
}

/// Sorted, and joined where they touch.
pub(super) fn joined(mut ports: Ports) -> Ports {
    ports.sort();
    let mut joined = Ports::new();
    for (protocol, from, to) in ports {
        match joined.last_mut() {
            Some((of, _, end)) if *of == protocol && from <= *end + 1 => *end = (*end).max(to),
            _ => joined.push((protocol, from, to)),
        }
    }
    joined
}

/// What was before and is otherwise, and what is now: of each pair whose connections changed.
pub(super) fn changes(text: &str) -> Result<(Connections, Connections)> {
    let (mut before, mut after) = (Connections::default(), Connections::default());
    for line in text.lines().filter(|line| line.starts_with("diff-type: ")) {
        let field = |key: &str| -> Result<&str> {
            let start =
                line.find(&format!(" {key}: ")).with_context(|| format!("no {key}: {line}"))?;
            let rest = line.get(start + key.len() + 3..).unwrap_or_default();
            // Lists of ports and of addresses hold commas, too.
            let next = [
                ", destination: ",
                ", ref1: ",
                ", ref2: ",
                ", dir1: ",
                ", dir2: ",
                ", workloads-diff-info: ",
            ];
            let end = next.iter().filter_map(|next| rest.find(next)).min().unwrap_or(rest.len());
            Ok(rest.get(..end).unwrap_or_default())
        };
        let (src, dst) = (field("source")?, field("destination")?);
        let (one, two) =
            (field("ref1").or_else(|_| field("dir1"))?, field("ref2").or_else(|_| field("dir2"))?);
        before.add(src, dst, &ports(one)?)?;
        after.add(src, dst, &ports(two)?)?;
    }
    Ok((before, after))
}

/// The lines of a comparison that is there as a table alone.
pub(super) fn lines_of_table(table: &str) -> String {
    let mut lines = String::new();
    for row in table.lines().skip(1) {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in row.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                letter => cells.last_mut().into_iter().for_each(|cell| cell.push(letter)),
            }
        }
        if let [kind, src, dst, one, two, ..] = cells.as_slice() {
            lines += &format!(
                "diff-type: {kind}, source: {src}, destination: {dst}, ref1: {one}, ref2: {two}, \
                 workloads-diff-info: \n"
            );
        }
    }
    lines
}
