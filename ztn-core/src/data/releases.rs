//! Until when each minor release is supported.
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
}

/// The newest minor release there is.
pub const NEWEST: u32 = 37;

/// Minor releases with their last day, the newest first. What is older than the table is out of support.
pub const RELEASES: &[Release] = &[
    Release {
        minor: 37,
        end_of_life: "2027-10-28",
    },
    Release {
        minor: 36,
        end_of_life: "2027-06-28",
    },
    Release {
        minor: 35,
        end_of_life: "2027-02-28",
    },
    Release {
        minor: 34,
        end_of_life: "2026-10-27",
    },
    Release {
        minor: 33,
        end_of_life: "2026-06-28",
    },
    Release {
        minor: 32,
        end_of_life: "2026-02-28",
    },
    Release {
        minor: 31,
        end_of_life: "2025-11-11",
    },
    Release {
        minor: 30,
        end_of_life: "2025-07-15",
    },
    Release {
        minor: 29,
        end_of_life: "2025-02-28",
    },
    Release {
        minor: 28,
        end_of_life: "2024-10-22",
    },
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
