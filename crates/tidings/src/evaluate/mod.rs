//! Compares coded events with a gold record, sentence by sentence.
//!
//! Two levels: *what* asks for the same type in the same sentence, *who-what-whom* also for a source
//! and a target of the same country (or IGO, NGO …). A side that the gold leaves empty is not
//! compared; symmetric types compare both sides together. Gold events that are not `core` neither
//! help nor hurt. Fields (mode, status, date …) are compared for events that agree at the second level.

mod claims;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};
use tidings_records::Event;

use crate::codebook::ontology::EventType;

pub use claims::{ClaimEvaluation, GoldClaim, evaluate_claims};

/// One sentence of a gold file.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldSentence {
    pub id: String,
    /// Identifier of its document.
    pub doc: String,
    /// Of publication, ISO 8601.
    pub date: Option<String>,
    /// "title", "standfirst", "sentence" …
    pub kind: String,
    pub text: String,
    pub events: Vec<GoldEvent>,
    #[serde(default)]
    pub claims: Vec<GoldClaim>,
}

/// An event as a reader annotated it.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldEvent {
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    pub trigger: String,
    /// Actor codes.
    pub source: Vec<String>,
    pub target: Vec<String>,
    pub status: String,
    pub alleged: bool,
    pub said_by: Option<String>,
    pub date: Option<String>,
    #[serde(default = "core_unless_said")]
    pub core: bool,
}

fn core_unless_said() -> bool {
    true
}

/// What is compared of a coded event.
#[derive(Clone, Debug, Default)]
pub struct FoundEvent {
    pub document: String,
    /// Text of the sentence.
    pub sentence: String,
    pub event_type: String,
    pub mode: Option<String>,
    pub trigger: String,
    /// Actor codes.
    pub source: Vec<String>,
    pub target: Vec<String>,
    pub status: Option<String>,
    pub alleged: bool,
    pub said_by: Option<String>,
    pub date: Option<String>,
    pub rule: String,
}

impl From<&Event> for FoundEvent {
    fn from(event: &Event) -> FoundEvent {
        let codes = |side: &[tidings_records::ActorRecord]| side.iter().map(|a| a.code.clone()).collect();
        FoundEvent {
            document: event.document.clone(),
            sentence: event.sentence.text.clone(),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            trigger: event.trigger.text.clone(),
            source: codes(&event.source),
            target: codes(&event.target),
            status: Some(event.status.as_str().to_owned()),
            alleged: event.alleged,
            said_by: event.said_by.as_ref().map(|s| s.speaker.code.clone()),
            date: event.date.value.clone(),
            rule: event.rule.clone(),
        }
    }
}

/// A line of a gold or events file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct GoldError {
    pub file: String,
    pub line: usize,
    pub reason: String,
}

/// Reads a gold file (JSON Lines); `file` names it in errors.
pub fn read_gold(file: &str, text: &str) -> Result<Vec<GoldSentence>, GoldError> {
    read_lines(file, text, "a gold sentence")
}

/// Reads events as JSON Lines, made by `tidings code` or by another coder: `source`, `target` and
/// `said_by` may be codes or objects with a `code`, `date` a text or an object with a `value`.
pub fn read_events(file: &str, text: &str) -> Result<Vec<FoundEvent>, GoldError> {
    Ok(read_lines::<lenient::Event>(file, text, "an event")?.into_iter().map(FoundEvent::from).collect())
}

fn read_lines<T: serde::de::DeserializeOwned>(file: &str, text: &str, what: &str) -> Result<Vec<T>, GoldError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = lines.map(|(i, line)| {
        serde_json::from_str(line).map_err(|error| GoldError {
            file: file.to_owned(),
            line: i + 1,
            reason: format!("not {what}: {error}"),
        })
    });
    read.collect()
}

mod lenient {
    //! Events as other programs may write them.

