//! From files to policies, and back: what is written is read and evaluated again.

use std::sync::Arc;

use super::plan::Plan;
use super::{
    Declaration, DeclaredConnection, NetworkSuggestion, RefusedWorkload, SCHEMA, UnresolvedName,
    proof, yaml,
};
use crate::engine::Because;
use crate::engine::declared::{Declared, DeclaredEnd};
use crate::engine::network::{Member, Network, Peer, PortSet};
use crate::engine::references::References;
use crate::error::{ErrorCode, OptionsError};
use crate::model::{Cluster, FileId, Kind, Place, Source, Unit};
use crate::options::Options;
use crate::parse::Limits;
use crate::read::SourceFile;
use crate::report::build::{Builder, tool};
use crate::report::reach::{peer_name, ranges};
use crate::span::to_u32;

/// The policies for these namespaces; of none, for all but those of the cluster itself.
pub(crate) fn network(
    cluster: &Cluster,
    files: &[SourceFile],
    options: &Options,
    namespaces: &[String],
) -> Result<NetworkSuggestion, OptionsError> {
    let places = Builder { cluster, files };
    let network = Network::by_object(cluster, options);
    let references = References::of(cluster);
    known(&network, namespaces)?;
    let declared = Declared::of(cluster, &network, &references);
    let plan = Plan::of(&network, &references, &declared, namespaces);
    let yaml = yaml::yaml(&plan.drafts, &|place| places.span(place));
    let after = applied(files, options, &plan, &yaml);
    let after = Network::by_object(&after, options);
    let name = |member: u32| peer_name(&network, Peer::Workload(member));
    let place_of = |member: u32| {
        let object = network.member(member).map(|one| one.workload.object());
        object.map(|object| places.span(Place::of(object, object.name_node())))
    };
    let refused = plan.refused.iter().filter_map(|refused| {
        Some(RefusedWorkload {
            workload: name(refused.member),
            text: refused.why.clone(),
            span: place_of(refused.member)?,
        })
    });
    let is_covered = |member: u32| {
        let member = network.member(member);
        member.is_some_and(|member| plan.namespaces.contains(member.namespace))
    };
    let unresolved = declared.unresolved.iter().filter(|one| is_covered(one.src));
    let unresolved = unresolved.map(|one| UnresolvedName {
        src: name(one.src),
        names: one.names.clone(),
        text: one.because.text.clone(),
        span: places.span(one.because.place),
    });
    Ok(NetworkSuggestion {
        schema: SCHEMA.into(),
        tool: tool(),
        options: options.clone(),
        namespaces: plan.namespaces.iter().cloned().collect(),
        connections: connections(&network, &places, &declared),
        proof: proof::of(&after, &plan, &declared),
        yaml,
        refused: refused.collect(),
        unresolved: unresolved.collect(),
        problems: places.problems(),
    })
}

/// A namespace that is asked for has workloads.
fn known(network: &Network<'_>, namespaces: &[String]) -> Result<(), OptionsError> {
    for namespace in namespaces {
        if !network.members().iter().any(|member: &Member<'_>| member.namespace == namespace) {
            let message = format!("no workload of namespace `{namespace}` in the input");
            let remedy = "name a namespace that the input has workloads of";
            return Err(OptionsError::new(
                ErrorCode::InvalidQuery,
                "query.namespaces",
                message,
                remedy,
            ));
        }
    }
    Ok(())
}

/// By both ends, what declares the same connection together.
fn connections(
    network: &Network<'_>,
    places: &Builder<'_>,
    declared: &Declared,
) -> Vec<DeclaredConnection> {
    let mut sorted: Vec<(DeclaredEnd, DeclaredEnd, &PortSet, &Because)> = declared
        .connections
        .iter()
        .map(|one| (one.src, one.dst, &one.ports, &one.because))
        .collect();
    sorted.sort_by_key(|(src, dst, ..)| (*src, *dst));
    let same = sorted.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let each = same.filter_map(|same| {
        let (src, dst, ..) = *same.first()?;
        let ports = same.iter().fold(PortSet::default(), |all, (_, _, ports, _)| all.or(ports));
        let mut because: Vec<Declaration> = same
            .iter()
            .map(|(.., because)| Declaration {
                text: because.text.clone(),
                span: places.span(because.place),
            })
            .collect();
        because.dedup();
        let (src, dst) = (proof::end_name(network, src), proof::end_name(network, dst));
        Some(DeclaredConnection { src, dst, ports: ranges(&ports), because })
    });
    each.collect()
}

/// The cluster without the NetworkPolicies of the namespaces, and with those that are suggested.
fn applied(files: &[SourceFile], options: &Options, plan: &Plan, yaml: &str) -> Cluster {
    let mut paths: Vec<Box<str>> = files.iter().map(|file| file.path.clone()).collect();
    let mut sources = Vec::new();
    let limits = options.limits.of_document();
    for (file, id) in files.iter().zip(0..) {
        for document in &file.documents {
            let goes = |unit: &Unit| -> Vec<bool> {
                let objects = unit.objects();
                objects
                    .map(|object| {
                        object.kind() == Kind::NetworkPolicy
                            && object.namespace().is_some_and(|of| plan.namespaces.contains(of))
                    })
                    .collect()
            };
            let going = goes(&document.unit);
            let unit = match (going.contains(&true), &file.text) {
                (true, Some(text)) => {
                    let mut unit = Unit::read(document.span.of(text.text()), limits);
                    let mut going = going.into_iter();
                    unit.heads.retain(|_| !going.next().unwrap_or(false));
                    Arc::new(unit)
                }
                _ => Arc::clone(&document.unit),
            };
            sources.push(Source { file: FileId(id), base: document.span.start, unit });
        }
    }
    let file = FileId(to_u32(paths.len()));
    paths.push("suggested.yaml".into());
    sources.extend(documents(yaml, file, limits));
    Cluster::new(paths, sources)
}

/// What is suggested, as it is read again.
pub(crate) fn documents(yaml: &str, file: FileId, limits: Limits) -> impl Iterator<Item = Source> {
    crate::parse::split(yaml).into_iter().map(move |chunk| {
        let unit = Arc::new(Unit::read(chunk.span.of(yaml), limits));
        Source { file, base: chunk.span.start, unit }
    })
}
