//! The words of one sentence that attribute, who speaks, and what the tree says is said.

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use crate::codebook::actors::ActorCode;
use crate::codebook::cues::Cues;
use crate::codebook::pattern::Role;
use crate::coding::engine::{ActorRef, Matcher, contains};
use crate::coding::frames::{
    self, conjunct_head, has_case, is_nominal, is_passive, is_predicate, is_verbal, logical_object, logical_subject,
};
use crate::coding::quotes;
use crate::mentions::{Mention, MentionKind};

/// A cue before quotations are given out.
pub(super) struct Cue {
    pub(super) token: usize,
    pub(super) span: Span<TokenIndex>,
    pub(super) speakers: Vec<ActorRef>,
    /// The words of the cue's own clause: speaker, cue, addressee, medium.
    pub(super) clause: Vec<Span<TokenIndex>>,
    /// What the tree says is said; empty if only a quotation is.
    pub(super) content: Vec<Span<TokenIndex>>,
    /// Only with a quotation it says something: "called it “a joke”".
    pub(super) needs_quote: bool,
    pub(super) addressee: Option<ActorRef>,
    pub(super) medium: Option<Span<TokenIndex>>,
    pub(super) quoted: Vec<(usize, Span<TokenIndex>)>,
}

/// Looks for the cues of one sentence.
pub(super) struct Finder<'a> {
    pub(super) matcher: Matcher<'a>,
    pub(super) cues: &'a Cues,
    pub(super) quoted: &'a [Span<TokenIndex>],
}

