//! From the fields of a record to a document.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use tidings_text::{Block, BlockKind, Document, Issue, Span, Stage};

use crate::blocks;
use crate::date::parse_date;
use crate::options::{Field, Options};
use crate::reader::Item;
use crate::stream::Damage;

/// Texts of the fields of one record, by [`Field`].
#[derive(Debug, Default)]
pub(crate) struct Fields([Option<String>; Field::ALL.len()]);

impl Fields {
    /// Empty fields count as missing.
    pub fn set(&mut self, field: Field, value: &str) {
        let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        self.0[field as usize] = (!value.is_empty()).then(|| value.to_owned());
    }

    pub fn has(&self, field: Field) -> bool {
        self.0[field as usize].is_some()
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.0[field as usize].take()
    }
}

/// Identifiers of a run, as hashes: a few bytes a document.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// How often an identifier was asked for.
    seen: HashMap<u64, u32>,
}

impl Ids {
    /// `id`, or `id-2`, `id-3` … if documents before have it.
    fn unique(&mut self, id: &str) -> String {
        let mut n = *self.seen.entry(hash(id)).and_modify(|n| *n += 1).or_insert(1);
        if n == 1 {
            return id.to_owned();
        }
        loop {
            let numbered = format!("{id}-{n}");
            if self.seen.insert(hash(&numbered), 1).is_none() {
                self.seen.insert(hash(id), n);
                return numbered;
            }
            n += 1;
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// What every layout needs while it makes items.
pub(crate) struct Context<'a> {
    pub options: &'a Options,
    pub ids: &'a mut Ids,
    pub out: &'a mut VecDeque<Item>,
}

impl Context<'_> {
    /// An issue with a place that gave no document.
    pub fn issue(&mut self, place: String, reason: impl Into<String>) {
        self.out.push_back(Item::Issue(Issue { document: None, stage: Stage::Intake, place, reason: reason.into() }));
    }

    /// Makes the document of a record whose title, if any, has a field of its own.
    pub fn record(&mut self, mut fields: Fields, default_id: &str, place: &str, damages: &[Damage]) {
        let title = fields.take(Field::Title);
        let body = fields.take(Field::Text);
        let (text, blocks) = match (title, body) {
            (None, None) => return self.issue(place.to_owned(), "the record has no text"),
            (Some(title), None) => {
                let blocks = vec![Block { kind: BlockKind::Title, span: Span::new(0, title.len()) }];
                (title, blocks)
            }
            (None, Some(body)) => {
                let blocks = blocks::body(&body, None);
                (body, blocks)
            }
            (Some(title), Some(body)) => {
                let text = format!("{title}\n\n{body}");
                let blocks = blocks::body(&text, Some(Span::new(0, title.len())));
                (text, blocks)
            }
        };
        self.document(fields, text, blocks, default_id, place, damages);
    }

    /// Gives the document out, followed by what is to be said about it.
    pub fn document(
        &mut self,
        mut fields: Fields,
        text: String,
        blocks: Vec<Block>,
        default_id: &str,
        place: &str,
        damages: &[Damage],
    ) {
        let mut reasons = Vec::new();
        let wanted = fields.take(Field::Id);
        let wanted = wanted.as_deref().unwrap_or(default_id);
        let id = self.ids.unique(wanted);
        if id != wanted {
            reasons.push(format!("another document has the id {wanted:?} already: this one is called {id:?}"));
        }
        let published = match fields.take(Field::Date) {
            None => self.options.date,
            Some(date) => match parse_date(&date) {
                Ok(date) => Some(date),
                Err(why) => {
                    reasons.push(format!("no date of publication from {:?}: {why}", shortened(&date)));
                    None
                }
            },
        };
        reasons.extend(damage_reason(damages));
        let (source, url) = (fields.take(Field::Source), fields.take(Field::Url));
        let issues = reasons.into_iter().map(|reason| {
            let (document, place) = (Some(id.clone()), place.to_owned());
            Item::Issue(Issue { document, stage: Stage::Intake, place, reason })
        });
        let issues: Vec<Item> = issues.collect();
        self.out.push_back(Item::Document(Document { id, text, blocks, published, source, url }));
        self.out.extend(issues);
    }
}

fn damage_reason(damages: &[Damage]) -> Option<String> {
    let first = damages.first()?;
    let byte = first.byte.map(|b| format!(" (0x{b:02X})")).unwrap_or_default();
    let more = match damages.len() - 1 {
        0 => "was".into(),
        n => format!("and {n} more were"),
    };
    Some(format!(
        "byte {}{byte} does not fit the encoding: it {more} replaced by U+FFFD (give the encoding if it is a wrong guess)",
        first.offset
    ))
}

/// The first words of something that goes into a message.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
