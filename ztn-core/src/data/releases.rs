//! Until when each minor release is supported, and its newest patch.
//!
//! Source: <https://kubernetes.io/releases/patch-releases/> and <https://endoflife.date/kubernetes>.

/// The day these tables were made.
pub const AS_OF: &str = "2026-11-23";

/// A minor release.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    /// 36 for 1.36.
    pub minor: u32,
    /// Its last day with fixes, `YYYY-MM-DD`.
    pub end_of_life: &'static str,
    /// Its newest patch, as far as was known on [`AS_OF`].
    pub newest_patch: u32,
}

/// The newest minor release there is.
pub const NEWEST: u32 = 37;

/// Minor releases with their last day, the newest first. What is older than the table is out of support.
pub const RELEASES: &[Release] = &[
    Release { minor: 37, end_of_life: "2027-10-28", newest_patch: 1 },
    Release { minor: 36, end_of_life: "2027-06-28", newest_patch: 5 },
    Release { minor: 35, end_of_life: "2027-02-28", newest_patch: 9 },
    Release { minor: 34, end_of_life: "2026-10-27", newest_patch: 11 },
    Release { minor: 33, end_of_life: "2026-06-28", newest_patch: 13 },
    Release { minor: 32, end_of_life: "2026-02-28", newest_patch: 13 },
    Release { minor: 31, end_of_life: "2025-11-11", newest_patch: 14 },
    Release { minor: 30, end_of_life: "2025-07-15", newest_patch: 14 },
    Release { minor: 29, end_of_life: "2025-02-28", newest_patch: 15 },
    Release { minor: 28, end_of_life: "2024-10-22", newest_patch: 15 },
];

/// The last day of a minor release; `None` for one that is newer than the table. Those older than the
/// table share the day of its oldest: they ended before it.
#[must_use]
pub fn end_of_life(minor: u32) -> Option<&'static str> {
    let oldest = RELEASES.last()?;
    RELEASES
        .iter()
        .find(|release| release.minor == minor)
        .or((minor < oldest.minor).then_some(oldest))
        .map(|release| release.end_of_life)
}

/// Until when a service supports a minor release, where that is not upstream's day: its standard
/// support, without what is paid for beyond.
///
/// Source: <https://endoflife.date/amazon-eks>, <https://endoflife.date/google-kubernetes-engine>,
/// <https://endoflife.date/azure-kubernetes-service>.
pub const EKS: &[(u32, &str)] = &[
    (36, "2027-08-02"),
    (35, "2027-03-27"),
    (34, "2026-12-02"),
    (33, "2026-07-29"),
    (32, "2026-03-23"),
];

/// As [`EKS`], for GKE.
pub const GKE: &[(u32, &str)] =
    &[(36, "2027-08-09"), (35, "2027-04-11"), (34, "2026-10-01"), (33, "2026-08-03")];

/// As [`EKS`], for AKS.
pub const AKS: &[(u32, &str)] =
    &[(36, "2027-06-30"), (35, "2027-03-31"), (34, "2026-11-30"), (33, "2026-07-31")];
