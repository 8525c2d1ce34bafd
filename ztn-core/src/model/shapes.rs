//! Which view belongs to which kind.

use super::kind::Kind;
use super::view::Shape;

impl Kind {
    /// The view of a whole object of this kind, as data.
    #[must_use]
    pub fn shape(self) -> Option<&'static Shape> {
        None
    }
}
