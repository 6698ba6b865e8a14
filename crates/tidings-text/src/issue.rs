//! What could not be read or coded: a row of the `issues` table, never an aborted run.

use std::fmt;

/// The stage that met the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Intake,
    Syntax,
    Mentions,
    Coding,
    Output,
}

impl Stage {
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Intake => "intake",
            Stage::Syntax => "syntax",
            Stage::Mentions => "mentions",
            Stage::Coding => "coding",
            Stage::Output => "output",
        }
    }
}

/// One thing that went wrong with one document or one place of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Identifier of the document, where it has got one already.
    pub document: Option<String>,
    pub stage: Stage,
    /// Where: `file`, `file:line` or `file:byte N`.
    pub place: String,
    /// What happened and what to do, in one line: lower case, no full stop.
    pub reason: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.stage.as_str(), self.place, self.reason)
    }
}
