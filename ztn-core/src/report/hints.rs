//! What the input looks like, where that explains why something is not in it.

use super::v1::{Addition, AdditionKind, Hint, HintKind};
use crate::folders::{Folders, Renderer};
use crate::model::{Cluster, Kind, Unit};

/// The known kinds that `kubectl get all` prints.
const ALL: &[Kind] = &[
    Kind::Pod,
    Kind::ReplicationController,
    Kind::Service,
    Kind::Deployment,
    Kind::ReplicaSet,
    Kind::StatefulSet,
    Kind::DaemonSet,
    Kind::Job,
    Kind::CronJob,
];

/// Everything recognised, by path.
pub(super) fn hints(cluster: &Cluster, folders: &Folders, missing: &[Addition]) -> Vec<Hint> {
    let mut hints: Vec<Hint> = folders
        .to_render()
        .map(|(renderer, folder)| Hint {
            kind: match renderer {
                Renderer::Helm => HintKind::HelmChart,
                Renderer::Kustomize => HintKind::Kustomization,
            },
            path: folder.to_owned(),
            text: renderer.left_out(folder),
            command: Some(renderer.command(folder)),
        })
        .collect();
    let command = missing.iter().find(|addition| addition.kind == AdditionKind::Command);
    let dumps = cluster.documents().filter(|(_, unit)| is_get_all(unit));
    hints.extend(dumps.map(|(doc, _)| {
        Hint {
        kind: HintKind::KubectlGetAll,
        path: cluster.path(cluster.file_of(doc)).to_owned(),
        text: "this is what `kubectl get all` prints: workloads and services, and no policy, role, \
               namespace or node"
            .to_owned(),
        command: command.map(|addition| addition.text.clone()),
    }
    }));
    hints.sort_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
    hints
}

/// Is it a list as the API server prints it, of pods and other kinds of that command, and of no others?
fn is_get_all(unit: &Unit) -> bool {
    let mut objects = unit.objects().filter(|object| object.kind() != Kind::Other).peekable();
    let is_stored = objects.peek().is_some_and(|object| {
        object.metadata().is_some_and(|metadata| metadata.uid().get().is_some())
    });
    let kinds: Vec<Kind> = objects.map(|object| object.kind()).collect();
    let is_mixed = kinds.iter().any(|kind| kinds.first() != Some(kind));
    is_stored && is_mixed && kinds.iter().all(|kind| ALL.contains(kind))
}
