//! One event told by two words of a sentence ("an Israeli strike killed 12") becomes one record.

use tidings_text::{Deprel, Sentence, Xpos};

use super::engine::{ActorRef, Found, HARM};
use super::frames::is_verbal;
use super::sides::dedup;
use crate::codebook::ontology::EventType;
use crate::codebook::rules::Rules;

/// Merges events of one type that may be the same, keeps the rest, and orders them by trigger.
pub fn merge(rules: &Rules, sentence: &Sentence, found: &mut Vec<Found>) {
    found.sort_by_key(|f| (f.trigger, f.rule));
    let mut i = 0;
    while i < found.len() {
        let mut j = i + 1;
        while j < found.len() {
            if same_event(rules, sentence, &found[i], &found[j]) {
                let other = found.remove(j);
                absorb(sentence, &mut found[i], other);
            } else {
                j += 1;
            }
        }
        i += 1;
    }
    found.sort_by_key(|f| (f.trigger, f.rule));
}

fn same_event(rules: &Rules, sentence: &Sentence, a: &Found, b: &Found) -> bool {
    if is_toll(rules, sentence, a, b) || is_toll(rules, sentence, b, a) {
        return true;
    }
    a.outcome.event_type == b.outcome.event_type
        && compatible(&a.source, &b.source)
        && (a.placed || b.placed || compatible(&a.target, &b.target))
        && !reversed(a, b)
        && !reversed(b, a)
        && !coordinated_clauses(sentence, a.head, b.head)
        && (a.outcome.mode == b.outcome.mode
            || a.outcome.mode.is_none()
            || b.outcome.mode.is_none()
            || connected(sentence, a, b))
}

/// Two sides may be one: one is unknown, or they share an actor.
fn compatible(a: &[ActorRef], b: &[ActorRef]) -> bool {
    a.is_empty()
        || b.is_empty()
        || a.iter().any(|x| b.iter().any(|y| x.code.country == y.code.country && sectors_agree(x, y)))
}

/// "come under attack, killing a gunman": who acts in one suffers in the other.
fn reversed(a: &Found, b: &Found) -> bool {
    let symmetric = |f: &Found| f.source.iter().any(|s| f.target.iter().any(|t| t.code == s.code));
    !symmetric(a) && !symmetric(b) && a.source.iter().any(|s| b.target.iter().any(|t| t.code == s.code))
}

fn sectors_agree(a: &ActorRef, b: &ActorRef) -> bool {
    a.code.sector == b.code.sector || a.code.sector.is_none() || b.code.sector.is_none()
}

/// "killed three and wounded ten", "attacked the town, killing three": what came of an attack is no second one.
fn is_toll(rules: &Rules, sentence: &Sentence, a: &Found, b: &Found) -> bool {
    let harms = |t: usize| rules.is_in_class(HARM, sentence.lemma(t));
    let Some(above) = sentence.head(b.head).filter(|h| a.anchors.contains(h)) else { return false };
    let relation = sentence.deprel(b.head);
    a.outcome.event_type == EventType::Assault
        && b.outcome.event_type == EventType::Assault
        && harms(b.head)
        && (relation == Deprel::Conj && harms(above) || relation == Deprel::Advcl && is_participle(sentence, b.head))
        && compatible(&a.source, &b.source)
}

fn is_participle(sentence: &Sentence, verb: usize) -> bool {
    sentence.xpos(verb) == Xpos::Vbg && sentence.child(verb, Deprel::Mark).is_none()
}

/// "condemned B and praised C": two verbs side by side are two acts.
fn coordinated_clauses(sentence: &Sentence, a: usize, b: usize) -> bool {
    let side_by_side = |x: usize, y: usize| sentence.deprel(y) == Deprel::Conj && sentence.head(y) == Some(x);
    is_verbal(sentence, a)
        && is_verbal(sentence, b)
        && sentence.lemma(a) != sentence.lemma(b)
        && (side_by_side(a, b) || side_by_side(b, a))
        && (has_object(sentence, a) && has_object(sentence, b))
}

fn has_object(sentence: &Sentence, verb: usize) -> bool {
    sentence.child(verb, Deprel::Obj).is_some()
}

/// One of the two words governs the other.
fn connected(sentence: &Sentence, a: &Found, b: &Found) -> bool {
    sentence.governs(a.head, b.head) || sentence.governs(b.head, a.head)
}

/// Takes over what the other word tells; the governing word keeps the trigger.
fn absorb(sentence: &Sentence, event: &mut Found, other: Found) {
    let mut other = other;
    if sentence.governs(other.head, event.head) && !sentence.governs(event.head, other.head) {
        std::mem::swap(event, &mut other);
    }
    fill(&mut event.source, other.source);
    // "a bomb exploded in Islamabad, killing a Turkish woman": who, rather than where
    let bare = |side: &[ActorRef]| side.iter().all(|a| a.code.sector.is_none() && a.code.name.is_none());
    let toll = event.outcome.event_type == EventType::Assault
        && sentence.deprel(other.head) == Deprel::Advcl
        && !other.placed
        && bare(&event.target)
        && !bare(&other.target);
    if (event.placed || toll) && !other.target.is_empty() {
        event.target.clear();
        event.placed = other.placed;
    }
    fill(&mut event.target, other.target);
    let source = std::mem::take(&mut event.source);
    event.target.retain(|t| !source.iter().any(|s| s.code == t.code));
    event.source = source;
    if event.outcome.mode.is_none() && other.outcome.mode.is_some() {
        event.outcome = other.outcome;
        event.rule = other.rule;
        event.pattern = other.pattern;
    }
    event.alleged |= other.alleged;
    event.anchors.extend(other.anchors);
}

fn fill(side: &mut Vec<ActorRef>, other: Vec<ActorRef>) {
    if side.is_empty() {
        *side = other;
        dedup(side);
    }
}
