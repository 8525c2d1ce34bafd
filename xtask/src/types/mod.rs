//! The types of the bindings, from the JSON Schemas in `schema/`.

mod python;
mod schema;
mod typescript;

use std::path::Path;

use anyhow::Result;

use crate::output::Output;
use schema::Schemas;

/// The types of every language.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>> {
    let schemas = Schemas::read(root)?;
    Ok(vec![
        Output::new("ztn-py/python/ztn/types.py", python::types(&schemas)),
        Output::new("ztn-wasm/npm/types.d.ts", typescript::types(&schemas)),
    ])
}
