//! The engine for JavaScript: text and bytes in, JSON out. What callers see is `npm/engine.js`.
//!
//! Whatever a function throws is a string, which is the JSON of an error; anything else that is thrown is
//! a crash, after which the wrapper makes a new instance.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use ztn_core::{Input, Options, OptionsError, Report, registry};

/// The files of one call.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Files(Input);

#[wasm_bindgen]
impl Files {
    /// No files yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file as text.
    pub fn add_text(&mut self, path: String, text: String) {
        self.0.add(path, text);
    }

    /// Adds a file as bytes.
    pub fn add_bytes(&mut self, path: String, bytes: Vec<u8>) {
        self.0.add(path, bytes);
    }
}

/// The report of the files, as its canonical JSON.
///
/// # Errors
/// Options that cannot be taken, a path given twice.
#[wasm_bindgen]
pub fn analyze(files: Files, options: &str) -> Result<String, JsValue> {
    let options = Options::from_json(options).map_err(thrown)?;
    ztn_core::analyze(&files.0, &options).map(|report| report.to_json()).map_err(thrown)
}

/// The answer to the question of this name, as JSON.
///
/// # Errors
/// Options that cannot be taken, a path given twice, what the question does not take.
#[wasm_bindgen]
pub fn ask(files: Files, options: &str, question: &str, query: &str) -> Result<String, JsValue> {
    let options = Options::from_json(options).map_err(thrown)?;
    ztn_core::ask(&files.0, &options, question, query).map_err(thrown)
}

/// What changed between two reports, as JSON.
///
/// # Errors
/// What is no report.
#[wasm_bindgen]
pub fn diff(before: &str, after: &str) -> Result<String, JsValue> {
    let (before, after) = (report("before", before)?, report("after", after)?);
    Ok(ztn_core::diff(&before, &after).to_json())
}

/// All that changed from the files of one state to those of another, as JSON.
///
/// # Errors
/// As [`analyze`].
#[wasm_bindgen]
pub fn diff_files(before: Files, after: Files, options: &str) -> Result<String, JsValue> {
    let options = Options::from_json(options).map_err(thrown)?;
    let compared = ztn_core::compare(&before.0, &after.0, &options).map_err(thrown)?;
    Ok(compared.diff.to_json())
}

/// The report that was given as the argument of this name.
fn report(name: &str, json: &str) -> Result<Report, JsValue> {
    Report::from_json(json).map_err(|error| {
        thrown(OptionsError { field: error.field.replacen("report", name, 1), ..error })
    })
}

/// The id of the rule that has this name, perhaps an earlier one, in whatever case.
///
/// # Errors
/// There is no such rule.
#[wasm_bindgen]
pub fn rule_id(name: &str) -> Result<String, JsValue> {
    registry::lookup(name).map(|rule| rule.id.to_owned()).map_err(thrown)
}

/// Files that are being edited.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Workspace(ztn_core::Workspace);

#[wasm_bindgen]
impl Workspace {
    /// No files yet.
    ///
    /// # Errors
    /// Options that cannot be taken.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, JsValue> {
        let options = Options::from_json(options).map_err(thrown)?;
        Ok(Self(ztn_core::Workspace::new(options)))
    }

    /// Changes the options.
    ///
    /// # Errors
    /// Options that cannot be taken; those before stay.
    pub fn set_options(&mut self, options: &str) -> Result<(), JsValue> {
        self.0.set_options(Options::from_json(options).map_err(thrown)?);
        Ok(())
    }

    /// Opens a file or gives it another content, as text.
    pub fn set_text(&mut self, path: String, text: String) {
        self.0.set(path, text);
    }

    /// Opens a file or gives it another content, as bytes.
    pub fn set_bytes(&mut self, path: String, bytes: Vec<u8>) {
        self.0.set(path, bytes);
    }

    /// Closes a file.
    pub fn remove(&mut self, path: &str) -> bool {
        self.0.remove(path)
    }

    /// The report of the files as they are now, as its canonical JSON.
    ///
    /// # Errors
    /// As [`analyze`].
    pub fn report(&self) -> Result<String, JsValue> {
        self.0.report().map(|report| report.to_json()).map_err(thrown)
    }

    /// The answer to the question of this name about the files as they are now, as JSON.
    ///
    /// # Errors
    /// As [`ask`].
    pub fn ask(&self, question: &str, query: &str) -> Result<String, JsValue> {
        self.0.ask(question, query).map_err(thrown)
    }
}

/// An error as JavaScript gets it.
#[derive(Serialize)]
struct Error<'a> {
    code: &'a str,
    field: &'a str,
    message: &'a str,
    remedy: &'a str,
}

fn thrown(error: OptionsError) -> JsValue {
    // The caller gave an object, and never saw the JSON that lines and columns are of.
    let OptionsError { code, field, message, remedy } = &error.without_place();
    let error = Error { code: code.slug(), field, message, remedy };
    JsValue::from_str(&serde_json::to_string(&error).unwrap_or_default())
}
