//! Writing what was asked for.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::exit::{Exit, Failure};

/// Writes to standard output. Whoever reads it may stop early.
pub(crate) fn print(bytes: &[u8]) -> Result<Exit, Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(Exit::Clean),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Clean),
        Err(error) => Err(Failure(format!("cannot write to standard output: {error}"))),
    }
}

/// Writes to `file`, or to standard output without one. A file is there whole or as it was before.
pub(crate) fn write(file: Option<&Path>, bytes: &[u8]) -> Result<Exit, Failure> {
    let Some(path) = file else {
        return print(bytes);
    };
    let cannot = |error| Failure(format!("cannot write `{}`: {error}", path.display()));
    // A link stays one. What is no file, such as `/dev/null`, cannot be replaced by one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let written = match fs::metadata(&target) {
        Ok(there) if !there.is_file() => fs::write(&target, bytes),
        _ => replace(&target, bytes),
    };
    written.map(|()| Exit::Clean).map_err(cannot)
}

/// Writes beside the file first, so that nobody ever reads half of it.
fn replace(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = target.with_file_name(name);
    let written = fs::write(&beside, bytes).and_then(|()| {
        if target.exists() {
            // Who may not write into a file may not put another in its place.
            let there = fs::OpenOptions::new().write(true).open(target)?.metadata()?;
            fs::set_permissions(&beside, there.permissions())?;
        }
        fs::rename(&beside, target)
    });
    if written.is_err() {
        // What is left of it is of no use; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}
