//! Facts that change with the releases of Kubernetes and of what runs on it: tables with a source and a date.
//! `README.md` beside this file says how each is made.

pub mod calendars;
pub mod control_plane_flags;
pub mod rbac_controllers;
pub mod rbac_roles;
pub mod releases;
pub mod removed_apis;
pub mod removed_flags;
pub mod removed_gates;
pub mod resources;
pub mod sensitive_programs;
pub mod vulnerabilities;
