//! Benchmarks and catalogues that rules speak of, as SARIF taxonomies.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::registry::{self, RULES};
use crate::rule::{Ref, Rule, Scheme};

struct Taxonomy {
    scheme: Scheme,
    name: &'static str,
    version: Option<&'static str>,
    organization: &'static str,
    about: &'static str,
}

/// The schemes that are catalogues of their own; other tools' checks are in the rules' help.
const TAXONOMIES: [Taxonomy; 5] = [
    Taxonomy {
        scheme: Scheme::Cis,
        name: "CIS Kubernetes Benchmark",
        version: Some("1.12"),
        organization: "Center for Internet Security",
        about: "Recommendations for a secure configuration of Kubernetes, by number.",
    },
    Taxonomy {
        scheme: Scheme::Nsa,
        name: "NSA/CISA Kubernetes Hardening Guide",
        version: Some("1.2"),
        organization: "NSA and CISA",
        about: "Guidance for hardening Kubernetes, by chapter.",
    },
    Taxonomy {
        scheme: Scheme::Nist800207,
        name: "NIST SP 800-207",
        version: None,
        organization: "NIST",
        about: "Zero Trust Architecture, the tenets of section 2.1.",
    },
    Taxonomy {
        scheme: Scheme::Attack,
        name: "MITRE ATT&CK",
        version: None,
        organization: "MITRE",
        about: "Techniques of adversaries.",
    },
    Taxonomy {
        scheme: Scheme::Pss,
        name: "Pod Security Standards",
        version: None,
        organization: "Kubernetes",
        about: "Checks of the levels baseline and restricted.",
    },
];

/// The taxa of each taxonomy that rules name, in order.
static TAXA: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let of = |taxonomy: &Taxonomy| {
        let refs = RULES.iter().flat_map(|rule| rule.refs);
        let mut ids: Vec<&str> =
            refs.filter(|r| r.scheme == taxonomy.scheme).map(|r| r.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    TAXONOMIES.iter().map(of).collect()
});

/// The taxonomies themselves.
pub(super) fn taxonomies() -> Vec<Value> {
    let taxonomy = |(taxonomy, taxa): (&Taxonomy, &Vec<&str>)| {
        let mut value = super::object(json!({
            "name": taxonomy.name,
            "organization": taxonomy.organization,
            "shortDescription": {"text": taxonomy.about},
            "taxa": taxa.iter().map(|id| json!({"id": id})).collect::<Vec<_>>(),
        }));
        super::put(&mut value, "version", taxonomy.version);
        value.into()
    };
    TAXONOMIES.iter().zip(TAXA.iter()).map(taxonomy).collect()
}

/// The taxonomies, as the tool refers to them.
pub(super) fn references() -> Vec<Value> {
    let all = TAXONOMIES.iter().zip(0..);
    all.map(|(taxonomy, index): (_, u32)| json!({"name": taxonomy.name, "index": index})).collect()
}

/// What a rule has to do with them.
pub(super) fn relationships(rule: &Rule) -> Vec<Value> {
    let targets = rule.refs.iter().filter_map(reference);
    targets.map(|target| json!({"target": target, "kinds": ["relevant"]})).collect()
}

/// The taxa of a result of the rule with this id.
pub(super) fn taxa(rule: &str) -> Vec<Value> {
    registry::find(rule)
        .map(|rule| rule.refs.iter().filter_map(reference).collect())
        .unwrap_or_default()
}

fn reference(r: &Ref) -> Option<Value> {
    let at = TAXONOMIES.iter().position(|taxonomy| taxonomy.scheme == r.scheme)?;
    let name = TAXONOMIES.get(at)?.name;
    let index = TAXA.get(at)?.binary_search(&r.id).ok()?;
    Some(json!({"id": r.id, "index": index, "toolComponent": {"name": name, "index": at}}))
}
