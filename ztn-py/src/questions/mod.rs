//! What can be asked of files: a file for each question.

pub(crate) mod analyze;
pub(crate) mod diff;
pub(crate) mod rules;
