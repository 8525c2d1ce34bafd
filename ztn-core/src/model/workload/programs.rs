//! What the containers of a workload run, by their images.

use super::Workload;
use crate::data::sensitive_programs::{CLIENTS, SENSITIVE_PROGRAMS, SensitiveProgram};
use crate::model::Kind;
use crate::model::container::Container;

impl Workload<'_> {
    /// The data store or console that it serves others with, if the image of a container that stays is one of
    /// those that are known.
    #[must_use]
    pub fn sensitive_program(self) -> Option<&'static SensitiveProgram> {
        // What runs to its end is a client: it makes a backup, or changes a schema.
        let is_batch = |kind: &str| matches!(kind, "Job" | "CronJob");
        let owner = self.owner().and_then(|owner| owner.kind().get());
        if matches!(self.object.kind(), Kind::Job | Kind::CronJob) || owner.is_some_and(is_batch) {
            return None;
        }
        let containers = self.containers().filter(|(role, _)| role.is_long_lived());
        let mut served = containers.filter_map(|(_, container)| served_by(container));
        served.next()
    }
}

fn served_by(container: Container<'_>) -> Option<&'static SensitiveProgram> {
    let is_of =
        |program: &&SensitiveProgram| program.images.iter().any(|path| container.is_image_of(path));
    let program = SENSITIVE_PROGRAMS.iter().find(is_of)?;
    let lines = container.command().iter().chain(container.args().iter());
    let mut words = lines.flat_map(str::split_whitespace);
    let first = words.next().unwrap_or_default();
    let name = first.rsplit('/').next().unwrap_or(first);
    let is_helper = |word: &str| program.helpers.contains(&word);
    let serves_nobody = CLIENTS.contains(&name) || is_helper(name) || words.any(is_helper);
    (!serves_nobody).then_some(program)
}
