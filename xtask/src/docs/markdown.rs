//! Small pieces of Markdown.

use super::catalog::Rule;
use crate::output::MARKER;

/// How every page begins.
pub(super) fn comment() -> String {
    format!("<!-- {MARKER} from the rules and their fixtures: edit those. -->\n\n")
}

/// A link to a rule's page, from a page that reaches the rules' folder by `folder`.
pub(super) fn link(folder: &str, rule: &Rule) -> String {
    format!("[`{id}`]({folder}{}/{id}.md)", rule.slug, id = rule.id)
}

pub(super) fn codes(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

pub(super) fn with_end(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A fence longer than any inside, as Markdown wants it.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    format!("{fence}{language}\n{text}{fence}\n")
}

/// Text that sorts as people count: 5.1.9 before 5.1.10.
#[derive(PartialEq, Eq)]
pub(super) struct Natural(pub(super) String);

impl Natural {
    /// Runs of digits as numbers, everything else letter by letter.
    fn key(&self) -> Vec<(u64, char)> {
        let mut key = Vec::new();
        let mut number: Option<u64> = None;
        for letter in self.0.chars() {
            if let Some(digit) = letter.to_digit(10) {
                number =
                    Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
                continue;
            }
            key.extend(number.take().map(|number| (number, '0')));
            key.push((0, letter));
        }
        key.extend(number.map(|number| (number, '0')));
        key
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_in_the_order_people_count() {
        let mut items =
            ["5.1.10", "5.1.9", "T1611", "1.2.2", "5.1"].map(|id| Natural(id.to_owned()));
        items.sort();
        assert_eq!(items.map(|item| item.0), ["T1611", "1.2.2", "5.1", "5.1.9", "5.1.10"]);
    }

    #[test]
    fn a_fence_outlasts_what_it_holds() {
        assert_eq!(fenced("text", "```\n"), "````text\n```\n````\n");
    }
}
