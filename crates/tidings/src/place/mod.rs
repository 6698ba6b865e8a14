//! Places named in a document.
