//! Which requests the API server records, and how much of them.

pub mod policy;

use super::rbac::{Asker, Need};
use super::{Unknown, Witness};

/// The audit policy of a cluster.
#[derive(Debug, Default)]
pub struct Audit;

/// How much of a request is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditLevel {
    /// Nothing.
    None,
    /// Who, what, when, and the outcome.
    Metadata,
    /// The body of the request, too.
    Request,
    /// The body of the response, too.
    RequestResponse,
}

impl Audit {
    /// At what level this request of this subject is recorded, and the rule that decides it.
    ///
    /// # Errors
    /// The input does not tell, or nothing evaluates it yet.
    pub fn level(
        &self,
        _asker: &Asker<'_>,
        _need: &Need<'_>,
    ) -> Result<(AuditLevel, Witness), Unknown> {
        Err(Unknown::not_built())
    }
}
