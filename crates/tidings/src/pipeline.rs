//! The whole way of a document: blocks to sentences, trees, mentions, events, records.

use std::collections::HashSet;

use tidings_records::{
    ActorRecord, Claim, ClaimObject, DateBasis, DateRecord, DocumentRecord, Event, PlaceRecord, SaidBy, SentenceRecord,
    Statement, Status, TextSpan, Versions, stable_id,
};
use tidings_syntax::{Model, Workspace, segment};
use tidings_text::{BlockKind, CharOffsets, Document, Issue, Sentence, Span, TokenIndex, Upos};

use crate::codebook::claims::Frame;
use crate::codebook::{Codebook, CodebookError, Files};
use crate::coding::claims::{ClaimCoder, FoundClaim, Named};
use crate::coding::engine::{ActorRef, Found, Matcher, NearMiss};
use crate::coding::statements::{self, Statements, Utterance};
use crate::coding::status::{self, Assessment};
use crate::mentions::Mentions;
use crate::place::{self, PlaceMention};
use crate::time;

/// What to code.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodingOptions {
    /// Lines that only point to other stories, too.
    pub related: bool,
}

/// Everything that coding needs and never changes: share one between threads.
pub struct Coder {
    pub codebook: Codebook,
    model: &'static Model,
}

/// Codes documents one after the other with buffers of its own: one a thread.
pub struct Worker<'c> {
    coder: &'c Coder,
    workspace: Workspace,
}

/// What a document gave.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    pub document: Option<DocumentRecord>,
    pub events: Vec<Event>,
    pub statements: Vec<Statement>,
    pub claims: Vec<Claim>,
    pub issues: Vec<Issue>,
}

/// A document on its way between text and records: what `explain` shows.
pub struct Analysis {
    pub sentences: Vec<Sentence>,
    pub mentions: Mentions,
    pub places: Vec<Vec<PlaceMention>>,
    pub statements: Statements,
    /// Events with the index of their sentence.
    pub events: Vec<(usize, Found, Assessment)>,
    /// Claims with the index of their sentence.
    pub claims: Vec<(usize, FoundClaim)>,
    /// Patterns that met their head but did not fire; filled only if asked for.
    pub near_misses: Vec<(usize, NearMiss)>,
}

impl Coder {
    /// # Errors
    /// If the codebook cannot be used.
    pub fn new(files: &Files) -> Result<Coder, CodebookError> {
        Ok(Coder { codebook: Codebook::load(files)?, model: Model::built_in() })
    }

    pub fn versions(&self) -> Versions {
        Versions {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            codebook: self.codebook.version.clone(),
            model: self.model.version().to_owned(),
        }
    }

    pub fn worker(&self) -> Worker<'_> {
        Worker { coder: self, workspace: Workspace::default() }
    }
}

