//! Which policies have effect, and in which order those of several dialects decide.

pub(in crate::engine::network) mod calico;
pub(in crate::engine::network) mod calico_hosts;
pub(in crate::engine::network) mod calico_others;
pub(in crate::engine::network) mod calico_rules;
pub(in crate::engine::network) mod calico_selector;
pub(in crate::engine::network) mod cilium;
pub(in crate::engine::network) mod cilium_refs;
pub(in crate::engine::network) mod cluster_wide;
pub(in crate::engine::network) mod compile;
pub(in crate::engine::network) mod v1;

use crate::engine::network::dialects::compile::Compiler;
use crate::engine::network::policy::Decides;
use crate::engine::network::settings::{self, Enforcement};
use crate::model::cluster_policy::ClusterTier;
use crate::model::{Cluster, Kind};
use crate::options::{Cni, Options};

/// Whose own policies have effect beside those of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::network) enum Dialect {
    Kubernetes,
    Cilium,
    Calico,
}

/// What policies do.
pub(in crate::engine::network) enum Effect {
    /// What they say.
    AsWritten,
    /// Nothing, and why.
    None(String),
    /// Nobody knows which ones have effect, and why.
    Unsettled(String),
}

/// The dialect of the network plugin: the one that is named, else the one whose objects are there. None
/// where there are objects of two, and nobody says which plugin runs.
pub(in crate::engine::network) fn of(cluster: &Cluster, options: &Options) -> Option<Dialect> {
    let any = |kinds: &[Kind]| kinds.iter().any(|kind| cluster.count(*kind) > 0);
    match options.assume.cni {
        Some(Cni::Cilium) => Some(Dialect::Cilium),
        Some(Cni::Calico) => Some(Dialect::Calico),
        Some(_) => Some(Dialect::Kubernetes),
        None => {
            let is_cilium = any(&cilium::KINDS) || settings::of_cilium(cluster).next().is_some();
            match (is_cilium, any(&calico::KINDS) || any(&calico::OTHER_KINDS)) {
                (true, true) => None,
                (true, false) => Some(Dialect::Cilium),
                (false, true) => Some(Dialect::Calico),
                (false, false) => Some(Dialect::Kubernetes),
            }
        }
    }
}

/// Compiles every policy that has effect, tier after tier.
pub(in crate::engine::network) fn compile(compiler: &mut Compiler<'_>) -> Effect {
    if !compiler.options.assume.cni.is_none_or(Cni::enforces_policy) {
        return Effect::None("the network plugin enforces no policy".to_owned());
    }
    let dialect = compiler.dialect;
    let mut always = None;
    if dialect == Some(Dialect::Cilium) {
        match settings::enforcement(compiler.cluster) {
            Enforcement::WherePoliciesAre => {}
            Enforcement::Never(why) => return Effect::None(why),
            Enforcement::Always(object, place) => always = Some((object, place)),
            Enforcement::Unclear(why) => return Effect::Unsettled(why),
        }
    }
    if cluster_wide::any(compiler, ClusterTier::Admin) {
        let tier = compiler.tier("Admin", Decides::InOrder);
        cluster_wide::compile(compiler, ClusterTier::Admin, tier);
    }
    match dialect {
        Some(Dialect::Calico) => calico::compile(compiler),
        _ => {
            let normal = compiler.tier("NetworkPolicy", Decides::Together);
            let is_cilium = dialect == Some(Dialect::Cilium);
            if !is_cilium || !settings::passes_over(compiler.cluster, Kind::NetworkPolicy) {
                v1::compile(compiler, normal, 0);
            }
            if is_cilium {
                cilium::compile(compiler, normal, always);
            }
        }
    }
    if cluster_wide::any(compiler, ClusterTier::Baseline) {
        let tier = compiler.tier("Baseline", Decides::InOrder);
        cluster_wide::compile(compiler, ClusterTier::Baseline, tier);
    }
    match dialect {
        Some(_) => Effect::AsWritten,
        None => Effect::Unsettled(
            "there are policies of Cilium and of Calico: which of them have effect depends on the network \
             plugin"
                .to_owned(),
        ),
    }
}
