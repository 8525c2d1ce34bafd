//! Calico's selector language: `app == 'web' && has(tier) || !(env in {'dev', 'test'})`.
//!
//! <https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors>

/// A selector, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalicoSelector<'a> {
    /// `all()`, or nothing at all.
    Everything,
    /// `global()`: what is in no namespace.
    Global,
    /// All of these.
    All(Vec<Self>),
    /// Any of these.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// The label has one of these values.
    In(&'a str, Vec<&'a str>),
    /// The label is there.
    Has(&'a str),
    /// The label's value looks so.
    Text(&'a str, Look, &'a str),
}

/// How a text is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Look {
    /// It has this somewhere in it.
    Contains,
    /// It begins so.
    StartsWith,
    /// It ends so.
    EndsWith,
}

/// Parentheses inside one another.
const DEEPEST: u32 = 100;

impl<'a> CalicoSelector<'a> {
    /// Reads a selector; none where the text is none.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::Everything);
        }
        let mut parser = Parser { rest: text, depth: 0 };
        let selector = parser.or()?;
        parser.rest.trim().is_empty().then_some(selector)
    }

    /// Does it ask for what is in no namespace?
    #[must_use]
    pub fn has_global(&self) -> bool {
        match self {
            Self::Global => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_global),
            Self::Not(inner) => inner.has_global(),
            Self::Everything | Self::In(..) | Self::Has(_) | Self::Text(..) => false,
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: u32,
}

impl<'a> Parser<'a> {
    fn or(&mut self) -> Option<CalicoSelector<'a>> {
        let mut any = vec![self.and()?];
        while self.eat("||") {
            any.push(self.and()?);
        }
        Some(if any.len() == 1 { any.pop()? } else { CalicoSelector::Any(any) })
    }

    fn and(&mut self) -> Option<CalicoSelector<'a>> {
        let mut all = vec![self.operation()?];
        while self.eat("&&") {
            all.push(self.operation()?);
        }
        Some(if all.len() == 1 { all.pop()? } else { CalicoSelector::All(all) })
    }

    fn operation(&mut self) -> Option<CalicoSelector<'a>> {
        let mut negated = false;
        while self.eat("!") {
            negated = !negated;
        }
        let selector = if self.eat("(") { self.inside()? } else { self.test()? };
        Some(if negated { CalicoSelector::Not(Box::new(selector)) } else { selector })
    }

    fn inside(&mut self) -> Option<CalicoSelector<'a>> {
        self.depth += 1;
        let selector = if self.depth > DEEPEST { None } else { self.or() };
        self.depth -= 1;
        selector.filter(|_| self.eat(")"))
    }

    fn test(&mut self) -> Option<CalicoSelector<'a>> {
        if self.eat("all(") {
            return self.eat(")").then_some(CalicoSelector::Everything);
        }
        if self.eat("global(") {
            return self.eat(")").then_some(CalicoSelector::Global);
        }
        if self.eat("has(") {
            let label = self.label()?;
            return self.eat(")").then_some(CalicoSelector::Has(label));
        }
        let label = self.label()?;
        let not = |selector| CalicoSelector::Not(Box::new(selector));
        Some(if self.eat("==") {
            CalicoSelector::In(label, vec![self.value()?])
        } else if self.eat("!=") {
            not(CalicoSelector::In(label, vec![self.value()?]))
        } else if self.eat("contains") {
            CalicoSelector::Text(label, Look::Contains, self.value()?)
        } else if self.eat("starts") {
            CalicoSelector::Text(label, Look::StartsWith, self.value_after("with")?)
        } else if self.eat("ends") {
            CalicoSelector::Text(label, Look::EndsWith, self.value_after("with")?)
        } else if self.eat("not") {
            not(CalicoSelector::In(label, self.values_after("in")?))
        } else {
            CalicoSelector::In(label, self.values_after("in")?)
        })
    }

    fn value_after(&mut self, word: &str) -> Option<&'a str> {
        if self.eat(word) { self.value() } else { None }
    }

    fn values_after(&mut self, word: &str) -> Option<Vec<&'a str>> {
        if !self.eat(word) || !self.eat("{") {
            return None;
        }
        let mut values = Vec::new();
        while !self.eat("}") {
            values.push(self.value()?);
            if !self.eat(",") {
                return self.eat("}").then_some(values);
            }
        }
        Some(values)
    }

    /// A text in single or double quotes.
    fn value(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
        let (value, after) = rest.get(1..)?.split_once(quote)?;
        self.rest = after;
        Some(value)
    }

    /// The key of a label.
    fn label(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (label, after) = rest.split_at_checked(end)?;
        self.rest = after;
        (!label.is_empty()).then_some(label)
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
