//! What the caller can say about an input.

use encoding_rs::Encoding;
use tidings_text::Date;

/// How an input is laid out, without its compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One report, its title on the first line.
    Text,
    Markdown,
    /// One JSON object a line.
    JsonLines,
    /// An array of objects, a single object, or objects one after the other.
    Json,
    /// With a header line; separated by commas, semicolons or bars.
    Csv,
    /// With a header line; separated by tabs.
    Tsv,
}

impl Format {
    pub const ALL: &'static [Format] =
        &[Format::Text, Format::Markdown, Format::JsonLines, Format::Json, Format::Csv, Format::Tsv];

    /// The name that [`Self::parse`] reads.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::JsonLines => "jsonl",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
        }
    }

    /// A format by its name or a usual file ending.
    pub fn parse(name: &str) -> Option<Format> {
        Some(match name.to_ascii_lowercase().as_str() {
            "text" | "txt" | "plain" => Format::Text,
            "markdown" | "md" | "mkd" | "mdown" => Format::Markdown,
            "jsonl" | "jsonlines" | "json-lines" | "ndjson" | "jl" => Format::JsonLines,
            "json" => Format::Json,
            "csv" => Format::Csv,
            "tsv" | "tab" => Format::Tsv,
            _ => return None,
        })
    }
}

/// Which column or JSON field holds what. `None`: the usual names, see [`Field`].
/// In JSON a dot leads into an object: `source.name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub id: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
}

impl Columns {
    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        match field {
            Field::Id => &self.id,
            Field::Title => &self.title,
            Field::Text => &self.text,
            Field::Date => &self.date,
            Field::Source => &self.source,
            Field::Url => &self.url,
        }
        .as_deref()
    }
}

/// What a record says about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Text,
    Date,
    Source,
    Url,
}

impl Field {
    pub const ALL: [Field; 6] = [Field::Id, Field::Title, Field::Text, Field::Date, Field::Source, Field::Url];

    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Title => "title",
            Field::Text => "text",
            Field::Date => "date",
            Field::Source => "source",
            Field::Url => "url",
        }
    }

    /// Usual names, the surest first, compared without case, spaces, `_`, `-` and `.`.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Field::Id => &[
                "id",
                "docid",
                "documentid",
                "storyid",
                "articleid",
                "newsid",
                "guid",
                "uuid",
                "uid",
                "identifier",
                "key",
            ],
            Field::Title => &["title", "headline", "articletitle", "newstitle", "hed", "heading", "head", "subject"],
            Field::Text => &[
                "text",
                "body",
                "content",
                "contents",
                "articletext",
                "articlebody",
                "bodytext",
                "fulltext",
                "maintext",
                "plaintext",
                "newstext",
                "storytext",
                "eventtext",
                "eventsentence",
                "article",
                "story",
                "sentence",
                "paragraphs",
                "description",
                "summary",
                "abstract",
                "lead",
                "snippet",
                "notes",
            ],
            Field::Date => &[
                "published",
                "date",
                "pubdate",
                "publicationdate",
                "datepublished",
                "publishedat",
                "publisheddate",
                "publishdate",
                "datepublish",
                "publishedon",
                "webpublicationdate",
                "storydate",
                "articledate",
                "eventdate",
                "datetime",
                "timestamp",
                "sqldate",
                "created",
                "createdat",
                "day",
            ],
            Field::Source => &[
                "source",
                "sourcename",
                "publisher",
                "outlet",
                "newspaper",
                "publication",
                "agency",
                "provider",
                "site",
                "website",
                "sourcedomain",
                "domain",
                "medium",
            ],
            Field::Url => {
                &["url", "link", "sourceurl", "articleurl", "weburl", "permalink", "canonicalurl", "href", "uri"]
            }
        }
    }

    /// Whether `key` is written like `alias`.
    pub fn is_alias(key: &str, alias: &str) -> bool {
        let key = key.bytes().filter(|b| !matches!(b, b' ' | b'_' | b'-' | b'.')).map(|b| b.to_ascii_lowercase());
        key.eq(alias.bytes())
    }
}

/// Settings of a [`Reader`](crate::Reader).
#[derive(Clone, Debug)]
pub struct Options {
    /// `None`: found from name and content, file by file.
    pub format: Option<Format>,
    /// `None`: found from the content. A byte-order mark always decides.
    pub encoding: Option<&'static Encoding>,
    pub columns: Columns,
    /// Date of publication of documents that have none of their own.
    pub date: Option<Date>,
    /// Longest record in bytes of decoded text; longer ones become issues.
    pub max_record: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { format: None, encoding: None, columns: Columns::default(), date: None, max_record: 64 << 20 }
    }
}
