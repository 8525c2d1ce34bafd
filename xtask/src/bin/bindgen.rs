//! `bindgen IN.wasm FOLDER`: the JavaScript beside a WebAssembly module, as `wasm-bindgen` makes it.
//!
//! A program of its own, behind a feature: what it links takes a minute to compile, and the daily loop has no
//! use for it. Its version is that of the lock file's `wasm-bindgen`; cargo refuses any other.

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let module = args.next().context("which module?")?;
    let folder = args.next().context("into which folder?")?;
    Bindgen::new()
        .input_path(module)
        .out_name("glue")
        .web(true)?
        // Where the module is, its entries know.
        .omit_default_module_path(true)
        // A trapped instance is replaced.
        .reset_state_function(true)
        .typescript(false)
        .generate(folder)
        .context("wasm-bindgen")
}
