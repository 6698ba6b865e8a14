//! English syntax: text to sentences with tokens, tags, lemmas, dependency trees and names.

mod analyse;
pub mod conllu;
mod features;
pub mod lemma;
mod matrix;
mod network;
mod quantised;
pub mod segment;
mod tree;
mod weights;

pub use analyse::{Model, Workspace, analyse};
pub use weights::ModelError;