    use serde::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct Event {
        document: String,
        sentence: Sentence,
        r#type: String,
        mode: Option<String>,
        trigger: Option<Trigger>,
        #[serde(default)]
        source: Option<Vec<Code>>,
        #[serde(default)]
        target: Option<Vec<Code>>,
        status: Option<String>,
        alleged: Option<bool>,
        said_by: Option<SaidBy>,
        date: Option<Date>,
        rule: Option<String>,
    }

    #[derive(Deserialize)]
    struct Sentence {
        text: String,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Trigger {
        Text(String),
        Span { text: String },
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Code {
        Text(String),
        Actor { code: String },
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum SaidBy {
        Text(String),
        Speaker { speaker: Code },
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Date {
        Text(String),
        Value { value: Option<String> },
    }

    impl From<Code> for String {
        fn from(code: Code) -> String {
            match code {
                Code::Text(code) | Code::Actor { code } => code,
            }
        }
    }

    impl From<Event> for super::FoundEvent {
        fn from(event: Event) -> super::FoundEvent {
            let codes = |side: Option<Vec<Code>>| side.unwrap_or_default().into_iter().map(String::from).collect();
            let said_by = event.said_by.map(|said| match said {
                SaidBy::Text(code) => code,
                SaidBy::Speaker { speaker } => speaker.into(),
            });
            super::FoundEvent {
                document: event.document,
                sentence: event.sentence.text,
                event_type: event.r#type,
                mode: event.mode,
                trigger: event.trigger.map_or_else(String::new, |t| match t {
                    Trigger::Text(text) | Trigger::Span { text } => text,
                }),
                source: codes(event.source),
                target: codes(event.target),
                status: event.status,
                alleged: event.alleged.unwrap_or(false),
                said_by: said_by.filter(|code| !code.is_empty()),
                date: event.date.and_then(|date| match date {
                    Date::Text(text) => Some(text),
                    Date::Value { value } => value,
                }),
                rule: event.rule.unwrap_or_default(),
            }
        }
    }
}

/// A document made of gold sentences, to be coded; serialised it is a line that intake reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GoldDocument {
    pub id: String,
    pub published: Option<String>,
    pub title: String,
    /// The other sentences, an empty line between them.
    pub text: String,
}

/// The documents of a gold file, in its order.
pub fn documents(gold: &[GoldSentence]) -> Vec<GoldDocument> {
    let mut documents: Vec<GoldDocument> = Vec::new();
    let mut index = BTreeMap::new();
    for sentence in gold {
        let at = *index.entry(sentence.doc.as_str()).or_insert_with(|| {
            documents.push(GoldDocument {
                id: sentence.doc.clone(),
                published: sentence.date.clone(),
                ..GoldDocument::default()
            });
            documents.len() - 1
        });
        let document = &mut documents[at];
        if sentence.kind == "title" {
            document.title.clone_from(&sentence.text);
        } else {
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            document.text.push_str(&sentence.text);
        }
    }
    documents
}

/// How many of the events were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Core gold events that were found.
    pub found: usize,
    /// Core gold events.
    pub total: usize,
    /// Events that the gold does not have.
    pub extra: usize,
}

impl Tally {
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.found + self.extra)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.found, self.total)
    }

    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The comparison; prints as a report.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    pub what: Tally,
    pub who_what_whom: Tally,
    /// Of the events found at the second level: field, how many agree, of how many.
    pub fields: BTreeMap<&'static str, (usize, usize)>,
    /// Both levels by event type, in PLOVER's order.
    pub types: Vec<(String, Tally, Tally)>,
    /// Sentences with a core event; of these, those that got any event, and those that got the right type.
    pub sentences: [usize; 3],
    /// Events in sentences that the gold does not have; they are not counted.
    pub stray: usize,
    /// What was missed or is extra at the second level, up to the number asked for.
    pub misses: Vec<Miss>,
}

