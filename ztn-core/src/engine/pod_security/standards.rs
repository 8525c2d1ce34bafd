//! Which checks make up a level, by version.

use super::checks::{
    app_armor, capabilities, escalation, host, proc_mount, run_as, se_linux, seccomp, sysctls,
    volumes, windows,
};
use super::pod::{Broken, Pod};
use super::{Level, Standard};

/// Tests one pod.
type Test = for<'p, 'a> fn(&'p Pod<'a>) -> Option<Broken>;

/// Which pods a check passes over.
#[derive(Clone, Copy)]
enum Exempt {
    Nobody,
    /// Those that say that they run on Windows.
    Windows,
    /// Those whose users are others than the node's.
    UserNamespace,
}

/// What a check tests, from one minor release on.
pub(super) struct Version {
    since: u32,
    test: Test,
    exempt: Exempt,
}

const fn since(since: u32, test: Test) -> Version {
    Version { since, test, exempt: Exempt::Nobody }
}

impl Version {
    const fn except(self, exempt: Exempt) -> Self {
        Self { exempt, ..self }
    }

    pub(super) fn test(&self, pod: &Pod<'_>) -> Option<Broken> {
        let is_exempt = match self.exempt {
            Exempt::Nobody => false,
            Exempt::Windows => pod.workload.has_windows_os(),
            Exempt::UserNamespace => pod.has_user_namespace(),
        };
        if is_exempt { None } else { (self.test)(pod) }
    }
}

/// A check of the standards.
pub(super) struct Check {
    /// Its id upstream.
    pub(super) id: &'static str,
    /// The level that brings it.
    pub(super) level: Level,
    /// What it tests, the oldest version first.
    versions: &'static [Version],
    /// The check of the baseline that it takes the place of, and from which minor release on.
    overrides: Option<(&'static str, u32)>,
}

const fn baseline(id: &'static str, versions: &'static [Version]) -> Check {
    Check { id, level: Level::Baseline, versions, overrides: None }
}

const fn restricted(id: &'static str, versions: &'static [Version]) -> Check {
    Check { id, level: Level::Restricted, versions, overrides: None }
}

impl Check {
    const fn instead_of(self, id: &'static str, since: u32) -> Self {
        Self { overrides: Some((id, since)), ..self }
    }

    /// What it tests in this version; `None` before it came.
    fn version(&self, minor: u32) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.since <= minor)
    }

    /// Does a check of the restricted level take its place in this version?
    fn is_overridden(&self, minor: u32) -> bool {
        let mut over = CHECKS.iter().filter_map(|check| check.overrides);
        over.any(|(id, since)| id == self.id && since <= minor)
    }
}

/// Every check: those of the baseline by id, then those of the restricted level by id.
const CHECKS: &[Check] = &[
    baseline("appArmorProfile", &[since(0, app_armor::check)]),
    baseline("capabilities_baseline", &[since(0, capabilities::baseline)]),
    baseline("hostNamespaces", &[since(0, host::namespaces)]),
    baseline("hostPathVolumes", &[since(0, volumes::host_paths)]),
    baseline("hostPorts", &[since(0, host::ports)]),
    baseline("hostProbesAndHostLifecycle", &[since(34, host::probes)]),
    baseline("privileged", &[since(0, escalation::privileged)]),
    baseline(
        "procMount",
        &[since(0, proc_mount::check), since(35, proc_mount::check).except(Exempt::UserNamespace)],
    ),
    baseline("seLinuxOptions", &[since(0, se_linux::check_1_0), since(31, se_linux::check_1_31)]),
    baseline(
        "seccompProfile_baseline",
        &[since(0, seccomp::annotations), since(19, seccomp::baseline)],
    ),
    baseline(
        "sysctls",
        &[
            since(0, sysctls::check::<0>),
            since(27, sysctls::check::<27>),
            since(29, sysctls::check::<29>),
            since(32, sysctls::check::<32>),
            since(37, sysctls::check::<37>),
        ],
    ),
    baseline("windowsHostProcess", &[since(0, windows::host_process)]),
    restricted(
        "allowPrivilegeEscalation",
        &[since(8, escalation::allowed), since(25, escalation::allowed).except(Exempt::Windows)],
    ),
    restricted(
        "capabilities_restricted",
        &[
            since(22, capabilities::restricted),
            since(25, capabilities::restricted).except(Exempt::Windows),
        ],
    )
    .instead_of("capabilities_baseline", 22),
    restricted("procMount_restricted", &[since(35, proc_mount::check)]).instead_of("procMount", 35),
    restricted("restrictedVolumes", &[since(0, volumes::restricted)])
        .instead_of("hostPathVolumes", 0),
    restricted(
        "runAsNonRoot",
        &[since(0, run_as::non_root), since(35, run_as::non_root).except(Exempt::UserNamespace)],
    ),
    restricted(
        "runAsUser",
        &[since(23, run_as::user), since(35, run_as::user).except(Exempt::UserNamespace)],
    ),
    restricted(
        "seccompProfile_restricted",
        &[since(19, seccomp::restricted), since(25, seccomp::restricted).except(Exempt::Windows)],
    )
    .instead_of("seccompProfile_baseline", 19),
];

/// The newest minor release whose standards differ from those before.
pub const NEWEST: u32 = 37;

/// The minor releases that changed the standards, the first one aside.
pub const CHANGES: [u32; 12] = [8, 19, 22, 23, 25, 27, 29, 31, 32, 34, 35, 37];

/// The checks of a standard, each with what it tests.
pub(super) fn active(
    standard: Standard,
) -> impl Iterator<Item = (&'static Check, &'static Version)> {
    let Standard { level, minor } = standard;
    let is_restricted = level == Level::Restricted;
    let within = CHECKS.iter().filter(move |check| check.level <= level);
    let kept = within.filter(move |check| !(is_restricted && check.is_overridden(minor)));
    kept.filter_map(move |check| Some((check, check.version(minor)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_has_as_many_checks_as_upstream() {
        let count = |level, minor| active(Standard { level, minor }).count();
        for (minor, baseline, restricted) in [
            (0, 11, 12),
            (7, 11, 12),
            (8, 11, 13),
            (18, 11, 13),
            (19, 11, 13),
            (22, 11, 13),
            (23, 11, 14),
            (33, 11, 14),
            (34, 12, 15),
            (37, 12, 15),
            (99, 12, 15),
        ] {
            assert_eq!(count(Level::Privileged, minor), 0, "{minor}");
            assert_eq!(count(Level::Baseline, minor), baseline, "{minor}");
            assert_eq!(count(Level::Restricted, minor), restricted, "{minor}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_says_when_the_standards_change() {
        assert!(CHECKS.is_sorted_by_key(|check| (check.level, check.id)));
        let versions =
            CHECKS.iter().flat_map(|check| check.versions.iter().map(|version| version.since));
        let changes: std::collections::BTreeSet<u32> =
            versions.filter(|since| *since > 0).collect();
        assert!(changes.into_iter().eq(CHANGES));
        assert_eq!(CHANGES.last(), Some(&NEWEST));
    }
}
