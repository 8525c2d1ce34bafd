//! Names for findings that stay the same while the file changes around them.

use std::collections::HashMap;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::finding::Finding;
use crate::model::Object;
use crate::parse::{Node, NodeKind};

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

/// The path from an object to a node inside it, with list items by their `name` where they have one, so
/// that a new item before them changes nothing.
pub(crate) fn keyed_pointer(object: Node<'_>, relative: &str) -> String {
    let mut keyed = String::with_capacity(relative.len());
    let mut node = Some(object);
    for token in relative.split('/').skip(1) {
        keyed.push('/');
        let next = node.and_then(|node| child(node, token));
        let is_item = node.is_some_and(|node| node.kind() == NodeKind::Sequence);
        let name = next.filter(|_| is_item).and_then(|item| item.get("name")?.as_str());
        match name {
            Some(name) => keyed.extend(["name=", name]),
            None => keyed.push_str(token),
        }
        node = next;
    }
    keyed
}

fn child<'a>(node: Node<'a>, token: &str) -> Option<Node<'a>> {
    match node.kind() {
        NodeKind::Sequence => node.items().nth(token.parse().ok()?),
        NodeKind::Mapping if token.contains('~') => {
            node.get(&token.replace("~1", "/").replace("~0", "~"))
        }
        NodeKind::Mapping => node.get(token),
        NodeKind::Scalar => None,
    }
}
