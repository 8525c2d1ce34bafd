//! `ztn fix`

mod args;
mod diff;
mod write;

use ztn_core::fix::Safety;
use ztn_core::mend::{Choice, Mended, mend};
use ztn_core::report::STDIN;

use crate::exit::{Exit, Failure};
use crate::{options, output, walk};
pub(crate) use args::FixArgs;
use write::Rewrite;

/// Shows the fixes of files, or writes them.
pub(crate) fn run(args: &FixArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let input = walk::read(&args.paths)?;
    let mended = mend(&input, &options, Choice { unsafe_too: args.unsafe_too })?;
    let exit = if args.apply { apply(&mended, &input)? } else { show(&mended)? };
    anstream::eprintln!("ztn: {}", summary(&mended, args));
    Ok(exit)
}

fn show(mended: &Mended) -> Result<Exit, Failure> {
    let patch = diff::patch(&mended.files)?;
    output::print(diff::painted(&patch.text).as_bytes())?;
    for path in &patch.cut {
        anstream::eprintln!(
            "ztn: {path}: lines with secrets are left out beside the change: use `git apply --unidiff-zero`"
        );
    }
    Ok(if mended.files.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn apply(mended: &Mended, input: &ztn_core::Input) -> Result<Exit, Failure> {
    let is_stdin = |path: &str| path == STDIN;
    let files = mended.files.iter().filter(|file| !is_stdin(&file.path));
    write::all(files.map(|file| Rewrite::new(&file.path, &file.before, &file.after)).collect())?;
    if let Some((_, bytes)) = input.files().find(|(path, _)| is_stdin(path)) {
        let fixed = mended.files.iter().find(|file| is_stdin(&file.path));
        output::print(fixed.map_or(bytes, |file| file.after.as_bytes()))?;
    }
    Ok(Exit::Clean)
}

/// What was done, what is left, and why.
fn summary(mended: &Mended, args: &FixArgs) -> String {
    let count =
        |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let fixes = count(mended.fixed.len(), "fix", "fixes");
    let files = count(mended.files.len(), "file", "files");
    let mut text = match (mended.files.is_empty(), args.apply) {
        (true, _) => "nothing to fix".to_owned(),
        (false, true) => format!("{fixes} made in {files}"),
        (false, false) => format!("{fixes} in {files}; --apply makes them"),
    };
    let risky = mended.fixed.iter().filter(|fixed| fixed.safety == Safety::Unsafe).count();
    if risky > 0 {
        text += &format!("; {risky} of them unsafe: look at what they change");
    }
    if mended.unsafe_left > 0 && !args.unsafe_too {
        text += &format!("; {} more with --unsafe", mended.unsafe_left);
    }
    for path in &mended.not_utf8 {
        text += &format!("; {path} is left, it is not UTF-8");
    }
    text
}
