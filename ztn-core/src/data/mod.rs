//! Facts about Kubernetes that change with its releases: tables with a source and a date.

pub mod rbac_roles;
pub mod releases;
pub mod removed_apis;
pub mod removed_flags;
pub mod resources;
