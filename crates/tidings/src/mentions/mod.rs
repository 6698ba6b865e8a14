//! Which words of a document name whom.

use tidings_text::{Span, TokenIndex};

use crate::codebook::actors::ActorCode;

/// How a mention names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    Name,
    Nominal,
    Pronoun,
    /// A nationality before a noun that is no actor itself: "Israeli strikes", "the US decision".
    Adjective,
}

/// Words that name somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub sentence: usize,
    /// The syntactic head of the words.
    pub head: usize,
    pub span: Span<TokenIndex>,
    /// Usually one; several for "the two countries", "they".
    pub actors: Vec<ActorCode>,
    pub kind: MentionKind,
    /// Coreference chain, counted over the document.
    pub entity: usize,
}

/// The mentions of a document.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    sentences: Vec<Vec<Mention>>,
}

impl Mentions {
    /// The mention whose head is this token.
    pub fn at(&self, sentence: usize, token: usize) -> Option<&Mention> {
        self.sentences.get(sentence)?.iter().find(|m| m.head == token)
    }
}
