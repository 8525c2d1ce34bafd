//! What a finding is about, in words.

use std::fmt::Write;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};
use ztn_core::Report;
use ztn_core::registry;
use ztn_core::report::catalog::RuleInfo;
use ztn_core::report::v1::Finding;

use crate::position::{Encoding, touch};

/// All findings at a place of a file, one after the other.
pub(crate) fn at(report: &Report, path: &str, at: Position, encoding: Encoding) -> Option<Hover> {
    let cursor = Range { start: at, end: at };
    let here = |finding: &&Finding| {
        finding.is_open()
            && finding.span.path == path
            && touch(encoding.range(&finding.span), cursor)
    };
    let findings: Vec<&Finding> = report.findings.iter().filter(here).collect();
    let first = findings.first()?;
    let pages: Vec<String> = findings.iter().map(|finding| page(finding)).collect();
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: pages.join("\n\n---\n\n"),
        }),
        range: Some(encoding.range(&first.span)),
    })
}

fn page(finding: &Finding) -> String {
    let mut page =
        format!("**{}** `{}`: {}", finding.severity.name(), finding.rule, finding.message);
    let mut say = |what: &str, text: &str| {
        if !text.is_empty() {
            // A string takes whatever is written.
            let _ = write!(page, "\n\n{what}{text}");
        }
    };
    say("Decided by: ", finding.witness.as_deref().unwrap_or_default());
    say("", finding.severity_because.as_deref().unwrap_or_default());
    let Some(rule) = registry::find(&finding.rule).map(RuleInfo::of) else {
        return page;
    };
    say("", rule.why);
    say("**Remedy:** ", rule.remedy);
    say("**Exceptions:** ", rule.exceptions);
    let refs: Vec<String> = rule.refs.iter().map(|r| format!("{} {}", r.scheme, r.id)).collect();
    say("See ", &refs.join(", "));
    page
}
