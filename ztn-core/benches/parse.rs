//! Megabytes a second from text to a tape, beside two other parsers over the same bytes in the same
//! rounds. `cargo bench -p ztn-core --bench parse`
//!
//! A machine that is shared is never twice as fast as before: the ratios are what counts.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a benchmark reads files and clocks; only the core itself may not"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use granit_parser::{Parser as Granit, options};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use ztn_core::parse::{Document, Limits, Parser, split};

const ROUNDS: usize = 9;
/// At least so many bytes are read in every round.
const BYTES: usize = 8 << 20;

/// What is run: its name, the bytes it reads, and itself.
type Run<'a> = (&'static str, usize, Box<dyn FnMut() + 'a>);

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    measure("made up", &[generated(4 << 20)]);
    for (name, folder) in
        [("testdata/clusters", "testdata/clusters"), ("real files", "../shared/realworld")]
    {
        let mut streams = Vec::new();
        collect(&root.join(folder), &mut streams);
        if streams.is_empty() {
            println!("\n{name}: SKIPPED, {folder} is not there");
            continue;
        }
        measure(name, &streams);
    }
}

fn measure(name: &str, streams: &[String]) {
    // What all three read: errors are quick, and would flatter.
    let texts: Vec<&str> = streams
        .iter()
        .flat_map(|stream| split(stream).into_iter().map(|chunk| chunk.span.of(stream)))
        .filter(|text| Document::parse(text, Limits::default()).is_ok())
        .filter(|text| {
            granit(text).is_some() && serde_yaml::from_str::<serde_yaml::Value>(text).is_ok()
        })
        .collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let streams_bytes: usize = streams.iter().map(String::len).sum();
    let mut parser = Parser::new();
    let mut reused = Parser::new();
    let mut runs: Vec<Run<'_>> = vec![
        (
            "ztn, to a tape that is reused",
            bytes,
            Box::new(|| {
                texts.iter().for_each(|text| _ = black_box(parser.scan(text, Limits::default())));
            }),
        ),
        (
            "ztn, Parser::parse",
            bytes,
            Box::new(|| {
                texts.iter().for_each(|text| _ = black_box(reused.parse(text, Limits::default())));
            }),
        ),
        (
            "ztn, Document::parse",
            bytes,
            Box::new(|| {
                texts
                    .iter()
                    .for_each(|text| _ = black_box(Document::parse(text, Limits::default())));
            }),
        ),
        (
            "ztn, split",
            streams_bytes,
            Box::new(|| {
                streams.iter().for_each(|stream| _ = black_box(split(stream)));
            }),
        ),
        (
            "granit-parser, to events",
            bytes,
            Box::new(|| {
                texts.iter().for_each(|text| _ = black_box(granit(text)));
            }),
        ),
        (
            "serde_yaml, to Value",
            bytes,
            Box::new(|| {
                texts.iter().for_each(|text| {
                    _ = black_box(serde_yaml::from_str::<serde_yaml::Value>(text));
                });
            }),
        ),
    ];
    let mut seconds = vec![Vec::new(); runs.len()];
    for _ in 0..ROUNDS {
        for (run, seconds) in runs.iter_mut().zip(&mut seconds) {
            // The slow ones need not read everything often.
            let times = if seconds.first().is_some_and(|&first| first > 0.3) {
                1
            } else {
                BYTES.div_ceil(bytes)
            };
            let start = Instant::now();
            (0..times).for_each(|_| (run.2)());
            seconds.push(start.elapsed().as_secs_f64() / times as f64);
        }
    }
    println!("\n{name}: {} documents, {:.1} MB", texts.len(), bytes as f64 / 1e6);
    let granit = median(&mut seconds[4].clone());
    for ((what, bytes, _), seconds) in runs.iter().zip(&mut seconds) {
        let median = median(seconds);
        let rate = *bytes as f64 / median / 1e6;
        println!(
            "  {what:32} {rate:7.0} MB/s   best {:7.0}   {:6.1} x granit",
            *bytes as f64 / seconds[0] / 1e6,
            granit / median
        );
    }
}

/// The middle one; sorts them.
fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

fn granit(text: &str) -> Option<usize> {
    let events = Granit::new_from_str_with_options(text, options! { emit_comments: false });
    let mut count = 0;
    for event in events {
        black_box(event.ok()?);
        count += 1;
    }
    Some(count)
}

fn collect(folder: &Path, streams: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, streams);
        } else if path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml") {
            streams.extend(std::fs::read_to_string(&path));
        }
    }
}

/// Bundles of the objects that clusters are mostly made of.
fn generated(bytes: usize) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        let app = ["web", "cart", "checkout", "payments", "inventory"][number % 5];
        write!(
            text,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {app}-{number}\n  namespace: team-{0}\n\
             \x20 labels:\n    app.kubernetes.io/name: {app}\n    app.kubernetes.io/part-of: shop\nspec:\n\
             \x20 replicas: {1}\n  selector:\n    matchLabels:\n      app: {app}-{number}\n  template:\n    metadata:\n\
             \x20     labels:\n        app: {app}-{number}\n    spec:\n      serviceAccountName: {app}\n\
             \x20     containers:\n      - name: server # the only one\n        image: \"registry.example/{app}:1.{number}.0\"\n\
             \x20       args: [\"--port=8080\", \"--verbose\"]\n        ports:\n        - containerPort: 8080\n          name: http\n\
             \x20       resources:\n          limits: {{cpu: 200m, memory: 128Mi}}\n        securityContext:\n\
             \x20         allowPrivilegeEscalation: false\n          readOnlyRootFilesystem: true\n\
             ---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {app}-{number}\n  namespace: team-{0}\nspec:\n  selector:\n\
             \x20   app: {app}-{number}\n  ports:\n  - port: 80\n    targetPort: http\n\
             ---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {app}-{number}\n  namespace: team-{0}\n\
             spec:\n  podSelector:\n    matchLabels:\n      app: {app}-{number}\n  policyTypes:\n  - Ingress\n  ingress:\n  - from:\n\
             \x20   - podSelector:\n        matchLabels:\n          role: frontend\n    ports:\n    - protocol: TCP\n      port: 8080\n---\n",
            number % 17,
            number % 4 + 1,
        )
        .unwrap();
    }
    text
}
