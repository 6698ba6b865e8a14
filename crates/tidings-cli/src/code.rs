//! `tidings code`: the main job.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use tidings::consolidate::Consolidator;
use tidings::pipeline::{Coder, CodingOptions};

use crate::Outcome;
use crate::args::CodeArgs;
use crate::output::Sink;
use crate::pipeline::{self, Done};
use crate::progress::Progress;
use crate::{codebook, input};

pub fn run(args: &CodeArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let reader = input::reader(&args.input)?;
    let coder = coder(codebook)?;
    let mut sink = Sink::open(args.output.as_deref(), args.output_format, args.consolidate, &coder.versions())?;
    let mut consolidator = Consolidator::new(args.consolidate);
    let busy = args.output.is_none() && io::stdout().is_terminal();
    let mut progress = Progress::new(reader.progress(), reader.total_bytes(), busy, args.quiet);
    let threads = args.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);

    let options = CodingOptions { related: args.related };
    pipeline::run(reader, coder, options, threads, |done, more| {
        match done {
            Done::Issue(issue) => {
                progress.issue(&issue);
                sink.issue(&(&issue).into())?;
            }
            Done::Coded(mut coded) => {
                consolidator.assign(coded.document.as_ref(), &mut coded.events);
                sink.write(&coded)?;
                sink.consolidated(consolidator.closed())?;
                progress.document(&coded);
                for issue in &coded.issues {
                    progress.issue(issue);
                    sink.issue(&issue.into())?;
                }
            }
        }
        if more { Ok(()) } else { sink.flush() }
    })?;
    consolidator.close();
    sink.consolidated(consolidator.closed())?;
    sink.finish()?;
    progress.finish();
    Ok(if progress.issues > 0 { Outcome::WithIssues } else { Outcome::Complete })
}

/// The coder of this run. It lives until the program ends, so that threads need not be waited for.
pub fn coder(overlay: Option<&Path>) -> anyhow::Result<&'static Coder> {
    Ok(Box::leak(Box::new(Coder::new(&codebook::files(overlay)?)?)))
}
