//! `eks-config-map-authentication`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::managed::Eks;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "eks-config-map-authentication",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::Medium,
    summary: "a ConfigMap of the cluster says who people are",
    why: "Whoever may write `aws-auth` in `kube-system`, such as a controller with rights on \
          ConfigMaps, makes any account of AWS an administrator, and no log of AWS tells.",
    remedy: "Move the entries of `aws-auth` to access entries, and set `authenticationMode` to `API`.",
    exceptions: "The time in which entries are moved.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::nsa("authentication"),
        Ref::nist("6"),
        Ref::attack("T1098"),
        Ref::kubescape("C-0285"),
    ],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(mode) = Eks::of(object).and_then(Eks::takes_config_map) {
        let message = format!("`aws-auth` says who the people of `{}` are", object.name());
        out.report(object, mode, message);
    }
}