/// A gold event that was not found, or a found one that the gold does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    pub extra: bool,
    /// Identifier and text of the gold sentence.
    pub sentence: String,
    pub text: String,
    pub event_type: String,
    pub source: Vec<String>,
    pub target: Vec<String>,
    pub trigger: String,
    /// Of an extra event: the rule that made it.
    pub rule: String,
}

/// Compares events with the gold; `misses` is how many [`Miss`]es to keep.
pub fn evaluate(gold: &[GoldSentence], events: &[FoundEvent], misses: usize) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let keys = events.iter().map(|e| (e.document.as_str(), e.sentence.as_str()));
    let assigned = assign(gold, keys, &mut evaluation.stray);
    let mut types: BTreeMap<&str, (Tally, Tally)> = BTreeMap::new();

    for (sentence, found) in gold.iter().zip(assigned) {
        let found: Vec<&FoundEvent> = found.into_iter().map(|i| &events[i]).collect();
        let core = || sentence.events.iter().filter(|g| g.core);
        if core().next().is_some() {
            let right = core().any(|g| found.iter().any(|f| f.event_type == g.event_type));
            for (count, holds) in evaluation.sentences.iter_mut().zip([true, !found.is_empty(), right]) {
                *count += usize::from(holds);
            }
        }
        let paired = pair(&sentence.events, &found, |g, f| g.event_type == f.event_type);
        for (event_type, tally) in paired.tallies() {
            evaluation.what += tally;
            types.entry(event_type).or_default().0 += tally;
        }
        let paired = pair(&sentence.events, &found, |g, f| g.event_type == f.event_type && actors_match(g, f));
        for (event_type, tally) in paired.tallies() {
            evaluation.who_what_whom += tally;
            types.entry(event_type).or_default().1 += tally;
        }

        for &(g, f) in paired.pairs.iter().filter(|(g, _)| g.core) {
            compare_fields(g, f, &mut evaluation.fields);
        }
        let missed =
            sentence.events.iter().filter(|g| g.core && !paired.pairs.iter().any(|(p, _)| std::ptr::eq(*p, *g)));
        let lines =
            missed.map(|g| Miss::missed(sentence, g)).chain(paired.extra.iter().map(|f| Miss::extra(sentence, f)));
        evaluation.misses.extend(lines.take(misses - evaluation.misses.len()));
    }

    for event_type in EventType::ALL.iter().map(|t| t.as_str()) {
        if let Some((what, who)) = types.remove(event_type) {
            evaluation.types.push((event_type.to_owned(), what, who));
        }
    }
    evaluation.types.extend(types.into_iter().map(|(t, (what, who))| (t.to_owned(), what, who)));
    evaluation
}

/// Gives each record, known by its document and the text of its sentence, to the gold sentence of that document
/// that shares most words with it; what comes back are the numbers of the records of each gold sentence.
fn assign<'t>(
    gold: &[GoldSentence],
    records: impl Iterator<Item = (&'t str, &'t str)>,
    stray: &mut usize,
) -> Vec<Vec<usize>> {
    let words: Vec<Words> = gold.iter().map(|s| Words::new(&s.text)).collect();
    let mut by_document: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, sentence) in gold.iter().enumerate() {
        by_document.entry(&sentence.doc).or_default().push(i);
    }
    let mut found = vec![Vec::new(); gold.len()];
    for (record, (document, sentence)) in records.enumerate() {
        let of_record = Words::new(sentence);
        let (mut best, mut share) = (None, 0.0);
        for &i in by_document.get(document).into_iter().flatten() {
            let common = of_record.common(&words[i]) as f64 / of_record.total.min(words[i].total).max(1) as f64;
            if common > share {
                (best, share) = (Some(i), common);
            }
        }
        match best {
            Some(i) if share >= 0.5 => found[i].push(record),
            _ => *stray += 1,
        }
    }
    found
}

/// The words of a text with how often each occurs.
struct Words {
    counts: BTreeMap<String, usize>,
    total: usize,
}

