//! `ztn reach`

mod args;
mod ends;

use ztn_core::report::reach::Compat;
use ztn_core::{ReachQuery, reach};

pub(crate) use args::ReachArgs;

use crate::exit::{Exit, Failure};
use crate::{options, output, walk};

/// Says who can reach whom.
pub(crate) fn run(args: &ReachArgs) -> Result<Exit, Failure> {
    let options = options::read(&args.options)?;
    let asked = ends::of(args)?;
    let input = walk::read(&asked.paths)?;
    // Who switches from netpol-analyzer compares with what it said.
    let as_npg = args.format.0.is_npg().then_some(Compat::NetpolAnalyzer);
    let query = ReachQuery {
        src: asked.src,
        dst: asked.dst,
        port: asked.port,
        protocol: args.protocol.clone(),
        why: args.why,
        exposure: args.exposure,
        isolation: args.isolation,
        blast: args.blast.clone(),
        compat: args.compat.or(as_npg),
    };
    let reach = reach(&input, &options, &query)?;
    output::print(reach.write(args.format.0).as_bytes())
}
