//! One walk through a document by the views of its kind: what the API server would refuse, found once for
//! all readers of a field, and where each field is, so that none of them has to look for it.

use super::object::Object;
use super::pod::PodTemplateSpec;
use super::view::{FieldInfo, FromNode, Shape, ViewInfo};
use super::workload::workloads;
use crate::parse::{Document, FieldNotes, Node, NodeKind, Scalar};

/// A value of a type the API does not take.
#[derive(Clone, Copy)]
pub struct WrongType<'a> {
    /// The value.
    pub node: Node<'a>,
    /// What was wanted there, with its article.
    pub wanted: &'static str,
    /// What is there, with its article.
    pub found: &'static str,
}

/// What one walk through a document finds: values of wrong types, and where each field is.
pub(crate) struct Walk<'a> {
    wrong: Vec<WrongType<'a>>,
    fields: FieldNotes,
}

impl<'a> Walk<'a> {
    /// A walk through `document` that has not begun.
    pub(crate) fn through(document: &'a Document) -> Self {
        Self { wrong: Vec::new(), fields: FieldNotes::of(document) }
    }

    /// Walks through `object`, as far as the model reads its kind; of a kind it does not know, through
    /// the pod templates.
    pub(crate) fn object(&mut self, object: Object<'a>) {
        match object.kind().shape() {
            Some(shape) => self.value(object.node(), shape),
            None => workloads(object)
                .for_each(|workload| self.value(workload.template(), PodTemplateSpec::SHAPE)),
        }
    }

    /// Everything found.
    pub(crate) fn finish(self) -> (Vec<WrongType<'a>>, FieldNotes) {
        (self.wrong, self.fields)
    }

    /// Keys that the view does not know are passed over: the model reads only a part of the API.
    fn value(&mut self, node: Node<'a>, shape: &'static Shape) {
        match (node.kind(), shape) {
            (_, Shape::Any) => {}
            (NodeKind::Scalar, _) => {
                // `null` is the same as not written, for every type.
                let is_right = node
                    .scalar()
                    .is_none_or(|scalar| scalar == Scalar::Null || takes(shape, scalar));
                if !is_right {
                    self.report(node, shape);
                }
            }
            (
                NodeKind::Sequence,
                Shape::List(item) | Shape::ListOrMap { list: Shape::List(item), .. },
            ) => {
                node.items().for_each(|node| self.value(node, item));
            }
            (NodeKind::Mapping, Shape::ListOrMap { map, .. }) => self.value(node, map),
            (NodeKind::Mapping, Shape::Map(value)) => {
                node.entries().for_each(|(_, node)| self.value(node, value));
            }
            (NodeKind::Mapping, Shape::StrMap) => {
                node.entries().for_each(|(_, node)| self.value(node, &Shape::Str));
            }
            (NodeKind::Mapping, Shape::View(view)) => self.mapping(node, view),
            _ => self.report(node, shape),
        }
    }

    fn mapping(&mut self, node: Node<'a>, view: &'static ViewInfo) {
        let run = self.fields.begin(node, view.keys.schema(), view.fields.len());
        for (key, value) in node.entries() {
            let number = view.keys.number(key.text());
            let Some((number, field)) =
                number.and_then(|number| Some((number, view.fields.get(number)?)))
            else {
                continue;
            };
            if let Some(run) = run {
                self.fields.note(run, number, key);
            }
            self.value(value, field.shape);
        }
    }

    fn report(&mut self, node: Node<'a>, shape: &'static Shape) {
        self.wrong.push(WrongType { node, wanted: wanted(shape), found: found(node) });
    }
}

/// Does a field of this shape take this scalar?
fn takes(shape: &Shape, scalar: Scalar<'_>) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Bool => matches!(scalar, Scalar::Bool(_)),
        Shape::Int => scalar.as_i64().is_some(),
        Shape::Str => matches!(scalar, Scalar::Str(_)),
        Shape::IntOrStr => scalar.as_i64().is_some() || matches!(scalar, Scalar::Str(_)),
        Shape::Quantity => !matches!(scalar, Scalar::Null | Scalar::Bool(_)),
        _ => false,
    }
}

impl ViewInfo {
    /// The field with this key, if the view reads it.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&FieldInfo> {
        self.fields.get(self.keys.number(key)?)
    }
}

fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any => "anything",
        Shape::Bool => "a boolean",
        Shape::Int => "an integer",
        Shape::Str => "a string",
        Shape::IntOrStr => "an integer or a string",
        Shape::Quantity => "a quantity",
        Shape::List(_) => "a list",
        Shape::StrMap | Shape::Map(_) | Shape::View(_) => "a mapping",
        Shape::ListOrMap { .. } => "a list or a mapping",
    }
}

fn found(node: Node<'_>) -> &'static str {
    match (node.kind(), node.scalar()) {
        (NodeKind::Sequence, _) => "a list",
        (NodeKind::Mapping, _) => "a mapping",
        (NodeKind::Scalar, Some(Scalar::Bool(_))) => "a boolean",
        (NodeKind::Scalar, Some(Scalar::Int(_) | Scalar::UInt(_) | Scalar::Float(_))) => "a number",
        (NodeKind::Scalar, Some(Scalar::Str(_))) => "a string",
        (NodeKind::Scalar, _) => "nothing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::parse::{Document, Limits};

    /// Pointer, wanted and found of each wrong value in an object of `kind`.
    fn wrong(kind: Kind, text: &str) -> Vec<(String, &'static str, &'static str)> {
        let document = Document::parse(text, Limits::default()).expect("YAML");
        let mut walk = Walk::through(&document);
        walk.value(document.root(), kind.shape().expect("a modelled kind"));
        let (found, _) = walk.finish();
        found.iter().map(|wrong| (wrong.node.pointer(), wrong.wanted, wrong.found)).collect()
    }

    #[test]
    fn every_wrong_type_is_found_with_its_place() {
        let text = "
metadata: {labels: {count: 3, app: web}, name: [a]}
spec:
  hostNetwork: 'true'
  hostPID: yes
  containers:
  - {name: a, ports: [{containerPort: '80'}, http], env: {A: b}}
  - only text
  - securityContext: true
    resources: {limits: {cpu: 1, memory: 1Gi, gpu: true}}
    livenessProbe: {httpGet: {port: [80]}}
";
        assert_eq!(
            wrong(Kind::Pod, text),
            [
                ("/metadata/labels/count".into(), "a string", "a number"),
                ("/metadata/name".into(), "a string", "a list"),
                ("/spec/hostNetwork".into(), "a boolean", "a string"),
                ("/spec/containers/0/ports/0/containerPort".into(), "an integer", "a string"),
                ("/spec/containers/0/ports/1".into(), "a mapping", "a string"),
                ("/spec/containers/0/env".into(), "a list", "a mapping"),
                ("/spec/containers/1".into(), "a mapping", "a string"),
                ("/spec/containers/2/securityContext".into(), "a mapping", "a boolean"),
                ("/spec/containers/2/resources/limits/gpu".into(), "a quantity", "a boolean"),
                (
                    "/spec/containers/2/livenessProbe/httpGet/port".into(),
                    "an integer or a string",
                    "a list"
                ),
            ]
        );
    }

    #[test]
    fn null_and_unknown_keys_are_of_no_type() {
        let text = "
metadata: null
spec: {hostNetwork: null, containers: [null, {name: ~, unheardOf: {a: 1}}]}";
        assert_eq!(wrong(Kind::Pod, text), []);
    }

    #[test]
    fn arguments_may_be_a_list_or_a_mapping() {
        let kind = Kind::KubeadmClusterConfiguration;
        assert_eq!(wrong(kind, "apiServer: {extraArgs: {profiling: 'false'}}"), []);
        assert_eq!(wrong(kind, "apiServer: {extraArgs: [{name: profiling, value: 'false'}]}"), []);
        assert_eq!(
            wrong(kind, "apiServer: {extraArgs: {profiling: false}}"),
            [("/apiServer/extraArgs/profiling".into(), "a string", "a boolean")]
        );
        assert_eq!(
            wrong(kind, "apiServer: {extraArgs: --profiling}"),
            [("/apiServer/extraArgs".into(), "a list or a mapping", "a string")]
        );
    }

    #[test]
    fn every_kind_has_a_view() {
        let without: Vec<_> = Kind::ALL
            .iter()
            .filter(|kind| kind.shape().is_none())
            .map(|kind| kind.name())
            .collect();
        assert_eq!(without, [""]);
    }
}
