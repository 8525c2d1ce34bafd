//! Files inside ConfigMaps that Kubernetes itself reads from there.

use super::kind::Kind;
use super::object::Object;
use super::view::FromNode;
use super::view::StrMap;
use crate::parse::{Document, Limits, Node, NodeId, Style};
use crate::problem::{DocumentProblem, ProblemKind};
use crate::span::{Span, to_u32};

/// A file inside an object, parsed.
#[derive(Debug)]
pub struct Embedded {
    /// The string that holds it.
    pub host: NodeId,
    /// The file.
    pub unit: super::Unit,
    /// From its bytes to those of the document around it.
    pub places: Places,
}

/// Where each line of an embedded file stands in the document around it.
#[derive(Debug)]
pub struct Places {
    /// Start of a line inside, and its start outside; ascending.
    lines: Vec<(u32, u32)>,
    /// How many spaces each line has in front there.
    indent: u32,
    /// The whole string, for what cannot be placed more exactly.
    host: Span,
}

/// ConfigMap name and key of the files that are read.
const FILES: &[(&str, &str)] = &[
    ("kubeadm-config", "ClusterConfiguration"),
    ("kubelet-config", "kubelet"),
    ("kube-proxy", "config.conf"),
];

/// The embedded files of `object`, and the faults of those that cannot be read.
pub(super) fn find(
    object: Object<'_>,
    limits: Limits,
) -> Option<(Vec<Embedded>, Vec<DocumentProblem>)> {
    if object.kind() != Kind::ConfigMap || object.namespace() != Some("kube-system") {
        return None;
    }
    let data = StrMap::from_node(object.node().get("data")?)?;
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for (name, key) in FILES {
        let is_named = |name: &str| {
            // kubeadm named it after the minor release up to 1.23: `kubelet-config-1.23`.
            object.name() == name
                || object.name().strip_prefix(name).is_some_and(|rest| rest.starts_with("-1."))
        };
        let Some((_, node)) = data.entry(key).filter(|_| is_named(name)) else {
            continue;
        };
        let Some(text) = node.as_str() else { continue };
        let places = Places::of(node);
        let unit = super::Unit::read(text, limits);
        if let Err(problem) = &unit.document {
            problems.push(DocumentProblem {
                kind: ProblemKind::Embedded,
                span: places.outside(problem.span),
                pointer: Some(node.pointer()),
                message: format!("`{key}` of ConfigMap `{name}`: {}", problem.message),
            });
        } else {
            found.push(Embedded { host: node.id(), unit, places });
        }
    }
    Some((found, problems))
}

impl Places {
    /// The places of the content of the scalar `node`.
    fn of(node: Node<'_>) -> Self {
        let host = node.span();
        let mut lines = Vec::new();
        let mut least = usize::MAX;
        if node.style() == Style::Literal {
            let outside = host.of(node.document().text());
            let mut inside_start = 0;
            let mut outside_start = 0;
            let mut written = outside.split_inclusive('\n').map(|line| {
                let start = outside_start;
                outside_start += line.len();
                (start, line)
            });
            written.next(); // The `|` and its indicators.
            for line in node.text().split_inclusive('\n') {
                let Some((start, raw)) = written.next() else {
                    break;
                };
                let content = line.trim_end_matches(['\n', '\r']);
                // What the block's indentation took away is at the front of the written line.
                let indent = raw.trim_end_matches(['\n', '\r']).len().saturating_sub(content.len());
                if !content.is_empty() {
                    least = least.min(indent);
                }
                lines.push((to_u32(inside_start), host.start + to_u32(start + indent)));
                inside_start += line.len();
            }
        }
        let indent = if least == usize::MAX { 0 } else { to_u32(least) };
        Self { lines, indent, host }
    }

    /// Is the whole string the most exact place there is?
    fn is_rough(&self) -> bool {
        self.lines.is_empty()
    }

    /// A span of the embedded file, in the document around it.
    #[must_use]
    pub fn outside(&self, span: Span) -> Span {
        if self.lines.is_empty() {
            return self.host;
        }
        let outside = |offset: u32| {
            let line =
                self.lines.partition_point(|&(inside, _)| inside <= offset).saturating_sub(1);
            self.lines
                .get(line)
                .map_or(self.host.start, |&(inside, outside)| outside + (offset - inside))
        };
        Span::new(outside(span.start), outside(span.end))
    }
}

impl Embedded {
    /// An edit of the file inside as one of the document around it, whose text this is: none where its
    /// place there is not exact, or reaches over the end of a line.
    #[must_use]
    pub fn edit_outside(&self, span: Span, text: &str, around: &str) -> Option<(Span, String)> {
        let inside = span.of(self.document()?.text());
        let place = self.places.outside(span);
        if inside.contains(['\n', '\r']) || place.of(around) != inside || self.places.is_rough() {
            return None;
        }
        let line_break = if around.contains("\r\n") { "\r\n" } else { "\n" };
        let indent = " ".repeat(self.places.indent as usize);
        Some((place, text.replace('\n', &format!("{line_break}{indent}"))))
    }

    /// The document inside, if it could be read.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.unit.document.as_ref().ok()
    }
}
