//! Permissions and attack paths that changed: from the engines to the comparison, and in lines.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Diff, PathChange, PermissionChange};
use crate::engine::rbac::Rbac;
use crate::report::access::{Permission, subject_report};
use crate::report::compact::line;
use crate::report::paths::AttackPaths;
use crate::report::v1::Name;

/// What bindings give to somebody in one of them alone, by whom they name.
pub(crate) fn permissions(before: &Rbac<'_>, after: &Rbac<'_>) -> Vec<PermissionChange> {
    let everybody: BTreeSet<_> = before.subjects().into_iter().chain(after.subjects()).collect();
    let change = everybody.into_iter().filter_map(|who| {
        let ((had, _), (has, _)) = (before.own_permissions(who), after.own_permissions(who));
        let gained = Permission::of_table(&has.minus(&had));
        let lost = Permission::of_table(&had.minus(&has));
        let is_same = gained.is_empty() && lost.is_empty();
        (!is_same).then(|| PermissionChange { subject: subject_report(who), gained, lost })
    });
    change.collect()
}

/// The ends that somebody reaches in one of them alone.
pub(crate) fn paths(before: &AttackPaths, after: &AttackPaths) -> Vec<PathChange> {
    let ends = |paths: &AttackPaths| -> BTreeSet<(String, Name)> {
        paths.paths.iter().map(|path| (path.from.clone(), path.to.clone())).collect()
    };
    let (had, has) = (ends(before), ends(after));
    let change = |change: &'static str| {
        move |(from, to): &(String, Name)| PathChange {
            change: change.into(),
            from: from.clone(),
            to: to.clone(),
        }
    };
    let gained = has.difference(&had).map(change("gained"));
    gained.chain(had.difference(&has).map(change("lost"))).collect()
}

/// A line for each right and each end.
pub(super) fn write(diff: &Diff, out: &mut String) -> std::fmt::Result {
    for PermissionChange { subject, gained, lost } in &diff.permissions {
        for (word, rights) in [("gained", gained), ("lost", lost)] {
            for right in rights {
                writeln!(out, "{word} {}: {}", line(&subject.words()), line(&right.words()))?;
            }
        }
    }
    for PathChange { change, from, to } in &diff.paths {
        writeln!(out, "{change} attack path {} -> {to}", line(from))?;
    }
    Ok(())
}
