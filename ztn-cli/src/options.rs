//! The engine's options, from a file and from flags.

use std::fs;

use ztn_core::Options;
use ztn_core::options::Date;

use crate::args::OptionArgs;
use crate::exit::Failure;

/// The options of a file, then those of flags. Only here the clock is read.
pub(crate) fn read(args: &OptionArgs) -> Result<Options, Failure> {
    let mut options = match &args.file {
        None => Options::default(),
        Some(path) => {
            let json = fs::read_to_string(path)
                .map_err(|error| Failure(format!("cannot read `{}`: {error}", path.display())))?;
            Options::from_json(&json)
                .map_err(|error| Failure(format!("`{}`: {error}", path.display())))?
        }
    };
    options.scope = args.scope.unwrap_or(options.scope);
    options.kube_version = args.kube_version.or(options.kube_version);
    options.assume.provider = args.assume_provider.or(options.assume.provider);
    options.assume.cni = args.assume_cni.or(options.assume.cni);
    if !args.assume_pod_cidr.is_empty() {
        options.assume.pod_cidrs.clone_from(&args.assume_pod_cidr);
    }
    if !args.assume_node_cidr.is_empty() {
        options.assume.node_cidrs.clone_from(&args.assume_node_cidr);
    }
    options.select.extend_from_slice(&args.select);
    options.ignore.extend_from_slice(&args.ignore);
    options.as_of = args.as_of.or(options.as_of).or_else(today);
    Ok(options)
}

fn today() -> Option<Date> {
    jiff::ZonedDateTime::now().date().to_string().parse().ok()
}
