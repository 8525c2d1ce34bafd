//! Exceptions: findings that somebody looked at and accepted, with a reason and until a day.
//!
//! `# ztn: ignore[rule-id] until=2027-01-31 -- reason` above or beside a node, `ignore-file[…]` for a
//! whole file, and the annotation `ztn/ignore.<rule-id>: "until=2027-01-31; reason"` for an object.

use std::collections::HashMap;

use crate::finding::{ExceptionFinding, Finding, Place};
use crate::fix::{Edit, Fix, Safety};
use crate::model::{Cluster, DocId, FileId, Object, ObjectId};
use crate::options::Date;
use crate::parse::{Comment, Document, Node, NodeKind};
use crate::registry;
use crate::rule::{Check, Rule};
use crate::span::{Span, to_u32};

const COMMENT: &str = "ztn:";
const ANNOTATION: &str = "ztn/ignore.";

/// One rule, excepted somewhere.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The rule, as it was written.
    pub rule: String,
    /// Where the exception is written.
    pub place: Place,
    /// Where in it the rule's name is written.
    pub name: Span,
    /// What it is for.
    pub target: Target,
    /// Why; empty if nobody said.
    pub reason: String,
    /// Its last day.
    pub until: Option<Date>,
    /// An `until` that is no date.
    pub bad_until: Option<String>,
    /// Does a finding stand behind it?
    pub matched: bool,
}

/// What an exception is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One object.
    Object(ObjectId),
    /// A part of a document.
    Part(DocId, Span),
    /// Every document of a file.
    File(FileId),
}

/// Where to look for the exceptions that may cover a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Home {
    Object(ObjectId),
    Document(DocId),
    File(FileId),
}

impl Target {
    fn home(self) -> Home {
        match self {
            Self::Object(object) => Home::Object(object),
            Self::Part(doc, _) => Home::Document(doc),
            Self::File(file) => Home::File(file),
        }
    }
}

/// Every exception of an input, held against its findings.
#[derive(Debug)]
pub struct Exceptions {
    /// The exceptions, in the order of files.
    pub list: Vec<Exception>,
    /// The numbers in `list` of those for one rule at one place.
    at: HashMap<(&'static str, Home), Vec<usize>>,
    /// The day to judge `until` by.
    pub as_of: Option<Date>,
    /// Do all rules run? Where some do not, nobody can tell whether their exceptions are needed.
    pub every_rule_ran: bool,
}

impl Exception {
    /// Is its last day over?
    #[must_use]
    pub fn expired(&self, as_of: Option<Date>) -> bool {
        matches!((self.until, as_of), (Some(until), Some(today)) if until < today)
    }

    /// Does it count: a rule there is, a reason, a date that can be read and is not over?
    #[must_use]
    pub fn valid(&self, as_of: Option<Date>) -> bool {
        !self.reason.is_empty()
            && self.bad_until.is_none()
            && !self.expired(as_of)
            && registry::find(&self.rule).is_some()
    }

    /// What to say of a rule that there is not; `None` if there is one of this name.
    #[must_use]
    pub fn unknown_rule(&self) -> Option<String> {
        let error = registry::lookup(&self.rule).err()?;
        Some(format!("{}: {}", error.message, error.remedy))
    }

    /// The other spelling of the rule's name, where there is one rule that it can have meant. Somebody
    /// has to look: it silences a finding.
    #[must_use]
    pub fn respelling(&self) -> Option<Fix> {
        let rule =
            registry::nearest(&self.rule).filter(|_| registry::find(&self.rule).is_none())?;
        Some(Fix {
            title: format!("write `{}`", rule.id),
            safety: Safety::Unsafe,
            edits: vec![Edit { doc: self.place.doc, span: self.name, text: rule.id.to_owned() }],
        })
    }

    /// A finding about this exception.
    #[must_use]
    pub fn finding(&self, message: String) -> ExceptionFinding {
        let object = match self.target {
            Target::Object(object) => Some(object),
            Target::Part(..) | Target::File(_) => None,
        };
        ExceptionFinding { object, message, place: self.place, fix: None }
    }

