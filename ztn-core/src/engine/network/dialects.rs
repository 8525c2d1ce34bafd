//! Which policies have effect, and in which order those of several dialects decide.

use super::compile::Compiler;
use super::policy::Decides;
use super::{calico, cilium, cluster_wide, v1};
use crate::model::Kind;
use crate::model::cluster_policy::ClusterTier;
use crate::options::Cni;

/// Whose own policies have effect beside those of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Kubernetes,
    Cilium,
    Calico,
}

/// The dialect of the network plugin: the one that is named, else the one whose objects are there. None
/// where there are objects of two, and nobody says which plugin runs.
pub(super) fn of(compiler: &Compiler<'_>) -> Option<Dialect> {
    let any = |kinds: &[Kind]| kinds.iter().any(|kind| compiler.cluster.count(*kind) > 0);
    match compiler.options.assume.cni {
        Some(Cni::Cilium) => Some(Dialect::Cilium),
        Some(Cni::Calico) => Some(Dialect::Calico),
        Some(_) => Some(Dialect::Kubernetes),
        None => match (any(&cilium::KINDS), any(&calico::KINDS)) {
            (true, true) => None,
            (true, false) => Some(Dialect::Cilium),
            (false, true) => Some(Dialect::Calico),
            (false, false) => Some(Dialect::Kubernetes),
        },
    }
}

/// Compiles every policy that has effect, tier after tier. The answer is why it is not known which ones
/// have, if it is not.
pub(super) fn compile(compiler: &mut Compiler<'_>) -> Option<String> {
    if !compiler.options.assume.cni.is_none_or(Cni::enforces_policy) {
        return None;
    }
    if cluster_wide::any(compiler, ClusterTier::Admin) {
        let tier = compiler.tier("Admin", Decides::InOrder);
        cluster_wide::compile(compiler, ClusterTier::Admin, tier);
    }
    let dialect = of(compiler);
    match dialect {
        Some(Dialect::Calico) => calico::compile(compiler),
        _ => {
            let normal = compiler.tier("NetworkPolicy", Decides::Together);
            v1::compile(compiler, normal, 0);
            if dialect == Some(Dialect::Cilium) {
                cilium::compile(compiler, normal);
            }
        }
    }
    if cluster_wide::any(compiler, ClusterTier::Baseline) {
        let tier = compiler.tier("Baseline", Decides::InOrder);
        cluster_wide::compile(compiler, ClusterTier::Baseline, tier);
    }
    dialect.is_none().then(|| {
        "there are policies of Cilium and of Calico: which of them have effect depends on the network \
         plugin"
            .to_owned()
    })
}
