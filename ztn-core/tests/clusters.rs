//! Whole clusters: the same bytes whatever the order, exact places, kept secrets, a complete ledger.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    // Tests may read disks: they are hosts.
    clippy::disallowed_methods
)]

mod support;

use std::fs;

use support::listing::listing;
use support::{files, input, root};
use ztn_core::report::v1::{PartReport, Span};
use ztn_core::report::{Base, Format};
use ztn_core::verdict::Verdict;
use ztn_core::{Input, Options, Part, Practice, Report, Workspace, analyze};

fn options(scope: &str) -> Options {
    Options::from_json(&format!(r#"{{"scope": "{scope}", "as_of": "2026-11-23"}}"#)).unwrap()
}

fn clusters() -> Vec<std::path::PathBuf> {
    let folder = root().join("testdata/clusters");
    let mut clusters: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    clusters.retain(|path| path.is_dir());
    clusters.sort();
    clusters
}

#[test]
fn the_report_of_each_cluster_is_kept() {
    for cluster in clusters() {
        let name = cluster.file_name().unwrap().to_str().unwrap();
        for scope in ["partial", "cluster"] {
            let report = analyze(&input(&cluster), &options(scope)).unwrap();
            insta::with_settings!({
                snapshot_path => root().join("testdata/clusters"),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{name}.{scope}"), listing(&report));
            });
        }
    }
}

/// A Deployment, its ReplicaSets and their pods say one thing three times.
#[test]
fn a_dump_reports_each_mistake_once() {
    let report = report_of("dump", "cluster");
    let mut seen: Vec<_> =
        report.findings.iter().map(|found| (&found.rule, &found.message)).collect();
    seen.sort();
    let twice: Vec<_> = seen.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let of = |rule: &str| report.findings.iter().filter(|found| found.rule == rule).count();
    // In a template with three pods; in the pods alone; in a revision that nothing runs from.
    assert_eq!(
        [of("writable-root-filesystem"), of("dangerous-capability"), of("privileged-container")],
        [5, 1, 0]
    );
}

/// Everything in it is hardened and its evidence is complete: what is not shown to hold is what no engine
/// looks at yet.
#[test]
fn nothing_is_wrong_with_the_platform() {
    let report = report_of("platform", "cluster");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let open: Vec<_> = report.findings.iter().filter(|finding| finding.is_open()).collect();
    assert!(open.is_empty(), "{open:?}");
    for part in parts(&report) {
        match part.verdict {
            Verdict::Pass | Verdict::NotApplicable => {}
            Verdict::Fail => panic!("{} fails", part.part),
            Verdict::Unknown => {
                assert_eq!(part.why.as_ref().unwrap().kind, "not-evaluated", "{}", part.part);
            }
        }
    }
}

/// Parts that no engine can show to hold yet.
const NOT_EVALUATED: &[&str] = &[
    "nodes/host-devices",
    "nodes/segmentation",
    "processes/allow-list",
    "mesh/in-mesh",
    "mesh/mutual-tls",
    "mesh/deny-by-default",
    "mesh/observed",
    "posture/evaluated-continuously",
];

#[test]
fn every_practice_is_broken_and_unknown_somewhere_and_every_part_holds_somewhere() {
    let reports: Vec<Report> = clusters()
        .iter()
        .flat_map(|cluster| {
            let name = cluster.file_name().unwrap().to_str().unwrap();
            ["partial", "cluster"].map(|scope| report_of(name, scope))
        })
        .collect();
    for practice in Practice::ALL {
        let verdicts = reports.iter().map(|report| &report.verdicts[practice as usize]);
        let verdicts: Vec<Verdict> = verdicts.map(|practice| practice.verdict).collect();
        assert!(verdicts.contains(&Verdict::Fail), "{} never fails", practice.slug());
        assert!(verdicts.contains(&Verdict::Unknown), "{} is never unknown", practice.slug());
    }
    for part in Part::ALL {
        let of_part = |found: &&PartReport| found.part == part.slug();
        let mut found = reports.iter().flat_map(parts).filter(of_part);
        let passes = found.any(|found| found.verdict == Verdict::Pass);
        let listed = NOT_EVALUATED.contains(&part.slug());
        assert_eq!(
            passes,
            !listed,
            "{}: `NOT_EVALUATED` is the list of what never passes",
            part.slug()
        );
    }
}

fn report_of(cluster: &str, scope: &str) -> Report {
    analyze(&input(&root().join("testdata/clusters").join(cluster)), &options(scope)).unwrap()
}

fn parts(report: &Report) -> impl Iterator<Item = &PartReport> {
    report.verdicts.iter().flat_map(|practice| &practice.parts)
}

#[test]
fn the_order_of_files_changes_no_byte() {
    for cluster in clusters() {
        let named: Vec<(String, Vec<u8>)> = files(&cluster)
            .iter()
            .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
            .collect();
        let report = |files: &mut dyn Iterator<Item = &(String, Vec<u8>)>| {
            let input: Input = files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
            analyze(&input, &options("cluster")).unwrap().to_json()
        };
        let forward = report(&mut named.iter());
        assert_eq!(forward, report(&mut named.iter().rev()));
        let (even, odd): (Vec<_>, Vec<_>) =
            named.iter().enumerate().partition(|(index, _)| index % 2 == 0);
        assert_eq!(forward, report(&mut odd.into_iter().chain(even).map(|(_, file)| file)));
    }
}

#[test]
fn a_workspace_gives_the_report_of_its_files() {
    for cluster in clusters() {
        let mut workspace = Workspace::new(options("partial"));
        for path in files(&cluster) {
            workspace.set(path.strip_prefix(&cluster).unwrap().to_str().unwrap(), "kind: Nothing");
            workspace.set(
                path.strip_prefix(&cluster).unwrap().to_str().unwrap(),
                fs::read(&path).unwrap(),
            );
        }
        workspace.set("another.yaml", "kind: Pod");
        assert!(workspace.remove("another.yaml") && !workspace.remove("another.yaml"));
        let fresh = analyze(&input(&cluster), &options("partial")).unwrap();
        assert_eq!(workspace.report().unwrap().to_json(), fresh.to_json());
    }
}

#[test]
fn every_place_is_inside_its_file() {
    for cluster in clusters() {
        let report = analyze(&input(&cluster), &options("cluster")).unwrap();
        let text = |path: &str| fs::read_to_string(cluster.join(path)).unwrap();
        let check = |span: &Span| {
            let text = text(&span.path);
            assert!(span.start <= span.end, "{span:?}");
            for place in [span.start, span.end] {
                let before = &text[..place.byte as usize];
                assert_eq!(place.line as usize, before.matches('\n').count() + 1, "{span:?}");
                let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
                assert_eq!(place.col as usize, line.len() + 1, "{span:?}");
                assert_eq!(place.col_utf16 as usize, line.encode_utf16().count() + 1, "{span:?}");
            }
        };
        for finding in &report.findings {
            check(&finding.span);
            finding.labels.iter().for_each(|label| check(&label.span));
        }
        report.problems.iter().filter_map(|problem| problem.span.as_ref()).for_each(check);
    }
}

/// Values that must never be printed. They stand in `testdata/clusters` on purpose.
#[test]
fn secrets_stay_secret() {
    let mut marked = 0;
    for cluster in clusters() {
        let secrets: Vec<String> = files(&cluster)
            .iter()
            .flat_map(|path| secret_values(&fs::read_to_string(path).unwrap()))
            .collect();
        marked += secrets.len();
        for scope in ["partial", "cluster"] {
            let report = analyze(&input(&cluster), &options(scope)).unwrap();
            let formats = Format::ALL.map(|format| format.write(&report, &Base::default()));
            for shown in formats.into_iter().chain([listing(&report)]) {
                for secret in &secrets {
                    assert!(
                        !shown.contains(secret.as_str()),
                        "a secret of {} is shown",
                        cluster.display()
                    );
                }
            }
        }
    }
    assert!(marked > 0, "no cluster holds a secret to look for");
}

/// The words of a file that hold the marker every secret of the test data carries, plain or encoded.
fn secret_values(text: &str) -> Vec<String> {
    // `not-a-real`, and what base64 makes of it at each of the three alignments.
    const MARKERS: [&str; 4] = ["not-a-real", "bm90LWEtcmVhb", "5vdC1hLXJlYW", "ub3QtYS1yZWFs"];
    let words = text.split(|c: char| c.is_whitespace() || c == '"' || c == '\'' || c == ',');
    words
        .filter(|word| MARKERS.iter().any(|marker| word.contains(marker)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_fingerprint_survives_moved_lines_and_new_neighbours() {
    let pod = |before: &str, containers: &str| {
        format!(
            "{before}apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n{containers}"
        )
    };
    let bad = "    - name: bad\n      securityContext: {privileged: true}\n";
    let fingerprints = |text: String| -> Vec<String> {
        let report: Report =
            analyze(&Input::from_iter([("pod.yaml", text)]), &Options::default()).unwrap();
        let of_rule =
            report.findings.into_iter().filter(|finding| finding.rule == "privileged-container");
        of_rule.map(|finding| finding.fingerprint).collect()
    };
    let plain = fingerprints(pod("", bad));
    assert_eq!(plain.len(), 1);
    assert_eq!(plain, fingerprints(pod("# a comment\n\n", &format!("    - name: good\n{bad}"))));
    let twice = fingerprints(pod("", &format!("{bad}{bad}")));
    assert_ne!(twice[0], twice[1]);
}

#[test]
fn a_report_is_read_back_as_it_was() {
    for cluster in clusters() {
        let json = analyze(&input(&cluster), &options("cluster")).unwrap().to_json();
        assert!(Report::from_json(&json).unwrap().to_json() == json, "{}", cluster.display());
    }
    let said = |json: &str| Report::from_json(json).unwrap_err().to_string();
    assert!(said("kind: Pod").contains("not a report"));
    assert!(said(r#"{"schema": "ztn.report.v2"}"#).contains("the shape is `ztn.report.v2`"));
    assert!(said(r#"{"schema": "ztn.report.v1"}"#).contains("missing field `tool`"));
}
