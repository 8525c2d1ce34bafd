//! Objects as the types of `k8s_openapi`, of the version that the program which links us picks.

use super::object::Object;
use crate::parse::DeserializeError;
use k8s_openapi::Resource;
use serde::Deserialize;

impl<'a> Object<'a> {
    /// This object as a `T`; `None` if it is of another kind or of another version of the API.
    ///
    /// # Errors
    /// The first value that does not fit, with its place and the way to it.
    #[must_use]
    pub fn typed<T: Resource + Deserialize<'a>>(self) -> Option<Result<T, DeserializeError>> {
        let written = self.type_meta();
        let same = written.api_version == T::API_VERSION && written.kind == T::KIND;
        same.then(|| self.node().deserialize())
    }
}
