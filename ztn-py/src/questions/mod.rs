//! What can be asked of files: a file for each question.

pub(crate) mod analyze;
pub(crate) mod audit_policy;
pub(crate) mod can;
pub(crate) mod diff;
pub(crate) mod paths;
pub(crate) mod permissions;
pub(crate) mod pss;
pub(crate) mod reach;
pub(crate) mod rules;
pub(crate) mod suggest_network;
pub(crate) mod suggest_rbac;
pub(crate) mod who_can;