    /// Does it cover a finding of its rule at its home?
    fn covers(&self, finding: &Finding) -> bool {
        match self.target {
            Target::Part(_, span) => span.contains(finding.place.span),
            Target::Object(_) | Target::File(_) => true,
        }
    }
}

impl Exceptions {
    /// Reads every exception in the input.
    #[must_use]
    pub fn read(cluster: &Cluster, as_of: Option<Date>, every_rule_ran: bool) -> Self {
        let mut list = Vec::new();
        for (doc, unit) in cluster.documents() {
            if let Ok(document) = &unit.document {
                for comment in document.comments() {
                    read_comment(cluster, doc, document, comment, &mut list);
                }
            }
        }
        for object in cluster.objects().filter(|object| !object.is_part()) {
            read_annotations(object, &mut list);
        }
        let mut at: HashMap<_, Vec<usize>> = HashMap::new();
        for (number, exception) in list.iter().enumerate() {
            if let Some(rule) = registry::find(&exception.rule) {
                at.entry((rule.id, exception.target.home())).or_default().push(number);
            }
        }
        Self { list, at, as_of, every_rule_ran }
    }

    /// Is there nothing behind this exception? Only rules that look at one object tell: the silence of
    /// others may be for want of input.
    #[must_use]
    pub fn is_needless(&self, exception: &Exception) -> bool {
        let tells = |rule: &Rule| matches!(rule.check, Check::Document(_));
        self.every_rule_ran
            && !exception.matched
            && !exception.expired(self.as_of)
            && registry::find(&exception.rule).is_some_and(tells)
    }

    /// The exception that covers `finding`, if a valid one does; those that cover it count as matched.
    pub fn cover(&mut self, finding: &Finding, cluster: &Cluster) -> Option<&Exception> {
        let as_of = self.as_of;
        if self.at.is_empty() {
            return None;
        }
        let doc = finding.place.doc;
        let homes = [Some(Home::File(cluster.file_of(doc))), Some(Home::Document(doc))];
        let homes = homes.into_iter().chain([finding.object.map(Home::Object)]).flatten();
        let mut numbers: Vec<usize> = homes
            .filter_map(|home| self.at.get(&(finding.rule.id, home)))
            .flatten()
            .copied()
            .collect();
        // The last one in the input's order decides, wherever it is written.
        numbers.sort_unstable();
        let mut found = None;
        for number in numbers {
            let Some(exception) = self.list.get_mut(number) else {
                continue;
            };
            if exception.covers(finding) {
                exception.matched = true;
                if exception.valid(as_of) {
                    found = Some(number);
                }
            }
        }
        self.list.get(found?)
    }
}

/// Reads `ztn: ignore[a, b] until=2027-01-31 -- reason`; anything else is a comment like any other.
fn read_comment(
    cluster: &Cluster,
    doc: DocId,
    document: &Document,
    comment: &Comment,
    list: &mut Vec<Exception>,
) {
    let text = comment.span.of(document.text());
    let body = text.trim_start_matches('#').trim_start();
    let Some(directive) = body.strip_prefix(COMMENT).map(str::trim_start) else {
        return;
    };
    let (whole_file, rest) = match directive.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => match directive.strip_prefix("ignore") {
            Some(rest) => (false, rest),
            None => return,
        },
    };
    let Some((rules, rest)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return;
    };
    let (settings, reason) = rest.split_once("--").unwrap_or((rest, ""));
    let (until, bad_until) = read_until(settings);
    let target = if whole_file {
        Target::File(cluster.file_of(doc))
    } else {
        Target::Part(doc, commented_part(document, comment))
    };
    for rule in rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()) {
        list.push(Exception {
            rule: rule.to_owned(),
            place: Place { doc, node: None, span: comment.span },
            name: part_of(text, comment.span, rule),
            target,
            reason: reason.trim().to_owned(),
            until,
            bad_until: bad_until.clone(),
            matched: false,
        });
    }
}

