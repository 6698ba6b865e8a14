//! What made an output: every file carries it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Versions of the program and of the knowledge it worked with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Of the program: "0.1.0".
    pub program: String,
    /// Of the codebook: the first eight hexadecimal digits of a hash over its files.
    pub codebook: String,
    /// Of the syntax model: likewise.
    pub model: String,
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tidings {}+codebook-{}+model-{}", self.program, self.codebook, self.model)
    }
}
