//! How large the module is, and how large it may be.

use anyhow::{Result, ensure};
use serde::Deserialize;

/// The most that a reader may have to fetch: bytes of `ztn.wasm`, compressed by Brotli as servers do it.
const BUDGET: u64 = 960_000;

/// Bytes of the module.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Size {
    /// In a line.
    pub(crate) fn line(&self) -> String {
        let Self { raw, gzip, brotli } = self;
        format!("ztn.wasm: {raw} bytes, {gzip} gzip, {brotli} brotli of at most {BUDGET}")
    }

    /// Fails over the budget.
    pub(crate) fn within_budget(&self) -> Result<()> {
        ensure!(
            self.brotli <= BUDGET,
            "{}: what was linked that was not before? The budget is in xtask/src/wasm/size.rs",
            self.line()
        );
        Ok(())
    }
}
