//! The language server in an editor that people use.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::install;
use crate::process::build_ztn;
use crate::test::{Done, logged};

/// Drives Neovim without a screen: see `ztn-lsp/tests/neovim.lua`.
pub(crate) fn test(root: &Path) -> Result<Done> {
    let Some(neovim) = install::program(Path::new("/usr/bin/nvim"), "neovim") else {
        return Ok(Done::Skipped("no Neovim here, and it could not be installed".to_owned()));
    };
    let mut command = Command::new(neovim);
    command.args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c"]);
    command.arg(format!("luafile {}", root.join("ztn-lsp/tests/neovim.lua").display()));
    logged(root, command.env("ZTN_LSP", build_ztn(root, false)?))?;
    Ok(Done::Passed(Vec::new()))
}
