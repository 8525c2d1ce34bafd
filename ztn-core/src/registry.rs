//! The rules as a set: finding one by its name, choosing some.

use crate::error::{ErrorCode, OptionsError, likeness};
use crate::options::Options;
use crate::part::Practice;
use crate::rule::Rule;

#[cfg(not(feature = "prose"))]
// Indexing happens while compiling, where a panic is an error of the compiler.
#[allow(clippy::indexing_slicing)]
mod wordless;

#[cfg(feature = "prose")]
pub use crate::rules::RULES;
#[cfg(not(feature = "prose"))]
pub use wordless::RULES;

/// The rule with this id, or with this earlier id, in whatever case.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    let is = |name: &str| name.eq_ignore_ascii_case(id);
    RULES.iter().copied().find(|rule| is(rule.id) || rule.aliases.iter().any(|alias| is(alias)))
}

/// The rule whose id is most like `id`, if one is like it at all: "did you mean".
#[must_use]
pub fn nearest(id: &str) -> Option<&'static Rule> {
    let id = id.to_ascii_lowercase();
    RULES
        .iter()
        .map(|&rule| (likeness(&id, rule.id), rule))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, rule)| rule)
}

/// The rule that a person asked for, by its id.
///
/// # Errors
/// There is no such rule: says which one was perhaps meant.
pub fn lookup(id: &str) -> Result<&'static Rule, OptionsError> {
    find(id).ok_or_else(|| {
        let (message, remedy) = unknown(id);
        OptionsError::new(ErrorCode::UnknownRule, "rule", message, remedy)
    })
}

/// Why there is no such rule, and what to do: take the one that was perhaps meant.
fn unknown(id: &str) -> (String, String) {
    if Practice::from_slug(&id.to_ascii_lowercase()).is_some() {
        let message = format!("`{id}` is a practice, not a rule");
        return (message, "`ztn rules` lists its rules".to_owned());
    }
    let remedy = match nearest(id) {
        Some(rule) => did_you_mean(rule.id),
        None => "`ztn rules` lists them".to_owned(),
    };
    (format!("there is no rule `{id}`"), remedy)
}

/// Why a name is neither a rule nor a practice, and what to do.
fn unknown_name(name: &str) -> (String, String) {
    let word = name.to_ascii_lowercase();
    let slugs = Practice::ALL.iter().map(|practice| practice.slug());
    let likeness = |slug: &str| likeness(&word, slug);
    let practice = slugs.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let rule = nearest(name).map_or(0.8, |rule| likeness(rule.id));
    match practice.filter(|slug| likeness(slug) > rule) {
        Some(slug) => (format!("there is no rule or practice `{name}`"), did_you_mean(slug)),
        None => unknown(name),
    }
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The rules that a caller chose.
#[derive(Debug)]
pub(crate) struct Selection {
    rules: Vec<&'static Rule>,
}

impl Selection {
    /// The rules that `options` select and do not ignore.
    ///
    /// # Errors
    /// Names a rule or practice that there is not.
    pub(crate) fn of(options: &Options) -> Result<Self, OptionsError> {
        let select = named("select", &options.select)?;
        let ignore = named("ignore", &options.ignore)?;
        let is_in =
            |rule: &Rule, list: &[&Rule]| list.iter().any(|listed| std::ptr::eq(*listed, rule));
        let rules = RULES
            .iter()
            .copied()
            .filter(|rule| {
                (options.select.is_empty() || is_in(rule, &select)) && !is_in(rule, &ignore)
            })
            .collect();
        Ok(Self { rules })
    }

    /// The chosen rules, by practice and id.
    pub(crate) fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// Is this rule chosen?
    pub(crate) fn contains(&self, rule: &Rule) -> bool {
        self.rules.iter().any(|chosen| std::ptr::eq(*chosen, rule))
    }

    /// Are all rules chosen?
    pub(crate) fn is_everything(&self) -> bool {
        self.rules.len() == RULES.len()
    }
}

/// The rules that these ids and practices name.
fn named(field: &str, names: &[String]) -> Result<Vec<&'static Rule>, OptionsError> {
    let mut rules = Vec::new();
    for name in names {
        if let Some(practice) = Practice::from_slug(&name.to_ascii_lowercase()) {
            rules.extend(RULES.iter().filter(|rule| rule.practice == practice));
        } else if let Some(rule) = find(name) {
            rules.push(rule);
        } else {
            let (message, remedy) = unknown_name(name);
            let field = format!("options.{field}");
            return Err(OptionsError::new(ErrorCode::InvalidOptions, field, message, remedy));
        }
    }
    Ok(rules)
}
