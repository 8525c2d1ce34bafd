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
