//! Whom the issuers of `--authentication-config` can name.

use super::api_server_config::{
    AuthenticationConfiguration, ClaimMapping, ClaimMappings, JwtAuthenticator,
};
use super::field::Field;
use crate::parse::Node;

/// How a claim becomes a name.
#[derive(Clone, Copy)]
pub struct Naming<'a> {
    /// What it is the name of: `username` or `groups`.
    pub of: &'static str,
    /// What stands before each name.
    pub prefix: &'a str,
    /// The claim.
    pub claim: &'a str,
    /// Where the prefix is written; of an expression, where it is.
    pub node: Node<'a>,
    /// Where the claim is written; of an expression, where it is.
    pub claim_node: Node<'a>,
}

/// Two issuers that can give the same name.
#[derive(Clone, Copy)]
pub struct SharedNames<'a> {
    /// The one whose prefix is the shorter.
    pub first: Naming<'a>,
    /// The other.
    pub second: Naming<'a>,
}

/// Claims that their owners write, or that say nothing until somebody verified them.
const MUTABLE: [&str; 7] =
    ["email", "family_name", "given_name", "name", "nickname", "preferred_username", "upn"];

/// Can people change what this claim says about them? An address is theirs where it was verified.
#[must_use]
pub fn is_mutable(claim: &str) -> bool {
    MUTABLE.contains(&claim)
}

impl<'a> AuthenticationConfiguration<'a> {
    /// The issuers that can give a name that another one gives, too: their prefixes are the same, or one begins with
    /// the other. An issuer with a rule of its own for these names is passed over.
    #[must_use]
    pub fn shared_names(self) -> Vec<SharedNames<'a>> {
        let mut shared = Vec::new();
        for of in ["username", "groups"] {
            let open = |jwt: &JwtAuthenticator<'a>| !jwt.has_rule_for(of);
            let mut names: Vec<Naming<'a>> =
                self.jwt().iter().filter(open).filter_map(|jwt| jwt.naming(of)).collect();
            // In this order whatever begins with a prefix follows it, so that neighbours tell.
            names.sort_by_key(|naming| naming.prefix);
            for pair in names.windows(2) {
                if let [first, second] = pair
                    && second.prefix.starts_with(first.prefix)
                {
                    shared.push(SharedNames { first: *first, second: *second });
                }
            }
        }
        shared
    }
}

impl<'a> JwtAuthenticator<'a> {
    /// How its tokens name users (`username`) or their groups (`groups`): by a claim, or by an expression that is one,
    /// with a string before it. `None` for nothing, and for every other expression.
    #[must_use]
    pub fn naming(self, of: &'static str) -> Option<Naming<'a>> {
        let mapping = self.mapping(of);
        let prefix = mapping.then(ClaimMapping::prefix);
        let claim = mapping.then(ClaimMapping::claim);
        if let Some(name) = claim.get().filter(|name| !name.is_empty()) {
            let (node, claim_node) = (prefix.node(), claim.node());
            return Some(Naming { of, prefix: prefix.get()?, claim: name, node, claim_node });
        }
        let expression = mapping.then(ClaimMapping::expression);
        let (prefix, claim) = prefixed_claim(expression.get()?)?;
        Some(Naming { of, prefix, claim, node: expression.node(), claim_node: expression.node() })
    }

    fn mapping(self, of: &str) -> Field<'a, ClaimMapping<'a>> {
        self.claim_mappings().then(|mappings| match of {
            "groups" => mappings.groups(),
            _ => ClaimMappings::username(mappings),
        })
    }

    /// The claims that become names as they are, so that the issuer can say `system:masters`. A user
    /// validation rule that speaks of `system:` and the field keeps that out.
    pub fn unprefixed(self) -> impl Iterator<Item = Naming<'a>> {
        let names = ["username", "groups"].into_iter().filter_map(move |of| self.naming(of));
        names.filter(move |naming| naming.prefix.is_empty() && !self.refuses_system(naming.of))
    }

    /// The claim that tells users apart, where they can change it themselves: all but `sub`, and `email` unless
    /// something asks that it was verified.
    #[must_use]
    pub fn mutable_username(self) -> Option<(&'a str, Node<'a>)> {
        let naming = self.naming("username").filter(|naming| is_mutable(naming.claim))?;
        let is_safe = naming.claim == "email" && self.asks_for_verified_email();
        (!is_safe).then_some((naming.claim, naming.claim_node))
    }

