//! Names that a corpus uses often and the codebook does not know: where it should grow.

use std::collections::{BTreeMap, HashMap};

use tidings_text::{EntityKind, Sentence};

use crate::codebook::actors::{ActorCode, Actors, NameKind};
use crate::mentions::{Mention, MentionKind};
use crate::pipeline::Analysis;

/// A name that only the text explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub name: String,
    pub person: bool,
    pub documents: u32,
    pub mentions: u32,
    /// The code that it is given now, from what the text says of it, most often.
    pub code: String,
    /// A sentence that names it.
    pub example: String,
}

/// Counts names over documents.
#[derive(Debug, Default)]
pub struct Suggestions {
    names: HashMap<String, Count>,
}

#[derive(Debug)]
struct Count {
    person: bool,
    documents: u32,
    mentions: u32,
    codes: BTreeMap<String, u32>,
    example: String,
}

impl Suggestions {
    pub fn add(&mut self, actors: &Actors, analysis: &Analysis) {
        let mut here: Vec<String> = Vec::new();
        for (i, sentence) in analysis.sentences.iter().enumerate() {
            for mention in analysis.mentions.of_sentence(i) {
                let Some(name) = unknown(actors, sentence, mention) else { continue };
                let count = self.names.entry(name.to_owned()).or_insert_with(|| Count {
                    person: false,
                    documents: 0,
                    mentions: 0,
                    codes: BTreeMap::new(),
                    example: sentence.text.clone(),
                });
                count.mentions += 1;
                count.person |= is_person(sentence, mention);
                let code = ActorCode { name: None, ..mention.actors[0].clone() };
                *count.codes.entry(code.to_string()).or_default() += 1;
                if here.iter().all(|known| known != name) {
                    count.documents += 1;
                    here.push(name.to_owned());
                }
            }
        }
    }

    /// The most frequent, by documents, then mentions, then name.
    pub fn top(self, limit: usize) -> Vec<Suggestion> {
        let mut all: Vec<Suggestion> = self
            .names
            .into_iter()
            .map(|(name, count)| Suggestion {
                name,
                person: count.person,
                documents: count.documents,
                mentions: count.mentions,
                // The last of equals in alphabetical order.
                code: count.codes.into_iter().max_by_key(|(_, n)| *n).map(|(code, _)| code).unwrap_or_default(),
                example: count.example,
            })
            .collect();
        all.sort_by(|a, b| (b.documents, b.mentions, &a.name).cmp(&(a.documents, a.mentions, &b.name)));
        all.truncate(limit);
        all
    }
}

/// The name of a mention that the codebook does not know.
fn unknown<'m>(actors: &Actors, sentence: &Sentence, mention: &'m Mention) -> Option<&'m str> {
    let name = mention.actors.first()?.name.as_deref()?;
    let known = mention.span.range().any(|t| {
        actors.name_at(sentence, t).is_some_and(|found| {
            found.spells.iter().any(|s| matches!(s.kind, NameKind::Person | NameKind::Organisation))
        })
    });
    (mention.kind == MentionKind::Name && !known).then_some(name)
}

fn is_person(sentence: &Sentence, mention: &Mention) -> bool {
    sentence.entities.iter().any(|e| e.kind == EntityKind::Person && e.span.contains(mention.head))
}
