//! The threads that work is done on, while other threads of Python go on.
//!
//! rayon's own threads are not in a process that was forked (`multiprocessing` does that), and it would wait
//! for them forever: a process that finds itself with another number gets new ones.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Does the work with the interpreter released.
pub(crate) fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| Ok(current()?.install(work)))
}

fn current() -> io::Result<Arc<ThreadPool>> {
    let process = std::process::id();
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, threads)) = &*pool
        && *owner == process
    {
        return Ok(Arc::clone(threads));
    }
    let threads = ThreadPoolBuilder::new().build().map_err(io::Error::other)?;
    let threads = Arc::new(threads);
    // The parent's threads are not here to be ended.
    std::mem::forget(pool.replace((process, Arc::clone(&threads))));
    Ok(threads)
}
