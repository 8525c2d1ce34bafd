//! JUnit XML, as Jenkins, GitLab and Azure read it.
//!
//! A suite is a practice, a case a part of its claim: red is what is shown to be broken, skipped what the
//! input does not tell. What could not be read is an error in a suite of its own.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::base::Base;
use super::v1::{Finding, PartReport, PracticeReport, Report, Status};
use crate::verdict::Verdict;

/// Lines of findings in one case.
const LINES: usize = 100;

/// A report as test results.
#[must_use]
pub fn junit(report: &Report, base: &Base) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory cannot fail.
    let _ = write(report, base, &mut writer);
    let mut xml = String::from_utf8(writer.into_inner()).unwrap_or_default();
    xml.push('\n');
    xml
}

fn write<W: Write>(report: &Report, base: &Base, out: &mut Writer<W>) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let read = unread(report, base);
    let parts = || report.verdicts.iter().flat_map(|practice| &practice.parts);
    let count = |wanted: fn(Verdict) -> bool| parts().filter(|part| wanted(part.verdict)).count();
    out.create_element("testsuites")
        .with_attribute(("name", "ztn"))
        .with_attribute(("tests", (parts().count() + 1).to_string().as_str()))
        .with_attribute(("failures", count(is_failure).to_string().as_str()))
        .with_attribute(("errors", usize::from(!read.is_empty()).to_string().as_str()))
        .with_attribute(("skipped", count(is_skipped).to_string().as_str()))
        .with_attribute(("time", "0"))
        .write_inner_content(|out| {
            write_input(&read, out)?;
            report.verdicts.iter().try_for_each(|practice| suite(practice, report, base, out))
        })?;
    Ok(())
}

/// The suite of a practice.
fn suite<W: Write>(
    practice: &PracticeReport,
    report: &Report,
    base: &Base,
    out: &mut Writer<W>,
) -> io::Result<()> {
    let count =
        |wanted: fn(Verdict) -> bool| practice.parts.iter().filter(|p| wanted(p.verdict)).count();
    out.create_element("testsuite")
        .with_attribute(("name", format!("{} {}", practice.practice, practice.slug).as_str()))
        .with_attribute(("tests", practice.parts.len().to_string().as_str()))
        .with_attribute(("failures", count(is_failure).to_string().as_str()))
        .with_attribute(("errors", "0"))
        .with_attribute(("skipped", count(is_skipped).to_string().as_str()))
        .with_attribute(("time", "0"))
        .write_inner_content(|out| {
            for part in &practice.parts {
                case(practice, part, report, base, out)?;
            }
            // What breaks no part is no failure, and still worth reading.
            let advice = report.findings.iter().filter(|finding| {
                finding.practice == practice.practice
                    && finding.is_open()
                    && finding.parts.is_empty()
            });
            let lines = lines(advice, base);
            if !lines.is_empty() {
                out.create_element("system-out").write_text_content(BytesText::new(&lines))?;
            }
            Ok(())
        })?;
    Ok(())
}

fn case<W: Write>(
    practice: &PracticeReport,
    part: &PartReport,
    report: &Report,
    base: &Base,
    out: &mut Writer<W>,
) -> io::Result<()> {
    let breaking = || {
        let open = report.findings.iter().filter(|finding| finding.is_open());
        open.filter(|finding| finding.parts.contains(&part.part))
    };
    let name = part.part.split_once('/').map_or(part.part.as_ref(), |(_, name)| name);
    let mut element = out
        .create_element("testcase")
        .with_attribute(("classname", format!("ztn.{}", practice.slug).as_str()))
        .with_attribute(("name", name))
        .with_attribute(("time", "0"));
    if let Some(first) = breaking().next().filter(|_| part.verdict == Verdict::Fail) {
        element = element.with_attribute(("file", clean(&base.plain(&first.span.path)).as_str()));
    }
    match part.verdict {
        Verdict::Pass => element.write_empty()?,
        Verdict::Fail => {
            let by = part.broken_by.iter().map(|by| format!("{} ({})", by.rule, by.findings));
            let message = format!("broken by {}", by.collect::<Vec<_>>().join(", "));
            let lines = lines(breaking(), base);
            element.write_inner_content(|out| {
                out.create_element("failure")
                    .with_attribute(("type", "fail"))
                    .with_attribute(("message", message.as_str()))
                    .write_text_content(BytesText::new(&lines))?;
                Ok(())
            })?
        }
        Verdict::Unknown | Verdict::NotApplicable => {
            let message = clean(&format!("{}: {}", part.verdict.name(), reason(part)));
            element.write_inner_content(|out| {
                out.create_element("skipped")
                    .with_attribute(("message", message.as_str()))
                    .write_empty()?;
                Ok(())
            })?
        }
    };
    Ok(())
}

/// The suite of what was read.
fn write_input<W: Write>(unread: &str, out: &mut Writer<W>) -> io::Result<()> {
    let errors = if unread.is_empty() { "0" } else { "1" };
    out.create_element("testsuite")
        .with_attribute(("name", "input"))
        .with_attribute(("tests", "1"))
        .with_attribute(("failures", "0"))
        .with_attribute(("errors", errors))
        .with_attribute(("skipped", "0"))
        .with_attribute(("time", "0"))
        .write_inner_content(|out| {
            let case = out
                .create_element("testcase")
                .with_attribute(("classname", "ztn.input"))
                .with_attribute(("name", "readable"))
                .with_attribute(("time", "0"));
            if unread.is_empty() {
                case.write_empty()?;
            } else {
                case.write_inner_content(|out| {
                    out.create_element("error")
                        .with_attribute(("type", "unreadable"))
                        .with_attribute(("message", "some input could not be read"))
                        .write_text_content(BytesText::new(unread))?;
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Files and documents that could not be read, a line each.
fn unread(report: &Report, base: &Base) -> String {
    let mut lines = String::new();
    for file in &report.inputs {
        let path = base.plain(&file.path);
        if let Some(why) = file.why.as_ref().filter(|_| file.status == Status::Unreadable) {
            lines.push_str(&format!("{path}: {why}\n"));
        }
        for part in file.left_out.iter().filter(|part| part.status == Status::Unreadable) {
            lines.push_str(&format!("{path}:{}: {}\n", part.line, part.why));
        }
    }
    clean(&lines)
}

fn reason(part: &PartReport) -> String {
    let why = part.why.as_ref().map(|why| why.text.as_str()).unwrap_or_default();
    match &part.settled_by {
        Some(settled_by) => format!("{why}; add {settled_by}"),
        None => why.to_owned(),
    }
}

fn lines<'a>(findings: impl Iterator<Item = &'a Finding>, base: &Base) -> String {
    let mut lines = String::new();
    let mut more = 0_u32;
    for (finding, index) in findings.zip(0..) {
        if index >= LINES {
            more += 1;
            continue;
        }
        let (path, at) = (base.plain(&finding.span.path), finding.span.start);
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        let line =
            format!("{path}:{}:{}: {severity}[{rule}]: {}", at.line, at.col, finding.message);
        lines.push_str(&line.replace(['\r', '\n'], " "));
        lines.push('\n');
    }
    if more > 0 {
        lines.push_str(&format!("and {more} more\n"));
    }
    clean(&lines)
}

fn is_failure(verdict: Verdict) -> bool {
    verdict == Verdict::Fail
}

fn is_skipped(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Unknown | Verdict::NotApplicable)
}

/// Without the characters that XML 1.0 cannot hold, not even escaped.
fn clean(text: &str) -> String {
    let fits = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    let fits = |c: char| fits(c) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}
