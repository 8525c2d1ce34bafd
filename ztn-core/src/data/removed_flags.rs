//! Flags that a release no longer knows: its components do not start with them.
//!
//! Source: <https://github.com/kubernetes/kubernetes/tree/master/CHANGELOG>, of the releases named.

/// A flag that is gone.
#[derive(Clone, Copy, Debug)]
pub struct RemovedFlag {
    /// The component that had it.
    pub program: &'static str,
    /// Its name, without dashes.
    pub flag: &'static str,
    /// The minor release that does not know it any more.
    pub removed_in: u32,
}

const fn api_server(flag: &'static str, removed_in: u32) -> RemovedFlag {
    RemovedFlag { program: "kube-apiserver", flag, removed_in }
}

/// Every removed flag that the program knows.
pub const REMOVED_FLAGS: &[RemovedFlag] = &[
    api_server("audit-dynamic-configuration", 19),
    api_server("basic-auth-file", 19),
    api_server("insecure-bind-address", 24),
    api_server("insecure-port", 24),
];
