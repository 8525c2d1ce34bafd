//! Every text that a workload's containers are given, with its place.

use crate::engine::Because;
use crate::model::config_map::ConfigMap;
use crate::model::container::{Container, EnvVarSource};
use crate::model::{Cluster, Kind, Object, Place, StrMap, Workload};
use crate::parse::Node;
use crate::span::{Span, to_u32};

/// A text and where it is written.
pub(super) struct Text<'a> {
    object: Object<'a>,
    node: Node<'a>,
    pub(super) text: &'a str,
    /// Is it a file of many lines, rather than one value?
    pub(super) is_file: bool,
    /// What it is, such as `` `DATABASE_URL` of container `web` ``.
    pub(super) what: String,
}

impl Text<'_> {
    /// The place of `part` in it, as near as the source has it.
    pub(super) fn place(&self, part: &str) -> Place {
        let place = Place::of(self.object, self.node);
        let span = self.node.span();
        let raw = span.of(self.node.document().text());
        match raw.find(part) {
            Some(at) => {
                let start = span.start + to_u32(at);
                Place { span: Span::new(start, start + to_u32(part.len())), ..place }
            }
            None => place,
        }
    }
}

/// Secrets that a workload is given, each with its name and key, never its value.
type Secrets = Vec<(String, Because)>;

/// What the containers of a workload are given: values, arguments, ConfigMaps; and the names of Secrets.
pub(super) fn of<'a>(cluster: &'a Cluster, workload: Workload<'a>) -> (Vec<Text<'a>>, Secrets) {
    let mut given = Given { cluster, workload, texts: Vec::new(), secrets: Vec::new() };
    for (_, container) in workload.containers() {
        given.of_container(container);
    }
    given.of_volumes();
    (given.texts, given.secrets)
}

struct Given<'a> {
    cluster: &'a Cluster,
    workload: Workload<'a>,
    texts: Vec<Text<'a>>,
    secrets: Secrets,
}

impl<'a> Given<'a> {
    fn of_container(&mut self, container: Container<'a>) {
        let object = self.workload.object();
        let name = container.name().or("");
        for variable in container.env().iter() {
            let what = format!("`{}` of container `{name}`", variable.name().or(""));
            if let Some(text) = variable.value().get() {
                let node = variable.value().node();
                self.texts.push(Text { object, node, text, is_file: false, what });
                continue;
            }
            let from = variable.value_from();
            if let Some(key) = from.then(EnvVarSource::config_map_key_ref).get() {
                self.of_config_map(key.name().or(""), Some(key.key().or("")), false);
            } else if let Some(key) = from.then(EnvVarSource::secret_key_ref).get() {
                let secret =
                    format!("key `{}` of Secret `{}`", key.key().or(""), key.name().or(""));
                self.secret(secret, key.node());
            }
        }
        for all in container.env_from().iter() {
            if let Some(map) = all.config_map_ref().get() {
                self.of_config_map(map.name().or(""), None, false);
            }
            if let Some(secret) = all.secret_ref().get() {
                self.secret(format!("Secret `{}`", secret.name().or("")), secret.node());
            }
        }
        for (list, word) in [(container.command(), "command"), (container.args(), "argument")] {
            for (text, node) in list.entries() {
                let what = format!("{word} of container `{name}`");
                let is_file = text.contains('\n');
                self.texts.push(Text { object, node, text, is_file, what });
            }
        }
    }

    fn of_volumes(&mut self) {
        for volume in self.workload.spec().volumes().iter() {
            if let Some(map) = volume.config_map().get() {
                let keys: Vec<&str> =
                    map.items().iter().filter_map(|item| item.key().get()).collect();
                self.of_file_map(map.name().or(""), &keys);
            }
            let sources = volume.projected().get().into_iter().flat_map(|all| all.sources().iter());
            for map in sources.filter_map(|source| source.config_map().get()) {
                let keys: Vec<&str> =
                    map.items().iter().filter_map(|item| item.key().get()).collect();
                self.of_file_map(map.name().or(""), &keys);
            }
        }
    }

    fn of_file_map(&mut self, name: &'a str, keys: &[&'a str]) {
        if keys.is_empty() {
            self.of_config_map(name, None, true);
        }
        keys.iter().for_each(|key| self.of_config_map(name, Some(key), true));
    }

    fn of_config_map(&mut self, name: &'a str, key: Option<&str>, is_file: bool) {
        let namespace = self.workload.namespace();
        for object in self.cluster.named(Kind::ConfigMap, namespace, name) {
            let data = object.view::<ConfigMap<'_>>().and_then(|map| map.data().get());
            for (at, node, text) in data.into_iter().flat_map(StrMap::entries) {
                if key.is_none_or(|key| key == at.text()) {
                    let what = format!("`{}` of ConfigMap `{name}`", at.text());
                    let is_file = is_file || text.contains('\n');
                    self.texts.push(Text { object, node, text, is_file, what });
                }
            }
        }
    }

    fn secret(&mut self, names: String, node: Node<'a>) {
        let place = Place::of(self.workload.object(), node);
        let text = "values of Secrets are not looked at".to_owned();
        self.secrets.push((names, Because { place, text }));
    }
}
