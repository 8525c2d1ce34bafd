//! What the calendar of Kubernetes says of a version and of an API.

use super::control_plane::Server;
use crate::data::{releases, removed_apis, removed_flags, removed_gates};
use crate::model::Object;
use crate::options::{Date, KubeVersion, Provider};

pub use crate::data::removed_apis::RemovedApi;
pub use crate::data::removed_flags::RemovedFlag;

/// How long a version is supported, as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// Its last day with fixes.
    pub until: &'static str,
    /// Days from that day on; negative: still to come.
    pub days_past: i32,
    /// Is the version older than the calendar, so that it ended before that day?
    pub before: bool,
}

/// How long a version is supported; `None` for one that is newer than the calendar.
#[must_use]
pub fn support(version: KubeVersion, provider: Option<Provider>, as_of: Date) -> Option<Support> {
    let calendar = match provider {
        Some(Provider::Eks) => releases::EKS,
        Some(Provider::Gke) => releases::GKE,
        Some(Provider::Aks) => releases::AKS,
        None => &[],
    };
    let own = calendar.iter().find(|(minor, _)| *minor == version.minor);
    let until = match own {
        Some((_, until)) => until,
        None => releases::end_of_life(version.minor)?,
    };
    let oldest = releases::RELEASES.last()?;
    Some(Support {
        until,
        days_past: until.parse::<Date>().ok()?.days_until(as_of),
        before: version.minor < oldest.minor,
    })
}

/// The API version that an object is written in, if `version` no longer serves it.
#[must_use]
pub fn removed_api(object: Object<'_>, version: KubeVersion) -> Option<&'static RemovedApi> {
    let written = object.type_meta();
    let row = removed_apis::removed(written.api_version, written.kind)?;
    (row.removed_in <= version.minor).then_some(row)
}

/// The API version that an object is written in, if a release later than `version` does not serve it. Where the
/// version is not known, a release there is already.
#[must_use]
pub fn deprecated_api(
    object: Object<'_>,
    version: Option<KubeVersion>,
) -> Option<&'static RemovedApi> {
    let written = object.type_meta();
    let row = removed_apis::removed(written.api_version, written.kind)?;
    let last = version.map_or(releases::NEWEST, |_| u32::MAX);
    let is_later = version.is_none_or(|version| row.removed_in > version.minor);
    (is_later && row.removed_in <= last).then_some(row)
}

/// The flags of a component that its release does not know; none where the release is not known.
pub fn removed_flags<'s>(
    server: &'s Server<'_>,
) -> impl Iterator<Item = &'static RemovedFlag> + 's {
    let rows = removed_flags::REMOVED_FLAGS.iter();
    rows.filter(move |row| {
        server.version.is_some_and(|version| row.removed_in <= version.minor)
            && row.program == server.component.program()
            && server.flags.get(row.flag).is_some()
    })
}

/// A name in the list of a flag that the release of the component does not know.
#[derive(Clone, Copy)]
pub struct RemovedName {
    /// The name: of an admission plugin or a feature gate.
    pub name: &'static str,
    /// The flag that carries it.
    pub flag: &'static str,
    /// The minor release that does not know it any more.
    pub removed_in: u32,
}

/// The admission plugins in the flags of a component that its release does not know; none where the release is not
/// known.
#[must_use]
pub fn removed_plugins(server: &Server<'_>) -> Vec<RemovedName> {
    ["enable-admission-plugins", "disable-admission-plugins", "admission-control"]
        .into_iter()
        .flat_map(|flag| removed_names(server, flag, removed_gates::PLUGINS, |item| item))
        .collect()
}

/// As [`removed_plugins`], of feature gates.
#[must_use]
pub fn removed_gates(server: &Server<'_>) -> Vec<RemovedName> {
    removed_names(server, "feature-gates", removed_gates::GATES, |item| {
        item.split('=').next().unwrap_or(item)
    })
}

fn removed_names(
    server: &Server<'_>,
    flag: &'static str,
    table: &'static [(&'static str, u32)],
    name: impl Fn(&str) -> &str,
) -> Vec<RemovedName> {
    let Some(version) = server.version else {
        return Vec::new();
    };
    let items = server.flags.list(flag);
    let is_there = |wanted: &str| items.iter().any(|item| name(item) == wanted);
    let rows = table.iter().filter(|(name, gone)| *gone <= version.minor && is_there(name));
    rows.map(|&(name, removed_in)| RemovedName { name, flag, removed_in }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_ends_on_the_day_of_whoever_builds_it() {
        let day = "2026-11-23".parse().expect("a day");
        let of =
            |version: &str, provider| support(version.parse().expect("a version"), provider, day);
        let ended = of("1.34.2", None).expect("in the calendar");
        assert_eq!((ended.until, ended.days_past, ended.before), ("2026-10-27", 27, false));
        assert_eq!(of("1.34.2", Some(Provider::Eks)).map(|support| support.days_past), Some(-9));
        assert_eq!(of("1.20", Some(Provider::Gke)).map(|support| support.before), Some(true));
        assert_eq!(of("1.99", None), None);
    }

    #[test]
    fn the_last_day_is_supported() {
        let day = "2026-10-27".parse().expect("a day");
        let last = support("1.34".parse().expect("a version"), None, day);
        assert_eq!(last.map(|support| support.days_past), Some(0));
    }
}
