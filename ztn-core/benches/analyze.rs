//! How fast a whole cluster is judged: `cargo bench -p ztn-core --bench analyze`.
//!
//! Three sizes of a generated cluster, each parsed alone, parsed with all per-document rules, analyzed
//! with engines and report, and merely read by two libraries; on one thread, and, with `--features
//! parallel`, on two. Rounds are interleaved and medians printed, since machines drift; compare ratios,
//! not machines.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

#[path = "../../xtask/src/generate.rs"]
mod generate;

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use ztn_core::finding::Findings;
use ztn_core::model::Unit;
use ztn_core::parse::{Chunk, Limits, Parser, split};
use ztn_core::registry::RULES;
use ztn_core::rule::Check;
use ztn_core::{Input, Options, analyze};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const SEED: u64 = 1;
/// A child process measures the memory of one analysis: its peak cannot be told inside this one.
const MEMORY: &str = "ZTN_BENCH_MEMORY_OF";

/// What is timed: its name, and itself; what it gives is only there to be kept.
type Work<'a> = (&'static str, Box<dyn Fn() -> usize + 'a>);

fn main() {
    if let Ok(objects) = std::env::var(MEMORY) {
        return print_peak(objects.parse().unwrap());
    }
    println!(
        "{:>8} {:>8}  {:<24} {:>9} {:>9} {:>7}",
        "objects", "MB", "what", "ms", "MB/s", "ratio"
    );
    for objects in SIZES {
        let text = generate::cluster(objects, SEED);
        let rounds = (1_000_000 / objects).clamp(5, 25);
        let mut works: Vec<Work<'_>> = vec![
            ("parse", Box::new(|| parse(&text))),
            ("parse + document rules", Box::new(|| document_rules(&text))),
            ("analyze, 1 thread", Box::new(|| on(1, || whole(&text)))),
            ("granit-parser, events", Box::new(|| granit(&text))),
            ("serde_yaml, values", Box::new(|| serde_yaml(&text))),
        ];
        if cfg!(feature = "parallel") {
            works.push(("analyze, 2 threads", Box::new(|| on(2, || whole(&text)))));
        }
        let times = interleaved(&works, rounds);
        for ((name, _), ms) in works.iter().zip(&times) {
            let mb = text.len() as f64 / 1e6;
            println!(
                "{objects:>8} {mb:>8.1}  {name:<24} {ms:>9.2} {:>9.0} {:>7.2}",
                mb * 1000.0 / ms,
                ms / times[0]
            );
        }
        print_memory(objects, text.len());
    }
}

/// The median time of each work, in milliseconds: the works take turns, after one round not counted.
fn interleaved(works: &[Work<'_>], rounds: usize) -> Vec<f64> {
    let mut times = vec![Vec::new(); works.len()];
    for round in 0..=rounds {
        for ((_, work), times) in works.iter().zip(&mut times) {
            let start = Instant::now();
            black_box(work());
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    times.iter_mut().map(median).collect()
}

fn parse(text: &str) -> usize {
    let mut parser = Parser::new();
    let parse = |chunk: Chunk| parser.parse(chunk.span.of(text), Limits::default()).ok();
    split(text).into_iter().filter_map(parse).map(|document| document.len()).sum()
}

fn document_rules(text: &str) -> usize {
    let mut parser = Parser::new();
    let mut count = 0;
    for chunk in split(text) {
        let unit = Unit::read_by(&mut parser, chunk.span.of(text), Limits::default());
        let mut findings = Findings::new();
        for object in unit.objects() {
            for rule in RULES {
                if let Check::Document(check) = rule.check {
                    findings.speak_for(rule);
                    check(object, &mut findings);
                }
            }
        }
        count += findings.into_list().len();
    }
    count
}

/// What another reader needs for the same bytes, without positions of values and without any rule.
fn granit(text: &str) -> usize {
    let events = |chunk: Chunk| granit_parser::Parser::new_from_str(chunk.span.of(text)).count();
    split(text).into_iter().map(events).sum()
}

/// As [`granit`], to values and without any position.
fn serde_yaml(text: &str) -> usize {
    let value =
        |chunk: &Chunk| serde_yaml::from_str::<serde_yaml::Value>(chunk.span.of(text)).is_ok();
    split(text).iter().filter(|chunk| value(chunk)).count()
}

fn whole(text: &str) -> usize {
    let input = Input::from_iter([("cluster.yaml", text)]);
    let options = Options::from_json(r#"{"scope": "cluster", "as_of": "2026-11-23"}"#).unwrap();
    analyze(&input, &options).unwrap().to_json().len()
}

#[cfg(feature = "parallel")]
fn on(threads: usize, work: impl FnOnce() -> usize + Send) -> usize {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[cfg(not(feature = "parallel"))]
fn on(_threads: usize, work: impl FnOnce() -> usize) -> usize {
    work()
}

fn print_memory(objects: usize, bytes: usize) {
    let child = Command::new(std::env::current_exe().unwrap())
        .env(MEMORY, objects.to_string())
        .output()
        .unwrap();
    let peaks: Vec<f64> = String::from_utf8(child.stdout)
        .unwrap()
        .split_whitespace()
        .map(|kb| kb.parse().unwrap())
        .collect();
    let [before, after] = peaks[..] else { return };
    let grown = (after - before) * 1024.0;
    println!(
        "{objects:>8} {:>8}  peak memory {:.0} MB, {:.1} times the input",
        "",
        grown / 1e6,
        grown / bytes as f64
    );
}

/// The peak before an analysis, which holds the text already, and after it, in kB.
fn print_peak(objects: usize) {
    let text = generate::cluster(objects, SEED);
    let before = peak();
    black_box(on(1, || whole(&text)));
    println!("{before} {}", peak());
}

fn peak() -> u64 {
    // Linux tells; elsewhere the difference is nothing, and nothing is printed.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1))
        .and_then(|kb| kb.parse().ok())
        .unwrap_or_default()
}
