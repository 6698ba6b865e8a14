//! Whether an event happened, and who says so.

use tidings_records::{DateBasis, DateRecord, Status};
use tidings_text::{Date, Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::engine::{Found, Matcher, contains};
use super::frames::{is_passive, is_verbal};
use super::statements::Statements;
use crate::codebook::actors::ActorCode;
use crate::codebook::cues::Cues;
use crate::codebook::rules::Outcome;

/// How far an event is real, and according to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    pub status: Status,
    pub alleged: bool,
    /// Index into [`Statements::list`].
    pub said_by: Option<usize>,
    pub date: DateRecord,
}

/// The words that tell of an event or a claim.
pub(super) struct Words<'f> {
    pub(super) head: usize,
    pub(super) trigger: Span<TokenIndex>,
    /// The head and what carries it.
    pub(super) anchors: &'f [usize],
}

impl Found {
    fn words(&self) -> Words<'_> {
        Words { head: self.head, trigger: self.trigger, anchors: &self.anchors }
    }
}

/// Applies what the status of an act changes in its type (a promised visit is AGREE, not CONSULT), and what its
/// date changes in its status.
pub fn settle(cues: &Cues, event: &mut Found, assessment: &mut Assessment, published: Option<Date>) {
    if assessment.status == Status::Future
        && let Some(event_type) = cues.future_type(event.outcome.event_type)
    {
        event.outcome = Outcome { event_type, mode: None, cameo: None };
        assessment.status = Status::Actual;
    }
    if assessment.status == Status::Actual && is_long_ago(&assessment.date, published) {
        assessment.status = Status::Historical;
    }
}

/// The words date it to a year before the last one.
fn is_long_ago(date: &DateRecord, published: Option<Date>) -> bool {
    let value = date.value.as_deref().filter(|_| date.basis == DateBasis::Expression);
    let last =
        value.and_then(|v| v.rsplit('/').next()).and_then(|v| v.get(..4)).and_then(|year| year.parse::<i32>().ok());
    match (last, published) {
        (Some(year), Some(published)) => year + 1 < i32::from(published.year()),
        _ => false,
    }
}

/// Reads the words around an event.
pub fn assess(matcher: &Matcher<'_>, cues: &Cues, event: &Found, statements: &mut Statements) -> Assessment {
    let sentence = matcher.sentence;
    let fact = is_fact(sentence, event.head);
    let status = status(sentence, cues, &event.words(), matcher.headline);
    // "announced that it would go" is what the one who goes does; "that it had gone" is what it says.
    let own = |u: usize| {
        let speakers = &statements.list[u].speakers;
        event.source.iter().any(|a| {
            speakers.iter().any(|s| s.code == a.code || status == Status::Future && speaks_for(&s.code, &a.code))
        })
    };
    let said_by = match &event.said_by {
        Some(allegation) => Some(statements.add(allegation.clone().utterance(matcher.index))),
        None => statements.around(matcher.index, event.head).into_iter().find(|&u| fact || !own(u)),
    };
    let own_words = said_by.is_some_and(|u| {
        let speakers = &statements.list[u].speakers;
        event.source.iter().any(|a| speakers.iter().any(|s| s.code == a.code))
    });
    let said_by = said_by.filter(|_| fact || !own_words || event.said_by.is_some());
    let contested = said_by.filter(|_| event.said_by.is_none()).is_some_and(|u| {
        let told = &statements.list[u];
        let claimed = told.sentence == matcher.index && contains(&cues.alleging, sentence.lemma(told.cue.start));
        let accused = told.speakers.iter().any(|speaker| {
            let country = &speaker.code.country;
            event.target.iter().any(|t| t.code.country == *country)
                && event.source.iter().all(|a| a.code.country != *country)
                && !event.source.is_empty()
        });
        claimed || accused
    });
    Assessment {
        status,
        alleged: event.alleged || hedged(sentence, cues, &event.words()) || contested,
        said_by,
        date: DateRecord::default(),
    }
}

/// A verb that tells what was, not what somebody does by saying so.
fn is_fact(s: &Sentence, head: usize) -> bool {
    let auxiliary = || s.children(head).any(|c| matches!(s.deprel(c), Deprel::Aux | Deprel::AuxPass));
    let ahead = || s.children(head).any(|c| s.deprel(c) == Deprel::Aux && s.xpos(c) == Xpos::Md);
    s.xpos(head) == Xpos::Vbd || s.xpos(head) == Xpos::Vbn && auxiliary() && !ahead()
}

/// An official and the state or government whose words he speaks.
fn speaks_for(speaker: &ActorCode, actor: &ActorCode) -> bool {
    let of_state = |code: &ActorCode| matches!(code.sector.as_deref(), None | Some("GOV"));
    speaker.country == actor.country && of_state(speaker) && of_state(actor) && actor.name.is_none()
}

