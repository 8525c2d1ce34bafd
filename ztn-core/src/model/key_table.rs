//! The keys of a view as a table made by the compiler: from a key to the number of its field.

/// How many places a table has; a power of two, and far more than any view has fields.
const PLACES: usize = 128;

/// From a key to the number of its field.
#[derive(Debug)]
pub(crate) struct KeyTable {
    keys: &'static [&'static str],
    /// The number of a field and one; 0 where there is none. A key stands at its place or, where that was
    /// taken, at the next free one.
    places: [u8; PLACES],
    schema: u32,
}

impl KeyTable {
    /// The table of the view that the API calls `name`.
    #[allow(clippy::indexing_slicing)] // The compiler runs it, and an index too large is an error there.
    pub(crate) const fn new(name: &'static str, keys: &'static [&'static str]) -> Self {
        assert!(keys.len() <= PLACES / 2, "a view with so many fields needs a larger table");
        let mut places = [0; PLACES];
        let mut schema = fnv(0x811c_9dc5, name.as_bytes());
        let mut number = 0;
        while number < keys.len() {
            let key = keys[number].as_bytes();
            schema = fnv(schema, key);
            let mut place = place_of(key);
            while places[place] != 0 {
                place = (place + 1) % PLACES;
            }
            number += 1;
            #[allow(clippy::cast_possible_truncation)]
            {
                places[place] = number as u8;
            }
        }
        Self { keys, places, schema }
    }

    /// A number that no other view has.
    #[inline]
    pub(crate) const fn schema(&self) -> u32 {
        self.schema
    }

    /// The number of the field with this key, if there is one.
    #[inline]
    pub(crate) fn number(&self, key: &str) -> Option<usize> {
        let mut place = place_of(key.as_bytes());
        loop {
            let number = usize::from(*self.places.get(place)?).checked_sub(1)?;
            if *self.keys.get(number)? == key {
                return Some(number);
            }
            place = (place + 1) % PLACES;
        }
    }
}

/// The number of `key` among `keys`, while the program is compiled.
#[allow(clippy::indexing_slicing)]
pub(crate) const fn number_of(keys: &[&str], key: &str) -> usize {
    let mut number = 0;
    while !is_same(keys[number].as_bytes(), key.as_bytes()) {
        number += 1;
    }
    number
}

#[allow(clippy::indexing_slicing)]
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Where a key belongs: by its length, its ends and its middle, which tell the keys of a view apart.
#[inline]
#[allow(clippy::indexing_slicing)] // A key that is not empty has a first byte, and one in its middle.
const fn place_of(key: &[u8]) -> usize {
    let length = key.len();
    let Some((last, _)) = key.split_last() else {
        return 0;
    };
    let (first, middle) = (key[0] as usize, key[length / 2] as usize);
    (length + first * 7 + middle * 13 + (*last as usize) * 31) % PLACES
}

#[allow(clippy::indexing_slicing)]
const fn fnv(mut hash: u32, bytes: &[u8]) -> u32 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    // Between one word and the next.
    (hash ^ 0xff).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::kind::Kind;
    use super::super::unit::Unit;
    use super::super::view::{Shape, ViewInfo};
    use crate::parse::{Limits, Node, NodeId};

    /// Every view that an object of a known kind can hold.
    fn views() -> Vec<&'static ViewInfo> {
        fn collect(shape: &'static Shape, found: &mut Vec<&'static ViewInfo>) {
            match shape {
                Shape::View(view) if !found.iter().any(|known| std::ptr::eq(*known, *view)) => {
                    found.push(view);
                    view.fields.iter().for_each(|field| collect(field.shape, found));
                }
                Shape::List(inner) | Shape::Map(inner) => collect(inner, found),
                Shape::ListOrMap { list, map } => {
                    collect(list, found);
                    collect(map, found);
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        Kind::ALL
            .iter()
            .filter_map(|kind| kind.shape())
            .for_each(|shape| collect(shape, &mut found));
        found
    }

    #[test]
    fn every_key_leads_to_its_field() {
        for view in views() {
            for (number, field) in view.fields.iter().enumerate() {
                assert_eq!(
                    view.keys.number(field.key),
                    Some(number),
                    "{} {}",
                    view.name,
                    field.key
                );
            }
            assert_eq!(view.keys.number(""), None, "{}", view.name);
            assert_eq!(view.keys.number("neverHeardOf"), None, "{}", view.name);
        }
    }

    /// Keys given twice, quoted, by alias and by merge key, and one mapping read by two views.
    const ODD: &str = "
apiVersion: v1
kind: Pod
metadata: &meta {name: a, 'labels': {app: web}, name: b}
spec:
  hostNetwork: no
  containers:
    - &one {name: one, securityContext: &context {privileged: no, runAsUser: 1, privileged: yes}}
    - <<: *one
      name: two
    - *one
    - {name: three, securityContext: *context, \"image\": web, on: off}
  securityContext: *context
  hostNetwork: yes
";

    #[test]
    fn a_field_is_found_where_a_search_finds_it() {
        let unit = Unit::read(ODD, Limits::default());
        let document = unit.document.expect("YAML");
        let views = views();
        let (mut found, mut noted) = (0, 0);
        for id in 0..document.len() {
            let node = document.node(NodeId(u32::try_from(id).expect("few nodes")));
            for view in &views {
                for (number, field) in view.fields.iter().enumerate() {
                    let ids = |(key, value): (Node<'_>, Node<'_>)| (key.id(), value.id());
                    let searched = node.entry(field.key).map(ids);
                    let read = node.field(view.keys.schema(), number, field.key).map(ids);
                    assert_eq!(read, searched, "{} {}", view.name, field.key);
                    found += usize::from(read.is_some());
                }
                noted += usize::from(node.is_noted_as(view.keys.schema()));
            }
        }
        assert!(found > 100 && noted >= 6, "{found} fields, {noted} mappings");
    }

    #[test]
    fn two_views_with_one_number_are_one_view() {
        let mut known = HashMap::new();
        for view in views() {
            let keys: Vec<&str> = view.fields.iter().map(|field| field.key).collect();
            let view = (view.name, keys, view.keys.schema());
            let same = known.entry(view.2).or_insert_with(|| view.clone());
            assert_eq!(*same, view);
        }
    }
}
