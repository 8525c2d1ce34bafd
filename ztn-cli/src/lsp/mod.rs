//! `ztn lsp`

mod disk;
mod wire;

use std::io::{self, BufReader, Write};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use ztn_lsp::{Session, State};

use crate::args::OptionArgs;
use crate::exit::{Exit, Failure};
use crate::options;
use disk::Folders;

/// Talks to an editor over standard input and output.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "An editor's own options go before these. Exit codes: 0 after `shutdown` and `exit`, or where the \
                  editor is gone; 1 after `exit` alone, 2 for what is no message."
)]
pub(crate) struct LspArgs {
    #[command(flatten)]
    options: OptionArgs,
}

/// Answers until the editor leaves.
pub(crate) fn run(args: &LspArgs) -> Result<Exit, Failure> {
    let mut session = Session::new(Folders, options::read(&args.options)?);
    let messages = read_aside();
    let mut out = io::stdout().lock();
    // Whatever came in the meantime is taken first: one report then answers for all of it.
    while let Ok(message) = messages.recv() {
        let mut next = Some(message);
        while let Some(message) = next {
            send(&mut out, &session.handle(&message?))?;
            next = messages.try_recv().ok();
        }
        send(&mut out, &session.settle())?;
        if let State::Exited { orderly } = session.state() {
            return Ok(if orderly { Exit::Clean } else { Exit::Abrupt });
        }
    }
    Ok(Exit::Clean)
}

/// Reads standard input in a thread of its own, so that what waits there can be seen.
fn read_aside() -> Receiver<io::Result<String>> {
    let (sender, messages) = mpsc::channel();
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        while let Some(message) = wire::read(&mut input).transpose() {
            let last = message.is_err();
            if sender.send(message).is_err() || last {
                break;
            }
        }
    });
    messages
}

fn send(out: &mut impl Write, messages: &[String]) -> io::Result<()> {
    for message in messages {
        wire::write(out, message)?;
    }
    out.flush()
}
