//! The evaluation in lines and in Markdown.

use std::fmt::Write;

use super::{AuditPolicyEvaluation, AuditStanding, AuditedRequest, EvaluatedAuditPolicy};
use crate::report::v1::Span;

const NO_POLICY: &str = "the input holds no audit policy";

/// Every request by its class, with the rule that decides it, then the count.
pub(super) fn text(evaluation: &AuditPolicyEvaluation) -> String {
    let mut out = String::new();
    for policy in &evaluation.policies {
        let _ = writeln!(out, "{}", place(&policy.span));
        let mut class = None;
        for request in &policy.requests {
            let Some(probe) = &request.probe else {
                let _ =
                    writeln!(out, "  {} by {}: {}", request.request, request.who, said(request));
                continue;
            };
            if class != Some(&probe.class) {
                class = Some(&probe.class);
                let _ = writeln!(out, "  {}: {}", probe.class, probe.why);
            }
            let AuditedRequest { request: what, who, level, .. } = request;
            let rule = rule(request);
            let _ = write!(out, "    {level:<15} {what:<58} {who:<31} {rule}");
            let _ = match complaint(probe.standing) {
                Some(complaint) => writeln!(out, "  {complaint}"),
                None => writeln!(out),
            };
        }
        if policy.requests.iter().any(|request| request.probe.is_some()) {
            let _ = writeln!(out, "{}", summary(policy));
        }
    }
    if evaluation.policies.is_empty() {
        let _ = writeln!(out, "{NO_POLICY}");
    }
    out
}

/// The same as tables.
pub(super) fn markdown(evaluation: &AuditPolicyEvaluation) -> String {
    let mut out = String::new();
    for policy in &evaluation.policies {
        let _ = writeln!(out, "`{}`\n", place(&policy.span));
        let _ = writeln!(out, "| request | by | level | rule | |\n|---|---|---|---|---|");
        for request in &policy.requests {
            let AuditedRequest { request: what, who, level, .. } = request;
            let standing = request.probe.as_ref().and_then(|probe| complaint(probe.standing));
            let (rule, standing) = (rule(request), standing.unwrap_or_default());
            let _ = writeln!(out, "| `{what}` | {who} | {level} | {rule} | {standing} |");
        }
        if policy.requests.iter().any(|request| request.probe.is_some()) {
            let _ = writeln!(out, "\n{}", summary(policy));
        }
    }
    if evaluation.policies.is_empty() {
        let _ = writeln!(out, "{NO_POLICY}");
    }
    out
}

fn place(span: &Span) -> String {
    format!("{}:{}", span.path, span.start.line)
}

fn rule(request: &AuditedRequest) -> String {
    request.rule.as_ref().map_or_else(|| "no rule".to_owned(), |rule| place(&rule.span))
}

/// `Metadata at RequestReceived, ResponseComplete, by rule 3 at audit.yaml:12`
fn said(request: &AuditedRequest) -> String {
    let decides = match &request.rule {
        Some(rule) => format!("rule {} at {} decides", rule.number, place(&rule.span)),
        None => "no rule matches".to_owned(),
    };
    if request.stages.is_empty() {
        return format!("not recorded, {decides}");
    }
    let stages: Vec<&str> = request.stages.iter().map(AsRef::as_ref).collect();
    format!("{} at {}, {decides}", request.level, stages.join(", "))
}

fn complaint(standing: AuditStanding) -> Option<&'static str> {
    match standing {
        AuditStanding::Recorded => None,
        AuditStanding::WithoutBody => Some("without its body"),
        AuditStanding::WithoutOutcome => Some("without its outcome"),
        AuditStanding::Leaks => Some("with what may be a credential"),
        AuditStanding::Unrecorded => Some("not recorded"),
    }
}

/// `55 of 58 requests are recorded as they are to be; 2 not recorded, 1 without its body`
fn summary(policy: &EvaluatedAuditPolicy) -> String {
    let standings = || {
        policy
            .requests
            .iter()
            .filter_map(|request| request.probe.as_ref())
            .map(|probe| probe.standing)
    };
    let count = |wanted| standings().filter(|standing| *standing == wanted).count();
    let kept = count(AuditStanding::Recorded);
    let mut out =
        format!("{kept} of {} requests are recorded as they are to be", standings().count());
    let all = [
        AuditStanding::Unrecorded,
        AuditStanding::Leaks,
        AuditStanding::WithoutOutcome,
        AuditStanding::WithoutBody,
    ];
    let others = all.into_iter().filter_map(|standing| {
        let (count, complaint) = (count(standing), complaint(standing)?);
        (count > 0).then(|| format!("{count} {complaint}"))
    });
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        let _ = write!(out, "; {}", others.join(", "));
    }
    out
}
