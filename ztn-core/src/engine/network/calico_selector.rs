//! Calico's selector language: `app == 'web' && has(tier) || !(env in {'dev', 'test'})`.
//!
//! <https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors>

use super::selector::{Expr, Key, Look, Names};

/// What a label of a selector stands for.
pub(super) type KeyOf = for<'a> fn(&mut Names<'a>, &'a str) -> Key;

/// Reads a selector; [`Expr::Broken`] where it is none.
pub(super) fn parse<'a>(text: &'a str, names: &mut Names<'a>, key_of: KeyOf) -> Expr {
    if text.trim().is_empty() {
        return Expr::EVERYTHING;
    }
    let mut parser = Parser { rest: text, names, key_of, depth: 0 };
    match parser.or() {
        Some(expr) if parser.rest.trim().is_empty() => expr,
        _ => Expr::Broken,
    }
}

struct Parser<'n, 'a> {
    rest: &'a str,
    names: &'n mut Names<'a>,
    key_of: KeyOf,
    depth: u32,
}

/// Parentheses and negations inside one another.
const DEEPEST: u32 = 100;

impl<'a> Parser<'_, 'a> {
    fn or(&mut self) -> Option<Expr> {
        let mut any = vec![self.and()?];
        while self.eat("||") {
            any.push(self.and()?);
        }
        Some(if any.len() == 1 { any.pop()? } else { Expr::Any(any) })
    }

    fn and(&mut self) -> Option<Expr> {
        let mut all = self.not()?;
        while self.eat("&&") {
            all = all.and(self.not()?);
        }
        Some(all)
    }

    fn not(&mut self) -> Option<Expr> {
        self.depth += 1;
        let expr = if self.depth > DEEPEST {
            None
        } else if self.eat("!") {
            self.not().map(Expr::not)
        } else if self.eat("(") {
            let inner = self.or();
            inner.filter(|_| self.eat(")"))
        } else {
            self.test()
        };
        self.depth -= 1;
        expr
    }

    fn test(&mut self) -> Option<Expr> {
        let word = self.word()?;
        if matches!(word, "all" | "global" | "has") && self.eat("(") {
            let expr = match word {
                "all" => Expr::EVERYTHING,
                // Endpoints that are in no namespace: no pod is.
                "global" => Expr::Any(Vec::new()),
                _ => {
                    let label = self.word()?;
                    Expr::Exists((self.key_of)(self.names, label))
                }
            };
            return self.eat(")").then_some(expr);
        }
        let key = (self.key_of)(self.names, word);
        if self.eat("==") {
            return Some(Expr::is(key, self.value()?));
        }
        if self.eat("!=") {
            return Some(Expr::is(key, self.value()?).not());
        }
        match self.word()? {
            "in" => self.values(key),
            "not" => (self.word()? == "in").then(|| self.values(key)).flatten().map(Expr::not),
            "contains" => Some(Expr::Text(key, Look::Contains, self.value()?)),
            "starts" => self.with(key, Look::StartsWith),
            "ends" => self.with(key, Look::EndsWith),
            _ => None,
        }
    }

    fn with(&mut self, key: Key, look: Look) -> Option<Expr> {
        if self.word()? == "with" { Some(Expr::Text(key, look, self.value()?)) } else { None }
    }

    fn values(&mut self, key: Key) -> Option<Expr> {
        if !self.eat("{") {
            return None;
        }
        let mut values = Vec::new();
        while !self.eat("}") {
            values.push(self.value()?);
            self.eat(",");
        }
        Some(Expr::is_in(key, values))
    }

    /// A text in single or double quotes.
    fn value(&mut self) -> Option<super::selector::Sym> {
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
        let (value, after) = rest.get(1..)?.split_once(quote)?;
        self.rest = after;
        Some(self.names.sym(value))
    }

    /// A label or a word of the language.
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        self.rest = after;
        (!word.is_empty()).then_some(word)
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.trim_start();
        // `!=` is no negation.
        let found =
            rest.strip_prefix(token).filter(|after| token != "!" || !after.starts_with('='));
        if let Some(after) = found {
            self.rest = after;
        }
        found.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::selector::{Tri, Value, pod_key};
    use super::*;

    /// Does a selector choose a pod with these labels? `None` where it is none.
    fn chooses(selector: &str, labels: &[(&str, &str)]) -> Option<bool> {
        let mut names = Names::default();
        for (key, value) in labels {
            names.sym(Box::leak((*key).to_owned().into_boxed_str()));
            names.sym(Box::leak((*value).to_owned().into_boxed_str()));
        }
        let selector: &'static str = Box::leak(selector.to_owned().into_boxed_str());
        let expr = parse(selector, &mut names, pod_key);
        let value = |key| match key {
            Key::Pod(key) => labels
                .iter()
                .find(|(label, _)| names.known(label) == Some(key))
                .and_then(|(_, value)| names.known(value))
                .map_or(Value::Absent, Value::Is),
            _ => Value::Unknown,
        };
        match expr.eval(&names, &value) {
            Tri::Maybe => None,
            tri => Some(tri == Tri::Yes),
        }
    }

    #[test]
    fn selectors_are_read_as_calico_reads_them() {
        let web: &[(&str, &str)] = &[("app", "web"), ("env", "prod"), ("my.org/tier", "front-end")];
        for (selector, wanted) in [
            ("", Some(true)),
            ("all()", Some(true)),
            ("global()", Some(false)),
            ("app == 'web'", Some(true)),
            ("app == \"web\"", Some(true)),
            ("app=='db'", Some(false)),
            ("app != 'db'", Some(true)),
            ("none != 'x'", Some(true)),
            ("none == 'x'", Some(false)),
            ("has(app)", Some(true)),
            ("!has(app)", Some(false)),
            ("!has(none)", Some(true)),
            ("app in {'web', 'db'}", Some(true)),
            ("app not in {'web', 'db'}", Some(false)),
            ("none not in {'web'}", Some(true)),
            ("app in {}", Some(false)),
            ("my.org/tier contains 'end'", Some(true)),
            ("my.org/tier starts with 'front'", Some(true)),
            ("my.org/tier ends with 'front'", Some(false)),
            ("app == 'web' && env == 'dev'", Some(false)),
            ("app == 'web' || env == 'dev'", Some(true)),
            ("app == 'db' || app == 'web' && env == 'prod'", Some(true)),
            ("(app == 'db' || app == 'web') && env == 'dev'", Some(false)),
            ("!(app == 'db')", Some(true)),
            ("! app == 'web'", Some(false)),
            ("app = 'web'", None),
            ("app == web", None),
            ("app ==", None),
            ("(app == 'web'", None),
            ("app == 'web' garbage", None),
            ("&& has(app)", None),
        ] {
            assert_eq!(chooses(selector, web), wanted, "{selector}");
        }
    }

    #[test]
    fn a_selector_of_a_thousand_parentheses_is_none() {
        assert_eq!(chooses(&"(".repeat(1_000_000), &[]), None);
        assert_eq!(chooses(&"!".repeat(1_000_000), &[]), None);
    }
}