impl Worker<'_> {
    /// Records of one document.
    pub fn code(&mut self, document: &Document, options: CodingOptions) -> Coded {
        let sentences = self.parse(document, options);
        self.code_parsed(document, sentences)
    }

    /// Records of a document whose sentences [`Self::parse_all`] or [`Self::parse`] made.
    pub fn code_parsed(&self, document: &Document, sentences: Vec<Sentence>) -> Coded {
        let analysis = self.analyse_parsed(document, sentences, false);
        let records =
            Records { document, offsets: CharOffsets::new(&document.text), analysis: &analysis, coder: self.coder };
        let mut coded = Coded::default();
        let first: Vec<usize> = records.statements(&mut coded.statements);
        let said_by = |utterance: usize| SaidBy::from(&coded.statements[first[utterance]]);
        for (sentence, found, assessment) in &analysis.events {
            coded.events.push(records.event(*sentence, found, assessment, assessment.said_by.map(said_by)));
        }
        for (sentence, found) in &analysis.claims {
            coded.claims.push(records.claim(*sentence, found, found.said_by.map(said_by)));
        }
        let mut record = DocumentRecord::new(document, &records.offsets);
        record.sentences = analysis.sentences.len() as u32;
        record.events = coded.events.len() as u32;
        coded.document = Some(record);
        coded
    }

    /// Sentences of the blocks that are coded, with trees and names.
    pub fn parse(&mut self, document: &Document, options: CodingOptions) -> Vec<Sentence> {
        self.parse_all(&[document], options).pop().unwrap_or_default()
    }

    /// What [`Self::parse`] gives for each document. Short documents are parsed faster together.
    pub fn parse_all(&mut self, documents: &[&Document], options: CodingOptions) -> Vec<Vec<Sentence>> {
        let mut sentences = Vec::new();
        let mut counts = Vec::with_capacity(documents.len());
        for document in documents {
            let before = sentences.len();
            segmented(document, options, &mut sentences);
            counts.push(sentences.len() - before);
        }
        tidings_syntax::analyse(self.coder.model, &mut self.workspace, &mut sentences);
        let mut sentences = sentences.into_iter();
        counts.into_iter().map(|count| sentences.by_ref().take(count).collect()).collect()
    }

    /// All stages but the last.
    pub fn analyse(&mut self, document: &Document, options: CodingOptions, explain: bool) -> Analysis {
        let sentences = self.parse(document, options);
        self.analyse_parsed(document, sentences, explain)
    }

    fn analyse_parsed(&self, document: &Document, sentences: Vec<Sentence>, explain: bool) -> Analysis {
        let codebook = &self.coder.codebook;
        let mentions = Mentions::find(document, &sentences, &codebook.actors, &codebook.places);
        let places = place::find(document, &sentences, &codebook.places);
        let mut events = Vec::new();
        let mut near_misses = Vec::new();
        let matcher = |index: usize| Matcher {
            rules: &codebook.rules,
            sentence: &sentences[index],
            before: index.checked_sub(1).map(|i| &sentences[i]),
            index,
            headline: document.blocks[sentences[index].block].kind.is_headline(),
            mentions: &mentions,
        };
        let mut statements = statements::find(&sentences, &codebook.cues, matcher);
        let mut claims = Vec::new();
        let (mut named, mut titles) = (Named::default(), HashSet::new());
        for index in 0..sentences.len() {
            let matcher = matcher(index);
            let coder = ClaimCoder::new(&matcher, codebook, &places[index], &mut named);
            for claim in coder.code(&statements) {
                // A title is stated once, however often it stands before the name.
                let title = codebook.claims.rules[claim.rule].frame == Some(Frame::Title);
                let office = claim.object.name.clone().map(|name| (claim.subject.code.clone(), name));
                if !title || office.is_none_or(|office| titles.insert(office)) {
                    claims.push((index, claim));
                }
            }
            let mut missed = Vec::new();
            for mut found in matcher.code(explain.then_some(&mut missed)) {
                if codebook.rules.rules[found.rule].told_before {
                    recall(&mut found, index, &events);
                }
                let mut assessment = status::assess(&matcher, &codebook.cues, &found, &mut statements);
                assessment.date = event_date(document, &sentences[index], &found, assessment.status == Status::Future);
                status::settle(&codebook.cues, &mut found, &mut assessment, document.published);
                events.push((index, found, assessment));
            }
            near_misses.extend(missed.into_iter().map(|m| (index, m)));
        }
        Analysis { sentences, mentions, places, statements, events, claims, near_misses }
    }
}

/// Of the word that the rule matched, else of a word in its trigger: "claimed last month's attack".
fn event_date(document: &Document, sentence: &Sentence, found: &Found, future: bool) -> DateRecord {
    let words = found.trigger.range().chain(found.anchors.iter().copied());
    let others = words.filter(|&t| t != found.head && matches!(sentence.upos(t), Upos::Noun | Upos::Verb));
    time::event_date(document, sentence, std::iter::once(found.head).chain(others), future)
}

