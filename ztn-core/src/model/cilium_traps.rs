//! What Cilium's policies say and do not mean.

use super::cilium::{CiliumFqdn, CiliumRule, CiliumSpec, specs_of};
use super::object::Object;
use super::view::List;
use crate::parse::{Node, NodeKind};

/// An empty part of a policy that does not do what it seems to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// A list of rules without items: as if it were not there.
    Rules(&'static str),
    /// A rule without fields: it allows nothing.
    Rule(&'static str),
    /// A rule without fields beside others: it adds nothing to what these deny and allow.
    RuleBeside(&'static str),
    /// A list of peers without items: nobody.
    Peers,
}

/// The empty parts of a policy that are easily misread, each with where it stands.
///
/// A rule without fields that stands alone is the manual's own way to deny by default, and is meant, unless
/// the policy has nothing else and is called by what it should allow.
#[must_use]
pub fn empty_parts(object: Object<'_>) -> Vec<(Node<'_>, Empty)> {
    let is_to_allow = object.name().contains("allow") && !object.name().contains("deny");
    specs_of(object).flat_map(|spec| of_spec(spec, is_to_allow)).collect()
}

fn of_spec(spec: CiliumSpec<'_>, is_to_allow: bool) -> Vec<(Node<'_>, Empty)> {
    let mut found = Vec::new();
    let is_to_allow = is_to_allow && rules_of(spec).all(|rule| is_empty(rule.node));
    let denied = spec.enable_default_deny();
    let asks = [denied.then(|asked| asked.ingress()), denied.then(|asked| asked.egress())];
    let lists = [
        ("ingress", spec.ingress().map(List::node), spec.ingress_deny().is_empty()),
        ("egress", spec.egress().map(List::node), spec.egress_deny().is_empty()),
    ];
    for ((name, rules, alone), denies) in lists.into_iter().zip(asks) {
        let Some(list) = rules.get() else {
            continue;
        };
        if list.items().next().is_none() && alone && !denies.is_true() {
            found.push((list, Empty::Rules(name)));
        }
        let has_others = list.items().any(|rule| !is_empty(rule));
        let empty = list.items().filter(|rule| is_empty(*rule));
        found.extend(empty.filter_map(|rule| match (has_others, is_to_allow) {
            (true, _) => Some((rule, Empty::RuleBeside(name))),
            (false, true) => Some((rule, Empty::Rule(name))),
            (false, false) => None,
        }));
    }
    for rule in rules_of(spec) {
        let lists = [
            (rule.endpoints.is_set() && rule.endpoints.is_empty(), rule.endpoints.node()),
            (rule.cidr.is_set() && rule.cidr.is_empty(), rule.cidr.node()),
            (rule.cidr_set.is_set() && rule.cidr_set.is_empty(), rule.cidr_set.node()),
            (rule.entities.is_set() && rule.entities.is_empty(), rule.entities.node()),
            (rule.nodes.is_set() && rule.nodes.is_empty(), rule.nodes.node()),
        ];
        let empty = lists.into_iter().filter(|(is_empty, _)| *is_empty);
        found.extend(empty.map(|(_, node)| (node, Empty::Peers)));
    }
    found
}

/// Is it `{}`?
fn is_empty(rule: Node<'_>) -> bool {
    rule.kind() == NodeKind::Mapping && rule.entries().next().is_none()
}

/// Every rule, of what comes in and what goes out, allowed and denied.
pub fn rules_of(spec: CiliumSpec<'_>) -> impl Iterator<Item = CiliumRule<'_>> {
    let ingress = spec.ingress().iter().chain(spec.ingress_deny().iter());
    let egress = spec.egress().iter().chain(spec.egress_deny().iter());
    ingress.map(|rule| rule.rule()).chain(egress.map(|rule| rule.rule()))
}

/// The fields of a policy that Cilium took until 1.18 and takes no more, each with its key.
/// <https://github.com/cilium/cilium/pull/42615>
#[must_use]
pub fn removed_fields(object: Object<'_>) -> Vec<Node<'_>> {
    let rules = specs_of(object).flat_map(rules_of);
    let fields = rules.filter(|rule| !rule.requires.is_empty());
    fields.filter_map(|rule| rule.requires.key()).collect()
}

/// The patterns among the hosts that a policy allows which anybody can have a name in, each with where it
/// stands. In rules about DNS a pattern lets Cilium see what is asked, and allows no connection.
#[must_use]
pub fn open_patterns(object: Object<'_>) -> Vec<(Node<'_>, &str)> {
    let rules = specs_of(object).flat_map(|spec| spec.egress().iter());
    let hosts = rules.flat_map(|rule| rule.to_fqdns().iter());
    let patterns = hosts.map(CiliumFqdn::match_pattern);
    patterns
        .filter_map(|pattern| Some((pattern.node(), pattern.get().filter(|text| is_open(text))?)))
        .collect()
}

/// Domains below which anybody can have a name: where there are two labels at least, `?` is any one. Registries
/// of countries, and hosts of everybody's files, pages and programs.
const SHARED: &[&str] = &[
    "?.cloudapp.azure.com",
    "?.compute.amazonaws.com",
    "?.digitaloceanspaces.com",
    "?.elb.amazonaws.com",
    "?.run.app",
    "a.run.app",
    "appspot.com",
    "azureedge.net",
    "azurefd.net",
    "azurewebsites.net",
    "blob.core.windows.net",
    "cloudapp.azure.com",
    "cloudapp.net",
    "cloudfront.net",
    "cloudfunctions.net",
    "co.in",
    "co.jp",
    "co.kr",
    "co.nz",
    "co.uk",
    "co.za",
    "com.au",
    "com.br",
    "com.cn",
    "com.mx",
    "com.tr",
    "compute-1.amazonaws.com",
    "dfs.core.windows.net",
    "digitaloceanspaces.com",
    "elasticbeanstalk.com",
    "elb.?.amazonaws.com",
    "elb.amazonaws.com",
    "execute-api.?.amazonaws.com",
    "file.core.windows.net",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "lambda-url.?.on.aws",
    "netlify.app",
    "ngrok-free.app",
    "ngrok.app",
    "ngrok.io",
    "onrender.com",
    "org.uk",
    "pages.dev",
    "queue.core.windows.net",
    "r2.cloudflarestorage.com",
    "r2.dev",
    "run.app",
    "s3-website.?.amazonaws.com",
    "s3.?.amazonaws.com",
    "s3.?.amazonaws.com.cn",
    "s3.amazonaws.com",
    "s3.dualstack.?.amazonaws.com",
    "storage.googleapis.com",
    "surge.sh",
    "table.core.windows.net",
    "trafficmanager.net",
    "trycloudflare.com",
    "vercel.app",
    "web.app",
    "web.core.windows.net",
    "workers.dev",
];

/// Domains of clouds, of which some host that everybody uses is below, and no name of a customer's is.
const CLOUDS: [&str; 3] = ["amazonaws.com", "core.windows.net", "windows.net"];

/// Top-level domains that sell names to everybody, beside those of countries, which have two letters. Others
/// may be a network's own.
const PUBLIC: &[&str] = &[
    "app", "biz", "cloud", "club", "com", "dev", "host", "info", "link", "live", "net", "online",
    "org", "page", "pro", "shop", "site", "space", "store", "tech", "top", "website", "xyz",
];

/// Can anybody have a name that this pattern matches? `*` stands for characters of one label, `**.` for
/// labels, `*` alone for every name.
fn is_open(pattern: &str) -> bool {
    let pattern = pattern.trim_end_matches('.').to_ascii_lowercase();
    let labels: Vec<&str> = pattern.split('.').collect();
    // Whoever has the label chooses what it ends in, and what is below it.
    let chosen = labels.iter().enumerate().filter(|(_, label)| label.contains('*'));
    let mut domains = chosen.map(|(index, _)| (index == 0, labels.get(index + 1..).unwrap_or(&[])));
    domains.any(|(is_first, domain)| match domain {
        [] => true,
        [top] => top.len() <= 2 && !top.contains('*') || PUBLIC.contains(top),
        _ => {
            SHARED.iter().any(|shared| is_of(domain, shared))
                || is_first && CLOUDS.iter().any(|cloud| is_of(domain, cloud))
        }
    })
}

fn is_of(domain: &[&str], shared: &str) -> bool {
    let mut labels = domain.iter();
    let alike = shared.split('.').all(|known| {
        labels.next().is_some_and(|label| known == "?" || label.contains('*') || *label == known)
    });
    alike && labels.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_open;

    #[test]
    fn a_pattern_is_open_where_anybody_can_have_a_name() {
        for open in [
            "*",
            "*.com",
            "**.com",
            "*.*.com",
            "api.*",
            "*.co.uk",
            "*.s3.amazonaws.com",
            "*.s3.eu-west-1.amazonaws.com",
            "*.s3.*.amazonaws.com",
            "logs-*.s3.eu-west-1.amazonaws.com",
            "*.amazonaws.com",
            "*.storage.googleapis.com",
            "*.blob.core.windows.net",
            "*.westeurope.cloudapp.azure.com",
            "*.IO.",
        ] {
            assert!(is_open(open), "{open}");
        }
        for closed in [
            "api.example.com",
            "*.example.com",
            "**.example.com",
            "api-*.example.co.uk",
            "*.bucket.s3.amazonaws.com",
            "bucket.s3.*.amazonaws.com",
            "sts.*.amazonaws.com",
            "*.vault.eu-west-1.example.com",
            "*.local",
            "*.consul",
            "*.cluster.local",
            "db.*.internal",
        ] {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
