//! Who does what in a clause: logical subject and object of a verb, whatever turn of syntax they take.
//!
//! Passives, participles, relative clauses, infinitives and coordinations are undone here, so that
//! the rules can be written in the active voice.

use tidings_text::{Deprel, Sentence, Upos, Xpos};

/// Clause verbs whose infinitive is done by their subject although they have an object.
const SUBJECT_CONTROL: &[&str] = &["promise", "threaten", "vow", "swear", "pledge", "use", "cost", "take", "spend"];

/// Marks before a gerund that is done by the object of the clause above ("accused B of bombing").
const OBJECT_CONTROL_MARKS: &[&str] = &["of", "for", "from", "into"];

/// Steps that control and coordination may take before a search gives up (malformed trees included).
const MAX_STEPS: u8 = 8;

pub fn is_verbal(sentence: &Sentence, token: usize) -> bool {
    matches!(sentence.xpos(token), Xpos::Vb | Xpos::Vbd | Xpos::Vbg | Xpos::Vbn | Xpos::Vbp | Xpos::Vbz)
        && sentence.upos(token) != Upos::Aux
        || sentence.upos(token) == Upos::Verb
}

/// An adjective or noun that is said of a subject: "are ready to", "is on trial", "two dead in attack".
pub fn is_predicate(sentence: &Sentence, token: usize) -> bool {
    sentence.children(token).any(|c| matches!(sentence.deprel(c), Deprel::Cop | Deprel::Nsubj))
}

pub fn is_nominal(sentence: &Sentence, token: usize) -> bool {
    matches!(sentence.upos(token), Upos::Noun | Upos::Propn)
}

fn is_relative_pronoun(sentence: &Sentence, token: usize) -> bool {
    matches!(sentence.xpos(token), Xpos::Wdt | Xpos::Wp)
        || matches!(sentence.lemma(token), "who" | "which" | "that") && sentence.upos(token) == Upos::Pron
}

/// The verb is in the passive: its surface subject is its logical object.
pub fn is_passive(sentence: &Sentence, verb: usize) -> bool {
    // "held hostage by rebels": what looks like an object does not make it active.
    let hostage =
        |c: usize| sentence.deprel(c) == Deprel::Obj && matches!(sentence.lemma(c), "hostage" | "captive" | "prisoner");
    if sentence.child(verb, Deprel::OblAgent).is_some() && sentence.children(verb).any(hostage) {
        return true;
    }
    let mut has_auxiliary = false;
    let mut passive_subject = false;
    for child in sentence.children(verb) {
        match sentence.deprel(child) {
            Deprel::AuxPass | Deprel::CsubjPass | Deprel::OblAgent => return true,
            Deprel::NsubjPass => passive_subject = true,
            Deprel::Aux | Deprel::Cop => has_auxiliary = true,
            Deprel::Obj => return false,
            _ => {}
        }
    }
    if passive_subject && sentence.upos(verb) == Upos::Adj {
        // "is disappointed with": how somebody is, by whatever name the parser calls the subject.
        return false;
    }
    if passive_subject {
        // "Soldiers patrolled in Kampala." read as a participle: only headlines drop "were".
        let clause = matches!(sentence.deprel(verb), Deprel::Root | Deprel::Ccomp | Deprel::Parataxis);
        let full = sentence.len().checked_sub(1).is_some_and(|last| sentence.form(last) == ".");
        return !(clause && full && !has_auxiliary);
    }
    if sentence.xpos(verb) != Xpos::Vbn || has_auxiliary {
        return false;
    }
    match sentence.deprel(verb) {
        // "the villages bombed by", "the jailed journalist", "12 killed in attack" (headlines drop "are").
        Deprel::Acl | Deprel::Amod | Deprel::Advcl | Deprel::Root | Deprel::Ccomp | Deprel::Parataxis => true,
        Deprel::Xcomp => true,
        Deprel::Conj => sentence.head(verb).is_some_and(|head| {
            is_verbal(sentence, head) && sentence.child(verb, Deprel::Nsubj).is_none() && is_passive(sentence, head)
        }),
        _ => false,
    }
}

/// The first of the coordinated words that `token` belongs to.
pub fn conjunct_head(sentence: &Sentence, token: usize) -> usize {
    let mut at = token;
    for _ in 0..MAX_STEPS {
        match sentence.head(at) {
            Some(head) if sentence.deprel(at) == Deprel::Conj => at = head,
            _ => break,
        }
    }
    at
}

