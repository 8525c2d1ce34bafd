//! What an editor offers at a place: a fix, an exception, and all safe fixes of a file at once.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Position, Range, TextEdit,
    Uri, WorkspaceEdit,
};
use ztn_core::Report;
use ztn_core::fix::Safety;
use ztn_core::mend::{Choice, MendError, mend};
use ztn_core::report::v1::{Finding, Fix};
use ztn_core::span::LineIndex;

use crate::diagnostics;
use crate::files::{Files, Open};
use crate::position::{Encoding, touch};

/// All safe fixes of a file.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.ztn");

/// The kinds of actions there are.
pub(crate) const KINDS: [CodeActionKind; 2] = [CodeActionKind::QUICKFIX, FIX_ALL];

/// What is offered for a range of a document.
pub(crate) struct Offer<'a> {
    pub(crate) files: &'a Files,
    pub(crate) report: &'a Report,
    pub(crate) encoding: Encoding,
}

impl Offer<'_> {
    /// Everything that is asked for.
    ///
    /// # Errors
    /// Fixes of the file that do not do what they say.
    pub(crate) fn actions(
        &self,
        params: &CodeActionParams,
    ) -> Result<Vec<CodeActionOrCommand>, MendError> {
        let path = self.files.path(&params.text_document.uri);
        let only = params.context.only.as_deref();
        let mut actions = Vec::new();
        if wanted(only, &CodeActionKind::QUICKFIX) {
            for finding in self.findings(&path, params.range) {
                actions.extend(self.fix(finding));
                actions.extend(self.exception(finding));
            }
        }
        // It takes some reports of the whole workspace: made where it is asked for, not at every step of a cursor.
        if only.is_some() && wanted(only, &FIX_ALL) {
            actions.extend(self.fix_all(&path)?);
        }
        Ok(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
    }

    fn findings(&self, path: &str, range: Range) -> impl Iterator<Item = &Finding> {
        self.report.findings.iter().filter(move |finding| {
            finding.is_open()
                && finding.span.path == path
                && touch(self.encoding.range(&finding.span), range)
        })
    }

    /// The fix of a finding. Whoever makes an unsafe one has to know.
    fn fix(&self, finding: &Finding) -> Option<CodeAction> {
        let fix = finding.fix.as_ref()?;
        let (title, safe) = match fix.safety {
            Safety::Safe => (fix.title.clone(), true),
            Safety::Unsafe => (format!("{} (may change what runs)", fix.title), false),
        };
        let edits = self.edits(fix)?;
        Some(self.quick(finding, title, edits, safe))
    }

    fn edits(&self, fix: &Fix) -> Option<WorkspaceEdit> {
        let mut changes: Vec<(&Uri, TextEdit)> = Vec::new();
        for edit in &fix.edits {
            let uri = self.files.uri(&edit.span.path)?;
            let range = self.encoding.range(&edit.span);
            changes.push((uri, TextEdit { range, new_text: edit.text.clone() }));
        }
        Some(workspace_edit(changes))
    }

    /// An exception above the finding's line. The reason is left to write: without one it does not count, and is a
    /// finding itself. JSON has no comments.
    fn exception(&self, finding: &Finding) -> Option<CodeAction> {
        let path = &finding.span.path;
        let (uri, open) = (self.files.uri(path)?, self.files.opened(path)?);
        if path.to_ascii_lowercase().ends_with(".json") {
            return None;
        }
        let line = finding.span.start.line.saturating_sub(1);
        let span = LineIndex::new(&open.text).line_span(&open.text, line as usize);
        let indent: String = span.of(&open.text).chars().take_while(|c| *c == ' ').collect();
        let new_text = format!("{indent}# ztn: ignore[{}] -- \n", finding.rule);
        let at = Position { line, character: 0 };
        let edit =
            workspace_edit([(uri, TextEdit { range: Range { start: at, end: at }, new_text })]);
        let title = format!("Accept `{}` here: write the reason after `--`", finding.rule);
        Some(self.quick(finding, title, edit, false))
    }

    fn quick(
        &self,
        finding: &Finding,
        title: String,
        edit: WorkspaceEdit,
        preferred: bool,
    ) -> CodeAction {
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostics::of_finding(finding, self.files, self.encoding)]),
            edit: Some(edit),
            is_preferred: Some(preferred),
            ..CodeAction::default()
        }
    }

    /// All safe fixes of an open document, held against a second report.
    fn fix_all(&self, path: &str) -> Result<Option<CodeAction>, MendError> {
        let Some((uri, open)) = self.files.uri(path).zip(self.files.opened(path)) else {
            return Ok(None);
        };
        let workspace = self.files.workspace();
        let mended = mend(&workspace.input(), workspace.options(), Choice::default())?;
        Ok(mended.files.iter().find(|file| file.path == path).map(|file| CodeAction {
            title: "Make all safe fixes of this file".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(workspace_edit([(uri, self.difference(open, &file.after))])),
            ..CodeAction::default()
        }))
    }

    /// What is between the parts that stay the same at both ends: cursors and folds outside do not move.
    fn difference(&self, open: &Open, after: &str) -> TextEdit {
        let before = open.text.as_str();
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let start: usize = before
            .chars()
            .zip(after.chars())
            .take_while(same)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        let rest = |text: &str| text.get(start..).unwrap_or_default().to_owned();
        let (old, new) = (rest(before), rest(after));
        let tail: usize = old
            .chars()
            .rev()
            .zip(new.chars().rev())
            .take_while(same)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        TextEdit {
            range: Range {
                start: self.encoding.place(before, start),
                end: self.encoding.place(before, before.len() - tail),
            },
            new_text: new.get(..new.len() - tail).unwrap_or_default().to_owned(),
        }
    }
}

/// Is a kind asked for? Kinds are a tree: who asks for `source` wants `source.fixAll.ztn`, too.
fn wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let below = |asked: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(asked.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(below))
}

#[allow(clippy::mutable_key_type, reason = "the protocol's type; a URI is hashed by its text")]
fn workspace_edit<'a>(edits: impl IntoIterator<Item = (&'a Uri, TextEdit)>) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        changes.entry(uri.clone()).or_default().push(edit);
    }
    WorkspaceEdit::new(changes)
}
