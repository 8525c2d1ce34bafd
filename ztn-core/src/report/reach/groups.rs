//! Connections taken together: sources that reach the same, and for each of them the destinations by port.

use std::collections::{BTreeMap, HashMap};

use super::words::{Names, OUTSIDE, namespace};

/// Sources, and what each of them reaches besides itself.
pub(super) struct Group {
    pub(super) from: Vec<String>,
    /// Destinations, and in words what passes to them.
    pub(super) to: Vec<(Vec<String>, String)>,
}

/// Destinations and in words what passes.
type Row<'r> = BTreeMap<&'r str, String>;

const ALL_V4: &str = "0.0.0.0/0";
const ALL_V6: &str = "::/0";

/// Groups connections: source, destination, and in words what passes.
pub(super) fn groups<'r>(
    edges: impl Iterator<Item = (&'r str, &'r str, String)>,
    names: &Names<'r>,
) -> Vec<Group> {
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for (src, dst, words) in edges {
        rows.entry(src).or_default().insert(dst, words);
    }
    rows.values_mut().for_each(merge_outside);
    merge_outside_sources(&mut rows);
    fill_in_themselves(&mut rows);
    let mut by_row: BTreeMap<Row<'_>, Vec<&str>> = BTreeMap::new();
    for (src, row) in rows {
        by_row.entry(row).or_default().push(src);
    }
    let mut groups: Vec<(Row<'_>, Vec<&str>)> = by_row.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| a.cmp(b));
    let groups = groups.into_iter().map(|(row, sources)| Group {
        from: names.collapsed(&sources),
        to: by_words(row, names, &sources),
    });
    groups.filter(|group| !group.to.is_empty()).collect()
}

/// Destinations of the same words together, in the order of the first.
fn by_words<'r>(row: Row<'r>, names: &Names<'r>, sources: &[&str]) -> Vec<(Vec<String>, String)> {
    let mut order: Vec<(String, Vec<&str>)> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (dst, words) in row {
        // What one source alone does to itself is no connection.
        if sources == [dst] {
            continue;
        }
        let at = *index.entry(words.clone()).or_insert_with(|| {
            order.push((words, Vec::new()));
            order.len() - 1
        });
        if let Some((_, list)) = order.get_mut(at) {
            list.push(dst);
        }
    }
    order.into_iter().map(|(words, list)| (names.collapsed(&list), words)).collect()
}

/// All addresses of both families are one destination.
fn merge_outside(row: &mut Row<'_>) {
    if row.get(ALL_V4).is_some() && row.get(ALL_V4) == row.get(ALL_V6) {
        row.remove(ALL_V6);
        if let Some(words) = row.remove(ALL_V4) {
            row.insert(OUTSIDE, words);
        }
    }
}

/// And one source, as far as they reach the same.
fn merge_outside_sources<'r>(rows: &mut BTreeMap<&'r str, Row<'r>>) {
    let (Some(mut v4), Some(mut v6)) = (rows.remove(ALL_V4), rows.remove(ALL_V6)) else {
        return;
    };
    let both: Row<'_> = v4.extract_if(.., |dst, words| v6.get(dst) == Some(words)).collect();
    v6.retain(|dst, _| !both.contains_key(dst));
    for (src, row) in [(ALL_V4, v4), (ALL_V6, v6), (OUTSIDE, both)] {
        if !row.is_empty() {
            rows.insert(src, row);
        }
    }
}

/// A source has no connection to itself, and so would never have the row of its neighbour: it is given the
/// one that its neighbours have to it.
fn fill_in_themselves<'r>(rows: &mut BTreeMap<&'r str, Row<'r>>) {
    let mut usual: HashMap<&str, String> = HashMap::new();
    for (src, row) in rows.iter() {
        for (dst, words) in row.iter().filter(|(dst, _)| namespace(dst) == namespace(src)) {
            usual.entry(dst).or_insert_with(|| words.clone());
        }
    }
    for (src, row) in rows.iter_mut() {
        if let Some(words) = usual.get(src) {
            row.insert(src, words.clone());
        }
    }
}
