//! Pods and ReplicaSets that a controller of the input made: they repeat what its template says.
//!
//! A dump of a cluster holds a Deployment, its ReplicaSets and their pods. What is wrong in the template is
//! one mistake and is mended in one place, so it is reported there. What a pod has beyond its template, such
//! as an injected container, is reported at the first pod that has it.

use std::collections::{HashMap, HashSet};

use crate::finding::Finding;
use crate::model::controller::ReplicaSet;
use crate::model::meta::OwnerReference;
use crate::model::{Cluster, Kind, Object, ObjectId, workloads};
use crate::report::fingerprint::Paths;
use crate::suppress::Exception;

/// A finding with the exception that covers it.
type Judged = (Finding, Option<Box<Exception>>);

/// The same mistake in a template and in what was made from it: the rule, and the place in the template.
type Mistake = (&'static str, String);

/// Leaves each mistake at the controller furthest up that has it.
pub(crate) fn fold(cluster: &Cluster, findings: Vec<Judged>) -> Vec<Judged> {
    let controllers = controllers(cluster, &findings);
    if controllers.is_empty() {
        return findings;
    }
    let makers: HashSet<ObjectId> = controllers.values().map(|maker| maker.id()).collect();
    let known: HashSet<(ObjectId, Mistake)> = findings
        .iter()
        .filter_map(|(finding, _)| {
            let id = finding.object.filter(|id| makers.contains(id))?;
            Some((id, mistake(finding, cluster.object(id)?)?))
        })
        .collect();
    let mut of_siblings: HashSet<(ObjectId, Mistake)> = HashSet::new();
    let mut says_more = |(finding, _): &Judged| -> bool {
        let object = finding.object.and_then(|id| cluster.object(id));
        let Some((object, maker)) =
            object.and_then(|object| Some((object, controllers.get(&object.id())?)))
        else {
            return true;
        };
        let repeated = mistake(finding, object).is_some_and(|mistake| {
            let at_maker = (maker.id(), mistake);
            known.contains(&at_maker) || !of_siblings.insert(at_maker)
        });
        !repeated && !is_history(object)
    };
    findings.into_iter().filter(|judged| says_more(judged)).collect()
}

/// The controller of each object that something was found in, where the input has it.
fn controllers<'a>(cluster: &'a Cluster, findings: &[Judged]) -> HashMap<ObjectId, Object<'a>> {
    let objects: HashSet<ObjectId> =
        findings.iter().filter_map(|(finding, _)| finding.object).collect();
    objects
        .into_iter()
        .filter_map(|id| Some((id, controller(cluster, cluster.object(id)?)?)))
        .collect()
}

/// The object of the input that made `object`, if `object` has a pod template and says who did.
fn controller<'a>(cluster: &'a Cluster, object: Object<'a>) -> Option<Object<'a>> {
    let owner = workloads(object).next()?.owner()?;
    let (kind, name) = (owner_kind(owner), owner.name().get()?);
    cluster.named(kind, object.namespace()?, name).find(|maker| workloads(*maker).next().is_some())
}

fn owner_kind(owner: OwnerReference<'_>) -> Kind {
    let version = owner.api_version().or("");
    let group = version.split_once('/').map_or("", |(group, _)| group);
    Kind::of(group, owner.kind().or(""))
}

/// A revision that a Deployment keeps to go back to: nothing runs from it.
fn is_history(object: Object<'_>) -> bool {
    let set = object.view::<ReplicaSet<'_>>();
    set.is_some_and(|set| set.spec().then(|spec| spec.replicas()).get() == Some(0))
}

/// What a finding says and where: in the template, or else in the object.
fn mistake(finding: &Finding, object: Object<'_>) -> Option<Mistake> {
    if finding.place.doc != object.doc() {
        return None;
    }
    let node = object.node().document().node(finding.place.node?);
    let template = workloads(object).next()?.template();
    let paths = Paths::of(node, template).or_else(|| Paths::of(node, object.node()))?;
    Some((finding.rule.id, paths.keyed))
}
