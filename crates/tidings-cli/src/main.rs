//! The program `tidings`.
//!
//! Exit codes: 0 all went well, 1 it ran but something could not be read or coded, 2 it could not run.

mod actors;
mod args;
mod code;
mod codebook;
mod dataset;
mod evaluate;
mod explain;
mod export;
mod input;
mod ledger;
mod output;
mod parse;
mod pipeline;
mod progress;
#[cfg(feature = "explorer")]
mod serve;

use std::io;
use std::process::ExitCode;

use clap::Parser;

/// Whether everything could be read and coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Complete,
    /// Something became an issue; the rest is there.
    WithIssues,
}

fn main() -> ExitCode {
    match run() {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::WithIssues) => ExitCode::from(1),
        // Whoever reads our output has seen enough, as `head` does.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tidings: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run() -> anyhow::Result<Outcome> {
    let args = args::Args::parse();
    let codebook = args.codebook.as_deref();
    match args.command {
        args::Command::Code(args) => code::run(&args, codebook),
        args::Command::Explain(args) => explain::run(&args, codebook),
        args::Command::Evaluate(args) => evaluate::run(&args, codebook),
        args::Command::Codebook(args) => codebook::run(&args, codebook),
        args::Command::Actors(args) => actors::run(&args, codebook),
        args::Command::Claims(args) => ledger::claims(&args, codebook),
        args::Command::Positions(args) => ledger::positions(&args, codebook),
        args::Command::Export(args) => export::run(&args, codebook),
        args::Command::Parse(args) => parse::run(&args),
        #[cfg(feature = "explorer")]
        args::Command::Serve(args) => serve::run(&args, codebook),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(broken)
            // A transparent error passes over the cause that it wraps.
            || matches!(cause.downcast_ref(), Some(tidings_records::write::WriteError::Io(e)) if broken(e))
    })
}
