//! A piece of HTML for pages of others, such as a notebook: the verdicts and the worst findings.
//!
//! It has no style and no script of its own, and everything that comes from files is escaped.

use std::cmp::Reverse;
use std::fmt::Write;

use quick_xml::escape::escape;

use super::compact::line;
use super::markdown::counts;
use super::v1::{Finding, Report};
use crate::verdict::Verdict;

/// Findings shown.
const SHOWN: usize = 15;

/// A report in short.
#[must_use]
pub fn html(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(report, &mut out);
    out
}

fn write(report: &Report, out: &mut String) -> std::fmt::Result {
    let mut open: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.is_open()).collect();
    open.sort_by_key(|finding| Reverse(finding.severity));
    row(out, "<table><thead>", "th", ["", "practice", "verdict", ""])?;
    out.push_str("</thead><tbody>");
    for practice in &report.verdicts {
        let verdict = match practice.verdict {
            Verdict::Fail => "<b>fail</b>",
            other => other.name(),
        };
        let number = practice.practice.to_string();
        row(out, "", "td", [&number, &text(&practice.slug), verdict, &counts(practice)])?;
    }
    let problems = report.problems.len();
    writeln!(out, "</tbody></table><p>{} findings, {problems} problems</p>", open.len())?;
    if open.is_empty() {
        return Ok(());
    }
    row(out, "<table><thead>", "th", ["severity", "rule", "what", "where"])?;
    out.push_str("</thead><tbody>");
    for finding in open.iter().take(SHOWN) {
        let place = format!("{}:{}", text(&finding.span.path), finding.span.start.line);
        let (rule, message) = (text(&finding.rule), text(&finding.message));
        row(out, "", "td", [finding.severity.name(), &rule, &message, &place])?;
    }
    out.push_str("</tbody></table>");
    match open.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(out, "<p>and {more} more</p>"),
    }
}

/// A row of ready cells.
fn row(out: &mut String, before: &str, tag: &str, cells: [&str; 4]) -> std::fmt::Result {
    write!(out, "{before}<tr>")?;
    for cell in cells {
        write!(out, "<{tag}>{cell}</{tag}>")?;
    }
    writeln!(out, "</tr>")
}

fn text(words: &str) -> String {
    escape(line(words)).into_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Input, Options, analyze};

    #[test]
    fn names_from_files_are_words_and_no_markup() {
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: true\n  \
                   containers: [{name: '<img src=x onerror=alert(1)>', image: a}]\n";
        let input = Input::from_iter([("<script>.yaml", pod)]);
        let html = super::html(&analyze(&input, &Options::default()).unwrap());
        assert!(html.contains("&lt;script&gt;.yaml:5") && html.contains("<b>fail</b>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert_eq!(html.matches("<table>").count(), 2);
        let nothing = super::html(&analyze(&Input::new(), &Options::default()).unwrap());
        assert!(nothing.contains("0 findings, 0 problems"), "{nothing}");
    }
}
