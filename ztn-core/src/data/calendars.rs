//! Until when the releases of etcd and of container runtimes are supported, and what is retired altogether.
//!
//! Sources: <https://endoflife.date/etcd> (etcd itself names no days: the two newest minor releases are
//! supported, <https://etcd.io/docs/latest/op-guide/versioning/>), <https://containerd.io/releases/>,
//! <https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/>.

/// A minor release and its last day with fixes, `YYYY-MM-DD`.
pub type Ends = ((u32, u32), &'static str);

/// etcd, the newest first. 3.6 and 3.7 have no last day yet.
pub const ETCD: &[Ends] = &[
    ((3, 7), ""),
    ((3, 6), ""),
    ((3, 5), "2027-07-08"),
    ((3, 4), "2026-06-01"),
    ((3, 3), "2021-10-15"),
];

/// containerd, the newest first. Of 1.7 and 2.0 only the month is said.
pub const CONTAINERD: &[Ends] = &[
    ((2, 3), "2028-04-30"),
    ((2, 2), "2026-11-06"),
    ((2, 1), "2026-07-03"),
    ((2, 0), "2027-03-31"),
    ((1, 7), "2026-09-30"),
    ((1, 6), "2025-08-23"),
    ((1, 5), "2023-02-28"),
    ((1, 4), "2022-03-03"),
];

/// The last day on which ingress-nginx was maintained: no release follows, whatever is found in it.
pub const INGRESS_NGINX: &str = "2026-03-31";
