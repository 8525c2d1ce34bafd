//! Which policies have effect, and in which order those of several dialects decide.

use super::compile::Compiler;
use super::policy::Decides;
use super::{cluster_wide, v1};
use crate::model::Kind;
use crate::model::cluster_policy::ClusterTier;
use crate::options::Cni;

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
    let normal = compiler.tier("NetworkPolicy", Decides::Together);
    v1::compile(compiler, normal, 0);
    if cluster_wide::any(compiler, ClusterTier::Baseline) {
        let tier = compiler.tier("Baseline", Decides::InOrder);
        cluster_wide::compile(compiler, ClusterTier::Baseline, tier);
    }
    let other = NOT_EVALUATED.iter().find(|kind| compiler.cluster.count(**kind) > 0)?;
    Some(format!("this version of ztn does not evaluate {}", other.name()))
}

/// Policies that change what passes, and whose dialect is not evaluated.
const NOT_EVALUATED: [Kind; 4] = [
    Kind::CiliumNetworkPolicy,
    Kind::CiliumClusterwideNetworkPolicy,
    Kind::CalicoNetworkPolicy,
    Kind::CalicoGlobalNetworkPolicy,
];
