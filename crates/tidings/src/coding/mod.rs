//! From trees and actors to events: the rules of the codebook at work.

pub(crate) mod cameo;
pub mod engine;
pub mod frames;
mod merge;
pub mod status;
