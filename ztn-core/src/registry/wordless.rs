//! The rules without their words: nothing refers to the originals, and so the linker drops them.

use crate::rule::Rule;
use crate::rules;

const COUNT: usize = rules::RULES.len();

static WORDLESS: [Rule; COUNT] = {
    let mut all = [*rules::RULES[0]; COUNT];
    let mut index = 0;
    while index < COUNT {
        all[index] = wordless(rules::RULES[index]);
        index += 1;
    }
    all
};

static LISTED: [&Rule; COUNT] = {
    let mut all = [&WORDLESS[0]; COUNT];
    let mut index = 0;
    while index < COUNT {
        all[index] = &WORDLESS[index];
        index += 1;
    }
    all
};

/// Every rule, by practice, then by id.
pub static RULES: &[&Rule] = &LISTED;

const fn wordless(rule: &Rule) -> Rule {
    Rule { summary: "", why: "", remedy: "", exceptions: "", since: "", refs: &[], ..*rule }
}
