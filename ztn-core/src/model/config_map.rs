//! ConfigMaps.

use super::meta::Metadata;
use super::view::{Keys, StrMap, view};

view! {
    /// Text for programs.
    ConfigMap "ConfigMap" {
        metadata "metadata": Metadata<'a>,
        data "data": StrMap<'a>,
        binary_data "binaryData": Keys<'a>,
        immutable "immutable": bool,
    }
}