/// The noun that a relative pronoun stands for, or the token itself.
pub fn antecedent(sentence: &Sentence, token: usize) -> usize {
    if !is_relative_pronoun(sentence, token) {
        return token;
    }
    let mut at = token;
    for _ in 0..MAX_STEPS {
        let Some(head) = sentence.head(at) else { break };
        if matches!(sentence.deprel(at), Deprel::AclRelcl | Deprel::Acl) {
            return head;
        }
        at = head;
    }
    token
}

/// The subject as the sentence has it, after control and coordination.
pub fn surface_subject(sentence: &Sentence, verb: usize) -> Option<usize> {
    surface_subject_within(sentence, verb, MAX_STEPS)
}

fn surface_subject_within(sentence: &Sentence, verb: usize, steps: u8) -> Option<usize> {
    let own = sentence
        .children(verb)
        .find(|&c| matches!(sentence.deprel(c), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter));
    if let Some(subject) = own {
        return Some(antecedent(sentence, subject));
    }
    let steps = steps.checked_sub(1)?;
    let Some(head) = sentence.head(verb) else { return subject_behind_comma(sentence, verb) };
    match sentence.deprel(verb) {
        Deprel::Conj if is_verbal(sentence, head) || sentence.child(head, Deprel::Cop).is_some() => {
            surface_subject_within(sentence, head, steps)
        }
        Deprel::Conj => None,
        Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp if !is_verbal(sentence, head) => {
            // "is ready to", "its decision to": whoever is ready or decides.
            let predicate = sentence.child(head, Deprel::Cop).is_some() || sentence.upos(head) == Upos::Adj;
            if predicate { surface_subject_within(sentence, head, steps) } else { None }
        }
        Deprel::Xcomp => {
            let controls_by_subject = SUBJECT_CONTROL.contains(&sentence.lemma(head));
            let object = logical_object(sentence, head).filter(|&o| o != verb && !controls_by_subject);
            object
                .or_else(|| sentence.child(head, Deprel::Iobj).filter(|_| !controls_by_subject))
                .or_else(|| surface_subject_within(sentence, head, steps))
        }
        // ", while also expressing support": whoever does what the whole sentence tells.
        Deprel::Advcl
            if sentence.xpos(verb) == Xpos::Vbg && has_case(sentence, verb, &["while", "whilst"]) && verb > head =>
        {
            let mut main = head;
            while let Some(above) = sentence.head(main).filter(|_| sentence.deprel(main) != Deprel::Conj) {
                main = above;
            }
            surface_subject_within(sentence, main, steps)
        }
        Deprel::Advcl => {
            let mark = sentence.children(verb).find(|&c| matches!(sentence.deprel(c), Deprel::Mark | Deprel::Case));
            let by_object = sentence.xpos(verb) == Xpos::Vbg
                && mark.is_some_and(|m| OBJECT_CONTROL_MARKS.contains(&sentence.lemma(m)));
            // "called on B to halt" and "called for B to halt" put B into an oblique.
            let infinitive = mark.is_some_and(|m| sentence.xpos(m) == Xpos::To);
            let controller = if by_object {
                logical_object(sentence, head)
            } else if infinitive {
                sentence.children(head).find(|&c| {
                    sentence.deprel(c) == Deprel::Obl && c < verb && has_case(sentence, c, &["on", "upon", "to"])
                })
            } else {
                None
            };
            controller.or_else(|| surface_subject_within(sentence, head, steps))
        }
        Deprel::Ccomp | Deprel::Parataxis if sentence.xpos(verb) == Xpos::Vbg => {
            surface_subject_within(sentence, head, steps)
        }
        // "its offensive against invading troops": what stands behind "against" is not done by the offensive.
        Deprel::Acl if sentence.xpos(verb) == Xpos::Vbg && has_case(sentence, verb, &["against", "amid"]) => None,
        // "troops invading", "the rebels who attacked" without a pronoun of their own.
        Deprel::Acl if sentence.xpos(verb) == Xpos::Vbg => Some(head),
        Deprel::Acl | Deprel::Amod if sentence.xpos(verb) == Xpos::Vbn => Some(head),
        Deprel::Amod if sentence.xpos(verb) == Xpos::Vbg => Some(head),
        Deprel::AclRelcl if sentence.child(verb, Deprel::Obj).is_some() => Some(head),
        Deprel::Acl => infinitive_subject_of_noun(sentence, head, steps),
        _ => None,
    }
}

