//! Files and streams to [`Document`](tidings_text::Document)s, one record at a time.
//!
//! Reads plain text, Markdown, JSON, JSON Lines, CSV and TSV, each also compressed with gzip or zstd, in
//! whatever encoding; finds the blocks of each report (title, standfirst, headings, paragraphs, links to
//! other stories, captions, repetitions). What cannot be read becomes an [`Item::Issue`] with its
//! place, and reading goes on. Does not fetch anything, knows no time of day and nothing of language.
//!
//! ```
//! use tidings_intake::{Input, Item, Options, Reader};
//!
//! let lines = "{\"id\": \"a\", \"title\": \"Rebels free hostages\", \"text\": \"All are well.\"}\nnonsense\n";
//! let input = Input::stream("stdin", lines.as_bytes());
//! let mut items = Reader::new(vec![input], &Options::default());
//! let Some(Item::Document(document)) = items.next() else { panic!() };
//! assert_eq!(document.title(), Some("Rebels free hostages"));
//! let Some(Item::Issue(issue)) = items.next() else { panic!() };
//! assert_eq!(issue.place, "stdin:2");
//! ```

pub mod blocks;
mod cues;
mod date;
mod header;
mod json;
mod markdown;
mod options;
mod reader;
mod record;
mod stream;
mod table;
mod walk;

pub use date::parse_date;
/// Encodings by their labels on the web, such as `windows-1252`: [`Encoding::for_label`].
pub use encoding_rs::Encoding;
pub use options::{Columns, Format, Options};
pub use reader::{Input, Item, Reader};
pub use stream::unpack;
pub use walk::{Error, expand};
