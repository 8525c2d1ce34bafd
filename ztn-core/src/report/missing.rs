//! What to add to the input, each thing once, however many parts of claims wait for it.

use std::collections::{BTreeMap, BTreeSet};

use super::v1::{Addition, AdditionKind};
use crate::engine::control_plane::Component;
use crate::engine::{Unknown, Why};
use crate::evidence::{Evidence, Origin};
use crate::facts::Facts;
use crate::part::Part;
use crate::rule::Rule;
use crate::verdict::{PartVerdict, State};

/// What settles a part that only the whole cluster can answer for.
const WHOLE: &str = "--scope cluster, if the input is the whole cluster";

/// The command, the file or the option that settles one part.
pub(super) fn settled_by(facts: &Facts<'_>, unknown: &Unknown) -> Option<&'static str> {
    match (&unknown.why, unknown.settled_by) {
        (Why::Partial, Some(evidence)) if !facts.has(evidence) => Some(evidence.settled_by()),
        (Why::Partial, _) => Some(WHOLE),
        (_, evidence) => evidence.map(Evidence::settled_by),
    }
}

/// What the input lacks, and which unknown parts wait for it: commands first, then files, then options.
pub(super) fn missing(
    facts: &Facts<'_>,
    parts: &[PartVerdict],
    rules: &[&'static Rule],
) -> Vec<Addition> {
    let mut wanted: BTreeMap<Evidence, BTreeSet<Part>> = BTreeMap::new();
    let mut partial = BTreeSet::new();
    for judged in parts {
        let State::Unknown(unknown) = &judged.state else {
            continue;
        };
        match unknown.why {
            Why::Partial => {
                partial.insert(judged.part);
            }
            Why::Missing(_) | Why::NotBuilt => {}
            Why::Unread | Why::NotUnderstood(_) | Why::Conflict(_) => continue,
        }
        let needs = rules.iter().filter(|rule| rule.breaks.contains(&judged.part));
        let needs = needs.flat_map(|rule| rule.needs).copied();
        for evidence in unknown.settled_by.into_iter().chain(needs) {
            if is_lacking(facts, evidence) {
                wanted.entry(evidence).or_default().insert(judged.part);
            }
        }
    }
    let mut additions = Additions::default();
    for (evidence, parts) in wanted {
        match evidence.origin() {
            Origin::Cluster(resources) => additions.cluster.add(resources, evidence, &parts),
            Origin::Extension(resources) => additions.extension.add(resources, evidence, &parts),
            Origin::Command(text) => additions.add(AdditionKind::Command, text, evidence, &parts),
            Origin::Option => {
                additions.add(AdditionKind::Option, evidence.settled_by(), evidence, &parts);
            }
            Origin::Flag(flag) => {
                for path in named_by(facts, flag) {
                    additions.add(AdditionKind::File, path, evidence, &parts);
                }
            }
        }
    }
    additions.into_list(&partial)
}

/// Is this evidence not there, and would it be there if it were asked for?
fn is_lacking(facts: &Facts<'_>, evidence: Evidence) -> bool {
    let provided = facts.control_plane().provider().is_some()
        && matches!(evidence, Evidence::ApiServer | Evidence::Etcd);
    let does_not_exist = facts.whole_cluster() && !evidence.kinds().is_empty();
    let is_behind_flag = matches!(evidence.origin(), Origin::Flag(_));
    !facts.has(evidence) && !provided && (is_behind_flag || !does_not_exist)
}

/// The files that a flag of the API servers names.
fn named_by<'a>(facts: &'a Facts<'_>, flag: &str) -> BTreeSet<&'a str> {
    let servers = facts.control_plane().servers(Component::ApiServer);
    let paths = servers.filter_map(|server| server.flag(flag).value().copied());
    paths.filter(|path| !path.is_empty()).collect()
}

#[derive(Default)]
struct Additions {
    cluster: Resources,
    extension: Resources,
    others: Vec<Addition>,
}

/// Resources that one command gets.
#[derive(Default)]
struct Resources {
    names: Vec<&'static str>,
    evidence: Vec<Evidence>,
    parts: BTreeSet<Part>,
}

impl Resources {
    fn add(&mut self, names: &[&'static str], evidence: Evidence, parts: &BTreeSet<Part>) {
        let new = names.iter().filter(|name| !self.names.contains(name)).copied();
        let new: Vec<_> = new.collect();
        self.names.extend(new);
        self.evidence.push(evidence);
        self.parts.extend(parts);
    }

    fn into_addition(self) -> Option<Addition> {
        let text = format!("kubectl get {} -A -o yaml", self.names.join(","));
        let any = !self.names.is_empty();
        any.then(|| addition(AdditionKind::Command, text, &self.evidence, &self.parts))
    }
}

impl Additions {
    fn add(&mut self, kind: AdditionKind, text: &str, evidence: Evidence, parts: &BTreeSet<Part>) {
        self.others.push(addition(kind, text.to_owned(), &[evidence], parts));
    }

    fn into_list(self, partial: &BTreeSet<Part>) -> Vec<Addition> {
        let commands = self.cluster.into_addition().into_iter();
        let mut list: Vec<_> = commands.chain(self.extension.into_addition()).collect();
        list.extend(self.others);
        if !partial.is_empty() {
            list.push(addition(AdditionKind::Option, WHOLE.to_owned(), &[], partial));
        }
        list.sort_by_key(|addition| addition.kind);
        list
    }
}

fn addition(
    kind: AdditionKind,
    text: String,
    evidence: &[Evidence],
    parts: &BTreeSet<Part>,
) -> Addition {
    Addition {
        kind,
        text,
        evidence: evidence.iter().map(|evidence| evidence.slug().into()).collect(),
        parts: parts.iter().map(|part| part.slug().into()).collect(),
    }
}
