//! `eks-creator-is-admin`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::managed::Eks;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "eks-creator-is-admin",
    practice: Practice::Authentication,
    breaks: &[Part::SuperUserCredentials],
    severity: Severity::Medium,
    summary: "whoever makes an EKS cluster stays its administrator",
    why: "The role that made the cluster, often that of a pipeline, may do everything in it, and no \
          list that is kept with the cluster says so.",
    remedy: "Set `bootstrapClusterCreatorAdminPermissions: false`, and give administrators an access \
          entry each.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078.004")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    if let Some(admin) = Eks::of(object).and_then(Eks::makes_creator_admin) {
        let message = format!("whoever makes `{}` is its administrator", object.name());
        out.report(object, admin, message);
    }
}
