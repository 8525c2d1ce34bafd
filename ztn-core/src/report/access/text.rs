//! Permissions in lines and in Markdown.

use std::fmt::Write;

use super::{
    Can, CanDecision, Grant, GrantChain, GrantStep, HeldPermission, Permission, Permissions,
    WhoCan, WhoCanQuery,
};
use crate::report::v1::{Name, Why};

/// The answer first, then what decides it, each step at its place.
pub(super) fn can(can: &Can) -> String {
    let mut out = format!("{}: {}\n", can.decision.name(), asked(can));
    for chain in &can.chains {
        lines(&chain.steps, &mut out);
    }
    if can.chains.is_empty() {
        let _ = writeln!(out, "  {}", can.text);
        lines(&can.looked_at, &mut out);
    }
    settled("others", None, can.settled_by.as_ref(), &mut out);
    out
}

/// The same in Markdown.
pub(super) fn can_markdown(can: &Can) -> String {
    let mut out = format!("**{}**: {}\n\n", can.decision.name(), asked(can));
    for chain in &can.chains {
        items(&chain.steps, &mut out);
    }
    if can.chains.is_empty() {
        let _ = writeln!(out, "{}\n", can.text);
        items(&can.looked_at, &mut out);
    }
    out
}

/// Everybody who may, each with the steps that let them.
pub(super) fn who_can(who: &WhoCan) -> String {
    let mut out = String::new();
    for grant in &who.grants {
        let _ = writeln!(out, "{}{}", grant.subject.words(), place(grant));
        lines(&grant.chain.steps, &mut out);
    }
    if who.grants.is_empty() {
        let _ =
            writeln!(out, "nobody: no binding of the input lets anybody {}", request(&who.query));
    }
    settled("others", who.why.as_ref(), who.settled_by.as_ref(), &mut out);
    out
}

/// The same as a table.
pub(super) fn who_can_markdown(who: &WhoCan) -> String {
    let mut out =
        format!("Who can {}\n\n| who | where | by |\n|---|---|---|\n", request(&who.query));
    for grant in &who.grants {
        let namespace = grant.namespace.as_deref().unwrap_or("everywhere");
        let _ = writeln!(out, "| {} | {namespace} | {} |", grant.subject.words(), by(&grant.chain));
    }
    if let Some(why) = &who.why {
        let _ = writeln!(out, "\nThere may be others: {}.", why.text);
    }
    out
}

/// Every right, each with the steps that give it.
pub(super) fn permissions(held: &Permissions) -> String {
    let mut out = String::new();
    if let Some(why) = &held.everything {
        let _ = writeln!(out, "everything: {why}");
    }
    for HeldPermission { permission, chains } in &held.permissions {
        let _ = writeln!(out, "{}", permission.words());
        for chain in chains {
            lines(&chain.steps, &mut out);
        }
    }
    if held.permissions.is_empty() && held.everything.is_none() {
        let _ = writeln!(out, "nothing in the input gives {} any right", held.subject.words());
    }
    settled("more", held.why.as_ref(), held.settled_by.as_ref(), &mut out);
    out
}

/// The same as a table.
pub(super) fn permissions_markdown(held: &Permissions) -> String {
    let why =
        held.everything.as_ref().map_or(String::new(), |why| format!(": everything, since {why}"));
    let mut out = format!(
        "What {} can do{why}\n\n| verbs | resource | names | where | by |\n|---|---|---|---|---|\n",
        held.subject.words()
    );
    for HeldPermission { permission, chains } in &held.permissions {
        let Permission { verbs, resource, names, namespace } = permission;
        let by: Vec<String> = chains.iter().map(by).collect();
        let _ = writeln!(
            out,
            "| {} | {resource} | {} | {} | {} |",
            verbs.join(", "),
            names.join(", "),
            namespace.as_deref().unwrap_or("everywhere"),
            by.join("; ")
        );
    }
    if let Some(why) = &held.why {
        let _ = writeln!(out, "\nThere may be more: {}.", why.text);
    }
    out
}

fn asked(can: &Can) -> String {
    let query = &can.query;
    let verb = match can.decision {
        CanDecision::Yes => "may",
        CanDecision::No => "may not",
        CanDecision::Unknown => "may or may not",
    };
    let request =
        words(&query.verb, &query.resource, query.name.as_deref(), query.namespace.as_deref());
    format!("`{}` {verb} {request}", query.subject)
}

fn request(query: &WhoCanQuery) -> String {
    words(&query.verb, &query.resource, query.name.as_deref(), query.namespace.as_deref())
}

fn words(verb: &str, resource: &str, name: Option<&str>, namespace: Option<&str>) -> String {
    let name = name.map_or(String::new(), |name| format!(" `{name}`"));
    let namespace = namespace.map_or(String::new(), |name| format!(" in namespace `{name}`"));
    format!("{verb} {resource}{name}{namespace}")
}

fn place(grant: &Grant) -> String {
    grant.namespace.as_ref().map_or(String::new(), |name| format!(", in namespace `{name}`"))
}

fn by(chain: &GrantChain) -> String {
    let texts: Vec<&str> = chain.steps.iter().map(|step| step.text.as_str()).collect();
    texts.join("; ").replace('|', "\\|")
}

fn lines(steps: &[GrantStep], out: &mut String) {
    for step in steps {
        let _ = writeln!(out, "  {}{}", at(step), step.text);
    }
}

fn items(steps: &[GrantStep], out: &mut String) {
    for (number, step) in (1..).zip(steps) {
        let at = at(step);
        let place = at.trim_end_matches(": ");
        let place = if place.is_empty() { String::new() } else { format!(" (`{place}`)") };
        let _ = writeln!(out, "{number}. {}{place}", step.text);
    }
}

fn at(step: &GrantStep) -> String {
    step.span.as_ref().map_or(String::new(), |span| {
        format!("{}:{}:{}: ", span.path, span.start.line, span.start.col)
    })
}

fn settled(more: &str, why: Option<&Why>, settled_by: Option<&Name>, out: &mut String) {
    if let Some(why) = why {
        let _ = writeln!(out, "there may be {more}: {}", why.text);
    }
    if let Some(by) = settled_by {
        let _ = writeln!(out, "  settled by: {by}");
    }
}
