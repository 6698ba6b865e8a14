//! Whether an event happened, and who says so.

use tidings_records::Status;
use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::engine::{ActorRef, Found, Matcher};
use super::frames::{has_case, is_passive, is_verbal, logical_subject};
use crate::codebook::cues::Cues;
use crate::codebook::pattern::Role;
use crate::codebook::rules::Outcome;

/// Who reports an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    pub actor: ActorRef,
    /// The word that says so: "said", "according".
    pub cue: Span<TokenIndex>,
    /// What is said.
    pub content: Span<TokenIndex>,
}

/// How far an event is real, and according to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub status: Status,
    pub alleged: bool,
    pub said_by: Option<Speaker>,
}

/// Applies what the status of an act changes in its type: a promised visit is AGREE, not CONSULT.
pub fn settle(cues: &Cues, event: &mut Found, assessment: &mut Assessment) {
    if assessment.status == Status::Future
        && let Some(event_type) = cues.future_type(event.outcome.event_type)
    {
        event.outcome = Outcome { event_type, mode: None, cameo: None };
        assessment.status = Status::Actual;
    }
}

/// Reads the words around an event.
pub fn assess(matcher: &Matcher<'_>, cues: &Cues, event: &Found) -> Assessment {
    let sentence = matcher.sentence;
    let said_by = event.said_by.clone().or_else(|| speaker(matcher, cues, event));
    let own_words = said_by.as_ref().is_some_and(|s| event.source.iter().any(|a| a.code == s.actor.code));
    let claimed = said_by.as_ref().is_some_and(|s| contains(&cues.alleging, sentence.lemma(s.cue.start)));
    let accused = said_by.as_ref().is_some_and(|s| {
        let country = &s.actor.code.country;
        event.target.iter().any(|t| t.code.country == *country)
            && event.source.iter().all(|a| a.code.country != *country)
            && !event.source.is_empty()
    });
    Assessment {
        status: status(sentence, cues, event, matcher.headline),
        alleged: event.alleged || hedged(sentence, cues, event) || (!own_words && (claimed || accused)),
        said_by: said_by.filter(|_| !own_words),
    }
}

fn contains(words: &[String], word: &str) -> bool {
    words.iter().any(|w| w == word)
}

fn status(s: &Sentence, cues: &Cues, event: &Found, headline: bool) -> Status {
    // "found not guilty", "recognised no government"
    let object = super::frames::logical_object(s, event.head).filter(|&o| s.head(o) == Some(event.head));
    let mut words = event.trigger.range().filter(|&t| t != event.head).chain(object);
    let negates =
        |c: usize| matches!(s.deprel(c), Deprel::Advmod | Deprel::Det) && contains(&cues.negation, s.lemma(c));
    if is_verbal(s, event.head) && words.any(|t| s.children(t).any(|c| negates(c) && c < t)) {
        return Status::Negated;
    }
    // The clause words: the trigger and whatever carries it, then what governs them by infinitive.
    let mut at = event.head;
    for _ in 0..8 {
        if let Some(status) = own_status(s, cues, at, headline) {
            return status;
        }
        let Some(head) = s.head(at) else { break };
        let lemma = s.lemma(head);
        match s.deprel(at) {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl
                if !to_infinitive(s, at) && s.deprel(at) != Deprel::Xcomp =>
            {
                // "refrained from attacking", "denied bombing"
                if s.xpos(at) == Xpos::Vbg && contains(&cues.negating_verbs, lemma) {
                    return Status::Negated;
                }
                break;
            }
            // "went on to demand" has happened; only "going to" is still to come.
            Deprel::Xcomp | Deprel::Advcl if lemma == "go" && s.xpos(head) != Xpos::Vbg => {}
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl | Deprel::Advcl => {
                if contains(&cues.negating_verbs, lemma) {
                    return Status::Negated;
                }
                if contains(&cues.future_verbs, lemma) {
                    return Status::Future;
                }
                let purpose = s.deprel(at) == Deprel::Advcl && to_infinitive(s, at);
                if contains(&cues.hypothetical_verbs, lemma) || purpose {
                    return Status::Hypothetical;
                }
            }
            Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj | Deprel::Conj => {
                if s.deprel(at) == Deprel::Obj && contains(&cues.negating_verbs, lemma) && lemma != "rule" {
                    return Status::Negated;
                }
                if s.deprel(at) == Deprel::Nsubj && !event.anchors.contains(&head) {
                    break;
                }
            }
            Deprel::Nmod | Deprel::Obl if event.anchors.contains(&head) => {}
            _ => break,
        }
        at = head;
    }
    Status::Actual
}

fn to_infinitive(s: &Sentence, verb: usize) -> bool {
    s.children(verb).any(|c| s.xpos(c) == Xpos::To)
}