    /// Is `email_verified` looked at: in a rule on claims, or where the name or something more about the user is made?
    #[must_use]
    pub fn asks_for_verified_email(self) -> bool {
        let speaks = |text: Field<'a, &'a str>| text.or("").contains("email_verified");
        let mappings = self.claim_mappings();
        let mut rules = self.claim_validation_rules().iter();
        let mut extra = mappings.then(ClaimMappings::extra).iter();
        rules.any(|rule| rule.claim().is("email_verified") || speaks(rule.expression()))
            || extra.any(|extra| speaks(extra.value_expression()))
            || speaks(self.mapping("username").then(ClaimMapping::expression))
    }

    /// Does a user validation rule speak of this field, beyond keeping `system:` out of it?
    fn has_rule_for(self, of: &str) -> bool {
        let field = format!("user.{of}");
        self.user_validation_rules().iter().any(|rule| {
            let expression = rule.expression().or("");
            expression.contains(&field) && !expression.contains("system:")
        })
    }

    fn refuses_system(self, of: &str) -> bool {
        let field = format!("user.{of}");
        self.user_validation_rules().iter().any(|rule| {
            let expression = rule.expression().or("");
            expression.contains(&field) && expression.contains("system:")
        })
    }
}

/// The string and the claim of `'oidc:' + claims.sub`, or of `claims.sub`; `None` for every other expression.
fn prefixed_claim(expression: &str) -> Option<(&str, &str)> {
    let expression = expression.trim();
    let quote = expression.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let (prefix, claim) = match quote {
        None => ("", expression),
        Some(quote) => {
            let (prefix, rest) = expression.get(1..)?.split_once(quote)?;
            (prefix, rest.trim_start().strip_prefix('+')?.trim_start())
        }
    };
    let claim = claim.strip_prefix("claims.")?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let is_plain = !claim.is_empty() && claim.chars().all(is_name) && !prefix.contains('\\');
    is_plain.then_some((prefix, claim))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::view::FromNode;
    use crate::parse::{Document, Limits};

    fn read(text: &str) -> Document {
        Document::parse(text, Limits::default()).expect("YAML")
    }

    #[test]
    fn an_empty_prefix_lets_the_issuer_name_anybody() {
        let found = |text: &str| {
            let document = read(text);
            let jwt = JwtAuthenticator::from_node(document.root()).expect("a mapping");
            jwt.unprefixed().map(|open| open.of).collect::<Vec<_>>()
        };
        let both = "claimMappings: {username: {claim: sub, prefix: ''}, groups: {claim: roles, prefix: ''}}";
        assert_eq!(found(both), ["username", "groups"]);
        let rule = "userValidationRules: [{expression: \"!user.username.startsWith('system:')\"}]";
        assert_eq!(found(&format!("{both}\n{rule}")), ["groups"]);
        assert!(found("claimMappings: {username: {claim: sub, prefix: 'oidc:'}}").is_empty());
        assert_eq!(found("claimMappings: {username: {expression: claims.sub}}"), ["username"]);
        let named = "claimMappings: {username: {expression: \"'oidc:' + claims.sub\"}}";
        assert!(found(named).is_empty());
    }

    #[test]
    fn an_expression_is_understood_where_it_is_a_claim_after_a_string() {
        assert_eq!(prefixed_claim("claims.sub"), Some(("", "sub")));
        assert_eq!(prefixed_claim(" \"corp:\"+claims.user.name "), Some(("corp:", "user.name")));
        for other in [
            "",
            "'",
            "'oidc:'",
            "claims.",
            "claims.sub + '@corp'",
            "claims.?sub.orValue('')",
            "claims.email_verified ? claims.email : claims.sub",
            "'a\\':' + claims.sub",
            "claims.roles.map(role, 'oidc:' + role)",
        ] {
            assert_eq!(prefixed_claim(other), None, "{other}");
        }
    }

    #[test]
    fn names_are_shared_where_one_prefix_begins_with_another() {
        let shared = |prefixes: &[&str]| {
            let name = |prefix: &&str| {
                format!("- {{claimMappings: {{username: {{claim: sub, prefix: '{prefix}'}}}}}}")
            };
            let text =
                format!("jwt:\n{}", prefixes.iter().map(name).collect::<Vec<_>>().join("\n"));
            let document = read(&text);
            let file = AuthenticationConfiguration::from_node(document.root()).expect("a mapping");
            let prefixes = |pair: SharedNames<'_>| {
                (pair.first.prefix.to_owned(), pair.second.prefix.to_owned())
            };
            file.shared_names().into_iter().map(prefixes).collect::<Vec<_>>()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(shared(&["a:", "b:"]), []);
        assert_eq!(shared(&["b:", "a:", "b:"]), [pair("b:", "b:")]);
        assert_eq!(shared(&["corp:dev:", "corp:", "x"]), [pair("corp:", "corp:dev:")]);
        assert_eq!(shared(&["z", "", "a"]), [pair("", "a")]);
    }
}
