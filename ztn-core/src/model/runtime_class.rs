//! RuntimeClasses: which container runtime runs a pod.

use super::meta::Metadata;
use super::scheduling::Toleration;
use super::view::{List, Map, Quantity, StrMap, view};

view! {
    /// A name for a configuration of the container runtime.
    RuntimeClass "RuntimeClass" {
        metadata "metadata": Metadata<'a>,
        /// What the node's runtime calls it: `runsc`, `kata`.
        handler "handler": &'a str,
        overhead "overhead": Overhead<'a>,
        scheduling "scheduling": Scheduling<'a>,
    }

    /// What a pod costs beside its containers.
    Overhead "Overhead" {
        pod_fixed "podFixed": Map<'a, Quantity<'a>>,
    }

    /// Which nodes have the handler.
    Scheduling "Scheduling" {
        node_selector "nodeSelector": StrMap<'a>,
        tolerations "tolerations": List<'a, Toleration<'a>>,
    }
}
