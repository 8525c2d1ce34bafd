//! The formats that programs read: valid by their schemas, complete, and without secrets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::disallowed_methods, reason = "tests may read disks: they are hosts")]

mod support;

use std::fs;
use std::sync::LazyLock;

use quick_junit::{NonSuccessKind, TestCaseStatus};
use serde_json::Value;
use support::{input, root};
use ztn_core::report::{Base, Format};
use ztn_core::{Input, Options, Report, analyze};

static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("testdata/schemas/sarif-2.1.0.json")).unwrap();
    // One pattern of the published schema closes a bracket that it never opened.
    let text = text.replace("{2}]?$", "{2}$");
    let schema = serde_json::from_str(&text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

const PRIVILEGED: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n    \
                          securityContext: {privileged: true}\n";

fn options(json: &str) -> Options {
    Options::from_json(json).unwrap()
}

fn report(files: &[(&str, &str)]) -> Report {
    let input: Input = files.iter().copied().collect();
    analyze(&input, &options(r#"{"as_of": "2026-11-23"}"#)).unwrap()
}

/// A bit of everything: findings, an exception, letters beyond ASCII, a template, broken YAML, input that
/// is none of ours.
fn mixed() -> Report {
    let input = input(&root().join("testdata/formats/mixed"));
    analyze(&input, &options(r#"{"as_of": "2026-11-23", "select": ["nodes", "posture"]}"#)).unwrap()
}

fn base() -> Base {
    Base { root: "/repo".into(), folder: "/repo/deploy".into() }
}

/// The run of a log that the schema takes.
fn run(report: &Report, base: &Base) -> Value {
    let mut log: Value = serde_json::from_str(&Format::Sarif.write(report, base)).unwrap();
    let errors: Vec<String> = SARIF
        .iter_errors(&log)
        .map(|error| format!("{}: {error:.300}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    log["runs"][0].take()
}

#[test]
fn the_schema_of_sarif_can_refuse() {
    assert!(!SARIF.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]})));
}

#[test]
fn each_format_of_a_mixed_input_is_kept() {
    let report = mixed();
    insta::with_settings!({
        snapshot_path => root().join("testdata/formats"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Json) {
            let text = match format {
                Format::Sarif => without_rules(run(&report, &base())),
                _ => format.write(&report, &base()),
            };
            insta::assert_snapshot!(format!("mixed.{}", format.name()), text);
        }
    });
}

/// The run without what is the same in every run.
fn without_rules(mut run: Value) -> String {
    let driver = run["tool"]["driver"].as_object_mut().unwrap();
    driver.retain(|key, _| key == "name" || key == "supportedTaxonomies");
    run.as_object_mut().unwrap().remove("taxonomies");
    run["invocations"][0].as_object_mut().unwrap().remove("ruleConfigurationOverrides");
    let properties = run["properties"].as_object_mut().unwrap();
    properties.retain(|key, _| key == "options" || key == "impliedFindings");
    serde_json::to_string_pretty(&run).unwrap()
}

#[test]
fn sarif_is_whole_even_where_nothing_is_wrong() {
    for report in [report(&[]), report(&[("a.yaml", "kind: ConfigMap\napiVersion: v1\n")])] {
        let run = run(&report, &Base::default());
        assert_eq!(run["results"], serde_json::json!([]));
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), ztn_core::registry::RULES.len());
        assert_eq!(run["properties"]["verdicts"].as_array().unwrap().len(), 10);
    }
}

#[test]
fn every_index_of_sarif_points_at_what_it_names() {
    for cluster in ["partial", "cluster"] {
        let input = input(&root().join("testdata/clusters/shop"));
        let report = analyze(&input, &options(&format!(r#"{{"scope": "{cluster}"}}"#))).unwrap();
        let run = run(&report, &base());
        let driver = &run["tool"]["driver"];
        let at = |list: &Value, index: &Value| list[index.as_u64().unwrap() as usize].clone();
        let taxon = |reference: &Value| {
            let taxonomy = at(&run["taxonomies"], &reference["toolComponent"]["index"]);
            assert_eq!(taxonomy["name"], reference["toolComponent"]["name"]);
            assert_eq!(at(&taxonomy["taxa"], &reference["index"])["id"], reference["id"]);
        };
        for rule in driver["rules"].as_array().unwrap() {
            let relationships = rule["relationships"].as_array().into_iter().flatten();
            relationships.for_each(|relationship| taxon(&relationship["target"]));
            assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
        }
        let results = run["results"].as_array().unwrap();
        assert!(results.iter().any(|result| result["fixes"].is_array()), "no fix to look at");
        assert!(results.iter().any(|result| result["relatedLocations"].is_array()));
        for result in results {
            assert_eq!(at(&driver["rules"], &result["ruleIndex"])["id"], result["ruleId"]);
            result["taxa"].as_array().into_iter().flatten().for_each(taxon);
            let file = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(at(&run["artifacts"], &file["index"])["location"]["uri"], file["uri"]);
        }
        for note in run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap() {
            let descriptor = at(&driver["notifications"], &note["descriptor"]["index"]);
            assert_eq!(descriptor["id"], note["descriptor"]["id"]);
        }
    }
}

#[test]
fn odd_paths_are_uris_from_the_root() {
    let uri = |path: &str| {
        let run = run(&report(&[(path, PRIVILEGED)]), &base());
        let file = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        let is_relative = file["uriBaseId"] == "%SRCROOT%";
        (file["uri"].as_str().unwrap().to_owned(), is_relative)
    };
    assert_eq!(uri("k8s/a b/ü.yaml"), ("deploy/k8s/a%20b/%C3%BC.yaml".to_owned(), true));
    assert_eq!(uri("../a.yaml"), ("a.yaml".to_owned(), true));
    assert_eq!(uri("/repo/x/a.yaml"), ("x/a.yaml".to_owned(), true));
    assert_eq!(uri("/tmp/100%.yaml"), ("file:///tmp/100%25.yaml".to_owned(), false));
    assert_eq!(uri("../../up.yaml"), ("file:///up.yaml".to_owned(), false));
    assert_eq!(uri("<stdin>"), ("%3Cstdin%3E".to_owned(), false));
}

#[test]
fn what_could_not_be_read_is_no_success_and_what_is_not_ours_is() {
    let successful = |text: &str| {
        let run = run(&report(&[("a.yaml", PRIVILEGED), ("b.yaml", text)]), &base());
        run["invocations"][0]["executionSuccessful"].as_bool().unwrap()
    };
    assert!(!successful("a: [\n"));
    assert!(successful("image: {{ .Values.image }}\n"));
    assert!(successful("services: {web: {image: web}}\n"));
}

#[test]
fn more_results_than_code_scanning_takes_are_left_out_aloud() {
    let mut report = report(&[("a.yaml", PRIVILEGED)]);
    let first = report.findings.iter().find(|f| f.rule == "privileged-container").unwrap().clone();
    let open = report.findings.iter().filter(|finding| finding.is_open());
    let mild = open.min_by_key(|finding| finding.severity).unwrap().clone();
    assert!(mild.severity < first.severity);
    report.findings = vec![mild; 25_001];
    report.findings.push(first);
    let log: Value = serde_json::from_str(&Format::Sarif.write(&report, &base())).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!(results.last().unwrap()["ruleId"], "privileged-container");
    let notes = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notes.contains("2 results are left out, the mildest"), "{notes:.500}");
}

#[test]
fn a_link_in_a_message_is_never_taken_from_a_file() {
    let text = PRIVILEGED.replace("name: c", "name: '[x](1)'");
    let run = run(&report(&[("a.yaml", &text)]), &base());
    let messages: Vec<&str> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|r| r["message"]["text"].as_str())
        .collect();
    assert!(messages.iter().any(|message| message.contains(r"\[x\](1)")), "{messages:?}");
    assert!(!messages.iter().any(|message| message.contains("`[x](1)")), "{messages:?}");
}

/// Red is what is shown to be broken; what cannot be told is skipped, never red and never green.
#[test]
fn junit_says_what_the_verdicts_say() {
    use ztn_core::verdict::Verdict;
    let shop =
        analyze(&input(&root().join("testdata/clusters/shop")), &Options::default()).unwrap();
    for report in [shop, mixed(), report(&[])] {
        let xml = Format::Junit.write(&report, &base());
        let junit = quick_junit::Report::deserialize_from_str(&xml).unwrap();
        let mut suites = junit.test_suites.iter();
        let unreadable = xml.contains("unreadable");
        let input = &suites.next().unwrap().test_cases[0];
        assert_eq!(matches!(input.status, TestCaseStatus::NonSuccess { .. }), unreadable);
        for (suite, practice) in suites.zip(&report.verdicts) {
            assert_eq!(suite.test_cases.len(), practice.parts.len());
            for (case, part) in suite.test_cases.iter().zip(&practice.parts) {
                let verdict = part.verdict;
                let agrees = match &case.status {
                    TestCaseStatus::Success { .. } => verdict == Verdict::Pass,
                    TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, .. } => {
                        verdict == Verdict::Fail
                    }
                    TestCaseStatus::Skipped { message, .. } => {
                        message.is_some()
                            && matches!(verdict, Verdict::Unknown | Verdict::NotApplicable)
                    }
                    TestCaseStatus::NonSuccess { .. } => false,
                };
                assert!(agrees, "{}: {verdict:?}", part.part);
            }
        }
    }
}

#[test]
fn junit_survives_characters_that_xml_cannot_hold() {
    let text = PRIVILEGED.replace("name: c", r#"name: "a\0\x1B<&]]>\uFFFF""#);
    let xml = Format::Junit.write(&report(&[("a.yaml", &text)]), &base());
    quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert!(!xml.contains(['\0', '\x1b', '\u{ffff}']) && xml.contains("&lt;&amp;]]&gt;"), "{xml}");
}

#[test]
fn a_comment_stays_short() {
    let shop =
        analyze(&input(&root().join("testdata/clusters/shop")), &Options::default()).unwrap();
    assert!(Format::Markdown.write(&shop, &base()).lines().count() < 40);
}

#[test]
fn a_report_that_was_kept_gives_the_same_bytes_in_every_format() {
    let report = mixed();
    let kept = Report::from_json(&report.to_json()).unwrap();
    for format in Format::ALL {
        assert!(
            format.write(&report, &base()) == format.write(&kept, &base()),
            "{}",
            format.name()
        );
    }
}
