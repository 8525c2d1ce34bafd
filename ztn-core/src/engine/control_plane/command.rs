//! Which component a container starts, and the words it starts it with.

use super::Component;
use super::argv::{FlagSet, Word};
use super::server::VARIES;
use crate::model::List;
use crate::model::container::Container;
use crate::parse::Node;

/// Programs that start the program named after them.
const WRAPPERS: &[&str] = &["hyperkube", "go-runner", "kube-log-runner", "tini", "dumb-init"];
const SHELLS: &[&str] = &["sh", "bash", "ash", "dash"];

/// The component that a container runs, if it runs one, and its flags.
pub(in crate::engine) fn of_container(
    container: Container<'_>,
) -> Option<(Component, FlagSet<'_>)> {
    let written = container.command().entries().chain(container.args().entries());
    let words: Vec<Word<'_>> = written.map(|(text, node)| Word { text, node }).collect();
    let (component, words) = match words.first() {
        Some(first) if !first.text.starts_with('-') => unwrapped(&words)?,
        // Without a command the image's own program runs.
        _ => (component_of_image(container.image().get()?)?, words),
    };
    Some((component, FlagSet::parse(&words, component.syntax())))
}

/// The list that a further flag can be added to: the last one, unless a shell reads it.
pub(super) fn room(container: Container<'_>) -> Option<Node<'_>> {
    let words = || container.command().iter().chain(container.args().iter());
    let by_shell = words().next().is_some_and(|first| SHELLS.contains(&basename(first)));
    let list = container.args().get().filter(|list| !list.is_empty()).or(container.command().get());
    list.filter(|_| !by_shell).map(List::node)
}

/// The component at the front of a command line, whatever it is wrapped in, and the words after it.
fn unwrapped<'a>(words: &[Word<'a>]) -> Option<(Component, Vec<Word<'a>>)> {
    let (first, rest) = words.split_first()?;
    let program = basename(first.text);
    if let Some(component) = Component::from_program(program) {
        return Some((component, rest.to_vec()));
    }
    if WRAPPERS.contains(&program) {
        return after_program(rest, |_, _| true);
    }
    if SHELLS.contains(&program) {
        let is_option = |word: &&Word<'_>| word.text.starts_with('-');
        let script = rest.iter().find(|word| !is_option(word))?;
        return after_program(&split(*script), |before, after| {
            // A word of a message is followed by words, a program by its flags.
            before.is_none_or(|word| word == "exec")
                || after.is_some_and(|word| word.starts_with('-'))
        });
    }
    None
}

/// The first word that is a component, and those after it up to the end of the command.
fn after_program<'a>(
    words: &[Word<'a>],
    is_started: impl Fn(Option<&str>, Option<&str>) -> bool,
) -> Option<(Component, Vec<Word<'a>>)> {
    let mut before = None;
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let program = basename(word.text);
        let program = if program == "apiserver" { "kube-apiserver" } else { program };
        let after = words.peek().map(|word| word.text);
        if let Some(component) = Component::from_program(program)
            && is_started(before, after)
        {
            let ends = |word: &&&Word<'_>| !matches!(word.text, "&&" | "||" | "|" | ";" | "&");
            return Some((component, words.take_while(|word| ends(&word)).copied().collect()));
        }
        before = Some(word.text);
    }
    None
}