/// Takes mode and target of the last event of its type that is told before and does not say who did it.
fn recall(found: &mut Found, sentence: usize, events: &[(usize, Found, Assessment)]) {
    const SENTENCES: usize = 3;
    let may_be = |event: &Found| {
        event.outcome.event_type == found.outcome.event_type
            && event.source.iter().all(|s| found.source.iter().any(|f| f.code.country == s.code.country))
    };
    let near = events.iter().rev().take_while(|(index, ..)| index + SENTENCES >= sentence);
    let Some((_, told, _)) = near.filter(|(_, event, _)| !event.target.is_empty()).find(|(_, e, _)| may_be(e)) else {
        return;
    };
    if found.outcome.mode.is_none() {
        found.outcome = told.outcome.clone();
    }
    if found.target.is_empty() {
        // The words that stand for the event stand for whom it befell.
        let span = Span::new(found.head, found.head + 1);
        found.target = told.target.iter().map(|t| ActorRef { code: t.code.clone(), span }).collect();
    }
}

/// Adds the sentences of the blocks that are coded.
fn segmented(document: &Document, options: CodingOptions, sentences: &mut Vec<Sentence>) {
    for (i, block) in document.blocks.iter().enumerate() {
        let coded = match block.kind {
            BlockKind::RelatedLink => options.related,
            BlockKind::Caption | BlockKind::Repeated => false,
            BlockKind::Title | BlockKind::Standfirst | BlockKind::Heading | BlockKind::Paragraph => true,
        };
        if coded {
            let text = document.block_text(block);
            sentences.extend(segment::sentences(text, block.span.start, i, block.kind.is_headline()));
        }
    }
}

/// Turns what was found into public records.
struct Records<'a> {
    document: &'a Document,
    offsets: CharOffsets<'a>,
    analysis: &'a Analysis,
    coder: &'a Coder,
}

