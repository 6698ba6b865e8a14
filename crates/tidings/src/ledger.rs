//! What reports say, side by side: claims about a state or a treaty, and positions on a kind of weapon.

use std::collections::{BTreeMap, BTreeSet};

use tidings_records::{ActorRecord, Claim, Event, Status};
use tidings_text::Date;

use crate::codebook::claims::RELATIONS;
use crate::codebook::vocabularies::{Kind, Term, Vocabularies};

/// Which claims are asked for; what is `None` does not matter.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// An actor code, of which only what is written is compared ("PRK", "PRK GOV"), or a part of a name.
    pub about: Option<String>,
    pub relation: Option<String>,
    /// Code and name of a treaty.
    pub treaty: Option<(String, String)>,
    /// Day of publication from which on.
    pub since: Option<Date>,
}

/// A filter that asks for something that does not exist.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    #[error("there is no relation '{0}': known are {known}", known = RELATIONS.join(", "))]
    Relation(String),
    #[error("the vocabulary has no treaty '{0}': see codebook/vocabularies/treaties.toml, or write it as reports do")]
    Treaty(String),
    #[error("the vocabularies have no weapon or treaty '{0}': see codebook/vocabularies/, or write it as reports do")]
    Topic(String),
}

impl ClaimFilter {
    /// # Errors
    /// If there is no such relation or treaty.
    pub fn new(
        vocabularies: &Vocabularies,
        about: Option<&str>,
        relation: Option<&str>,
        treaty: Option<&str>,
        since: Option<Date>,
    ) -> Result<ClaimFilter, FilterError> {
        if let Some(relation) = relation.filter(|r| !RELATIONS.contains(r)) {
            return Err(FilterError::Relation(relation.to_owned()));
        }
        let treaty = treaty.map(|text| {
            let term = vocabularies.find(text).filter(|t| t.kind == Kind::Treaty);
            let term = term.ok_or_else(|| FilterError::Treaty(text.to_owned()))?;
            Ok((term.code.clone(), term.name.clone()))
        });
        Ok(ClaimFilter {
            about: about.map(str::to_owned),
            relation: relation.map(str::to_owned),
            treaty: treaty.transpose()?,
            since,
        })
    }

    pub fn asks_for(&self, claim: &Claim) -> bool {
        let treaty = |(code, name): &(String, String)| {
            claim.object.code.as_ref() == Some(code) || claim.subject.name.as_ref() == Some(name)
        };
        self.about.as_ref().is_none_or(|about| is_about(&claim.subject, about))
            && self.relation.as_ref().is_none_or(|relation| claim.relation == *relation)
            && self.treaty.as_ref().is_none_or(treaty)
            && self.since.is_none_or(|since| claim.published.is_some_and(|day| day >= since))
    }
}

fn is_about(actor: &ActorRecord, wanted: &str) -> bool {
    let by_code =
        actor.code == wanted || actor.code.strip_prefix(wanted).is_some_and(|rest| rest.starts_with([' ', '#']));
    let name = || actor.name.as_deref().unwrap_or(&actor.text).to_lowercase();
    // Shorter words are codes.
    by_code || wanted.len() > 3 && name().contains(&wanted.to_lowercase())
}

/// What is said of one subject and one object, with all reports of it.
#[derive(Clone, Debug)]
pub struct Entry<'c> {
    pub subject: String,
    pub relation: String,
    pub object: String,
    /// In the order of publication.
    pub reports: Vec<&'c Claim>,
}

impl Entry<'_> {
    /// Some reports say that it is so, others that it is not.
    pub fn is_contested(&self) -> bool {
        let denied = self.reports.iter().filter(|claim| claim.negated).count();
        denied > 0 && denied < self.reports.len()
    }
}

/// Puts claims of one fact together: by subject, then relation, then object.
pub fn entries<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Entry<'c>> {
    let mut facts: BTreeMap<(&str, usize, String), Entry<'c>> = BTreeMap::new();
    for claim in claims {
        let relation = RELATIONS.iter().position(|r| *r == claim.relation).unwrap_or(RELATIONS.len());
        let object = claim.object.name.as_deref().unwrap_or(&claim.object.text);
        // An office is the same in whatever words; a thing has a code.
        let key = match &claim.object.code {
            Some(code) if claim.relation != "holds_office" => code.clone(),
            _ => object.to_lowercase(),
        };
        let entry = facts.entry((&claim.subject.code, relation, key)).or_insert_with(|| Entry {
            subject: claim.subject.code.clone(),
            relation: claim.relation.clone(),
            object: object.to_owned(),
            reports: Vec::new(),
        });
        entry.reports.push(claim);
    }
    let mut entries: Vec<Entry<'c>> = facts.into_values().collect();
    for entry in &mut entries {
        entry.reports.sort_by(|a, b| {
            (a.published, &a.document, a.subject.start).cmp(&(b.published, &b.document, b.subject.start))
        });
    }
    entries
}

/// A kind of weapon or a treaty, with all that it takes in.
#[derive(Clone, Debug)]
pub struct Topic<'v> {
    vocabularies: &'v Vocabularies,
    pub name: String,
    /// Codes of the weapons and of the treaties about them.
    codes: BTreeSet<&'v str>,
    /// Names of the treaties.
    treaties: BTreeSet<&'v str>,
}

