//! Names for findings that stay the same while the file changes around them.

use std::collections::HashMap;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::finding::Finding;
use crate::model::Object;
use crate::parse::{Node, Step};

/// Gives out fingerprints; the second finding of the same kind at the same place gets one of its own.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    given: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of a finding: of its rule, its object and its place in the object. What has no
    /// object is known by its file.
    pub(crate) fn of(
        &mut self,
        finding: &Finding,
        object: Option<Object<'_>>,
        path: &str,
        pointer: &str,
    ) -> String {
        let mut hasher = SipHasher13::new();
        let mut write = |part: &str| {
            hasher.write(part.as_bytes());
            hasher.write_u8(0);
        };
        write(finding.rule.id);
        match object {
            Some(object) if !object.name().is_empty() => {
                write(object.type_meta().kind);
                write(object.namespace().unwrap_or(""));
                write(object.name());
            }
            _ => write(path),
        }
        write(pointer);
        let hash = hasher.finish128().as_u128();
        let before = self.given.entry(hash).or_default();
        *before += 1;
        if *before == 1 { format!("{hash:032x}") } else { format!("{hash:032x}-{before}") }
    }
}

/// The path from an object to a node inside it, as a JSON pointer, and as one that a new item before it
/// does not change: with list items by their `name` where they have one.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// The JSON pointer.
    pub(crate) pointer: String,
    /// The one that lasts.
    pub(crate) keyed: String,
}

impl Paths {
    /// The paths from `object` to `node`; `None` where it is not written inside it.
    pub(crate) fn of(node: Node<'_>, object: Node<'_>) -> Option<Self> {
        // Most paths are shorter, and growing costs more than walking.
        let room = || String::with_capacity(96);
        let mut paths = Self { pointer: room(), keyed: room() };
        node.steps_from(object, |step, child| {
            let before = paths.pointer.len();
            step.push_to(&mut paths.pointer);
            let name = match step {
                Step::Item(_) => child.get("name").and_then(Node::as_str),
                Step::Key(_) => None,
            };
            match name {
                Some(name) => paths.keyed.extend(["/name=", name]),
                None => paths.keyed.push_str(paths.pointer.get(before..).unwrap_or_default()),
            }
        })?;
        Some(paths)
    }
}
