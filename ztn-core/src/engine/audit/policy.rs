//! An audit policy by itself: which of its rules decides a request, and what that records.

use super::level::{AuditLevel, Stage};
use super::request::{Request, Target};
use crate::model::Field;
use crate::model::audit_policy::{AuditPolicy, AuditResources, AuditRule};
use crate::model::view::List;

/// A policy, read once.
pub struct Policy<'a> {
    view: AuditPolicy<'a>,
    rules: Vec<Rule<'a>>,
}

/// A rule of a policy, read once.
pub struct Rule<'a> {
    /// The rule.
    pub view: AuditRule<'a>,
    /// Which one it is, from 0.
    pub index: usize,
    /// Its level; none of those there are counts as `None`.
    pub level: AuditLevel,
    /// Stages that are not recorded, of the policy and its own.
    omitted: Vec<Stage>,
    pub(super) users: Vec<&'a str>,
    pub(super) groups: Vec<&'a str>,
    pub(super) verbs: Vec<&'a str>,
    pub(super) namespaces: Vec<&'a str>,
    pub(super) resources: Vec<Resources<'a>>,
    pub(super) urls: Vec<&'a str>,
}

/// Resources of one API group.
pub(super) struct Resources<'a> {
    pub(super) view: AuditResources<'a>,
    pub(super) group: &'a str,
    pub(super) patterns: Vec<&'a str>,
    pub(super) names: Vec<&'a str>,
}

/// What becomes of a request.
#[derive(Clone)]
pub struct Decision<'a> {
    /// The rule that decides, with its number from 0; none where no rule matches.
    pub rule: Option<(usize, AuditRule<'a>)>,
    /// How much is recorded.
    pub level: AuditLevel,
    /// When it is recorded.
    pub stages: Vec<Stage>,
}

impl<'a> Policy<'a> {
    /// Reads a policy.
    #[must_use]
    pub fn of(view: AuditPolicy<'a>) -> Self {
        let stages = stages(view.omit_stages());
        let rules = view.rules().iter().enumerate().map(|(index, rule)| Rule {
            view: rule,
            index,
            level: AuditLevel::from_name(rule.level().or("")).unwrap_or(AuditLevel::None),
            omitted: stages.iter().copied().chain(self::stages(rule.omit_stages())).collect(),
            users: rule.users().iter().collect(),
            groups: rule.user_groups().iter().collect(),
            verbs: rule.verbs().iter().collect(),
            namespaces: rule.namespaces().iter().collect(),
            resources: rule.resources().iter().map(Resources::of).collect(),
            urls: rule.non_resource_urls().iter().collect(),
        });
        Self { view, rules: rules.collect() }
    }

    /// The policy as it is written.
    #[must_use]
    pub fn view(&self) -> AuditPolicy<'a> {
        self.view
    }

    /// Its rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[Rule<'a>] {
        &self.rules
    }

    /// The rule that decides a request; none: it is not recorded.
    pub(super) fn deciding(&self, request: &Request<'_>) -> Option<&Rule<'a>> {
        self.rules.iter().find(|rule| rule.matches(request))
    }

    /// What becomes of a request.
    #[must_use]
    pub fn decide(&self, request: &Request<'_>) -> Decision<'a> {
        let Some(rule) = self.deciding(request) else {
            return Decision { rule: None, level: AuditLevel::None, stages: Vec::new() };
        };
        let stages = request.stages().iter().copied();
        let stages = match rule.level {
            AuditLevel::None => Vec::new(),
            _ => stages.filter(|stage| !rule.omitted.contains(stage)).collect(),
        };
        // Where each stage is left out, nothing is written.
        let level = if stages.is_empty() { AuditLevel::None } else { rule.level };
        Decision { rule: Some((rule.index, rule.view)), level, stages }
    }
}

fn stages(list: Field<'_, List<'_, &str>>) -> Vec<Stage> {
    let named = |name: &str| Stage::ALL.into_iter().find(|stage| stage.name() == name);
    list.iter().filter_map(named).collect()
}

impl Rule<'_> {
    /// Is it about some users or groups and not about others?
    #[must_use]
    pub fn is_selective(&self) -> bool {
        !self.users.is_empty() || !self.groups.is_empty()
    }

    /// Is it about resources alone? It says so by naming some, or namespaces.
    pub(super) fn is_about_resources(&self) -> bool {
        !self.namespaces.is_empty() || !self.resources.is_empty()
    }

    /// Every list that is not empty must match; a rule about URLs alone matches no request for a resource.
    pub(super) fn matches(&self, request: &Request<'_>) -> bool {
        let caller = &request.caller;
        let is_user = match &caller.user {
            Some(user) => self.users.is_empty() || self.users.contains(&user.as_str()),
            None => !self.is_selective(),
        };
        let is_group =
            self.groups.is_empty() || self.groups.iter().any(|group| caller.is_in(group));
        let is_verb = self.verbs.is_empty() || self.verbs.contains(&request.verb);
        is_user && is_group && is_verb && self.is_about(&request.target)
    }

    fn is_about(&self, target: &Target<'_>) -> bool {
        if !self.is_about_resources() {
            return match target {
                Target::Url(path) if !self.urls.is_empty() => {
                    self.urls.iter().any(|url| url_matches(url, path))
                }
                Target::Resource { .. } => self.urls.is_empty(),
                Target::Url(_) => true,
            };
        }
        let Target::Resource { namespace, .. } = target else {
            return false;
        };
        (self.namespaces.is_empty() || self.namespaces.contains(namespace))
            && (self.resources.is_empty() || self.resources.iter().any(|one| one.names(target)))
    }
}

/// A path as it is, everything, or whatever begins so.
pub(super) fn url_matches(pattern: &str, path: &str) -> bool {
    pattern == path
        || pattern
            .ends_with('*')
            .then(|| pattern.trim_end_matches('*'))
            .is_some_and(|start| path.starts_with(start))
}

impl<'a> Resources<'a> {
    fn of(view: AuditResources<'a>) -> Self {
        Self {
            view,
            group: view.group().or(""),
            patterns: view.resources().iter().collect(),
            names: view.resource_names().iter().collect(),
        }
    }

    /// `*` for every group, since 1.36; before, the API server refuses it.
    pub(super) fn is_of_group(&self, group: &str) -> bool {
        self.group == "*" || self.group == group
    }

    fn names(&self, target: &Target<'_>) -> bool {
        let Target::Resource { group, resource, subresource, name, .. } = *target else {
            return false;
        };
        if !self.is_of_group(group) {
            return false;
        }
        if self.patterns.is_empty() {
            return true;
        }
        (self.names.is_empty() || self.names.contains(&name))
            && self.patterns.iter().any(|pattern| match pattern.split_once('/') {
                None => *pattern == "*" || (*pattern == resource && subresource.is_empty()),
                Some(("*", sub)) => !subresource.is_empty() && sub == subresource,
                // It names the resource itself, too.
                Some((of, "*")) => of == resource,
                Some((of, sub)) => of == resource && sub == subresource && !sub.is_empty(),
            })
    }
}
