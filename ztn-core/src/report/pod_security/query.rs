//! What can be asked of the Pod Security Standards.

use serde::{Deserialize, Serialize};

use crate::engine::pod_security::Level;
use crate::error::{ErrorCode, OptionsError};
use crate::model::namespace::is_pod_security_version;

/// Which standard pods are held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PodSecurityQuery {
    /// `privileged`, `baseline` or `restricted`.
    pub level: Level,
    /// `latest`, or `v1.` and a number, as namespace labels have it.
    #[serde(default = "latest")]
    pub version: String,
}

fn latest() -> String {
    "latest".to_owned()
}

impl PodSecurityQuery {
    /// The latest version of `level`.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self { level, version: latest() }
    }

    /// The same of one version: `latest`, or `v1.30`.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        Self { version: version.into(), ..self }
    }

    /// A standard in one word: `restricted`, `baseline:v1.30`, `restricted:latest`.
    ///
    /// # Errors
    /// There is no such level, or no such version.
    pub fn parse(text: &str) -> Result<Self, OptionsError> {
        let (level, version) = text.split_once(':').unwrap_or((text, "latest"));
        let level = Level::from_label(level).ok_or_else(|| {
            let message = format!("`{level}` is no level of the Pod Security Standards");
            wrong("level", message, "write `privileged`, `baseline` or `restricted`")
        })?;
        let query = Self::new(level).version(version);
        query.checked().map(|()| query)
    }

    /// Is the version one that a namespace label takes?
    pub(super) fn checked(&self) -> Result<(), OptionsError> {
        if is_pod_security_version(&self.version) {
            return Ok(());
        }
        let message = format!("`{}` is no version of the Pod Security Standards", self.version);
        Err(wrong("version", message, "write `latest`, or `v1.30`"))
    }
}

fn wrong(field: &str, message: String, remedy: &str) -> OptionsError {
    OptionsError::new(ErrorCode::InvalidQuery, format!("query.{field}"), message, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_is_written_as_in_a_label() {
        let of = |text: &str| match PodSecurityQuery::parse(text) {
            Ok(query) => format!("{} {}", query.level.name(), query.version),
            Err(error) => format!("{}: {}", error.field, error.message),
        };
        for (text, wanted) in [
            ("restricted", "restricted latest"),
            ("baseline:v1.30", "baseline v1.30"),
            ("privileged:latest", "privileged latest"),
            ("Restricted", "query.level: `Restricted` is no level of the Pod Security Standards"),
            ("baseline:1.30", "query.version: `1.30` is no version of the Pod Security Standards"),
            ("", "query.level: `` is no level of the Pod Security Standards"),
        ] {
            assert_eq!(of(text), wanted);
        }
    }
}