/// "As a member of the council, Russia has …": the subject that the parser coordinated with what stands in front.
fn subject_behind_comma(sentence: &Sentence, verb: usize) -> Option<usize> {
    let mut first = verb;
    while first > 0
        && matches!(sentence.upos(first - 1), Upos::Aux | Upos::Adv)
        && sentence.head(first - 1) == Some(verb)
    {
        first -= 1;
    }
    let finite = matches!(sentence.xpos(first), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    let last = first.checked_sub(1).filter(|&t| finite && is_nominal(sentence, t))?;
    let mut head = last;
    while let Some(above) = sentence
        .head(head)
        .filter(|&h| h < first && matches!(sentence.deprel(head), Deprel::Flat | Deprel::Compound) && h + 4 > head)
    {
        head = above;
    }
    let coordinated = sentence.deprel(head) == Deprel::Conj && sentence.child(head, Deprel::Cc).is_none();
    let comma = sentence.subtree(head).start.checked_sub(1).is_some_and(|t| sentence.form(t) == ",")
        || sentence.children(head).any(|c| sentence.form(c) == "," && c < head);
    (coordinated && comma).then_some(head)
}

/// Who would do what a noun plans: "its decision to supply", "a move by the council to".
fn infinitive_subject_of_noun(sentence: &Sentence, noun: usize, steps: u8) -> Option<usize> {
    let own = sentence.children(noun).find(|&c| match sentence.deprel(c) {
        Deprel::NmodPoss => true,
        Deprel::Nmod => has_case(sentence, c, &["by", "from"]),
        _ => false,
    });
    let modifier = || {
        sentence.children(noun).find(|&c| {
            matches!(sentence.deprel(c), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc)
                && starts_upper(sentence, c)
        })
    };
    own.or_else(modifier).or_else(|| {
        let governor = sentence.head(noun)?;
        let is_object = matches!(sentence.deprel(noun), Deprel::Obj | Deprel::Obl) && is_verbal(sentence, governor);
        if is_object { surface_subject_within(sentence, governor, steps.checked_sub(1)?) } else { None }
    })
}

fn starts_upper(sentence: &Sentence, token: usize) -> bool {
    sentence.form(token).chars().next().is_some_and(char::is_uppercase)
}

/// True if the token is introduced by one of these prepositions.
pub fn has_case(sentence: &Sentence, token: usize, words: &[&str]) -> bool {
    sentence
        .children(token)
        .any(|c| matches!(sentence.deprel(c), Deprel::Case | Deprel::Mark) && words.contains(&sentence.lemma(c)))
}

/// Who does it.
pub fn logical_subject(sentence: &Sentence, verb: usize) -> Option<usize> {
    if !is_passive(sentence, verb) {
        return surface_subject(sentence, verb);
    }
    agent(sentence, verb).or_else(|| {
        // "was arrested and beaten by police": the agent may stand with another conjunct.
        let first = conjunct_head(sentence, verb);
        let others =
            std::iter::once(first).chain(sentence.children(first).filter(|&c| sentence.deprel(c) == Deprel::Conj));
        others.filter(|&v| v != verb && is_verbal(sentence, v)).find_map(|v| agent(sentence, v))
    })
}

fn agent(sentence: &Sentence, verb: usize) -> Option<usize> {
    let by = |head: usize| {
        sentence.children(head).find(|&c| {
            matches!(sentence.deprel(c), Deprel::Obl | Deprel::OblAgent | Deprel::Nmod)
                && has_case(sentence, c, &["by"])
        })
    };
    sentence.child(verb, Deprel::OblAgent).or_else(|| by(verb)).or_else(|| {
        // "found guilty by judges", "hit with sanctions by the union": below the complement.
        sentence
            .children(verb)
            .filter(|&c| c > verb && matches!(sentence.deprel(c), Deprel::Xcomp | Deprel::Obl | Deprel::Obj))
            .find_map(by)
    })
}

/// A clause with a verb of its own that no "will", "would" or "to" puts ahead of the one that reports it.
pub fn is_told_as_fact(sentence: &Sentence, clause: usize) -> bool {
    let ahead = |c: usize| {
        let auxiliary = matches!(sentence.deprel(c), Deprel::Aux | Deprel::Mark);
        auxiliary
            && matches!(
                sentence.lemma(c),
                "will" | "would" | "shall" | "should" | "may" | "might" | "can" | "could" | "to" | "must"
            )
    };
    // "is to meet", "is going to meet", "plans to meet" are ahead as well.
    let infinitive = |c: usize| sentence.deprel(c) == Deprel::Xcomp;
    sentence.deprel(clause) == Deprel::Ccomp
        && is_verbal(sentence, clause)
        && !sentence.children(clause).any(|c| ahead(c) || infinitive(c))
}

/// A noun without a preposition of its own whose number has one: "at least six targets", "up to 20 men".
fn is_counted_object(sentence: &Sentence, token: usize) -> bool {
    let number = sentence.child(token, Deprel::Nummod);
    sentence.deprel(token) == Deprel::Obl
        && sentence.child(token, Deprel::Case).is_none()
        && number.is_some_and(|n| sentence.subtree(n).len() > 1)
}

/// To whom (or what) it is done.
pub fn logical_object(sentence: &Sentence, verb: usize) -> Option<usize> {
    if is_passive(sentence, verb) {
        return surface_subject(sentence, verb);
    }
    if let Some(object) = sentence.child(verb, Deprel::Obj) {
        return Some(antecedent(sentence, object));
    }
    // "hit at least six targets": the parser takes the "at" of the number for the noun's.
    if let Some(object) = sentence.children(verb).find(|&c| c > verb && is_counted_object(sentence, c)) {
        return Some(object);
    }
    // "the village that rebels attacked", with or without "that".
    if sentence.deprel(verb) == Deprel::AclRelcl
        && sentence.child(verb, Deprel::Nsubj).is_some_and(|s| !is_relative_pronoun(sentence, s))
    {
        return sentence.head(verb);
    }
    // "arrested and charged the leader": the shared object stands with one of the conjuncts.
    let first = conjunct_head(sentence, verb);
    if first != verb && is_verbal(sentence, first) {
        let shares = sentence.child(verb, Deprel::Nsubj).is_none()
            && !sentence
                .children(verb)
                .any(|c| matches!(sentence.deprel(c), Deprel::Obl | Deprel::Ccomp | Deprel::Xcomp));
        if shares {
            return sentence.child(first, Deprel::Obj).map(|o| antecedent(sentence, o));
        }
    } else if !sentence
        .children(verb)
        .any(|c| matches!(sentence.deprel(c), Deprel::Obl | Deprel::Ccomp | Deprel::Xcomp))
    {
        return sentence
            .children(verb)
            .filter(|&c| sentence.deprel(c) == Deprel::Conj && sentence.child(c, Deprel::Nsubj).is_none())
            .find_map(|c| sentence.child(c, Deprel::Obj).filter(|_| !is_passive(sentence, c)));
    }
    None
}

/// The clause that completes a verb or noun: infinitive, that-clause, gerund after a preposition.
/// `marks` are the prepositions or marks that may introduce it; empty for none or "that".
pub fn complement<'s>(sentence: &'s Sentence, head: usize, marks: &'s [String]) -> impl Iterator<Item = usize> + 's {
    sentence.children(head).filter(move |&c| {
        let clause = matches!(
            sentence.deprel(c),
            Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Obl
                | Deprel::Nmod
                | Deprel::Csubj
        );
        if !clause {
            return false;
        }
        let mut introduced = sentence
            .children(c)
            .filter(|&m| matches!(sentence.deprel(m), Deprel::Mark | Deprel::Case))
            .map(|m| sentence.lemma(m))
            .peekable();
        if marks.is_empty() {
            // "the allegation that": a clause about a noun
            return match sentence.deprel(c) {
                Deprel::Ccomp | Deprel::Xcomp => introduced.all(|m| matches!(m, "that" | "to" | "whether")),
                Deprel::Acl | Deprel::AclRelcl => introduced.any(|m| m == "that"),
                _ => false,
            };
        }
        introduced.any(|m| marks.iter().any(|wanted| wanted == m))
    })
}

/// The lemma of a word of two parts with a hyphen ("cease-fire", "tear-gassed"), at the part that governs the other.
pub fn hyphenated(sentence: &Sentence, token: usize) -> Option<String> {
    let hyphen = |t: usize| sentence.form(t) == "-";
    let small = |t: usize| sentence.form(t).to_lowercase();
    if token >= 2 && hyphen(token - 1) && sentence.head(token - 2) == Some(token) {
        return Some(format!("{}-{}", small(token - 2), sentence.lemma(token).to_lowercase()));
    }
    if token + 2 < sentence.len() && hyphen(token + 1) && sentence.head(token + 2) == Some(token) {
        return Some(format!("{}-{}", sentence.lemma(token).to_lowercase(), small(token + 2)));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidings_text::Span;

    /// A tree in short: form/lemma/xpos/deprel/head (1-based, 0 is the root).
    fn tree(text: &str) -> Sentence {
        let mut sentence = Sentence::default();
        for word in text.split_whitespace() {
            let fields: Vec<&str> = word.split('/').collect();
            let start = sentence.text.len();
            sentence.text.push_str(fields[0]);
            sentence.push(Span::new(start, sentence.text.len()), fields[1]);
            sentence.text.push(' ');
            let token = sentence.tokens.last_mut().unwrap();
            token.xpos = Xpos::parse(fields[2]).unwrap();
            token.upos = match &fields[2][..1] {
                "V" => Upos::Verb,
                "N" => Upos::Noun,
                "W" => Upos::Pron,
                _ => Upos::X,
            };
            token.deprel = Deprel::parse(fields[3]).unwrap();
            token.head = fields[4].parse::<u32>().unwrap().checked_sub(1);
        }
        sentence.index_tree();
        sentence
    }

    #[track_caller]
    fn check(text: &str, verb: usize, subject: Option<&str>, object: Option<&str>) {
        let s = tree(text);
        assert_eq!(logical_subject(&s, verb).map(|t| s.form(t)), subject, "subject");
        assert_eq!(logical_object(&s, verb).map(|t| s.form(t)), object, "object");
    }

    #[test]
    fn voices_are_turned_round() {
        check(
            "Rebels/rebel/NNS/nsubj/2 attacked/attack/VBD/root/0 villages/village/NNS/obj/2",
            1,
            Some("Rebels"),
            Some("villages"),
        );
        check(
            "Villages/village/NNS/nsubj:pass/3 were/be/VBD/aux:pass/3 attacked/attack/VBN/root/0 by/by/IN/case/5 rebels/rebel/NNS/obl:agent/3",
            2,
            Some("rebels"),
            Some("Villages"),
        );
        check(
            "villages/village/NNS/root/0 attacked/attack/VBN/acl/1 by/by/IN/case/4 rebels/rebel/NNS/obl:agent/2",
            1,
            Some("rebels"),
            Some("villages"),
        );
        check(
            "troops/troop/NNS/root/0 invading/invade/VBG/acl/1 Kuwait/Kuwait/NNP/obj/2",
            1,
            Some("troops"),
            Some("Kuwait"),
        );
    }

    #[test]
    fn relative_clauses_lead_to_their_noun() {
        check(
            "rebels/rebel/NNS/root/0 who/who/WP/nsubj/3 attacked/attack/VBD/acl:relcl/1 villages/village/NNS/obj/3",
            2,
            Some("rebels"),
            Some("villages"),
        );
        check(
            "village/village/NN/root/0 rebels/rebel/NNS/nsubj/3 attacked/attack/VBD/acl:relcl/1",
            2,
            Some("rebels"),
            Some("village"),
        );
    }

    #[test]
    fn control_and_coordination_share_arguments() {
        let promise =
            "Iran/Iran/NNP/nsubj/2 agreed/agree/VBD/root/0 to/to/TO/mark/4 free/free/VB/xcomp/2 them/they/PRP/obj/4";
        check(promise, 3, Some("Iran"), Some("them"));
        let urge =
            "Iran/Iran/NNP/nsubj/2 urged/urge/VBD/root/0 Iraq/Iraq/NNP/obj/2 to/to/TO/mark/5 stop/stop/VB/xcomp/2";
        check(urge, 4, Some("Iraq"), None);
        let accuse = "Iran/Iran/NNP/nsubj/2 accused/accuse/VBD/root/0 Iraq/Iraq/NNP/obj/2 of/of/IN/mark/5 bombing/bomb/VBG/advcl/2 it/it/PRP/obj/5";
        check(accuse, 4, Some("Iraq"), Some("it"));
        let both = "Iran/Iran/NNP/nsubj/2 condemned/condemn/VBD/root/0 Iraq/Iraq/NNP/obj/2 and/and/CC/cc/5 praised/praise/VBD/conj/2 Syria/Syria/NNP/obj/5";
        check(both, 4, Some("Iran"), Some("Syria"));
    }
}