impl Words {
    fn new(text: &str) -> Words {
        let mut words = Words { counts: BTreeMap::new(), total: 0 };
        let lower = text.to_lowercase();
        for word in lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()) {
            *words.counts.entry(word.to_owned()).or_default() += 1;
            words.total += 1;
        }
        words
    }

    fn common(&self, other: &Words) -> usize {
        self.counts.iter().map(|(word, &n)| n.min(other.counts.get(word).copied().unwrap_or(0))).sum()
    }
}

struct Paired<'g, 'e> {
    gold: &'g [GoldEvent],
    pairs: Vec<(&'g GoldEvent, &'e FoundEvent)>,
    extra: Vec<&'e FoundEvent>,
}

impl<'g, 'e: 'g> Paired<'g, 'e> {
    /// What each event of the sentence adds to the tally of its type.
    fn tallies(&self) -> impl Iterator<Item = (&'g str, Tally)> + '_ {
        let total = self.gold.iter().filter(|g| g.core);
        let found = self.pairs.iter().map(|(g, _)| *g).filter(|g| g.core);
        let total = total.map(|g| (g.event_type.as_str(), Tally { total: 1, ..Tally::default() }));
        let found = found.map(|g| (g.event_type.as_str(), Tally { found: 1, ..Tally::default() }));
        let extra = self.extra.iter().map(|f| (f.event_type.as_str(), Tally { extra: 1, ..Tally::default() }));
        total.chain(found).chain(extra)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.found += other.found;
        self.total += other.total;
        self.extra += other.extra;
    }
}

