//! How fast an audit policy is read and asked: `cargo bench -p ztn-core --bench audit`.
//!
//! A policy of 1,000 rules, of which the last matches everything, asked each request that has to be seen, whose rules
//! decide nothing, and whom it hides; parsed before the clock starts. Medians of nine rounds on one thread.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use ztn_core::engine::audit::{PROBES, Policy, hidden, shadowed};
use ztn_core::model::audit_policy::AuditPolicy;
use ztn_core::model::view::FromNode;
use ztn_core::parse::{Document, Limits};

const RULES: usize = 1_000;
const ROUNDS: usize = 9;

fn main() {
    let text = world();
    let document = Document::parse(&text, Limits::default()).unwrap();
    let view = AuditPolicy::from_node(document.root()).unwrap();
    let policy = Policy::of(view);
    measure("read", || Policy::of(view).rules().len());
    measure("probes", || {
        PROBES.iter().map(|probe| policy.decide(&probe.request()).stages.len()).sum()
    });
    measure("shadowed", || shadowed(&policy).len());
    measure("hidden", || hidden(&policy).len());
}

fn measure(what: &str, ask: impl Fn() -> usize) {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        found = black_box(ask());
        times.push(start.elapsed());
    }
    times.sort();
    let ms = times[ROUNDS / 2].as_secs_f64() * 1000.0;
    println!("{what:<12} {ms:>8.2} ms  {RULES} rules, {found} found");
}

fn world() -> String {
    let mut text = "rules:\n".to_owned();
    for at in 0..RULES {
        let level = if at % 4 == 0 { "None" } else { "Metadata" };
        let _ = writeln!(
            text,
            "- {{level: {level}, users: [u{at}], verbs: [get, list, watch], namespaces: [n{at}], resources: [{{resources: [pods, configmaps]}}, {{group: apps}}]}}"
        );
    }
    text.push_str("- level: Metadata\n");
    text
}
