//! What Cilium's policies name instead of writing it: groups of blocks, and Services.
//!
//! <https://docs.cilium.io/en/stable/security/policy/layer3/>

use std::collections::HashMap;

use crate::engine::network::dialects::cilium::blocks;
use crate::engine::network::dialects::compile::Compiler;
use crate::engine::network::policy::{ExprId, Group, Who};
use crate::engine::network::selector::{Expr, Tri, pod_key};
use crate::model::cilium::{CiliumCidr, CiliumCidrGroup, CiliumService};
use crate::model::endpoints::behind;
use crate::model::service::{Service, ServiceSpec};
use crate::model::{Kind, LabelSelector, Metadata, Object, StrMap};
use crate::options::Scope;

/// Services by name, and the addresses that are written for them: looked up once something asks.
#[derive(Default)]
pub(in crate::engine::network) struct Refs<'a> {
    by_name: Option<HashMap<&'a str, Vec<Object<'a>>>>,
    addresses: Option<HashMap<(&'a str, &'a str), Vec<&'a str>>>,
}

/// The blocks of the groups that an item names.
pub(in crate::engine::network) fn groups<'a>(
    compiler: &Compiler<'a>,
    set: CiliumCidr<'a>,
) -> Vec<Who> {
    let cluster = compiler.cluster;
    let given: Vec<(Object<'a>, CiliumCidrGroup<'a>)> =
        match (set.cidr_group_ref().get(), set.cidr_group_selector().get()) {
            (Some(name), _) => {
                let named = cluster.named(Kind::CiliumCidrGroup, "", name);
                named.filter_map(|object| Some((object, object.view()?))).take(1).collect()
            }
            (None, Some(selector)) => cluster
                .all::<CiliumCidrGroup<'_>>()
                .filter(|(object, _)| has_labels(*object, selector))
                .collect(),
            (None, None) => Vec::new(),
        };
    let is_open = given.iter().any(|(object, _)| cluster.is_in_conflict(*object));
    if is_open || (given.is_empty() && compiler.options.scope == Scope::Partial) {
        return vec![Who::Group(Group::SOME_OUTSIDE)];
    }
    let each =
        given.iter().flat_map(|(_, group)| group.spec().then(|of| of.external_cidrs()).iter());
    vec![Who::Blocks(blocks(compiler, each, set.except().iter()))]
}

/// Who is behind the Services that an item names: the pods they select, on whatever port; of those without a
/// selector, the addresses that are written for them, which stand for no pod.
pub(in crate::engine::network) fn services<'a>(
    compiler: &mut Compiler<'a>,
    refs: &mut Refs<'a>,
    item: CiliumService<'a>,
) -> Vec<Who> {
    let given: Vec<Object<'a>> = match (item.k8s_service_selector().get(), item.k8s_service().get())
    {
        (Some(wanted), _) => {
            let selector = wanted.selector();
            let all = compiler.cluster.of_kind(Kind::Service);
            let here = all.filter(|object| is_in(*object, wanted.namespace().or("")));
            here.filter(|object| selector.get().is_none_or(|one| has_labels(*object, one)))
                .collect()
        }
        (None, Some(wanted)) => {
            let by_name = refs.by_name.get_or_insert_with(|| by_name(compiler));
            let all = by_name.get(wanted.service_name().or("")).into_iter().flatten().copied();
            all.filter(|object| is_in(*object, wanted.namespace().or(""))).collect()
        }
        (None, None) => Vec::new(),
    };
    let some = Who::Group(Group { pods: Tri::Maybe, ..Group::SOME_OUTSIDE });
    if given.is_empty() && compiler.options.scope == Scope::Partial {
        return vec![some];
    }
    let mut items = Vec::new();
    for object in given {
        let spec = object.view::<Service<'_>>().and_then(|service| service.spec().get());
        let namespace = object.namespace().unwrap_or_default();
        match spec {
            Some(_) if compiler.cluster.is_in_conflict(object) => items.push(some.clone()),
            Some(spec) if spec.selects_pods() => {
                items.push(Who::Pods(selected(compiler, namespace, spec)));
            }
            Some(spec) if spec.type_().is("ExternalName") => {}
            _ => {
                let all = refs.addresses.get_or_insert_with(|| addresses(compiler));
                items.push(match all.get(&(namespace, object.name())) {
                    Some(known) => {
                        Who::Blocks(blocks(compiler, known.iter().copied(), std::iter::empty()))
                    }
                    None => Who::Group(Group::SOME_OUTSIDE),
                });
            }
        }
    }
    items
}

fn is_in(object: Object<'_>, namespace: &str) -> bool {
    namespace.is_empty() || object.namespace() == Some(namespace)
}

fn has_labels(object: Object<'_>, selector: LabelSelector<'_>) -> bool {
    let labels = object.metadata().and_then(|metadata: Metadata<'_>| metadata.labels().get());
    selector.matches(&labels).unwrap_or(false)
}

/// The pods that a Service selects.
pub(in crate::engine::network) fn selected<'a>(
    compiler: &mut Compiler<'a>,
    namespace: &'a str,
    spec: ServiceSpec<'a>,
) -> ExprId {
    let mut expr = compiler.in_namespace(namespace);
    for (key, _, value) in spec.selector().get().into_iter().flat_map(StrMap::entries) {
        let key = pod_key(&mut compiler.names, key.text());
        expr = expr.and(Expr::is(key, compiler.names.sym(value)));
    }
    compiler.expr(expr)
}

fn by_name<'a>(compiler: &Compiler<'a>) -> HashMap<&'a str, Vec<Object<'a>>> {
    let mut by_name: HashMap<&str, Vec<Object<'_>>> = HashMap::new();
    for object in compiler.cluster.of_kind(Kind::Service) {
        by_name.entry(object.name()).or_default().push(object);
    }
    by_name
}

fn addresses<'a>(compiler: &Compiler<'a>) -> HashMap<(&'a str, &'a str), Vec<&'a str>> {
    let mut all: HashMap<(&str, &str), Vec<&str>> = HashMap::new();
    let kinds = [Kind::EndpointSlice, Kind::Endpoints];
    for object in compiler.cluster.of_kinds(kinds) {
        if let Some((service, addresses)) = behind(object) {
            let namespace = object.namespace().unwrap_or_default();
            all.entry((namespace, service)).or_default().extend(addresses);
        }
    }
    all
}