/// Pairs each gold event with the first event that is left and the same; core events choose first.
fn pair<'g, 'e>(
    gold: &'g [GoldEvent],
    found: &[&'e FoundEvent],
    same: impl Fn(&GoldEvent, &FoundEvent) -> bool,
) -> Paired<'g, 'e> {
    let mut paired = Paired { gold, pairs: Vec::new(), extra: found.to_vec() };
    let (core, other): (Vec<_>, Vec<_>) = gold.iter().partition(|g| g.core);
    for g in core.into_iter().chain(other) {
        if let Some(at) = paired.extra.iter().position(|f| same(g, f)) {
            paired.pairs.push((g, paired.extra.remove(at)));
        }
    }
    paired
}

/// The country of an actor code, or what stands in its place (IGO, NGO …).
fn country(code: &str) -> &str {
    code.split([' ', '#']).next().unwrap_or(code)
}

fn actors_match(gold: &GoldEvent, found: &FoundEvent) -> bool {
    let symmetric = matches!(gold.event_type.as_str(), "AGREE" | "CONSULT" | "COOPERATE")
        || (gold.event_type == "ASSAULT" && gold.target.is_empty());
    let (gs, gt, fs, ft) = (side(&gold.source), side(&gold.target), side(&found.source), side(&found.target));
    if symmetric {
        let (gold, found) = (union(gs, gt), union(fs, ft));
        let common = common(&gold, &found);
        return gold.is_empty() || common > 0 && (gold.len() < 2 || common > 1);
    }
    (gs.is_empty() || common(&gs, &fs) > 0) && (gt.is_empty() || common(&gt, &ft) > 0)
}

/// The countries of one side, each once; unknown actors do not count.
fn side(codes: &[String]) -> Vec<&str> {
    let countries = codes.iter().filter(|code| !code.is_empty()).map(|code| country(code)).filter(|&c| c != "UNK");
    union(Vec::new(), countries.collect())
}

fn union<'c>(mut a: Vec<&'c str>, b: Vec<&'c str>) -> Vec<&'c str> {
    a.extend(b);
    a.sort_unstable();
    a.dedup();
    a
}

fn common(a: &[&str], b: &[&str]) -> usize {
    a.iter().filter(|c| b.contains(c)).count()
}

fn compare_fields(gold: &GoldEvent, found: &FoundEvent, fields: &mut BTreeMap<&'static str, (usize, usize)>) {
    let mut compare = |field, same: bool| {
        let (ok, all) = fields.entry(field).or_default();
        *ok += usize::from(same);
        *all += 1;
    };
    compare("status", found.status.as_deref() == Some(&gold.status));
    compare("alleged", found.alleged == gold.alleged);
    let speaker = |code: &Option<String>| code.as_deref().filter(|c| !c.is_empty()).map(|c| country(c).to_owned());
    compare("said_by", speaker(&gold.said_by) == speaker(&found.said_by));
    if gold.mode.as_deref().is_some_and(|mode| !mode.is_empty()) {
        compare("mode", gold.mode == found.mode);
    }
    if gold.date.as_deref().is_some_and(|date| !date.is_empty()) {
        compare("date", gold.date == found.date);
    }
}

impl Miss {
    fn missed(sentence: &GoldSentence, event: &GoldEvent) -> Miss {
        Miss {
            extra: false,
            sentence: sentence.id.clone(),
            text: sentence.text.clone(),
            event_type: event.event_type.clone(),
            source: event.source.clone(),
            target: event.target.clone(),
            trigger: event.trigger.clone(),
            rule: String::new(),
        }
    }

    fn extra(sentence: &GoldSentence, event: &FoundEvent) -> Miss {
        Miss {
            extra: true,
            sentence: sentence.id.clone(),
            text: sentence.text.clone(),
            event_type: event.event_type.clone(),
            source: event.source.clone(),
            target: event.target.clone(),
            trigger: event.trigger.clone(),
            rule: event.rule.clone(),
        }
    }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tally) in [("what", &self.what), ("who-what-whom", &self.who_what_whom)] {
            let Tally { found, total, extra } = tally;
            let (p, r, f1) = (tally.precision(), tally.recall(), tally.f1());
            writeln!(f, "{name:14} P {p:.3}  R {r:.3}  F1 {f1:.3}  (found {found} of {total}, {extra} extra)")?;
        }
        for (field, &(ok, all)) in &self.fields {
            writeln!(f, "    {field:8} {:.3}  ({ok}/{all})", ratio(ok, all))?;
        }
        if self.stray > 0 {
            writeln!(f, "{} events in sentences that the gold does not have", self.stray)?;
        }
        if !self.types.is_empty() {
            writeln!(f, "\n{:10}  {:^25}  {:^25}", "", "what", "who-what-whom")?;
            writeln!(f, "{:10}  found    of extra    F1   found    of extra    F1", "type")?;
        }
        for (event_type, what, who) in &self.types {
            write!(f, "{event_type:10}")?;
            for (tally, gap) in [(what, "  "), (who, "   ")] {
                write!(f, "{gap}{:5} {:5} {:5} {:5.3}", tally.found, tally.total, tally.extra, tally.f1())?;
            }
            writeln!(f)?;
        }
        let [with_event, coded, right] = self.sentences;
        if with_event > 0 {
            let (any, hit) = (100.0 * ratio(coded, with_event), 100.0 * ratio(right, with_event));
            writeln!(
                f,
                "\nof {with_event} sentences with an event {any:.1} % got one, {hit:.1} % one of the right type"
            )?;
        }
        let mut sentence = None;
        for miss in &self.misses {
            if sentence != Some(&miss.sentence) {
                writeln!(f, "\n{}  {}", miss.sentence, miss.text)?;
                sentence = Some(&miss.sentence);
            }
            let side = |codes: &[String]| if codes.is_empty() { "–".to_owned() } else { codes.join(", ") };
            let (label, rule) = if miss.extra { ("extra ", &*miss.rule) } else { ("missed", "") };
            let (source, target) = (side(&miss.source), side(&miss.target));
            let line = format!("  {label} {source} → {} → {target}  “{}”  {rule}", miss.event_type, miss.trigger);
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
