//! What a document speaks of: one [`Entity`] for all mentions that name the same actor.

use crate::codebook::actors::{ActorCode, Gender};

/// Kinds of body that a definite noun ("the group") can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Armed,
    Any,
    Party,
    Company,
    Court,
    Media,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// One human being.
    Person,
    State,
    /// A government, a court, a party, a company: "it", or "they".
    Body,
    /// Several human beings, or several states or bodies together.
    Plural,
    /// No actor; stands in the way of pronouns.
    Thing,
}

#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub actors: Vec<ActorCode>,
    pub class: Class,
    pub gender: Option<Gender>,
    /// Lemmas of the nouns it has been called by: "minister", "group".
    pub nouns: Vec<Box<str>>,
}

impl Entity {
    pub fn sector(&self) -> Option<&str> {
        self.actors.first().and_then(|a| a.sector.as_deref())
    }

    pub fn country(&self) -> Option<&str> {
        self.actors.first().map(|a| &*a.country)
    }

    /// True if "the group", "the company" … may stand for it.
    pub fn is_group(&self, group: Group) -> bool {
        if !matches!(self.class, Class::Body | Class::Plural) || self.actors.len() != 1 {
            return false;
        }
        let sector = self.sector();
        let named = self.actors[0].name.is_some();
        match group {
            Group::Armed => {
                named && !matches!(sector, Some("GOV" | "LEG" | "JUD" | "MIL" | "COP" | "BUS" | "JRN"))
                    || matches!(sector, Some("REB"))
            }
            Group::Any => named,
            Group::Party => matches!(sector, Some("PTY" | "OPP")),
            Group::Company => matches!(sector, Some("BUS")) || self.country() == Some("MNC"),
            Group::Court => matches!(sector, Some("JUD")),
            Group::Media => matches!(sector, Some("JRN")),
        }
    }
}
