//! English syntax: text to sentences with tokens, tags, lemmas, dependency trees and names.

pub mod conllu;
pub mod segment;