impl Finder<'_> {
    pub(super) fn cues(&self, last: Option<&ActorCode>) -> Vec<Cue> {
        let s = self.matcher.sentence;
        let mut found: Vec<Cue> = Vec::new();
        for t in 0..s.len() {
            let lemma = s.lemma(t);
            let cue = if is_verbal(s, t) {
                if contains(&self.cues.saying, lemma) {
                    self.verb(t, last)
                } else if !self.quoted.is_empty() && contains(&self.cues.speech_acts, lemma)
                    || self.quoted.iter().any(|&span| quotes::is_clause(s, span)) && contains(&self.cues.quoting, lemma)
                {
                    self.speech_act(t, last)
                } else {
                    None
                }
            } else if is_nominal(s, t) && contains(&self.cues.saying_nouns, lemma) {
                self.noun(t)
            } else if s.form(t) == "words" {
                self.in_words_of(t)
            } else {
                None
            };
            let mut cue = cue.or_else(|| self.according(t));
            // "warns that B is weak and warns that C …": whoever spoke before the "and".
            if let (Some(cue), Some(before)) = (&mut cue, found.last())
                && t > 0
                && s.upos(t - 1) == Upos::Cconj
                && cue.speakers.iter().all(|a| a.code == unknown())
            {
                cue.speakers.clone_from(&before.speakers);
            }
            found.extend(cue);
        }
        if self.matcher.headline {
            self.headline(&mut found);
        }
        found
    }

    pub(super) fn is_quoted(&self, token: usize) -> bool {
        self.quoted.iter().any(|span| span.contains(token))
    }

    /// "X said that …", "“…,” X said", "…, X said", "X, saying …".
    fn verb(&self, verb: usize, last: Option<&ActorCode>) -> Option<Cue> {
        let s = self.matcher.sentence;
        let as_saying = |c: usize| s.xpos(c) == Xpos::Vbg && has_case(s, c, &["as"]);
        if s.deprel(verb) == Deprel::Amod || s.children(verb).any(as_saying) || !self.is_told(verb) {
            return None;
        }
        if let Some(cue) = self.inserted(verb) {
            return Some(cue);
        }
        let quoting = self.quoting_verb(verb);
        let inverted = self.inverted_subject(verb);
        let content = if inverted.is_some() { self.clause_before(verb) } else { self.content_of(verb) };
        let clausal = || self.quoted.iter().any(|&span| quotes::is_clause(s, span));
        if content.is_none() && (self.quoted.is_empty() || s.lemma(verb) == "report" && !clausal()) {
            return None;
        }
        // "would not say whether", "declined to say": nothing is said.
        let open = content.is_some_and(|c| has_case(s, c, &["whether", "if"]) && s.xpos(verb) != Xpos::Vbg);
        let declines = s
            .head(verb)
            .is_some_and(|h| s.deprel(verb) == Deprel::Xcomp && contains(&self.cues.negating_verbs, s.lemma(h)));
        if open || declines {
            return None;
        }
        let subject = match quoting {
            Some(quoting) => logical_object(s, quoting),
            None => inverted
                .or_else(|| self.nearest_subject(verb))
                .or_else(|| self.subject_of_all(verb))
                .or_else(|| logical_subject(s, verb)),
        };
        let subject = subject.or_else(|| self.name_before(verb)).or_else(|| {
            // "A report … states that": the subject that the parser gave to what is said.
            let before = |&c: &usize| c < verb && s.deprel(c) == Deprel::Nsubj && is_nominal(s, c);
            content.filter(|&c| c > verb).and_then(|c| s.children(c).find(before))
        });
        // "is believed to", "it was said that": nobody says it.
        let subject = subject.filter(|&t| t != verb && Some(t) != content)?;
        let speakers = self.speakers(subject, last)?;
        let mut cue = self.cue(verb, Some(subject), content, speakers);
        if let Some(quoting) = quoting {
            cue.medium = cue.medium.or_else(|| logical_subject(s, quoting).map(|t| self.phrase(t)));
            cue.clause.push(Span::new(quoting, quoting + 1));
        }
        Some(cue)
    }

    /// Of several subjects that the parser gave to a verb, the one beside it, or the one beside that if it is nobody.
    fn nearest_subject(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        // "the governor declared: “…”", which the parser took for a participle
        let participle =
            !s.children(verb).any(|c| matches!(s.deprel(c), Deprel::Aux | Deprel::AuxPass | Deprel::OblAgent));
        let is_subject = |c: usize| match s.deprel(c) {
            Deprel::Nsubj => true,
            Deprel::NsubjPass => participle && s.deprel(verb) == Deprel::Root,
            _ => false,
        };
        let mut subjects: Vec<usize> = s.children(verb).filter(|&c| is_subject(c)).collect();
        subjects.retain(|&c| s.upos(c) != Upos::Pron || s.xpos(c) == Xpos::Prp);
        subjects.sort_by_key(|&c| c.abs_diff(verb));
        let somebody = |c: &&usize| !self.matcher.actors_of(**c, Role::Source, &[]).is_empty();
        subjects.iter().find(somebody).or(subjects.first()).copied()
    }

    /// "A denies that B said it wanted C, saying …": behind a comma it is A who says it.
    fn subject_of_all(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let participle = s.xpos(verb) == Xpos::Vbg && verb > 1 && s.form(verb - 1) == ",";
        let root = s.root().filter(|&root| participle && root < verb && is_verbal(s, root))?;
        let subject = logical_subject(s, root).filter(|&t| t < root)?;
        (!self.matcher.actors_of(subject, Role::Source, &[]).is_empty()).then_some(subject)
    }

    /// "…, reports the Anadolu agency": the subject that the parser took for an object.
    fn inverted_subject(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let object = s.child(verb, Deprel::Obj).filter(|&o| o > verb && is_nominal(s, o))?;
        let behind_comma = verb > 1 && s.upos(verb - 1) == Upos::Punct && s.form(verb - 1) != ":";
        let finite = matches!(s.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        let phrase = s.subtree(object);
        let last = phrase.end + 1 >= s.len() && !phrase.range().any(|t| is_verbal(s, t));
        let behind_quote = self.quoted.iter().any(|span| span.end + 1 == verb);
        (behind_comma
            && finite
            && (behind_quote || last && !self.matcher.actors_of(object, Role::Source, &[]).is_empty()))
        .then_some(object)
    }

    /// The clause that ends before an inverted cue.
    fn clause_before(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let clause = |t: usize| is_verbal(s, t) || is_predicate(s, t);
        s.head(verb).filter(|&h| h < verb && clause(h)).or_else(|| s.children(verb).find(|&c| c < verb && clause(c)))
    }

    /// "Acting attorney Michael Ross announced": the name before a verb whose subject the parser did not see.
    fn name_before(&self, verb: usize) -> Option<usize> {
        let mentions = self.matcher.mentions.of_sentence(self.matcher.index);
        let finite = matches!(self.matcher.sentence.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        mentions.iter().rfind(|m| finite && m.span.end == verb && m.kind != MentionKind::Pronoun).map(|m| m.head)
    }

    /// "The deal, Turkish officials say, can …", "The line, said the minister, would …": a cue between commas,
    /// whatever the parser made of the words around it.
    fn inserted(&self, verb: usize) -> Option<Cue> {
        let s = self.matcher.sentence;
        let comma = |t: usize| t < s.len() && s.form(t) == ",";
        let finite = matches!(s.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        if !finite || self.is_quoted(verb) {
            return None;
        }
        let mentions = self.matcher.mentions.of_sentence(self.matcher.index);
        let before = mentions.iter().filter(|m| m.span.end == verb && m.span.start > 1 && comma(m.span.start - 1));
        let behind = mentions.iter().filter(|m| m.span.start == verb + 1 && verb > 1 && comma(verb - 1));
        let subject = before.chain(behind).max_by_key(|m| m.span.len())?;
        let start = subject.span.start.min(verb);
        let mut end = subject.span.end.max(verb + 1);
        // "on Tuesday", "in a statement"
        while end < s.len() && !comma(end) && s.upos(end) != Upos::Punct && end < verb + 10 {
            end += 1;
        }
        // What follows is the rest of the clause that the cue stands in, not a clause of its own.
        let goes_on = comma(end)
            && end + 1 < s.len()
            && (matches!(s.upos(end + 1), Upos::Aux | Upos::Verb)
                && matches!(s.xpos(end + 1), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md));
        if !goes_on || (verb + 1..end).any(|t| is_verbal(s, t)) {
            return None;
        }
        let clause = Span::new(start - 1, end + 1);
        let mut cue = self.cue(verb, Some(subject.head), None, self.speakers(subject.head, None)?);
        // The sentence from the last stop before: "A said X; the deal, B said, would …"
        let whole = Span::new(0, s.len());
        cue.content = without(whole, &[clause]);
        cue.clause = vec![clause];
        Some(cue)
    }

    /// The verb tells that something was said: not "to report a case", "tapes showing it", "does not deny it".
    fn is_told(&self, verb: usize) -> bool {
        let s = self.matcher.sentence;
        let negated = |c: usize| s.deprel(c) == Deprel::Advmod && contains(&self.cues.negation, s.lemma(c));
        if s.children(verb).any(negated) && (s.lemma(verb) != "deny" || self.quoted.is_empty()) {
            return false;
        }
        let governor = s.head(verb).map_or("", |h| s.lemma(h));
        match s.xpos(verb) {
            Xpos::Vb if s.children(verb).any(|c| s.xpos(c) == Xpos::To) => {
                contains(&self.cues.implying_verbs, governor)
            }
            Xpos::Vbg => {
                let behind_comma = verb > 0 && matches!(s.form(verb - 1), "," | "—" | "–");
                let of_words = contains(&self.cues.media, governor) || contains(&self.cues.saying_nouns, governor);
                let first = (0..verb).all(|t| matches!(s.upos(t), Upos::Punct | Upos::Adv | Upos::Sconj));
                let beside_quote = self.quoted.iter().any(|span| span.start == verb + 2 || span.end + 1 == verb);
                let progressive = s.children(verb).any(|c| s.deprel(c) == Deprel::Aux);
                let main =
                    matches!(s.lemma(verb), "say" | "add" | "tell" | "warn" | "insist" | "claim" | "note" | "argue");
                behind_comma
                    || of_words
                    || first
                    || beside_quote
                    || progressive
                    || main
                    || self.quoting_verb(verb).is_some()
            }
            _ => true,
        }
    }

    /// The verb above "as saying": "was quoted as saying".
    fn quoting_verb(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let head = s.head(verb)?;
        let as_saying = s.xpos(verb) == Xpos::Vbg && has_case(s, verb, &["as"]);
        (as_saying && is_verbal(s, head)).then_some(head)
    }

    /// The head of what is said.
    fn content_of(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let clausal = |c: usize| is_verbal(s, c) || is_predicate(s, c) || s.children(c).any(|d| s.upos(d) == Upos::Aux);
        let below = s.children(verb).find(|&c| match s.deprel(c) {
            Deprel::Ccomp => true,
            // "eight people reported missing"
            Deprel::Xcomp if s.xpos(c) == Xpos::Vbg => s.lemma(verb) == "deny",
            Deprel::Xcomp => is_verbal(s, c) || is_predicate(s, c),
            // "Kim said: we are ready"
            Deprel::Parataxis => clausal(c) && !self.is_cue_of(c, verb),
            _ => false,
        });
        if below.is_some() {
            return below;
        }
        if let Some(clause) = self.clause_below_a_noun(verb) {
            return Some(clause);
        }
        // "…, police said"
        let head = s.head(verb)?;
        let beside = match s.deprel(verb) {
            Deprel::Parataxis => true,
            Deprel::Conj => {
                verb > head && s.child(verb, Deprel::Cc).is_none() && !contains(&self.cues.saying, s.lemma(head))
            }
            _ => false,
        };
        // "they were criticised; he warns of “firm” punishment": a clause of its own.
        let start = s.subtree(verb).start;
        let apart = start > 0 && matches!(s.form(start - 1), ";" | ":") || (start..verb).any(|t| s.form(t) == ";");
        if beside && !(apart && verb > head) && (clausal(head) || s.deprel(head) == Deprel::Root) {
            return Some(head);
        }
        // "as the minister put it"
        if s.deprel(verb) == Deprel::Advcl && has_case(s, verb, &["as"]) && self.quoting_verb(verb).is_none() {
            return Some(head);
        }
        // "warned of protests"
        let of = || s.children(verb).find(|&c| s.deprel(c) == Deprel::Obl && c > verb && has_case(s, c, &["of"]));
        if s.lemma(verb) == "warn" && s.child(verb, Deprel::Obj).is_none() {
            return of();
        }
        // "reported an attack", "claimed the killing of"
        let object = s.child(verb, Deprel::Obj)?;
        (matches!(s.lemma(verb), "report" | "claim" | "allege" | "confirm" | "deny" | "acknowledge")
            && is_nominal(s, object))
        .then_some(object)
    }

    /// "told mediators that …", "said in a message that …": the clause that the parser hung from the noun.
    fn clause_below_a_noun(&self, verb: usize) -> Option<usize> {
        let s = self.matcher.sentence;
        let is_content = |c: usize| {
            let that = s.children(c).find(|&m| s.lemma(m) == "that" && m < c && s.deprel(m) != Deprel::Nsubj);
            let subject = s.children(c).any(|d| matches!(s.deprel(d), Deprel::Nsubj | Deprel::NsubjPass));
            matches!(s.deprel(c), Deprel::AclRelcl | Deprel::Acl | Deprel::Ccomp) && that.is_some() && subject
        };
        let mut nouns: Vec<usize> = s.children(verb).filter(|&c| c > verb && is_nominal(s, c)).collect();
        let mut at = 0;
        while at < nouns.len() && at < 8 {
            if let Some(clause) = s.children(nouns[at]).find(|&c| is_content(c)) {
                return Some(clause);
            }
            nouns.extend(s.children(nouns[at]).filter(|&c| c > verb && is_nominal(s, c)));
            at += 1;
        }
        None
    }

    /// A clause beside another that only says who speaks.
    fn is_cue_of(&self, clause: usize, verb: usize) -> bool {
        let s = self.matcher.sentence;
        contains(&self.cues.saying, s.lemma(clause)) && s.child(clause, Deprel::Ccomp).is_none() && clause > verb
    }

    /// "called it “a joke”", "condemned “an act of war”".
    fn speech_act(&self, verb: usize, last: Option<&ActorCode>) -> Option<Cue> {
        let s = self.matcher.sentence;
        if is_passive(s, verb) && s.child(verb, Deprel::OblAgent).is_none() || self.is_quoted(verb) {
            return None;
        }
        let subject = logical_subject(s, verb).filter(|&t| t != verb)?;
        let speakers = self.speakers(subject, last)?;
        let mut cue = self.cue(verb, Some(subject), None, speakers);
        cue.needs_quote = true;
        Some(cue)
    }

    /// "the claim by B that …", "his report that …".
    fn noun(&self, noun: usize) -> Option<Cue> {
        let s = self.matcher.sentence;
        let content = s.children(noun).find(|&c| {
            matches!(s.deprel(c), Deprel::Acl | Deprel::Ccomp)
                && s.children(c).any(|m| s.deprel(m) == Deprel::Mark && s.lemma(m) == "that")
        })?;
        let by = s.children(noun).filter(|&c| s.deprel(c) == Deprel::Nmod && has_case(s, c, &["by", "from", "of"]));
        let owners: Vec<usize> = self.matcher.owners(noun).chain(by).collect();
        let (owner, speakers) = owners
            .into_iter()
            .map(|t| (t, self.matcher.actors_of(t, Role::Source, &[])))
            .find(|(_, actors)| !actors.is_empty())?;
        Some(self.cue(noun, Some(owner), Some(content), speakers))
    }

    /// "according to X", and what else the lexicon has for it.
    fn according(&self, token: usize) -> Option<Cue> {
        let s = self.matcher.sentence;
        let form = s.form(token);
        if !self.cues.according.iter().any(|w| w.eq_ignore_ascii_case(form)) || self.is_quoted(token) {
            return None;
        }
        // "according" hangs from the name, or the name from it.
        let below =
            s.children(token).find(|&n| matches!(s.deprel(n), Deprel::Obl | Deprel::Obj | Deprel::Nmod) && n > token);
        let name = below.or_else(|| s.head(token).filter(|&h| h > token))?;
        let phrase = if below.is_some() { token } else { name };
        let speakers = self.speakers(name, None)?;
        let content = s.head(phrase)?;
        let mut cue = self.cue(token, Some(name), Some(content), speakers);
        let own = s.subtree(phrase);
        // The whole clause that the phrase is set beside, whatever word of it the parser hung it from.
        let clause = clause_of(s, content);
        cue.clause = vec![own];
        cue.content = without(s.subtree(clause), &[own]);
        let nearer = |t: usize| own.contains(t);
        cue.content.retain(|span| !span.range().all(nearer));
        Some(cue)
    }

    /// "in the words of X, …"
    fn in_words_of(&self, noun: usize) -> Option<Cue> {
        let s = self.matcher.sentence;
        let name = s.children(noun).find(|&c| s.deprel(c) == Deprel::Nmod && has_case(s, c, &["of"]))?;
        let content = s.head(noun).filter(|_| has_case(s, noun, &["in"]))?;
        let own = s.subtree(noun);
        let mut cue = self.cue(noun, Some(name), None, self.speakers(name, None)?);
        cue.content = without(s.subtree(clause_of(s, content)), &[own]);
        cue.clause = vec![own];
        Some(cue)
    }

    /// "Putin: We will win", "We will win: Putin", "… - state media".
    fn headline(&self, found: &mut Vec<Cue>) {
        let s = self.matcher.sentence;
        let n = s.len();
        let Some(at) = (1..n.saturating_sub(1)).rev().find(|&t| {
            matches!(s.form(t), ":" | "-" | "–" | "—" | "|")
                && (s.form(t) == ":" || s.tokens[t - 1].span.end < s.tokens[t].span.start)
        }) else {
            return;
        };
        let (front, back) = (Span::new(0, at), Span::new(at + 1, n));
        for (name, said) in [(back, front), (front, back)] {
            let colon = s.form(at) == ":";
            if name.len() > 6 || said.len() < 3 || name == front && !colon {
                continue;
            }
            let verb = |span: Span<TokenIndex>| span.range().any(|t| is_verbal(s, t) || s.upos(t) == Upos::Aux);
            let quoted = self.quoted.iter().any(|span| said.contains(span.start));
            if verb(name) || !verb(said) && !quoted && said.len() < 5 {
                continue;
            }
            let head = name.range().find(|&t| s.head(t).is_none_or(|h| !name.contains(h)) && s.upos(t) != Upos::Punct);
            let Some(head) = head else { continue };
            let speakers = self.matcher.actors_of(head, Role::Source, &[]);
            let speakers = if speakers.is_empty() {
                let inside = |m: &&Mention| name.contains(m.head);
                let mention = self.matcher.mentions.of_sentence(self.matcher.index).iter().rfind(inside);
                mention.map(|m| m.actors.iter().map(|code| ActorRef { code: code.clone(), span: m.span }).collect())
            } else {
                Some(speakers)
            };
            let Some(speakers) = speakers else { continue };
            // "Nigeria: Gunmen attack market" names a place.
            let label = |a: &ActorRef| a.code.sector.is_none() && a.code.name.is_none();
            if name == front && speakers.iter().all(label) {
                continue;
            }
            let taken = |c: &Cue| c.content.iter().any(|span| span.contains(said.start));
            if found.iter().any(taken) {
                return;
            }
            found.push(Cue {
                token: at,
                span: Span::new(at, at + 1),
                speakers,
                clause: vec![name],
                content: vec![said],
                needs_quote: false,
                addressee: None,
                medium: None,
                quoted: Vec::new(),
            });
            return;
        }
    }

    /// A cue with the words of its clause and of what is said.
    fn cue(&self, token: usize, subject: Option<usize>, content: Option<usize>, speakers: Vec<ActorRef>) -> Cue {
        let s = self.matcher.sentence;
        let mut clause = vec![Span::new(token, token + 1)];
        let outside = |t: usize| content.is_none_or(|c| !s.governs(c, t)) && !s.governs(t, token);
        if let Some(subject) = subject.filter(|&t| outside(t)) {
            clause.push(s.subtree(subject));
        }
        let own = |c: usize| {
            matches!(
                s.deprel(c),
                Deprel::Obl
                    | Deprel::Iobj
                    | Deprel::Advmod
                    | Deprel::Obj
                    | Deprel::Aux
                    | Deprel::AuxPass
                    | Deprel::Mark
                    | Deprel::OblUnmarked
                    | Deprel::OblAgent
                    | Deprel::Nmod
                    | Deprel::NmodPoss
            ) && Some(c) != content
        };
        // "told mediators that …", where the clause hangs from the mediators
        let apart = |span: Span<TokenIndex>| match content.map(|c| s.subtree(c)) {
            Some(said) if said.start > span.start && said.start < span.end => Span::new(span.start, said.start),
            _ => span,
        };
        clause.extend(s.children(token).filter(|&c| own(c) && outside(c)).map(|c| apart(s.subtree(c))));
        // "… in a statement" belongs to the cue that it follows, whatever the parser hung it from.
        clause.extend(self.trailing(token, content));
        let said: Vec<Span<TokenIndex>> = content.map_or_else(Vec::new, |c| {
            let whole = if s.governs(c, token) { s.subtree(c) } else { self.content_span(token, c) };
            without(whole, &clause)
        });
        // What is told within quotation marks ends with them.
        let marks = self.quoted.iter().find(|span| span.contains(token));
        let within = |span: Span<TokenIndex>| {
            let Some(marks) = marks else { return Some(span) };
            let (start, end) = (span.start.max(marks.start), span.end.min(marks.end));
            (start < end).then(|| Span::new(start, end))
        };
        let said = said.into_iter().filter_map(within).collect();
        let addressee = self.addressee(token);
        let medium = self.medium(token, &clause);
        Cue {
            token,
            span: Span::new(token, token + 1),
            speakers,
            clause,
            content: said,
            needs_quote: false,
            addressee,
            medium,
            quoted: Vec::new(),
        }
    }

    /// What is said below a verb: its clause, and what the clause is coordinated with.
    fn content_span(&self, verb: usize, content: usize) -> Span<TokenIndex> {
        let s = self.matcher.sentence;
        let mut span = s.subtree(content);
        // The parser may hang the cue's own subject or time below the content; it never stands between.
        let split = |c: usize| {
            matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass)
                && c < verb
                && s.subtree(c).end < verb
                && (s.subtree(c).end..verb).any(|t| s.form(t) == ",")
        };
        if content > verb && span.start < verb && !s.children(content).any(split) {
            span = Span::new(verb + 1, span.end);
        }
        span
    }

    /// "in a statement carried by …" behind a cue.
    fn trailing(&self, token: usize, content: Option<usize>) -> Option<Span<TokenIndex>> {
        let s = self.matcher.sentence;
        let content = content.filter(|&c| c < token)?;
        let phrase = (token + 1..s.len()).find(|&t| {
            is_nominal(s, t)
                && (contains(&self.cues.media, s.lemma(t)) || contains(&self.cues.addressees, s.lemma(t)))
                && has_case(s, t, &["in", "on", "to", "at", "during", "through", "via"])
                && s.governs(content, t)
        })?;
        let span = s.subtree(phrase);
        (span.start > token).then_some(span)
    }

    fn phrase(&self, token: usize) -> Span<TokenIndex> {
        self.matcher
            .mentions
            .at(self.matcher.index, token)
            .map_or_else(|| name_words(self.matcher.sentence, token), |m| m.span)
    }

    /// To whom it is said: "told reporters", "said to his cabinet".
    fn addressee(&self, verb: usize) -> Option<ActorRef> {
        let s = self.matcher.sentence;
        if !is_verbal(s, verb) {
            return None;
        }
        let told = matches!(s.lemma(verb), "tell" | "inform" | "assure" | "remind" | "warn" | "notify" | "brief");
        let token = s.children(verb).find(|&c| match s.deprel(c) {
            Deprel::Iobj => true,
            Deprel::Obj => told,
            Deprel::Obl => has_case(s, c, &["to"]) && c > verb,
            _ => false,
        })?;
        self.matcher.actors_of(token, Role::Target, &[]).into_iter().next()
    }

    /// What carried the words: a news agency, a network, an account.
    fn medium(&self, verb: usize, clause: &[Span<TokenIndex>]) -> Option<Span<TokenIndex>> {
        let s = self.matcher.sentence;
        let is_press = |t: usize| {
            let press = self.matcher.mentions.at(self.matcher.index, t).and_then(|m| m.actors.first());
            press.is_some_and(|a| a.sector.as_deref() == Some("JRN") && a.name.is_some())
        };
        let is_channel = |t: usize| contains(&self.cues.channels, &s.lemma(t).to_lowercase());
        let words = clause.iter().flat_map(|span| span.range()).chain(verb + 1..s.len());
        let mut words = words.filter(|&t| is_nominal(s, t) && !self.is_quoted(t));
        let token = words.find(|&t| {
            let Some(head) = s.head(t) else { return false };
            let carried = has_case(s, t, &["by"]) && contains(&self.cues.carrying, s.lemma(head));
            let on = has_case(s, t, &["on", "via", "through", "in", "with", "to"]) && clause_has(clause, t);
            let told = matches!(s.deprel(t), Deprel::Obj | Deprel::Iobj) && head == verb;
            is_press(t) && (carried || on || told)
                || is_channel(t) && has_case(s, t, &["on", "via", "through", "in"]) && clause_has(clause, t)
                || carried && clause_has(clause, t)
        })?;
        Some(self.phrase(token))
    }

    /// Who speaks: an actor, whoever "the statement" is of, or `UNK` with the words for it.
    fn speakers(&self, subject: usize, last: Option<&ActorCode>) -> Option<Vec<ActorRef>> {
        let s = self.matcher.sentence;
        let subject = frames::antecedent(s, subject);
        let actors = self.matcher.actors_of(subject, Role::Source, &[]);
        let personal = s.upos(subject) == Upos::Pron && matches!(s.lemma(subject), "he" | "she");
        // "he adds": whoever spoke last by name, rather than somebody without.
        let last_by_name =
            last.filter(|code| personal && code.name.is_some() && actors.iter().all(|a| a.code.name.is_none()));
        if let Some(code) = last_by_name {
            return Some(vec![ActorRef { code: code.clone(), span: Span::new(subject, subject + 1) }]);
        }
        if !actors.is_empty() {
            return Some(actors);
        }
        let words = name_words(s, subject);
        let again = |code: &ActorCode| vec![ActorRef { code: code.clone(), span: words }];
        let lemma = s.lemma(subject);
        if s.upos(subject) == Upos::Pron {
            // "it is", "there was", "what": nobody.
            let person = matches!(lemma, "he" | "she" | "they" | "I" | "we" | "i");
            return if person { last.map(again) } else { None };
        }
        if contains(&self.cues.media, lemma) {
            // "released a statement saying"
            let author = s.head(subject).filter(|&h| is_verbal(s, h)).and_then(|verb| logical_subject(s, verb));
            let author = author.filter(|&t| t != subject).map(|t| self.matcher.actors_of(t, Role::Source, &[]));
            if let Some(author) = author.filter(|a| !a.is_empty()) {
                return Some(author);
            }
        }
        if contains(&self.cues.media, lemma) && s.child(subject, Deprel::Det).is_some() {
            return Some(last.map_or_else(|| again(&unknown()), again));
        }
        is_nominal(s, subject).then(|| again(&unknown()))
    }
}

fn unknown() -> ActorCode {
    ActorCode::country("UNK")
}

fn clause_has(clause: &[Span<TokenIndex>], token: usize) -> bool {
    clause.iter().any(|span| span.contains(token))
}

/// A noun with what stands before it and hangs from it.
fn name_words(s: &Sentence, token: usize) -> Span<TokenIndex> {
    let whole = s.subtree(token);
    let relative = s.children(token).filter(|&c| {
        c > token && matches!(s.deprel(c), Deprel::AclRelcl | Deprel::Acl | Deprel::Appos | Deprel::Punct)
    });
    let end = relative.map(|c| s.subtree(c).start).min().unwrap_or(whole.end);
    Span::new(whole.start, end.max(token + 1))
}

/// The clause that a word belongs to: its verb or predicate, the first of coordinated ones.
fn clause_of(s: &Sentence, token: usize) -> usize {
    let mut at = token;
    for _ in 0..16 {
        if is_verbal(s, at) && !matches!(s.deprel(at), Deprel::Acl | Deprel::Amod | Deprel::AclRelcl | Deprel::Xcomp)
            || is_predicate(s, at)
        {
            break;
        }
        match s.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    conjunct_head(s, at)
}

/// What is left of a span without others, as the pieces between them.
fn without(span: Span<TokenIndex>, others: &[Span<TokenIndex>]) -> Vec<Span<TokenIndex>> {
    let mut pieces: Vec<Span<TokenIndex>> = Vec::new();
    for t in span.range().filter(|&t| !clause_has(others, t)) {
        match pieces.last_mut() {
            Some(last) if last.end == t => last.end += 1,
            _ => pieces.push(Span::new(t, t + 1)),
        }
    }
    pieces
}
