//! Secrets: that they are there and what they are for, never what is in them.

use super::meta::Metadata;
use super::view::{Keys, view};

view! {
    /// A Secret, without its values.
    Secret "Secret" {
        metadata "metadata": Metadata<'a>,
        /// Left out: `Opaque`.
        type_ "type": &'a str,
        data "data": Keys<'a>,
        string_data "stringData": Keys<'a>,
        immutable "immutable": bool,
    }
}

impl<'a> Secret<'a> {
    /// Has it a value under `key`, of whatever form?
    #[must_use]
    pub fn holds(self, key: &str) -> bool {
        [self.data(), self.string_data()]
            .iter()
            .any(|values| values.get().is_some_and(|values| values.contains(key)))
    }
}
