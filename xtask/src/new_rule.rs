//! `cargo xtask new-rule`: a rule file and its fixtures, ready to be filled in.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::registry::{self, PRACTICES};

const TEMPLATE: &str = include_str!("new_rule.txt");

/// Makes the files of a new rule; nothing is overwritten.
pub(crate) fn create(root: &Path, practice: &str, id: &str) -> Result<()> {
    if !PRACTICES.contains(&practice) {
        bail!("no practice `{practice}`: one of {}", PRACTICES.join(", "));
    }
    if let Some(wrong) = bad_id(id) {
        bail!("`{id}` is no good id: {wrong}");
    }
    if let Some((practice, _)) = registry::listing(root)?.into_iter().find(|(_, other)| other == id)
    {
        bail!("`{id}` exists, in `{practice}`: ids are unique over all practices");
    }
    let rule = registry::rule_path(practice, id);
    let fixtures = Path::new("testdata/rules").join(practice).join(id);
    let text = TEMPLATE
        .replace("{id}", id)
        .replace("{Practice}", &capitalised(practice))
        .replace("{version}", env!("CARGO_PKG_VERSION"));
    let fail = format!(
        "# `{id}` speaks up about this: the smallest input that is wrong in this one way.\n"
    );
    let pass = "# The same input put right: the documentation shows both, before and after.\n";
    let files = [
        (rule, text),
        (fixtures.join("fail.yaml"), fail),
        (fixtures.join("pass.yaml"), pass.to_owned()),
    ];
    for (path, text) in files {
        let place = root.join(&path);
        if place.exists() {
            bail!("{} exists", path.display());
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&place, text).with_context(|| place.display().to_string())?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

/// What is wrong with an id, if anything: it names a bad state, so that "allow `<id>`" reads well.
pub(crate) fn bad_id(id: &str) -> Option<&'static str> {
    let words: Vec<&str> = id.split('-').collect();
    let kebab = words.iter().all(|word| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    });
    if !kebab || id.starts_with(|c: char| c.is_ascii_digit()) {
        Some("lower-case words joined by single hyphens, a letter first")
    } else if !(2..=5).contains(&words.len()) {
        Some("two to five words")
    } else if id.len() > 40 {
        Some("at most 40 characters")
    } else if matches!(words.first(), Some(&("no" | "require" | "check"))) {
        Some("it names the bad state itself, without `no-`, `require-` or `check-`")
    } else {
        None
    }
}

fn capitalised(slug: &str) -> String {
    let mut letters = slug.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_a_bad_state() {
        for id in
            ["wildcard-verb", "missing-default-deny", "etcd-client-cert-optional", "tls12-off"]
        {
            assert_eq!(bad_id(id), None, "{id}");
        }
        for id in [
            "wildcard",
            "a-b-c-d-e-f",
            "Wildcard-verb",
            "wildcard_verb",
            "wildcard--verb",
            "-verb",
            "no-limits",
            "require-tls",
            "check-verbs",
            "1-password",
            "an-extraordinarily-long-rule-identifier-x",
        ] {
            assert!(bad_id(id).is_some(), "{id}");
        }
    }
}
