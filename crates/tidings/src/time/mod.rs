//! Dates that sentences name, and when events took place.

use tidings_records::DateRecord;
use tidings_text::{Document, Sentence};

pub fn event_date(_document: &Document, _sentence: &Sentence, _head: usize, _future: bool) -> DateRecord {
    DateRecord::default()
}
