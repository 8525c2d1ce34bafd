//! Files inside ConfigMaps that Kubernetes itself reads from there, and those that objects put on nodes.

use super::kind::{Kind, KindScope};
use super::object::Object;
use super::parts::{self, FileText};
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
    /// Where a node has it, if that is said.
    pub path: Option<Box<str>>,
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
pub(super) fn find(object: Object<'_>, limits: Limits) -> (Vec<Embedded>, Vec<DocumentProblem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for (key, FileText { text: node, path }) in of_config_map(object) {
        let Some(text) = node.as_str() else { continue };
        let places = Places::of(node);
        let unit = super::Unit::read(text, limits);
        if let Err(problem) = &unit.document {
            let message = format!("`{key}` of ConfigMap `{}`: {}", object.name(), problem.message);
            problems.push(unreadable(node, &places, problem, message));
        } else {
            found.push(Embedded { host: node.id(), path: path.map(Into::into), unit, places });
        }
    }
    for FileText { text: node, path } in parts::texts(object.node(), object.kind()) {
        let Some(text) = node.as_str().filter(|text| may_be_configuration(text)) else { continue };
        let places = Places::of(node);
        let unit = super::Unit::read(text, limits);
        if let Err(problem) = &unit.document {
            let message = format!("`{}`: {}", path.unwrap_or("a patch"), problem.message);
            problems.push(unreadable(node, &places, problem, message));
        } else if !unit.heads.is_empty() && unit.objects().all(is_file) {
            found.push(Embedded { host: node.id(), path: path.map(Into::into), unit, places });
        }
    }
    found.extend(audit_policies(object, limits));
    (found, problems)
}

/// Audit policies, which API servers that run in pods mount: by what is in them, since their names are everybody's
/// own. Scripts and templates that hold one are none.
fn audit_policies(object: Object<'_>, limits: Limits) -> Vec<Embedded> {
    let data = object.node().get("data").filter(|_| object.kind() == Kind::ConfigMap);
    let texts = data.and_then(StrMap::from_node).into_iter().flat_map(StrMap::entries);
    let policies = texts.filter(|(.., text)| text.contains("audit.k8s.io/v1"));
    let read = policies.filter_map(|(_, node, text)| {
        let unit = super::Unit::read(text, limits);
        let is_policy = unit.objects().any(|object| object.kind() == Kind::AuditPolicy);
        let host = node.id();
        is_policy.then(|| Embedded { host, path: None, places: Places::of(node), unit })
    });
    read.collect()
}

/// Scripts, certificates and settings of other programs are put on nodes, too.
fn may_be_configuration(text: &str) -> bool {
    text.contains("apiVersion") && text.contains("kind")
}

/// Is it a file that a component reads? A static pod among the files of a node is somebody else's.
fn is_file(object: Object<'_>) -> bool {
    object.kind().scope() == KindScope::File
}

/// The files of a ConfigMap that Kubernetes itself reads from it, each with its key.
fn of_config_map(object: Object<'_>) -> Vec<(&'static str, FileText<'_>)> {
    if object.kind() != Kind::ConfigMap || object.namespace() != Some("kube-system") {
        return Vec::new();
    }
    let Some(data) = object.node().get("data").and_then(StrMap::from_node) else {
        return Vec::new();
    };
    let is_named = |name: &str| {
        // kubeadm named it after the minor release up to 1.23: `kubelet-config-1.23`.
        object.name() == name
            || object.name().strip_prefix(name).is_some_and(|rest| rest.starts_with("-1."))
    };
    let named = FILES.iter().filter(|(name, _)| is_named(name));
    named
        .filter_map(|(_, key)| {
            let (_, text) = data.entry(key)?;
            Some((*key, FileText { text, path: None }))
        })
        .collect()
}

fn unreadable(
    node: Node<'_>,
    places: &Places,
    problem: &DocumentProblem,
    message: String,
) -> DocumentProblem {
    DocumentProblem {
        kind: ProblemKind::Embedded,
        span: places.outside(problem.span),
        pointer: Some(node.pointer()),
        message,
    }
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