/// Reads the annotations `ztn/ignore.<rule-id>: "until=…; reason"` of an object.
fn read_annotations(object: Object<'_>, list: &mut Vec<Exception>) {
    let annotations = object.metadata().and_then(|metadata| metadata.annotations().get());
    for (key, value, text) in annotations.into_iter().flat_map(|map| map.entries()) {
        let Some(rule) = key.text().strip_prefix(ANNOTATION) else {
            continue;
        };
        let (settings, reason) = match text.split_once(';') {
            Some((settings, reason)) => (settings, reason),
            None if text.trim_start().starts_with("until=") => (text, ""),
            None => ("", text),
        };
        let (until, bad_until) = read_until(settings);
        list.push(Exception {
            rule: rule.to_owned(),
            place: Place { doc: object.doc(), node: Some(value.id()), span: key.span() },
            name: name_in_key(object, key, rule),
            target: Target::Object(object.id()),
            reason: reason.trim().to_owned(),
            until,
            bad_until,
            matched: false,
        });
    }
}

/// Where `part`, a slice of the `text` at `span`, is.
fn part_of(text: &str, span: Span, part: &str) -> Span {
    let offset = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let start = span.start + u32::try_from(offset).unwrap_or_default();
    Span::new(start, start + u32::try_from(part.len()).unwrap_or_default())
}

/// Where the rule's name stands in the key of an annotation; the whole key, if it is written otherwise.
fn name_in_key(object: Object<'_>, key: Node<'_>, rule: &str) -> Span {
    let text = key.span().of(object.node().document().text());
    let found = text.rfind(rule).and_then(|at| text.get(at..at + rule.len()));
    found.map_or(key.span(), |name| part_of(text, key.span(), name))
}

fn read_until(settings: &str) -> (Option<Date>, Option<String>) {
    let until = settings.split_whitespace().find_map(|setting| setting.strip_prefix("until="));
    match until.map(str::parse) {
        None => (None, None),
        Some(Ok(date)) => (Some(date), None),
        Some(Err(_)) => (None, until.map(str::to_owned)),
    }
}

/// What a comment speaks of: beside something, the entry on its line; on a line of its own, the entry
/// below it; before anything else, the whole document.
fn commented_part(document: &Document, comment: &Comment) -> Span {
    let root = document.root();
    let text = document.text();
    if comment.trailing {
        let line_start = text
            .get(..comment.span.start as usize)
            .and_then(|before| before.rfind(['\n', '\r']))
            .map_or(0, |at| to_u32(at + 1));
        let line = Span::new(line_start, comment.span.start);
        return last_starting_in(root, line).unwrap_or(root.span());
    }
    let below = Span::new(comment.span.end, u32::MAX);
    match first_starting_in(root, below) {
        Some(span) if root.span().start < comment.span.start => span,
        _ => root.span(),
    }
}

/// Keys with their values, and items of lists: what a comment can stand above.
fn entries<'a>(node: Node<'a>) -> Box<dyn Iterator<Item = (Span, Node<'a>)> + 'a> {
    match node.kind() {
        NodeKind::Mapping => {
            Box::new(node.entries().map(|(key, value)| (key.span().to(value.span()), value)))
        }
        NodeKind::Sequence => Box::new(node.items().map(|item| (item.span(), item))),
        NodeKind::Scalar => Box::new(std::iter::empty()),
    }
}

fn first_starting_in(node: Node<'_>, place: Span) -> Option<Span> {
    for (span, value) in entries(node) {
        if span.start >= place.start {
            return Some(span);
        }
        if span.end > place.start {
            return first_starting_in(value, place);
        }
    }
    None
}

fn last_starting_in(node: Node<'_>, line: Span) -> Option<Span> {
    let mut last = None;
    for (span, value) in entries(node) {
        let starts_here = line.start <= span.start && span.start < line.end;
        if starts_here {
            last = Some(span);
        }
        if span.start < line.end && span.end > line.start {
            // `- name: web  # …` speaks of the item, not of its first key.
            if !(starts_here && node.kind() == NodeKind::Sequence) {
                last = last_starting_in(value, line).or(last);
            }
        }
    }
    last
}
