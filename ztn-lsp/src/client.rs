//! What the client said it can do.

use lsp_types::ClientCapabilities;

use crate::position::Encoding;

/// What of its capabilities makes a difference here.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Client {
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics; nobody needs to send them.
    pub(crate) pulls: bool,
    /// It can be told that diagnostics changed, and asks again.
    pub(crate) refreshes: bool,
    /// It can be asked to say which files change on disk.
    pub(crate) watches: bool,
}

impl Client {
    pub(crate) fn of(can: &ClientCapabilities) -> Self {
        let general = can.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let document = can.text_document.as_ref();
        let workspace = can.workspace.as_ref();
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let refresh = workspace.and_then(|workspace| workspace.diagnostic.as_ref());
        Self {
            encoding: Encoding::agreed(offered.unwrap_or_default()),
            pulls: document.is_some_and(|document| document.diagnostic.is_some()),
            refreshes: refresh.and_then(|refresh| refresh.refresh_support).unwrap_or(false),
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
        }
    }
}