impl Records<'_> {
    fn text_span(&self, sentence: &Sentence, span: Span<TokenIndex>) -> TextSpan {
        TextSpan::new(sentence.words(span), self.offsets.span(sentence.document_span(span)))
    }

    fn sentence(&self, index: usize) -> SentenceRecord {
        let sentence = &self.analysis.sentences[index];
        let span = self.offsets.span(sentence.span);
        SentenceRecord {
            index: index as u32,
            text: sentence.text.clone(),
            start: span.start as u32,
            end: span.end as u32,
        }
    }

    fn actor(&self, sentence: &Sentence, actor: &ActorRef) -> ActorRecord {
        let words = self.text_span(sentence, actor.span);
        let code = &actor.code;
        let name = code.name.as_deref().or_else(|| {
            let bare = code.sector.is_none();
            self.coder.codebook.actors.country_name(&code.country).filter(|_| bare)
        });
        ActorRecord {
            code: code.to_string(),
            country: code.country.to_string(),
            sector: code.sector.as_deref().map(str::to_owned),
            name: name.map(str::to_owned),
            text: words.text,
            start: words.start,
            end: words.end,
        }
    }

    fn place(&self, sentence: &Sentence, mention: &PlaceMention) -> PlaceRecord {
        let words = self.text_span(sentence, mention.span);
        let place = &mention.place;
        PlaceRecord {
            name: place.name.clone(),
            country: place.country.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            precision: place.precision,
            text: words.text,
            start: words.start,
            end: words.end,
        }
    }

    fn event(&self, index: usize, found: &Found, assessment: &Assessment, said_by: Option<SaidBy>) -> Event {
        let codebook = &self.coder.codebook;
        let sentence = &self.analysis.sentences[index];
        let rule = &codebook.rules.rules[found.rule];
        let outcome = &found.outcome;
        let entry = codebook.ontology.entry(outcome.event_type);
        let place = place::event_place(sentence, index == 0, found.head, &self.analysis.places[index]);
        let mut event = Event {
            id: String::new(),
            event: String::new(),
            document: self.document.id.clone(),
            published: self.document.published,
            sentence: self.sentence(index),
            trigger: self.text_span(sentence, found.trigger),
            event_type: outcome.event_type.as_str().to_owned(),
            mode: outcome.mode.clone(),
            contexts: rule.contexts.clone(),
            cameo: Some(outcome.cameo.clone().unwrap_or_else(|| entry.cameo.clone())),
            quad: entry.quad,
            score: codebook.ontology.score(outcome.event_type, outcome.mode.as_deref()),
            source: found.source.iter().map(|a| self.actor(sentence, a)).collect(),
            target: found.target.iter().map(|a| self.actor(sentence, a)).collect(),
            status: assessment.status,
            alleged: assessment.alleged,
            said_by,
            date: assessment.date.clone(),
            place: place.map(|p| self.place(sentence, p)),
            rule: rule.id.clone(),
        };
        event.id = event.make_id();
        event.event.clone_from(&event.id); // until a Consolidator knows better
        event
    }

    fn claim(&self, index: usize, found: &FoundClaim, said_by: Option<SaidBy>) -> Claim {
        let sentence = &self.analysis.sentences[index];
        let rule = &self.coder.codebook.claims.rules[found.rule];
        let words = self.text_span(sentence, found.object.span);
        let subject = self.actor(sentence, &found.subject);
        let date = time::event_date(self.document, sentence, [found.head], found.status == Status::Future);
        let position = [subject.start, words.start].map(|start| start.to_string());
        Claim {
            id: stable_id([&self.document.id, rule.relation, &position[0], &position[1], &subject.code]),
            document: self.document.id.clone(),
            published: self.document.published,
            sentence: self.sentence(index),
            relation: rule.relation.to_owned(),
            subject,
            object: ClaimObject {
                code: found.object.code.clone(),
                name: found.object.name.clone(),
                text: words.text,
                start: words.start,
                end: words.end,
            },
            negated: found.negated,
            status: found.status,
            alleged: found.alleged,
            said_by,
            // A fact stands until it is known to end: only words date it.
            date: if date.basis == DateBasis::Expression { date } else { DateRecord::default() },
            rule: rule.id.clone(),
        }
    }

    /// A row for each speaker of each statement; gives the index of the first row of each.
    fn statements(&self, rows: &mut Vec<Statement>) -> Vec<usize> {
        let list = &self.analysis.statements.list;
        let ids: Vec<String> = list.iter().map(|u| self.statement_id(u, 0)).collect();
        let mut first = Vec::with_capacity(list.len());
        for utterance in list {
            first.push(rows.len());
            let sentence = &self.analysis.sentences[utterance.sentence];
            let pieces = utterance.content.iter();
            let content = pieces.map(|&(i, span)| self.text_span(&self.analysis.sentences[i], span));
            let statement = Statement {
                document: self.document.id.clone(),
                published: self.document.published,
                sentence: self.sentence(utterance.sentence),
                addressee: utterance.addressee.as_ref().map(|a| self.actor(sentence, a)),
                medium: utterance.medium.map(|span| sentence.words(span).to_owned()),
                cue: self.text_span(sentence, utterance.cue),
                kind: utterance.kind,
                content: content.collect(),
                within: utterance.within.map(|outer| ids[outer].clone()),
                ..Statement::default()
            };
            for (i, speaker) in utterance.speakers.iter().enumerate() {
                let (id, speaker) = (self.statement_id(utterance, i), self.actor(sentence, speaker));
                rows.push(Statement { id, speaker, ..statement.clone() });
            }
        }
        first
    }

    /// Of the `speaker`-th row of a statement.
    fn statement_id(&self, utterance: &Utterance, speaker: usize) -> String {
        let cue = self.offsets.span(self.analysis.sentences[utterance.sentence].document_span(utterance.cue));
        stable_id([&self.document.id, "statement", &cue.start.to_string(), &speaker.to_string()])
    }
}