/// Whether what these words say is so.
pub(super) fn status(s: &Sentence, cues: &Cues, event: &Words<'_>, headline: bool) -> Status {
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
        // "failed to prevent B from attacking": what denies the clause is itself denied.
        let denied = || if is_denied(s, cues, head) { Status::Actual } else { Status::Negated };
        match s.deprel(at) {
            // "denied that it had attacked", "denied accusations that it had attacked"
            Deprel::Ccomp if !to_infinitive(s, at) && contains(&cues.denying_verbs, lemma) => return denied(),
            Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl if is_denied_saying(s, cues, head) => {
                return Status::Negated;
            }
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl
                if !to_infinitive(s, at) && s.deprel(at) != Deprel::Xcomp =>
            {
                // "refrained from attacking", "denied bombing"
                if s.xpos(at) == Xpos::Vbg && negates_below(s, cues, head) {
                    return denied();
                }
                // "plans on leaving"
                let gerund = s.xpos(at) == Xpos::Vbg && super::frames::has_case(s, at, &["on", "of", "about"]);
                if gerund && contains(&cues.future_verbs, lemma) {
                    return Status::Future;
                }
                break;
            }
            // "went on to demand" has happened; only "going to" is still to come.
            Deprel::Xcomp | Deprel::Advcl if lemma == "go" && s.xpos(head) != Xpos::Vbg => {}
            Deprel::Xcomp if lemma == "use" && s.xpos(head) == Xpos::Vbd => return Status::Historical,
            // "Malawi is to sign"
            Deprel::Xcomp if lemma == "be" && to_infinitive(s, at) => return Status::Future,
            // "its refusal to sign"
            Deprel::Acl | Deprel::Xcomp if contains(&cues.negating_nouns, lemma) && to_infinitive(s, at) => {
                return denied();
            }
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl | Deprel::Advcl => {
                if negates_below(s, cues, head) {
                    return denied();
                }
                if contains(&cues.future_verbs, lemma) {
                    return Status::Future;
                }
                let purpose = s.deprel(at) == Deprel::Advcl && to_infinitive(s, at);
                if contains(&cues.hypothetical_verbs, lemma) || purpose {
                    return Status::Hypothetical;
                }
            }
            // "No group claimed it, but militias had made threats": a clause with a subject of its own.
            Deprel::Conj if s.children(at).any(|c| matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass)) => break,
            Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj | Deprel::Conj => {
                if s.deprel(at) == Deprel::Obj && negates_below(s, cues, head) && lemma != "rule" {
                    return denied();
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
    if is_asked(s, event.head) { Status::Hypothetical } else { Status::Actual }
}

/// A verb below which nothing takes place: "fail", "prevent", "call off".
fn negates_below(s: &Sentence, cues: &Cues, verb: usize) -> bool {
    let with_particle = |c: usize| {
        s.deprel(c) == Deprel::CompoundPrt
            && cues.negating_verbs.iter().any(|w| {
                w.split_once(' ')
                    .is_some_and(|(verb_part, particle)| verb_part == s.lemma(verb) && particle == s.lemma(c))
            })
    };
    contains(&cues.negating_verbs, s.lemma(verb)) || s.children(verb).any(with_particle)
}

/// A denying verb that is denied itself: "did not prevent", "failed to prevent".
fn is_denied(s: &Sentence, cues: &Cues, verb: usize) -> bool {
    let negated = |c: usize| s.deprel(c) == Deprel::Advmod && contains(&cues.negation, s.lemma(c));
    s.children(verb).any(negated)
        || s.deprel(verb) == Deprel::Xcomp && s.head(verb).is_some_and(|h| negates_below(s, cues, h))
}

/// "the accusation" in "denied the accusation that …".
fn is_denied_saying(s: &Sentence, cues: &Cues, noun: usize) -> bool {
    contains(&cues.saying_nouns, s.lemma(noun))
        && s.deprel(noun) == Deprel::Obj
        && s.head(noun).is_some_and(|verb| contains(&cues.refuting_verbs, s.lemma(verb)))
}

/// The clause that a question asks.
fn is_asked(s: &Sentence, head: usize) -> bool {
    let question = s.len().checked_sub(1).is_some_and(|last| s.form(last) == "?");
    question && super::frames::conjunct_head(s, head) == s.root().unwrap_or(head)
}

fn to_infinitive(s: &Sentence, verb: usize) -> bool {
    s.children(verb).any(|c| s.xpos(c) == Xpos::To)
}

/// What the word itself and its auxiliaries say.
pub(super) fn own_status(s: &Sentence, cues: &Cues, token: usize, headline: bool) -> Option<Status> {
    // "has yet to sign"
    if token >= 2 && s.xpos(token - 1) == Xpos::To && s.lemma(token - 2) == "yet" {
        return Some(Status::Negated);
    }
    let mut result = None;
    for c in s.children(token) {
        let lemma = s.lemma(c);
        match s.deprel(c) {
            // "no longer"
            Deprel::Advmod | Deprel::Amod if c > 0 && matches!(lemma, "long" | "longer") && s.lemma(c - 1) == "no" => {
                return Some(Status::Negated);
            }
            // "No drone attacked", "Neither A nor B withdrew"
            Deprel::Nsubj | Deprel::NsubjPass if is_nobody(s, cues, c) => return Some(Status::Negated),
            Deprel::Amod if contains(&cues.hypothetical_adjectives, lemma) => result = Some(Status::Hypothetical),
            Deprel::Amod if contains(&cues.future_adjectives, lemma) => result = Some(Status::Future),
            Deprel::Advmod | Deprel::Det | Deprel::Cc | Deprel::CcPreconj if contains(&cues.negation, lemma) => {
                // "not only" affirms.
                let only = (c + 1 < s.len()) && s.lemma(c + 1) == "only";
                let said = is_verbal(s, token) || s.child(token, Deprel::Cop).is_some() || s.upos(token) == Upos::Noun;
                if !only && (said || s.deprel(c) == Deprel::Det) {
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

/// "no drone", "neither side", "nobody".
fn is_nobody(s: &Sentence, cues: &Cues, subject: usize) -> bool {
    let none = |c: usize| {
        matches!(s.deprel(c), Deprel::Det | Deprel::CcPreconj | Deprel::Cc | Deprel::Advmod)
            && c < subject
            && contains(&cues.negation, s.lemma(c))
            && s.lemma(c + 1) != "only"
    };
    matches!(s.lemma(subject), "nobody" | "none" | "neither") || s.children(subject).any(none)
}

/// A word marks it as unconfirmed.
pub(super) fn hedged(s: &Sentence, cues: &Cues, event: &Words<'_>) -> bool {
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
