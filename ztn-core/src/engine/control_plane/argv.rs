//! Command lines, read as the components' own flag parsers read them.

use crate::parse::Node;

/// How a program takes its flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagSyntax {
    /// `--name=value`, `--name value`; `_` is `-`; a boolean takes its value only after `=`.
    Pflag,
    /// Go's `flag`: one dash or two; a boolean takes its value only after `=`.
    GoFlag,
}

/// Flags that are booleans: `--name` alone means true, and a word after it is not its value.
const BOOLEANS: &[&str] = &[
    "allow-privileged",
    "anonymous-auth",
    "authentication-token-webhook",
    "auto-tls",
    "client-cert-auth",
    "enable-aggregator-routing",
    "enable-bootstrap-token-auth",
    "leader-elect",
    "peer-auto-tls",
    "peer-client-cert-auth",
    "profiling",
    "protect-kernel-defaults",
    "rotate-certificates",
    "rotate-server-certificates",
    "service-account-extend-token-expiration",
    "service-account-lookup",
    "use-service-account-credentials",
];

/// Flags that take lists: given again, they add to what was given before.
const LISTS: &[&str] = &[
    "authorization-mode",
    "disable-admission-plugins",
    "enable-admission-plugins",
    "etcd-servers",
    "api-audiences",
    "tls-cipher-suites",
];

/// One word of a command line.
#[derive(Clone, Copy)]
pub struct Word<'a> {
    /// The word.
    pub text: &'a str,
    /// Where it is written; a whole script, for a word of one.
    pub node: Node<'a>,
}

impl Word<'_> {
    /// Is it all that is written at its node?
    fn is_whole(self) -> bool {
        self.node.text() == self.text
    }
}

/// One flag as it is written.
#[derive(Clone, Copy)]
pub struct Flag<'a> {
    /// Its name, without dashes. Of an environment variable, its name without the program's prefix.
    pub name: &'a str,
    /// Its value; none for a flag that stands alone.
    pub value: Option<&'a str>,
    /// Where its value is written; where the name is, if both are one word.
    pub node: Node<'a>,
    /// How it is written.
    pub form: FlagForm<'a>,
}

/// The forms in which a flag can be written.
#[derive(Clone, Copy)]
pub enum FlagForm<'a> {
    /// `--name=value` or `--name`, with or without the dashes, which is all there is at its node.
    Word,
    /// `--name`, the word here, and then its value.
    Apart(Node<'a>),
    /// The value alone, under the flag's name.
    Value,
    /// Somewhere in a script, or by something that only stands for it.
    Script,
}

/// The flags a component is started with.
#[derive(Clone, Default)]
pub struct FlagSet<'a> {
    flags: Vec<Flag<'a>>,
}

impl<'a> FlagSet<'a> {
    /// The flags among the words of a command line.
    pub fn parse(words: &[Word<'a>], syntax: FlagSyntax) -> Self {
        let mut words = words.iter().copied().peekable();
        let mut flags = Vec::new();
        while let Some(word) = words.next() {
            let Word { text, node } = word;
            let Some(flag) = dashes_off(text, syntax) else {
                continue;
            };
            let form = if word.is_whole() { FlagForm::Word } else { FlagForm::Script };
            if let Some((name, value)) = flag.split_once('=') {
                flags.push(Flag { name, value: Some(value), node, form });
            } else if is(flag, BOOLEANS) {
                flags.push(Flag { name: flag, value: None, node, form });
            } else {
                let value = words.next_if(|word| !word.text.starts_with('-'));
                let form = match value {
                    Some(value) if value.is_whole() => FlagForm::Apart(node),
                    _ => form,
                };
                flags.push(Flag {
                    name: flag,
                    value: value.map(|word| word.text),
                    node: value.map_or(node, |word| word.node),
                    form,
                });
            }
        }
        Self { flags }
    }

    /// Flags given as names and values, as kubeadm's `extraArgs` are.
    pub fn of_pairs(pairs: impl Iterator<Item = (&'a str, &'a str, Node<'a>)>) -> Self {
        Self::written(FlagForm::Value, pairs)
    }

    /// Flags given as names and values, all of one form.
    pub fn written(
        form: FlagForm<'a>,
        pairs: impl Iterator<Item = (&'a str, &'a str, Node<'a>)>,
    ) -> Self {
        let flag = |(name, value, node)| Flag { name, value: Some(value), node, form };
        Self { flags: pairs.map(flag).collect() }
    }

    /// These flags, and those of `others` that are not among them: a command line and an environment.
    #[must_use]
    pub fn or(mut self, others: &Self) -> Self {
        let missing = others.flags.iter().filter(|flag| self.get(flag.name).is_none());
        let missing: Vec<_> = missing.copied().collect();
        self.flags.extend(missing);
        self
    }

    /// The flag `name`: of several, the last.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Flag<'a>> {
        self.flags.iter().rev().find(|flag| same_name(flag.name, name)).copied()
    }

    /// Every time the flag `name` is given.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Flag<'a>> {
        self.flags.iter().filter(move |flag| same_name(flag.name, name)).copied()
    }

    /// The values of the list flag `name`, over every time it is given.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<&'a str> {
        let mut given = self.flags.iter().filter(|flag| same_name(flag.name, name));
        let used: Vec<_> =
            if is(name, LISTS) { given.collect() } else { given.next_back().into_iter().collect() };
        used.into_iter()
            .filter_map(|flag| flag.value)
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// Every flag, in order.
    pub fn iter(&self) -> impl Iterator<Item = Flag<'a>> {
        self.flags.iter().copied()
    }
}

impl Flag<'_> {
    /// The value of a boolean flag; `None` where the program would refuse it.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.value {
            None | Some("1" | "t" | "T" | "TRUE" | "true" | "True") => Some(true),
            Some("0" | "f" | "F" | "FALSE" | "false" | "False") => Some(false),
            Some(_) => None,
        }
    }

    /// Does the value come from elsewhere, as `$(NAME)` or `${NAME}`?
    #[must_use]
    pub fn is_substituted(self) -> bool {
        let from_elsewhere = |part: &str| part.trim().starts_with('$');
        self.value.is_some_and(|value| value.split(',').any(from_elsewhere))
    }
}

fn dashes_off(word: &str, syntax: FlagSyntax) -> Option<&str> {
    let word = word.trim();
    match (word.strip_prefix("--"), syntax) {
        (Some(flag), _) => Some(flag),
        (None, FlagSyntax::GoFlag) => word.strip_prefix('-'),
        (None, FlagSyntax::Pflag) => None,
    }
    .filter(|flag| !flag.is_empty())
}

/// pflag's normalisation in Kubernetes: `_` and `-` are the same. Environment variables are the same
/// names in capitals.
fn same_name(a: &str, b: &str) -> bool {
    let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a == b'_' && b == b'-');
    a.len() == b.len() && a.bytes().zip(b.bytes()).all(same)
}

fn is(name: &str, list: &[&str]) -> bool {
    list.iter().any(|listed| same_name(name, listed))
}