/// The words of a script, without its quotes and line ends.
fn split(script: Word<'_>) -> Vec<Word<'_>> {
    let bare = |text: &str| !text.is_empty() && text != "\\";
    let words = script.text.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    words.filter(|word| bare(word)).map(|text| Word { text, node: script.node }).collect()
}

/// The environment variables that a container's etcd reads as flags: `ETCD_CLIENT_CERT_AUTH`. Empty
/// ones count as not set.
pub(super) fn of_environment(container: Container<'_>) -> FlagSet<'_> {
    let flags = container.env().iter().filter_map(|variable| {
        let name = variable.name().get()?.strip_prefix("ETCD_")?;
        // A value from elsewhere is there, and unknown.
        let value = if variable.value_from().is_set() { VARIES } else { variable.value().get()? };
        let node = variable.value().node();
        (!value.is_empty()).then_some((name, value, node))
    });
    FlagSet::of_pairs(flags)
}

/// The component that an image is of, by its name: `registry.k8s.io/kube-apiserver:v1.36.2`.
pub(super) fn component_of_image(image: &str) -> Option<Component> {
    let name = basename(image.split('@').next().unwrap_or(image));
    let name = name.split(':').next().unwrap_or(name);
    let name = name.strip_suffix("-amd64").or(name.strip_suffix("-arm64")).unwrap_or(name);
    Component::from_program(name)
}

pub(super) fn basename(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::control_plane::FlagSyntax;
    use crate::model::view::FromNode;
    use crate::parse::{Document, Limits};

    /// A component, and its flags as names and values.
    type Started = (Component, Vec<(String, Option<String>)>);

    fn started(container: &str) -> Option<Started> {
        let document = Document::parse(container, Limits::default()).expect("YAML");
        let (component, flags) = of_container(Container::from_node(document.root())?)?;
        let flags = flags.iter().map(|flag| (flag.name.into(), flag.value.map(str::to_owned)));
        Some((component, flags.collect()))
    }

    fn flag(name: &str, value: &str) -> (String, Option<String>) {
        (name.into(), Some(value.into()))
    }

    #[test]
    fn a_component_is_found_in_whatever_starts_it() {
        let wanted = Some((Component::ApiServer, vec![flag("profiling", "false")]));
        for container in [
            "command: [kube-apiserver, --profiling=false]",
            "command: [/usr/local/bin/kube-apiserver]\nargs: [--profiling=false]",
            "args: [kube-apiserver, --profiling=false]",
            "{image: 'registry.k8s.io/kube-apiserver:v1.36.2', args: [--profiling=false]}",
            "command: [/hyperkube, apiserver, --profiling=false]",
            "command: [/go-runner, --log-file=/var/log/a.log, /usr/local/bin/kube-apiserver, --profiling=false]",
            "command: [/bin/sh, -c, 'exec kube-apiserver --profiling=false']",
            "command: [sh, -c, \"sleep 1; exec /usr/local/bin/kube-apiserver \\\\\\n --profiling=false && true\"]",
        ] {
            assert_eq!(started(container), wanted, "{container}");
        }
    }

    #[test]
    fn what_only_speaks_of_a_component_is_none() {
        for container in [
            "command: [etcdctl, snapshot, save]",
            "{image: registry.k8s.io/etcd:3.6.4-0, command: [sh, -c, 'etcdctl snapshot save']}",
            "{image: registry.k8s.io/etcd:3.6.4-0, args: [etcdctl, defrag]}",
            "command: [sh, -c, 'echo waiting for etcd to start']",
            "command: [/app, --sidecar-of, etcd]",
            "{}",
        ] {
            assert_eq!(started(container), None, "{container}");
        }
    }

    #[test]
    fn an_environment_names_the_flags_of_etcd() {
        let text = "{env: [{name: ETCD_CLIENT_CERT_AUTH, value: 'true'}, {name: ETCD_NAME, value: ''},
            {name: PATH, value: /bin}, {name: ETCD_CERT_FILE, valueFrom: {fieldRef: {fieldPath: a}}}]}";
        let document = Document::parse(text, Limits::default()).expect("YAML");
        let flags = of_environment(Container::from_node(document.root()).expect("a container"));
        assert_eq!(flags.get("client-cert-auth").and_then(|flag| flag.as_bool()), Some(true));
        assert!(flags.get("cert-file").is_some_and(|flag| flag.is_substituted()));
        assert!(flags.get("name").is_none() && flags.iter().count() == 2);
    }

    #[test]
    fn flags_are_read_as_their_parsers_read_them() {
        let of = |text: &str| started(text).map(|(_, flags)| flags).unwrap_or_default();
        // Only `=` gives a boolean its value: the word after it is an argument of its own.
        assert_eq!(
            of("command: [kube-apiserver, --anonymous-auth, 'false', --token_auth_file, /a]"),
            [("anonymous-auth".into(), None), flag("token_auth_file", "/a")]
        );
        assert_eq!(
            of("command: [etcd, -name, a, --auto-tls=true]"),
            [flag("name", "a"), flag("auto-tls", "true")]
        );
        assert_eq!(Component::Etcd.syntax(), FlagSyntax::GoFlag);
    }
}
