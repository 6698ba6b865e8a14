//! Statements (who says what) and claims (standing facts that a report states).

use serde::{Deserialize, Serialize};
use tidings_text::Date;

use crate::{ActorRecord, DateRecord, SaidBy, SentenceRecord, Status, TextSpan};

/// Something that somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub id: String,
    /// Identifier of the document.
    pub document: String,
    #[serde(with = "crate::iso_date")]
    pub published: Option<Date>,
    /// The sentence with the cue.
    pub sentence: SentenceRecord,
    /// `UNK` for a speaker that is no known actor: "a witness", "the report".
    pub speaker: ActorRecord,
    /// To whom: "told reporters".
    pub addressee: Option<ActorRecord>,
    /// What carried the words: "Korean Central News Agency".
    pub medium: Option<String>,
    /// The words that attribute: "said", "according to".
    pub cue: TextSpan,
    pub kind: Quotation,
    /// What is said, in pieces where the cue stands among it or where it runs over sentences.
    pub content: Vec<TextSpan>,
    /// Identifier of the statement in which this one is told: "A said that B had told C".
    pub within: Option<String>,
}

impl From<&Statement> for SaidBy {
    fn from(statement: &Statement) -> SaidBy {
        SaidBy {
            speaker: statement.speaker.clone(),
            medium: statement.medium.clone(),
            cue: statement.cue.text.clone(),
            statement: statement.id.clone(),
        }
    }
}

/// How words are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quotation {
    /// In quotation marks.
    Direct,
    /// In the reporter's words.
    #[default]
    Indirect,
    /// In the reporter's words with some of the speaker's own.
    Mixed,
}

/// A standing fact that a report states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub id: String,
    /// Identifier of the document.
    pub document: String,
    #[serde(with = "crate::iso_date")]
    pub published: Option<Date>,
    pub sentence: SentenceRecord,
    /// holds_office, member_of, party_to, possesses, produces, prohibits, controls, under_sanctions.
    pub relation: String,
    /// An actor, or a treaty: `UNK#Convention on Cluster Munitions`.
    pub subject: ActorRecord,
    pub object: ClaimObject,
    /// The report says that it is not so.
    pub negated: bool,
    /// actual, future ("will join") or historical ("was a member until").
    pub status: Status,
    /// Unconfirmed or contested.
    pub alleged: bool,
    pub said_by: Option<SaidBy>,
    /// When it came to be so, or since or until when, where the sentence says so.
    pub date: DateRecord,
    /// The rule of the codebook that made the claim.
    pub rule: String,
}

/// What a claim says of its subject: an office, a body, a treaty, a weapon, a territory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimObject {
    /// Of an office: the actor whose it is. Else of an actor, a treaty, a weapon or a sanctions regime.
    pub code: Option<String>,
    /// What it is usually called: "Convention on Cluster Munitions".
    pub name: Option<String>,
    pub text: String,
    pub start: u32,
    pub end: u32,
}
