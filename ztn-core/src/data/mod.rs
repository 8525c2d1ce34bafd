//! Facts about Kubernetes that change with its releases: tables with a source and a date.

pub mod releases;
pub mod removed_apis;
