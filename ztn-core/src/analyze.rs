//! From files to a report: the one way through the engine.

use std::collections::HashSet;

use crate::facts::Facts;
use crate::finding::{Finding, Findings};
use crate::input::Input;
use crate::model::{Cluster, ObjectId, Unit};
use crate::options::{Options, OptionsError};
use crate::owned;
use crate::read::map_ordered;
use crate::reading::Reading;
use crate::registry::Selection;
use crate::report::{self, v1::Report};
use crate::rule::{Check, Rule};
use crate::suppress::{Exception, Exceptions};
use crate::verdict;

/// Reads `input` and says, for each of the ten practices, whether it is met, broken, or cannot be told.
///
/// Bad manifests are problems in the report, never errors.
///
/// # Errors
/// Options that cannot be taken: an unknown rule, a path given twice.
///
/// # Example
/// ```
/// let input = ztn_core::Input::from_iter([("pod.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: agent}
/// spec:
///   hostNetwork: yes
///   containers: [{name: agent, image: agent}]
/// ")]);
/// let report = ztn_core::analyze(&input, &ztn_core::Options::default())?;
/// let finding = report.findings.iter().find(|finding| finding.rule == "host-network").unwrap();
/// assert_eq!((finding.span.start.line, finding.span.start.col), (6, 16));
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn analyze(input: &Input, options: &Options) -> Result<Report, OptionsError> {
    let selection = Selection::of(options)?;
    let reading = Reading::of(input, options.limits)?;
    Ok(report_of(&reading, &reading.facts(options), &selection))
}

/// The report of an input that was read, by the rules of `selection`.
pub(crate) fn report_of(reading: &Reading, facts: &Facts<'_>, selection: &Selection) -> Report {
    let Reading { folders, files, cluster } = reading;
    let mut found = document_findings(cluster, selection);
    found.extend(cluster_findings(facts, selection));
    // What is said of a part is said of its object.
    for finding in &mut found {
        finding.object = finding.object.map(|object| cluster.whole(object));
    }
    keep_implications(&mut found);
    let mut exceptions = Exceptions::read(cluster, facts.options.as_of, selection.is_everything());
    let mut judged: Vec<(Finding, Option<Box<Exception>>)> = found
        .into_iter()
        .map(|finding| {
            let exception = exceptions.cover(&finding, cluster).cloned().map(Box::new);
            (finding, exception)
        })
        .collect();
    judged.extend(exception_findings(&exceptions, selection).map(|finding| (finding, None)));

    let judged = owned::fold(cluster, judged);
    let parts = verdict::judge(facts, &judged, |rule| selection.contains(rule));
    report::build::report(facts, files, folders, judged, &parts, selection.rules())
}

/// The findings of all rules that look at one object at a time.
fn document_findings(cluster: &Cluster, selection: &Selection) -> Vec<Finding> {
    let documents: Vec<_> = cluster.documents().collect();
    let findings = map_ordered(
        &documents,
        || (),
        |(), &(doc, unit)| {
            let first = cluster.first_object(doc);
            of_document(unit, selection.rules())
                .into_iter()
                .map(|finding| finding.placed(doc, first))
                .collect::<Vec<_>>()
        },
    );
    findings.into_iter().flatten().collect()
}

/// What the rules say of one document, as long as it is looked at alone.
fn of_document(unit: &Unit, rules: &[&'static Rule]) -> Vec<Finding> {
    let mut findings = Findings::new();
    for object in unit.objects() {
        for rule in rules {
            if let Check::Document(check) = rule.check {
                findings.speak_for(rule);
                check(object, &mut findings);
            }
        }
    }
    findings.into_list()
}

/// The findings of all rules that look at the whole cluster.
fn cluster_findings(facts: &Facts<'_>, selection: &Selection) -> Vec<Finding> {
    let mut findings = Findings::new();
    for rule in selection.rules() {
        if let Check::Cluster { run, .. } = rule.check {
            findings.speak_for(rule);
            run(facts, &mut findings);
        }
    }
    findings.into_list()
}

/// A finding is implied by another only where that other one is there: its rule may not have been run.
fn keep_implications(findings: &mut [Finding]) {
    let said: HashSet<(Option<ObjectId>, &str)> =
        findings.iter().map(|finding| (finding.object, finding.rule.id)).collect();
    for finding in findings {
        finding.implied_by =
            finding.implied_by.filter(|rule| said.contains(&(finding.object, rule)));
    }
}

/// The findings about exceptions themselves.
fn exception_findings(
    exceptions: &Exceptions,
    selection: &Selection,
) -> impl Iterator<Item = Finding> {
    let mut findings = Vec::new();
    for &rule in selection.rules() {
        if let Check::Exceptions(check) = rule.check {
            let mut list = Vec::new();
            check(exceptions, &mut list);
            findings.extend(list.into_iter().map(|finding| finding.of_rule(rule)));
        }
    }
    findings.into_iter()
}
