//! What is asked of a compiled network, a file for each sort of question.

pub(in crate::engine::network) mod apart;
pub(in crate::engine::network) mod beyond;
pub(in crate::engine::network) mod by_address;
pub(in crate::engine::network) mod calico_specs;
pub(in crate::engine::network) mod cilium_specs;
pub(in crate::engine::network) mod clients;
pub(in crate::engine::network) mod controllers;
pub(in crate::engine::network) mod covering;
pub(in crate::engine::network) mod defaults;
pub(in crate::engine::network) mod diff;
pub(in crate::engine::network) mod explain;
pub(in crate::engine::network) mod isolation;
pub(in crate::engine::network) mod name_servers;
pub(in crate::engine::network) mod named;
pub(in crate::engine::network) mod nobody;
pub(in crate::engine::network) mod openings;
pub(in crate::engine::network) mod overrides;
pub(in crate::engine::network) mod selected;
pub(in crate::engine::network) mod shadowed;
pub(in crate::engine::network) mod strangers;
pub(in crate::engine::network) mod ties;
