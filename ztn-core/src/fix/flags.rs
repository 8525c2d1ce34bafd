//! Fixes of command lines: flags set, added and taken out, however they are written.

use super::{Draft, Fix, Value};
use crate::engine::control_plane::{Flag, FlagForm, Server};
use crate::parse::edit::{self, TextEdit};
use crate::parse::{Node, NodeKind};

impl<'a> Draft<'a> {
    /// Sets a flag of a component, written or not. One that is given more than once is left.
    #[must_use]
    pub fn set_flag(self, server: &Server<'a>, name: &str, value: &str) -> Option<Fix> {
        let edit = match one(server, name)? {
            None => add(server.room?, name, value),
            Some(flag) => match flag.form {
                FlagForm::Word => {
                    let word = flag.node.text();
                    let name = word.split_once('=').map_or(word, |(name, _)| name);
                    edit::replace(flag.node, &Value::Str(&format!("{name}={value}")))
                }
                FlagForm::Apart(_) | FlagForm::Value => {
                    edit::replace(flag.node, &Value::Str(value))
                }
                FlagForm::Script => None,
            },
        };
        self.of(server.object).with(edit)
    }

    /// Takes words out of a flag that is a list, and adds others. A flag that is left without a word goes.
    #[must_use]
    pub fn change_list_flag(
        self,
        server: &Server<'a>,
        name: &str,
        without: &[&str],
        with: &[&str],
    ) -> Option<Fix> {
        let given = server.flags.list(name);
        let kept = given.iter().filter(|word| !without.contains(word));
        let added = with.iter().filter(|word| !given.contains(word));
        let words: Vec<&str> = kept.chain(added).copied().collect();
        match words.as_slice() {
            [] => self.remove_flag(server, name),
            words => self.set_flag(server, name, &words.join(",")),
        }
    }

    /// Takes a flag out of a command line. One that is given more than once is left.
    #[must_use]
    pub fn remove_flag(self, server: &Server<'a>, name: &str) -> Option<Fix> {
        let flag = one(server, name)??;
        let list = flag.node.parent()?;
        let edits = match flag.form {
            FlagForm::Word => vec![edit::remove_item(list, flag.node)?],
            FlagForm::Apart(name) => {
                let edits = [edit::remove_item(list, name)?, edit::remove_item(list, flag.node)?];
                apart(&edits)?;
                edits.to_vec()
            }
            FlagForm::Value if is_argument(list) => {
                vec![edit::remove_item(list.parent()?, list)?]
            }
            FlagForm::Value => vec![edit::remove_entry(list, list.entry(flag.name)?.0)?],
            FlagForm::Script => return None,
        };
        self.of(server.object).with(edits)
    }
}

/// The flag, if it is given, and not twice.
fn one<'a>(server: &Server<'a>, name: &str) -> Option<Option<Flag<'a>>> {
    let mut all = server.flags.all(name);
    let first = all.next();
    all.next().is_none().then_some(first)
}

/// Adds a flag: a word to a command line, or a name with its value to kubeadm's arguments.
fn add(room: Node<'_>, name: &str, value: &str) -> Option<TextEdit> {
    if room.kind() == NodeKind::Mapping {
        return edit::write(room, &[name], &Value::Str(value));
    }
    let is_list_of_words = room.items().all(|item| item.kind() == NodeKind::Scalar);
    if is_list_of_words && room.items().next().is_some() {
        return edit::append(room, &Value::Str(&format!("--{name}={value}")));
    }
    edit::append(room, &Value::argument(name, value))
}

/// Is it one of kubeadm's arguments, a name and a value?
fn is_argument(node: Node<'_>) -> bool {
    node.parent().is_some_and(|list| list.kind() == NodeKind::Sequence)
}

fn apart(edits: &[TextEdit; 2]) -> Option<()> {
    let [first, second] = edits;
    (first.span.end <= second.span.start).then_some(())
}