/// What the word itself and its auxiliaries say.
fn own_status(s: &Sentence, cues: &Cues, token: usize, headline: bool) -> Option<Status> {
    let mut result = None;
    for c in s.children(token) {
        let lemma = s.lemma(c);
        match s.deprel(c) {
            Deprel::Advmod | Deprel::Det | Deprel::Cc | Deprel::CcPreconj if contains(&cues.negation, lemma) => {
                // "not only" affirms.
                let only = (c + 1 < s.len()) && s.lemma(c + 1) == "only";
                if !only && (is_verbal(s, token) || s.deprel(c) == Deprel::Det || s.upos(token) == Upos::Noun) {
                    return Some(Status::Negated);
                }
            }
            Deprel::Aux if contains(&cues.future_auxiliaries, lemma) => result = Some(Status::Future),
            Deprel::Aux if contains(&cues.hypothetical_auxiliaries, lemma) => result = Some(Status::Hypothetical),
            Deprel::Mark | Deprel::Case if contains(&cues.negating_marks, lemma) => return Some(Status::Negated),
            Deprel::Mark if contains(&cues.hypothetical_marks, lemma) => result = Some(Status::Hypothetical),
            _ => {}
        }
    }
    // "Kim, Putin to meet": the infinitive of headlines is a future; so is "is to meet".
    let bare_infinitive = is_verbal(s, token)
        && to_infinitive(s, token)
        && (s.deprel(token) == Deprel::Root && headline
            || s.children(token).any(|c| s.deprel(c) == Deprel::Aux && s.lemma(c) == "be"));
    result.or(bare_infinitive.then_some(Status::Future))
}

fn hedged(s: &Sentence, cues: &Cues, event: &Found) -> bool {
    let hedge = |t: usize| {
        s.children(t).any(|c| {
            matches!(s.deprel(c), Deprel::Advmod | Deprel::Amod | Deprel::Compound)
                && contains(&cues.hedges, &s.lemma(c).to_lowercase())
        })
    };
    let own = event.anchors.iter().any(|&a| hedge(a));
    // "is believed to have", "is accused of", "is alleged to have"
    let reported = s.head(event.head).is_some_and(|h| {
        matches!(s.deprel(event.head), Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp)
            && is_passive(s, h)
            && (contains(&cues.alleging, s.lemma(h)) || matches!(s.lemma(h), "report" | "say" | "think"))
    });
    own || reported
}

/// Who is named as having said what the event is part of.
fn speaker(matcher: &Matcher<'_>, cues: &Cues, event: &Found) -> Option<Speaker> {
    let s = matcher.sentence;
    let mut at = event.head;
    for _ in 0..32 {
        if let Some(found) = according_to(matcher, cues, at).or_else(|| parenthetical(matcher, cues, at)) {
            return Some(found);
        }
        let head = s.head(at)?;
        let said = matches!(s.deprel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp | Deprel::Obj)
            && is_verbal(s, head)
            && contains(&cues.saying, s.lemma(head))
            && (s.deprel(at) != Deprel::Obj || s.lemma(head) == "report" || s.lemma(head) == "claim")
            && head != event.head
            && !event.anchors.contains(&head);
        if said && let Some(found) = by_verb(matcher, head, at) {
            return Some(found);
        }
        at = head;
    }
    None
}

fn by_verb(matcher: &Matcher<'_>, verb: usize, content: usize) -> Option<Speaker> {
    let subject = logical_subject(matcher.sentence, verb)?;
    let actor = matcher.actors_of(subject, Role::Source, &[]).into_iter().next()?;
    Some(Speaker { actor, cue: Span::new(verb, verb + 1), content: matcher.sentence.subtree(content) })
}

/// "…, police said" set beside the clause.
fn parenthetical(matcher: &Matcher<'_>, cues: &Cues, token: usize) -> Option<Speaker> {
    let s = matcher.sentence;
    let verb = s.children(token).find(|&c| {
        s.deprel(c) == Deprel::Parataxis
            && is_verbal(s, c)
            && contains(&cues.saying, s.lemma(c))
            && s.child(c, Deprel::Ccomp).is_none()
    })?;
    by_verb(matcher, verb, token)
}

fn according_to(matcher: &Matcher<'_>, cues: &Cues, token: usize) -> Option<Speaker> {
    let s = matcher.sentence;
    s.children(token).find_map(|c| {
        let cue = s.children(c).find(|&m| {
            contains(&cues.according, &s.lemma(m).to_lowercase()) || s.form(m).eq_ignore_ascii_case("according")
        });
        let (name, cue) = match cue {
            Some(cue) => (c, cue),
            // "according" as a verb with an oblique of its own
            None if s.form(c).eq_ignore_ascii_case("according") => (
                s.children(c).find(|&n| {
                    matches!(s.deprel(n), Deprel::Obl | Deprel::Obj | Deprel::Nmod) && has_case(s, n, &["to"])
                })?,
                c,
            ),
            None => return None,
        };
        let actor = matcher.actors_of(name, Role::Source, &[]).into_iter().next()?;
        Some(Speaker { actor, cue: Span::new(cue, cue + 1), content: s.subtree(token) })
    })
}
