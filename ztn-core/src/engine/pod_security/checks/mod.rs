//! The checks, by what they are about.

pub(super) mod app_armor;
pub(super) mod capabilities;
pub(super) mod escalation;
pub(super) mod host;
pub(super) mod proc_mount;
pub(super) mod run_as;
pub(super) mod se_linux;
pub(super) mod seccomp;
pub(super) mod sysctls;
pub(super) mod volumes;
pub(super) mod windows;
