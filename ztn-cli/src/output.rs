//! Writing what was asked for.

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

/// Writes to `file`, or to standard output without one.
pub(crate) fn write(file: Option<&Path>, bytes: &[u8]) -> Result<Exit, Failure> {
    match file {
        None => print(bytes),
        Some(path) => std::fs::write(path, bytes)
            .map(|()| Exit::Clean)
            .map_err(|error| Failure(format!("cannot write `{}`: {error}", path.display()))),
    }
}
