//! `kustomization.yaml`: what `kustomize build` puts together. It is no object of the API, and often says
//! neither `apiVersion` nor `kind`.

use super::view::{FromNode, List, view};
use crate::parse::Document;

view! {
    /// Which files a kustomization is made of.
    Kustomization "Kustomization" {
        api_version "apiVersion": &'a str,
        /// `Component`, for one that only others include.
        kind "kind": &'a str,
        resources "resources": List<'a, &'a str>,
        /// What `resources` was before, for folders.
        bases "bases": List<'a, &'a str>,
        components "components": List<'a, &'a str>,
        patches "patches": List<'a, PatchFile<'a>>,
        patches_json6902 "patchesJson6902": List<'a, PatchFile<'a>>,
        patches_strategic_merge "patchesStrategicMerge": List<'a, &'a str>,
        replacements "replacements": List<'a, PatchFile<'a>>,
        transformers "transformers": List<'a, &'a str>,
        generators "generators": List<'a, &'a str>,
        configurations "configurations": List<'a, &'a str>,
    }

    /// A patch: in a file, or written here.
    PatchFile "Patch" {
        path "path": &'a str,
    }
}

impl<'a> Kustomization<'a> {
    /// The kustomization of a document, unless the document says that it is something else.
    #[must_use]
    pub fn of(document: &'a Document) -> Option<Self> {
        let file = Self::from_node(document.root())?;
        let group = file.api_version().or("").split('/').next().unwrap_or_default();
        (group.is_empty() || group == "kustomize.config.k8s.io").then_some(file)
    }

    /// The files and folders whose objects it takes.
    pub fn included(self) -> impl Iterator<Item = &'a str> {
        let lists = [self.resources(), self.bases(), self.components()];
        lists.into_iter().flat_map(|list| list.get()).flat_map(|list| list.iter())
    }

    /// The files that say how those objects are changed, and hold no whole object themselves.
    pub fn changes(self) -> impl Iterator<Item = &'a str> {
        let named = [self.patches(), self.patches_json6902(), self.replacements()];
        let named = named.into_iter().flat_map(|list| list.get()).flat_map(|list| list.iter());
        let listed = [
            self.patches_strategic_merge(),
            self.transformers(),
            self.generators(),
            self.configurations(),
        ];
        let listed = listed.into_iter().flat_map(|list| list.get()).flat_map(|list| list.iter());
        named.filter_map(|patch| patch.path().get()).chain(listed)
    }
}
