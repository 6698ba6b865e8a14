//! Which words of a document name whom.
