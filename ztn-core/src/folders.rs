//! Folders whose files another program puts together: Helm charts and kustomizations.
//!
//! A template is no manifest, and a patch is a part of one: neither is judged, and both are said to be left
//! out, since what they make may break what the other files keep. The whole objects of a kustomization, those
//! it lists as `resources`, are judged as they are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::{Content, File};
use crate::model::kustomization::Kustomization;
use crate::options::Limits;
use crate::parse::{Document, split};

/// A program that makes manifests of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renderer {
    /// `helm template`
    Helm,
    /// `kubectl kustomize`
    Kustomize,
}

/// Why a file is left out.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    /// In one clause.
    pub(crate) why: String,
    /// May what is made of it hold objects that no other file shows?
    pub(crate) holds_objects: bool,
}

/// The folders of an input that another program renders.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    charts: BTreeSet<String>,
    kustomizations: BTreeMap<String, Folder>,
    /// The folder of the kustomization that a file changes the objects of.
    changes: BTreeMap<String, String>,
}

/// A folder with a kustomization.
#[derive(Debug, Default)]
struct Folder {
    file: String,
    is_component: bool,
    included: Vec<String>,
}

impl Renderer {
    /// The command whose output can be checked.
    pub(crate) fn command(self, folder: &str) -> String {
        let folder = shown(folder);
        match self {
            Self::Helm => format!("helm template {folder} | ztn check -"),
            Self::Kustomize => format!("kubectl kustomize {folder} | ztn check -"),
        }
    }

    /// What was not looked at in `folder`.
    pub(crate) fn left_out(self, folder: &str) -> String {
        let folder = shown(folder);
        match self {
            Self::Helm => format!("`{folder}` is a Helm chart, and its templates were left out"),
            Self::Kustomize => {
                format!("`{folder}` is a kustomization, and its changes were not applied")
            }
        }
    }
}

impl Folders {
    /// The folders of these files.
    pub(crate) fn of(files: &[&File], limits: Limits) -> Self {
        let mut folders = Self::default();
        for file in files {
            match file.path.rsplit_once('/').unwrap_or(("", &file.path)) {
                (folder, "Chart.yaml") => {
                    folders.charts.insert(folder.to_owned());
                }
                (folder, "kustomization.yaml" | "kustomization.yml" | "Kustomization") => {
                    folders.add_kustomization(folder, file, limits);
                }
                _ => {}
            }
        }
        folders
    }

    fn add_kustomization(&mut self, folder: &str, file: &File, limits: Limits) {
        let Content::Bytes(bytes) = &file.content else {
            return;
        };
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| fits(bytes, limits)) else {
            return;
        };
        let first = split(text).into_iter().next().map_or("", |chunk| chunk.span.of(text));
        let document = Document::parse(first, limits.of_document()).ok();
        let Some(kustomization) = document.as_ref().and_then(Kustomization::of) else {
            return;
        };
        for change in kustomization.changes() {
            self.changes.insert(join(folder, change), folder.to_owned());
        }
        let entry = Folder {
            file: file.path.clone(),
            is_component: kustomization.kind().is("Component"),
            included: kustomization.included().map(|path| join(folder, path)).collect(),
        };
        self.kustomizations.insert(folder.to_owned(), entry);
    }

    /// Why the file at `path` is left out, if it is.
    pub(crate) fn leave_out(&self, path: &str) -> Option<LeftOut> {
        self.in_chart(path).or_else(|| self.in_kustomization(path))
    }

    fn in_chart(&self, path: &str) -> Option<LeftOut> {
        let (chart, inside) =
            self.charts.iter().find_map(|chart| Some((chart, below(path, chart)?))).filter(
                |(_, inside)| {
                    inside.starts_with("templates/")
                        || inside.starts_with("values")
                        || matches!(*inside, "Chart.yaml" | "Chart.lock")
                },
            )?;
        let holds_objects = inside.starts_with("templates/");
        let what = if holds_objects { "a template" } else { "a part" };
        let command = Renderer::Helm.command(chart);
        let why =
            format!("{what} of the Helm chart `{}`: check what `{command}` gives", shown(chart));
        Some(LeftOut { why, holds_objects })
    }

    fn in_kustomization(&self, path: &str) -> Option<LeftOut> {
        let (what, folder) = match self.changes.get(path) {
            Some(folder) => ("a change that the kustomization makes", folder),
            None => {
                let is_it = |(_, known): &(&String, &Folder)| known.file == path;
                ("a kustomization", self.kustomizations.iter().find(is_it)?.0)
            }
        };
        let command = Renderer::Kustomize.command(folder);
        let why = format!("{what} in `{}`: check what `{command}` gives", shown(folder));
        Some(LeftOut { why, holds_objects: true })
    }

    /// The folders to render: none that is a part of another.
    pub(crate) fn to_render(&self) -> impl Iterator<Item = (Renderer, &str)> {
        let is_inner = |inner: &str| {
            let above = |chart: &String| {
                below(inner, chart).is_some_and(|inside| inside.starts_with("charts/"))
            };
            self.charts.iter().any(above)
        };
        let included = |folder: &str| {
            let mut folders = self.kustomizations.values();
            folders.any(|one| one.included.iter().any(|path| path == folder))
        };
        let charts = self.charts.iter().map(String::as_str).filter(move |chart| !is_inner(chart));
        let kustomizations = self.kustomizations.iter();
        let roots = kustomizations
            .filter(move |(folder, one)| !one.is_component && !included(folder))
            .map(|(folder, _)| folder.as_str());
        charts
            .map(|folder| (Renderer::Helm, folder))
            .chain(roots.map(|folder| (Renderer::Kustomize, folder)))
    }
}

fn fits(bytes: &[u8], limits: Limits) -> bool {
    bytes.len() <= limits.file_bytes as usize
}

/// A folder as a command takes it.
fn shown(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

/// The path from `folder` on to a file in it.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The path that `relative` names in a file of `folder`.
fn join(folder: &str, relative: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in relative.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    if folder.starts_with('/') { format!("/{path}") } else { path }
}
