//! What the program is at, on a terminal, where it takes long.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::ProgressBar;

/// Nobody waits for less.
const PATIENCE: Duration = Duration::from_millis(400);
const TICK: Duration = Duration::from_millis(100);

/// Says on standard error what the program is at. Gone when dropped.
pub(crate) struct Progress {
    steps: Option<Sender<&'static str>>,
    shown_by: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins; nothing is seen of it for a moment, and never where standard error is no terminal.
    pub(crate) fn start(step: &'static str) -> Self {
        let (steps, received) = channel();
        let shown_by = std::thread::spawn(move || {
            let mut step = step;
            let begun = std::time::Instant::now();
            while let Some(left) = PATIENCE.checked_sub(begun.elapsed()) {
                match received.recv_timeout(left) {
                    Ok(next) => step = next,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            // It hides itself where there is no terminal.
            let bar = ProgressBar::new_spinner().with_message(step);
            bar.enable_steady_tick(TICK);
            while let Ok(next) = received.recv() {
                bar.set_message(next);
            }
            bar.finish_and_clear();
        });
        Self { steps: Some(steps), shown_by: Some(shown_by) }
    }

    /// Says what comes next.
    pub(crate) fn now(&self, step: &'static str) {
        if let Some(steps) = &self.steps {
            // Whoever would show it is there until this is dropped.
            let _ = steps.send(step);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.steps = None;
        if let Some(shown_by) = self.shown_by.take() {
            let _ = shown_by.join();
        }
    }
}
