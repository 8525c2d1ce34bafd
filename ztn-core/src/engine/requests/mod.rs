//! Which requests somebody sent: what an audit log tells of it, and what it does not.

mod event;
mod request;

use std::collections::{BTreeMap, HashSet};

use serde_json::value::RawValue;

use crate::model::rbac::Identity;
use crate::span::{Span, to_u32};
use event::{Decision, Event};

pub use request::{Request, RequestTarget};

/// What logs tell of one subject.
#[derive(Debug, Default)]
pub struct Requests {
    /// Each request that was allowed.
    pub allowed: BTreeMap<Request, Seen>,
    /// What could not be used.
    pub unused: BTreeMap<Unused, Seen>,
    /// How many requests there are of others.
    pub others: BTreeMap<String, u64>,
    /// Requests that were only received so far, and those that were decided.
    open: BTreeMap<String, (String, Seen)>,
    decided: HashSet<String>,
}

/// How often, and where first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u32,
    /// The number of the log.
    pub log: usize,
    /// The place in it.
    pub span: Span,
}

/// Why a part of a log is of no use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unused {
    /// The request was refused.
    Denied(String),
    /// It was received, and nothing says what became of it.
    Undecided(String),
    /// The record does not say what was asked for.
    Incomplete,
    /// There is something else in the log of this number.
    NoEvent(usize),
}

impl Unused {
    /// Is it a request of the subject?
    #[must_use]
    pub fn is_of_subject(&self) -> bool {
        matches!(self, Self::Denied(_) | Self::Undecided(_) | Self::Incomplete)
    }
}

/// Whose requests are looked for, in a cluster of which release.
#[derive(Clone, Copy)]
pub struct Wanted<'q> {
    /// Who; a group stands for its members.
    pub subject: Identity<'q>,
    /// The minor release.
    pub minor: u32,
}

impl Requests {
    /// What these logs tell. A log holds records one to a line, or over several lines, or lists of them; lines
    /// of other programs may stand between.
    #[must_use]
    pub fn of(logs: &[&str], wanted: Wanted<'_>) -> Self {
        let mut requests = Self::default();
        for (number, text) in logs.iter().enumerate() {
            requests.log(number, text, wanted);
        }
        for (id, (what, seen)) in std::mem::take(&mut requests.open) {
            if !requests.decided.contains(&id) {
                requests.not_used(Unused::Undecided(what), seen);
            }
        }
        requests
    }

    fn log(&mut self, log: usize, text: &str, wanted: Wanted<'_>) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..end).unwrap_or(rest);
            // A container runtime writes its own words before the record.
            let begin = line.find(['{', '[']).unwrap_or(line.len());
            let record = line.get(begin..).unwrap_or_default().trim_end();
            let mut after = at + end;
            if let Ok(event) = serde_json::from_str::<Event<'_>>(record) {
                self.event(
                    log,
                    Span::new(to_u32(at + begin), to_u32(at + begin + record.len())),
                    &event,
                    text,
                    wanted,
                );
            } else if matches!(record, "{" | "[") && line.trim() == record {
                after = self.spread(log, text, at + begin, wanted);
            } else if let Ok(records) = serde_json::from_str::<Vec<&RawValue>>(record) {
                self.records(log, text, &records, wanted);
            } else if !line.trim().is_empty() {
                let span = Span::new(to_u32(at), to_u32(at + line.trim_end().len()));
                self.not_used(Unused::NoEvent(log), Seen { count: 1, log, span });
            }
            at = after;
        }
    }

    /// A record or a list of them over several lines; where it ends.
    fn spread(&mut self, log: usize, text: &str, begin: usize, wanted: Wanted<'_>) -> usize {
        let rest = text.get(begin..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
                    Ok(records) => self.records(log, text, &records, wanted),
                    Err(_) => self.records(log, text, &[value], wanted),
                }
                begin + values.byte_offset()
            }
            // What was read up to the fault is not read again.
            Some(Err(error)) => {
                let span = Span::new(to_u32(begin), to_u32(begin + 1));
                self.not_used(Unused::NoEvent(log), Seen { count: 1, log, span });
                let lines = rest.split_inclusive('\n').take(error.line().max(1));
                begin + lines.map(str::len).sum::<usize>()
            }
            None => text.len(),
        }
    }

    fn records(&mut self, log: usize, text: &str, records: &[&RawValue], wanted: Wanted<'_>) {
        for record in records {
            let record = record.get();
            let begin = (record.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            let span = Span::new(to_u32(begin), to_u32(begin + record.len()));
            match serde_json::from_str::<Event<'_>>(record) {
                Ok(event) => self.event(log, span, &event, text, wanted),
                Err(_) => self.not_used(Unused::NoEvent(log), Seen { count: 1, log, span }),
            }
        }
    }

    fn event(&mut self, log: usize, span: Span, event: &Event<'_>, text: &str, wanted: Wanted<'_>) {
        if let Some(items) = &event.items {
            return self.records(log, text, items, wanted);
        }
        let seen = Seen { count: 1, log, span };
        let is_item =
            event.kind.is_empty() && event.api_version.is_empty() && !event.stage.is_empty();
        let is_event = event.is_audit() && event.kind == "Event";
        if !is_event && !is_item {
            return self.not_used(Unused::NoEvent(log), seen);
        }
        let acted_as = event.impersonated_user.as_ref();
        let sender = request::is(&event.user, wanted.subject);
        let is_subject = match acted_as {
            Some(other) => request::is(other, wanted.subject),
            None => sender,
        };
        let acts = sender && acted_as.is_some();
        if !is_subject && !acts {
            *self
                .others
                .entry(acted_as.unwrap_or(&event.user).username.to_string())
                .or_default() += 1;
            return;
        }
        let mut requests = Vec::new();
        if is_subject {
            match request::of_event(event, wanted.minor) {
                Some(found) => requests = found,
                None => return self.not_used(Unused::Incomplete, seen),
            }
        }
        if let Some(other) = acted_as.filter(|_| sender) {
            requests.extend(request::to_act_as(other));
        }
        let what = requests.first().map(ToString::to_string).unwrap_or_default();
        match event.decision() {
            Decision::Open => {
                self.open.entry(event.audit_id.to_string()).or_insert((what, seen));
            }
            Decision::Denied => {
                self.decided.insert(event.audit_id.to_string());
                self.not_used(Unused::Denied(what), seen);
            }
            Decision::Allowed => {
                // A request that is answered step by step is one.
                let is_first =
                    event.audit_id.is_empty() || self.decided.insert(event.audit_id.to_string());
                if is_first {
                    for request in requests {
                        add(self.allowed.entry(request), seen);
                    }
                }
            }
        }
    }

    fn not_used(&mut self, why: Unused, seen: Seen) {
        add(self.unused.entry(why), seen);
    }
}

fn add<K: Ord>(entry: std::collections::btree_map::Entry<'_, K, Seen>, seen: Seen) {
    entry.and_modify(|all| all.count = all.count.saturating_add(seen.count)).or_insert(seen);
}

#[cfg(test)]
mod tests;
