//! Tidings as a library: text in, records out.
//!
//! The way of a document, one direction only:
//!
//! 1. [`tidings_syntax`] cuts blocks into sentences and gives each a tree and names;
//! 2. [`mentions`] says which words name whom, as actors in the [`codebook`];
//! 3. [`time`] and [`place`] read dates and places;
//! 4. [`coding`] matches the rules of the codebook against the trees;
//! 5. [`consolidate`] says which records tell of one event.
//!
//! No module here reads files, clocks or the environment.

mod attach;
pub mod check;
pub mod codebook;
pub mod coding;
pub mod consolidate;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod ledger;
pub mod mentions;
pub mod pipeline;
pub mod place;
pub mod suggest;
pub mod time;
