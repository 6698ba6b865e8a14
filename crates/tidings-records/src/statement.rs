//! Statements (who says what) and claims (standing facts that a report states).

use serde::{Deserialize, Serialize};
use tidings_text::Date;

use crate::{ActorRecord, SaidBy, SentenceRecord, TextSpan};

/// A stretch of text that somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub id: String,
    /// Identifier of the document.
    pub document: String,
    #[serde(with = "crate::iso_date")]
    pub published: Option<Date>,
    pub sentence: SentenceRecord,
    pub speaker: ActorRecord,
    /// What carried the words: "Korean Central News Agency".
    pub medium: Option<String>,
    /// The words that attribute: "said", "according to".
    pub cue: TextSpan,
    /// What is said.
    pub content: TextSpan,
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
    /// holds_office, member_of, party_to, possesses, produces, prohibits, controls, under_sanctions, other_status.
    pub relation: String,
    pub subject: ActorRecord,
    pub object: ClaimObject,
    pub negated: bool,
    pub said_by: Option<SaidBy>,
    /// The rule of the codebook that made the claim.
    pub rule: String,
}

/// What a claim says of its subject: an actor, an office, a treaty, a weapon, a territory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimObject {
    /// Code of an actor, a treaty or a thing, where it has one.
    pub code: Option<String>,
    pub text: String,
    pub start: u32,
    pub end: u32,
}