/// What an actor does about a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    Supports,
    Supplies,
    Promises,
    Produces,
    Possesses,
    PartyTo,
    Asks,
    Condemns,
    Rejects,
    Threatens,
    Sanctions,
    Prohibits,
    Deploys,
    Uses,
    Other,
}

impl Stance {
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Supports => "supports",
            Stance::Supplies => "supplies",
            Stance::Promises => "promises",
            Stance::Produces => "produces",
            Stance::Possesses => "possesses",
            Stance::PartyTo => "party to",
            Stance::Asks => "asks",
            Stance::Condemns => "condemns",
            Stance::Rejects => "rejects",
            Stance::Threatens => "threatens",
            Stance::Sanctions => "sanctions",
            Stance::Prohibits => "prohibits",
            Stance::Deploys => "deploys or tests",
            Stance::Uses => "uses",
            Stance::Other => "other",
        }
    }

    fn of_event(event_type: &str) -> Stance {
        match event_type {
            "SUPPORT" => Stance::Supports,
            "AID" | "COOPERATE" => Stance::Supplies,
            "AGREE" | "CONCEDE" => Stance::Promises,
            "REQUEST" => Stance::Asks,
            "ACCUSE" | "PROTEST" => Stance::Condemns,
            "REJECT" => Stance::Rejects,
            "THREATEN" => Stance::Threatens,
            "SANCTION" | "COERCE" => Stance::Sanctions,
            "MOBILIZE" => Stance::Deploys,
            "ASSAULT" => Stance::Uses,
            _ => Stance::Other,
        }
    }

    fn of_relation(relation: &str) -> Option<Stance> {
        Some(match relation {
            "produces" => Stance::Produces,
            "possesses" => Stance::Possesses,
            "party_to" => Stance::PartyTo,
            "prohibits" => Stance::Prohibits,
            _ => return None,
        })
    }
}

/// A report of where somebody stands.
#[derive(Clone, Debug)]
pub struct Position {
    pub actor: String,
    pub stance: Stance,
    /// Whom an event is directed at, or the object of a claim.
    pub object: String,
    pub negated: bool,
    pub status: Status,
    pub alleged: bool,
    pub speaker: Option<String>,
    pub published: Option<Date>,
    pub document: String,
    pub sentence: String,
}

impl<'v> Topic<'v> {
    /// "cluster munitions": the class and those within it, and the treaties about any of them.
    ///
    /// # Errors
    /// If the vocabularies do not have it.
    pub fn new(vocabularies: &'v Vocabularies, text: &str) -> Result<Topic<'v>, FilterError> {
        let term = vocabularies.find(text).ok_or_else(|| FilterError::Topic(text.to_owned()))?;
        let within = |t: &&Term| t.kind == Kind::Weapon && vocabularies.is_within(&t.code, &term.code);
        let mut codes: BTreeSet<&str> = vocabularies.terms.iter().filter(within).map(|t| t.code.as_str()).collect();
        codes.insert(&term.code);
        let about = |t: &&Term| {
            t.kind == Kind::Treaty && (t.code == term.code || t.about.iter().any(|code| codes.contains(code.as_str())))
        };
        let treaties: Vec<&Term> = vocabularies.terms.iter().filter(about).collect();
        codes.extend(treaties.iter().map(|t| t.code.as_str()));
        let treaties = treaties.iter().map(|t| t.name.as_str()).collect();
        Ok(Topic { vocabularies, name: term.name.clone(), codes, treaties })
    }

    /// The position that a claim about the topic states.
    pub fn of_claim(&self, claim: &Claim) -> Option<Position> {
        let object = claim.object.code.as_deref().is_some_and(|code| self.codes.contains(code));
        let treaty = claim.subject.name.as_deref().is_some_and(|name| self.treaties.contains(name));
        let stance = Stance::of_relation(&claim.relation).filter(|_| object || treaty)?;
        let name = claim.subject.name.as_ref().filter(|_| treaty);
        Some(Position {
            actor: name.unwrap_or(&claim.subject.code).clone(),
            stance,
            object: claim.object.name.as_ref().unwrap_or(&claim.object.text).clone(),
            negated: claim.negated,
            status: claim.status,
            alleged: claim.alleged,
            speaker: claim.said_by.as_ref().map(|said| said.speaker.code.clone()),
            published: claim.published,
            document: claim.document.clone(),
            sentence: claim.sentence.text.clone(),
        })
    }

    /// The positions that an event in a sentence about the topic tells of, one for each source.
    pub fn of_event(&self, event: &Event) -> Vec<Position> {
        if !self.vocabularies.named_in(&event.sentence.text).any(|term| self.codes.contains(term.code.as_str())) {
            return Vec::new();
        }
        let targets: Vec<&str> = event.target.iter().map(|a| a.code.as_str()).collect();
        let position = |actor: &ActorRecord| Position {
            actor: actor.code.clone(),
            stance: Stance::of_event(&event.event_type),
            object: targets.join(", "),
            negated: event.status == Status::Negated,
            status: event.status,
            alleged: event.alleged,
            speaker: event.said_by.as_ref().map(|said| said.speaker.code.clone()),
            published: event.published,
            document: event.document.clone(),
            sentence: event.sentence.text.clone(),
        };
        event.source.iter().map(position).filter(|p| p.stance != Stance::Other).collect()
    }
}
