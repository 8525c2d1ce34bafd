//! Every rule against its fixtures: `testdata/rules/<practice>/<rule-id>/{fail,pass,…}*`.
//!
//! The path names the rule. `fail*` gives at least one finding of it and is kept as a snapshot beside
//! the fixture; `pass*` gives none; `issue-*` is kept either way. A first line
//! `# options: {"scope": "cluster"}` sets the options.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    // Tests may read disks: they are hosts.
    clippy::disallowed_methods
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ztn_core::fix::Safety;
use ztn_core::report::v1::{Finding, Span};
use ztn_core::{Input, Options, Report, analyze, registry};

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/rules");
    let folders = |dir: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let rules = folders(&root).into_iter().flat_map(|practice| folders(&practice));
    rules
        .flat_map(|rule| folders(&rule))
        .filter(|path| path.extension().is_some_and(|ext| ext == "yaml" || ext == "json"))
        .collect()
}

struct Fixture {
    rule: String,
    stem: String,
    name: String,
    text: String,
    options: Options,
}

impl Fixture {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let options = text.lines().next().and_then(|line| line.strip_prefix("# options:"));
        let options = options.map_or_else(|| Ok(Options::default()), Options::from_json);
        Self {
            rule: path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned(),
            stem: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            text,
            options: options.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        }
    }

    fn report(&self, text: &str) -> Report {
        let input = Input::from_iter([(self.name.as_str(), text)]);
        analyze(&input, &self.options).unwrap()
    }

    fn findings<'a>(&self, report: &'a Report) -> Vec<&'a Finding> {
        report.findings.iter().filter(|finding| finding.rule == self.rule).collect()
    }
}

#[test]
fn every_fixture_says_what_its_name_promises() {
    let mut seen = 0;
    for path in fixtures() {
        let fixture = Fixture::read(&path);
        let report = fixture.report(&fixture.text);
        let findings = fixture.findings(&report);
        let open = findings.iter().any(|finding| finding.suppressed.is_none());
        if fixture.stem.starts_with("fail") {
            assert!(open, "{}: no finding", path.display());
        } else if fixture.stem.starts_with("pass") {
            assert!(!open, "{}: {}", path.display(), render(&findings, &fixture.text));
        }
        if !fixture.stem.starts_with("pass") {
            insta::with_settings!({
                snapshot_path => path.parent().unwrap(),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(fixture.stem.as_str(), render(&findings, &fixture.text));
            });
        }
        seen += 1;
    }
    assert!(seen > 0, "no fixture found");
}

#[test]
fn no_rule_speaks_without_evidence() {
    for scope in ["partial", "cluster"] {
        let options =
            Options::from_json(&format!(r#"{{"scope": "{scope}", "as_of": "2026-11-23"}}"#))
                .unwrap();
        let report = analyze(&Input::new(), &options).unwrap();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
    }
}

#[test]
fn every_fixture_folder_is_a_rule_of_its_practice() {
    for path in fixtures() {
        let folder = path.parent().unwrap();
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let rule = registry::find(&name(folder))
            .unwrap_or_else(|| panic!("{} is no rule", folder.display()));
        assert_eq!(name(folder.parent().unwrap()), rule.practice.slug(), "{}", folder.display());
    }
}

/// The findings as a reader sees them: message, place, line, underline.
fn render(findings: &[&Finding], text: &str) -> String {
    let mut out = String::new();
    for finding in findings {
        let suppressed = finding
            .suppressed
            .as_ref()
            .map_or(String::new(), |by| format!(" (excepted: {})", by.reason));
        writeln!(
            out,
            "{}[{}]: {}{suppressed}",
            finding.severity.name(),
            finding.rule,
            finding.message
        )
        .unwrap();
        excerpt(&mut out, &finding.span, text);
        for label in &finding.labels {
            writeln!(out, "  note: {}", label.text).unwrap();
            excerpt(&mut out, &label.span, text);
        }
        if let Some(because) = &finding.severity_because {
            writeln!(out, "  = severity: {because}").unwrap();
        }
        if let Some(witness) = &finding.witness {
            writeln!(out, "  = because {witness}").unwrap();
        }
        if let Some(by) = &finding.implied_by {
            writeln!(out, "  = implied by {by}").unwrap();
        }
        if let Some(fix) = &finding.fix {
            let safety = if fix.safety == Safety::Safe { "safe" } else { "unsafe" };
            writeln!(out, "  = fix ({safety}): {}", fix.title).unwrap();
        }
        if let Some(pointer) = &finding.pointer {
            writeln!(out, "  = at {pointer}").unwrap();
        }
    }
    out
}

fn excerpt(out: &mut String, span: &Span, text: &str) {
    writeln!(out, "  --> {}:{}:{}", span.path, span.start.line, span.start.col).unwrap();
    let line = text.lines().nth(span.start.line as usize - 1).unwrap_or_default();
    let width = if span.end.line == span.start.line { span.end.col - span.start.col } else { 1 };
    writeln!(out, "{:>4} | {line}", span.start.line).unwrap();
    writeln!(
        out,
        "     | {}{}",
        " ".repeat(span.start.col as usize - 1),
        "^".repeat(width.max(1) as usize)
    )
    .unwrap();
}
