//! From trees and actors to events: the rules of the codebook at work.

pub mod engine;
pub mod frames;
mod merge;
pub mod status;
