//! What belongs to which event: places and dates are tied to it by the tree.

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

/// Longest way through a tree between an event and what belongs to it.
const MAX_STEPS: usize = 6;
/// Clauses that an event shares its place and time with.
const MAX_CLAUSES: usize = 3;

/// Verbs that say little themselves: the event is their noun ("hold talks", "carry out an attack").
const LIGHT: &[&str] = &[
    "begin",
    "break",
    "carry",
    "commit",
    "conclude",
    "conduct",
    "continue",
    "convene",
    "deliver",
    "do",
    "end",
    "give",
    "hand",
    "have",
    "hold",
    "host",
    "impose",
    "issue",
    "launch",
    "lay",
    "lead",
    "make",
    "mount",
    "occur",
    "open",
    "organise",
    "organize",
    "pay",
    "perform",
    "place",
    "reach",
    "receive",
    "resume",
    "sign",
    "stage",
    "start",
    "strike",
    "suffer",
    "take",
    "undertake",
];

/// Verbs of saying and judging: what they are about has a place and a time of its own ("condemned the attack in Kabul").
const SPEAKING: &[&str] = &[
    "accuse",
    "acquit",
    "admit",
    "allege",
    "announce",
    "appeal",
    "ask",
    "back",
    "blame",
    "blast",
    "call",
    "charge",
    "claim",
    "commend",
    "condemn",
    "confirm",
    "convict",
    "criticise",
    "criticize",
    "decry",
    "defend",
    "demand",
    "denounce",
    "deny",
    "deplore",
    "dismiss",
    "endorse",
    "hail",
    "indict",
    "investigate",
    "jail",
    "order",
    "pledge",
    "praise",
    "promise",
    "protest",
    "rebuke",
    "reject",
    "report",
    "request",
    "say",
    "sentence",
    "slam",
    "sue",
    "support",
    "threaten",
    "try",
    "urge",
    "vow",
    "warn",
    "welcome",
];

/// How far below an event something may hang to belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Below the event itself.
    Own,
    /// Below what it is done to or with, too: "killed 12 people in Mosul".
    Phrases,
}

/// The token of a span whose governor lies outside.
pub(crate) fn span_head(s: &Sentence, span: Span<TokenIndex>) -> usize {
    let outside = |&t: &usize| s.head(t).is_none_or(|h| !span.contains(h));
    let content = |&t: &usize| !matches!(s.upos(t), Upos::Punct | Upos::Adp | Upos::Det | Upos::Part);
    let mut heads = span.range().filter(|t| outside(t) && content(t));
    heads.next().unwrap_or(span.start)
}

/// How far the phrase of `site` is from the event at `head`; `None` if it belongs to something else.
pub(crate) fn distance(s: &Sentence, head: usize, site: usize, reach: Reach) -> Option<usize> {
    let mut clause = head;
    for shared in 0..=MAX_CLAUSES {
        let speaks = SPEAKING.contains(&s.lemma(clause));
        let reach = if speaks || shared > 0 && reach == Reach::Own { Reach::Own } else { reach };
        if let Some(steps) = steps_below(s, clause, site, reach) {
            return Some(2 * steps + 3 * shared);
        }
        clause = shares(s, clause)?;
    }
    None
}

/// Steps from `head` down to `site`, through phrases but not into other clauses.
fn steps_below(s: &Sentence, head: usize, site: usize, reach: Reach) -> Option<usize> {
    let mut at = site;
    for steps in 0..MAX_STEPS {
        if at == head {
            // It is no event: only by a slip of the parser would a place be its own.
            return (steps > 0).then_some(steps);
        }
        let up = s.head(at)?;
        let through = at == site || reach == Reach::Phrases;
        let passes = match s.deprel(at) {
            Deprel::Nummod | Deprel::Amod | Deprel::NmodPoss | Deprel::Det => at == site,
            Deprel::Obl
            | Deprel::OblUnmarked
            | Deprel::OblAgent
            | Deprel::Nmod
            | Deprel::NmodUnmarked
            | Deprel::Obj
            | Deprel::Iobj
            | Deprel::NsubjPass
            | Deprel::Compound
            | Deprel::Appos
            | Deprel::Advmod => through,
            Deprel::Xcomp => true,
            // "Protesters in Cairo clashed", but "officials in Washington" condemn from there.
            Deprel::Nsubj => through && at != site && !is_official(s, at),
            Deprel::Conj if s.upos(at) == Upos::Verb => {
                // "12 were killed and others wounded in Mosul"
                let short = s.xpos(at) == Xpos::Vbn && !has_auxiliary(s, at);
                s.upos(up) == Upos::Verb && (short || !has_subject(s, at)) && same_tense(s, up, at)
            }
            Deprel::Conj => through,
            Deprel::Acl | Deprel::Advcl => through && at != site && has_no_tense(s, at),
            // "the bombing that happened on June 27"
            Deprel::AclRelcl => at != site && matches!(s.lemma(at), "happen" | "occur" | "take" | "begin" | "start"),
            _ => false,
        };
        if !passes {
            return None;
        }
        at = up;
    }
    None
}

/// Those who sit somewhere without acting there: "officials in Washington said".
fn is_official(s: &Sentence, t: usize) -> bool {
    matches!(
        s.lemma(t),
        "administration"
            | "ambassador"
            | "authority"
            | "diplomat"
            | "embassy"
            | "government"
            | "leader"
            | "minister"
            | "ministry"
            | "official"
            | "president"
            | "spokesman"
            | "spokesperson"
            | "spokeswoman"
    )
}

fn has_subject(s: &Sentence, verb: usize) -> bool {
    s.children(verb).any(|c| matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass))
}

/// False for "accepted the offer and will meet on Friday".
fn same_tense(s: &Sentence, first: usize, second: usize) -> bool {
    has_auxiliary(s, first) || !has_auxiliary(s, second)
}

fn has_auxiliary(s: &Sentence, verb: usize) -> bool {
    s.children(verb).any(|c| matches!(s.deprel(c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop))
}

/// "killing 12", "gathered to demand": verbs without a tense share the time and place of another.
fn has_no_tense(s: &Sentence, verb: usize) -> bool {
    match s.xpos(verb) {
        Xpos::Vbg | Xpos::Vbn => true,
        Xpos::Vb => s.children(verb).any(|c| s.xpos(c) == Xpos::To),
        _ => false,
    }
}

/// The head of the clause or phrase whose place and time are also those of `t`: the verb of "hold
/// talks", the attack of "attacked a market, killing 12".
fn shares(s: &Sentence, t: usize) -> Option<usize> {
    let up = s.head(t)?;
    let shared = match s.deprel(t) {
        Deprel::Xcomp => true,
        Deprel::Conj => same_tense(s, up, t),
        Deprel::Nsubj | Deprel::NsubjPass => s.upos(t) == Upos::Noun,
        Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::Compound => LIGHT.contains(&s.lemma(up)),
        // "violence broke out on Saturday when thousands rallied"
        Deprel::Advcl => has_no_tense(s, t) || s.children(t).any(|c| c < t && s.lemma(c) == "when"),
        // "signed a decree banning"
        Deprel::Acl => has_no_tense(s, t),
        _ => false,
    };
    shared.then_some(up)
}
