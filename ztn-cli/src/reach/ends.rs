//! `ztn reach [SRC DST [PORT]] PATH...`: which of the arguments are what.

use std::path::{Path, PathBuf};

use super::ReachArgs;
use crate::exit::Failure;

/// The ends and the port that are asked for, and the files.
pub(super) struct Asked {
    pub(super) src: Option<String>,
    pub(super) dst: Option<String>,
    pub(super) port: Option<u32>,
    pub(super) paths: Vec<PathBuf>,
}

/// The first two are ends where neither is a path and files follow them. A misspelt path stays one.
pub(super) fn of(args: &ReachArgs) -> Result<Asked, Failure> {
    let (src, dst, port) = (args.src.clone(), args.dst.clone(), args.port);
    let [first, second, rest @ ..] = args.args.as_slice() else {
        return Ok(Asked { src, dst, port, paths: args.args.clone() });
    };
    if rest.is_empty() || !is_end(first) || !is_end(second) {
        return Ok(Asked { src, dst, port, paths: args.args.clone() });
    }
    if src.is_some() || dst.is_some() || args.blast.is_some() {
        let (first, second) = (first.display(), second.display());
        let message =
            format!("`{first}` and `{second}` are no paths, and who is asked for is said");
        return Err(Failure(message));
    }
    let end = |path: &PathBuf| Some(path.to_string_lossy().into_owned());
    let (src, dst) = (end(first), end(second));
    let number = rest.first().filter(|path| !path.exists());
    let number = number.and_then(|path| path.to_str()?.parse::<u32>().ok());
    let (given, paths) = match number {
        Some(number) => (Some(number), rest.get(1..).unwrap_or_default()),
        None => (None, rest),
    };
    if paths.is_empty() {
        return Err(Failure("no PATH: name the files or the folder after the port".to_owned()));
    }
    Ok(Asked { src, dst, port: port.or(given), paths: paths.to_vec() })
}

/// Is it an end: no path, and such as a workload or an address looks?
fn is_end(path: &Path) -> bool {
    let is_name = |text: &str| {
        !text.starts_with(['.', '/', '-']) && (text.contains('/') || !text.ends_with(".yaml"))
    };
    path.to_str().is_some_and(is_name) && !path.exists()
}
