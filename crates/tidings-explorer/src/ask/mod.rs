//! Questions and their answers: a function for each, from a checked request to what is sent.

pub mod actor;
pub mod actors;
pub mod claim_rules;
pub mod codebook;
pub mod dataset;
pub mod document;
pub mod facets;
pub mod filter;
pub mod lists;
pub mod pair;
pub mod places;
pub mod search;
pub mod spoken;
pub mod tally;
pub mod timeline;
