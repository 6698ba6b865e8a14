//! The program as its users meet it: files and pipes in, files, text and exit codes out.

mod harness;

mod code;
mod commands;
mod export;
mod ledger;
#[cfg(feature = "explorer")]
mod serve;
