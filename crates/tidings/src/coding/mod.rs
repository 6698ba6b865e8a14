//! From trees and actors to events: the rules of the codebook at work.

pub(crate) mod cameo;
pub mod claims;
mod doubts;
pub mod engine;
pub mod frames;
mod merge;
mod quotes;
mod sides;
mod slots;
pub mod statements;
pub mod status;
