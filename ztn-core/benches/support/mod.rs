//! What several benchmarks need before the clock starts.

use ztn_core::model::{Cluster, FileId, Source, Unit};
use ztn_core::parse::{Limits, split};

/// Every document of `text` as one of one file.
pub(crate) fn cluster(text: &str) -> Cluster {
    let sources = split(text).into_iter().map(|chunk| Source {
        file: FileId::default(),
        base: chunk.span.start,
        unit: Unit::read(chunk.span.of(text), Limits::default()).into(),
    });
    Cluster::new(vec!["world.yaml".into()], sources.collect())
}
