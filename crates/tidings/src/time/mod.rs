//! Dates in words, resolved against the date of publication.
