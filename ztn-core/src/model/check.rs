//! Wrong types: what the API server would refuse, found once for all readers of a field.

use super::object::Object;
use super::pod::PodTemplateSpec;
use super::view::{FieldInfo, FromNode, IntOrStr, Quantity, Shape, ViewInfo};
use super::workload::workloads;
use crate::parse::{Node, NodeKind, Scalar};

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

/// Every value of a wrong type in `object`, as far as the model reads its kind. Of a kind it does not
/// know, the pod templates.
#[must_use]
pub fn wrong_types_of(object: Object<'_>) -> Vec<WrongType<'_>> {
    let mut found = Vec::new();
    match object.kind().shape() {
        Some(shape) => wrong_types(object.node(), shape, &mut found),
        None => workloads(object).for_each(|workload| {
            wrong_types(workload.template(), PodTemplateSpec::SHAPE, &mut found)
        }),
    }
    found
}

/// Every value under `node` whose type is not the one of `shape`. Keys the view does not know are
/// passed over: the model reads only a part of the API.
pub fn wrong_types<'a>(node: Node<'a>, shape: &'static Shape, out: &mut Vec<WrongType<'a>>) {
    // `null` is the same as not written, for every type.
    if node.is_null() {
        return;
    }
    let right = match shape {
        Shape::Any => true,
        Shape::Bool => node.as_bool().is_some(),
        Shape::Int => node.as_i64().is_some(),
        Shape::Str => node.as_str().is_some(),
        Shape::IntOrStr => IntOrStr::from_node(node).is_some(),
        Shape::Quantity => Quantity::from_node(node).is_some(),
        Shape::List(_) => node.kind() == NodeKind::Sequence,
        Shape::StrMap | Shape::Map(_) | Shape::View(_) => node.kind() == NodeKind::Mapping,
        Shape::ListOrMap { .. } => node.kind() != NodeKind::Scalar,
    };
    if !right {
        out.push(WrongType { node, wanted: wanted(shape), found: found(node) });
        return;
    }
    match shape {
        Shape::List(item) => node.items().for_each(|node| wrong_types(node, item, out)),
        Shape::Map(value) => node.entries().for_each(|(_, node)| wrong_types(node, value, out)),
        Shape::StrMap => node.entries().for_each(|(_, node)| wrong_types(node, &Shape::Str, out)),
        Shape::ListOrMap { list, map } => {
            wrong_types(node, if node.kind() == NodeKind::Sequence { list } else { map }, out);
        }
        Shape::View(view) => {
            for (key, value) in node.entries() {
                if let Some(field) = view.field(key.text()) {
                    wrong_types(value, field.shape, out);
                }
            }
        }
        _ => {}
    }
}

impl ViewInfo {
    /// The field with this key, if the view reads it.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&FieldInfo> {
        self.fields.iter().find(|field| field.key == key)
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
        let mut found = Vec::new();
        wrong_types(document.root(), kind.shape().expect("a modelled kind"), &mut found);
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
    fn every_kind_has_a_view_but_those_of_other_policy_engines() {
        let without: Vec<_> = Kind::ALL
            .iter()
            .filter(|kind| kind.shape().is_none())
            .map(|kind| kind.name())
            .collect();
        assert_eq!(
            without,
            [
                "ClusterNetworkPolicy",
                "AdminNetworkPolicy",
                "BaselineAdminNetworkPolicy",
                "CiliumNetworkPolicy",
                "CiliumClusterwideNetworkPolicy",
                "NetworkPolicy",
                "GlobalNetworkPolicy",
                "",
            ]
        );
    }
}
