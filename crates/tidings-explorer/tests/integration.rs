//! The explorer from outside: reports in, answers over HTTP out.

mod api;
mod export;
mod figures;
mod harness;
mod index;
mod safety;
