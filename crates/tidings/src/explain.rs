//! Why a text was coded as it was, and what a code means, in words for people.

use std::fmt::Write as _;

use tidings_text::{Document, Sentence};

use crate::check::describe_claim;
use crate::codebook::Codebook;
use crate::codebook::actors::ActorCode;
use crate::codebook::claims::RELATIONS;
use crate::codebook::ontology::EventType;
use crate::codebook::pattern::Pattern;
use crate::codebook::vocabularies::Kind;
use crate::coding::engine::{ActorRef, Found};
use crate::coding::statements::Utterance;
use crate::coding::status::Assessment;
use crate::mentions::MentionKind;
use crate::pipeline::{Analysis, Coder, CodingOptions};

/// Every sentence of a document with its tree, its actors, the rules that fired and those that nearly did.
pub fn document(coder: &Coder, document: &Document, options: CodingOptions) -> String {
    let analysis = coder.worker().analyse(document, options, true);
    let mut out = String::new();
    for (index, sentence) in analysis.sentences.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let _ = writeln!(out, "{}\n", sentence.text);
        tree(&mut out, sentence);
        mentions(&mut out, &analysis, index);
        places(&mut out, &analysis, index);
        statements(&mut out, &analysis, index);
        events(&mut out, coder, &analysis, index);
        claims(&mut out, coder, &analysis, index);
        near_misses(&mut out, &analysis, index);
    }
    if analysis.sentences.is_empty() {
        out.push_str("no sentence to code\n");
    }
    out
}

/// One line a token, indented by its depth in the tree.
fn tree(out: &mut String, sentence: &Sentence) {
    let depth = |mut token: usize| {
        let mut depth = 0;
        while let Some(head) = sentence.head(token) {
            depth += 1;
            token = head;
        }
        depth
    };
    let entity =
        |token: usize| sentence.entities.iter().find(|e| e.span.contains(token)).map_or("", |e| e.kind.as_str());
    for token in 0..sentence.len() {
        let words = format!("{}{}", "  ".repeat(depth(token)), sentence.form(token));
        let head = sentence.head(token).map_or("·", |h| sentence.form(h));
        let _ = writeln!(
            out,
            "  {words:<34} {:<16} {:<6} {:<5} {:<14} {head:<16} {}",
            sentence.lemma(token),
            sentence.upos(token),
            sentence.xpos(token),
            sentence.deprel(token),
            entity(token)
        );
    }
}

fn mentions(out: &mut String, analysis: &Analysis, index: usize) {
    let sentence = &analysis.sentences[index];
    let mentions = analysis.mentions.of_sentence(index);
    if mentions.is_empty() {
        out.push_str("\n  actors: none\n");
        return;
    }
    out.push_str("\n  actors\n");
    for mention in mentions {
        let kind = match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "noun",
            MentionKind::Pronoun => "pronoun",
            MentionKind::Adjective => "adjective",
        };
        let codes: Vec<String> = mention.actors.iter().map(ActorCode::to_string).collect();
        let _ = writeln!(out, "    {:<34} {kind:<10} {}", sentence.words(mention.span), codes.join(", "));
    }
}

fn places(out: &mut String, analysis: &Analysis, index: usize) {
    let places = &analysis.places[index];
    if places.is_empty() {
        return;
    }
    out.push_str("\n  places\n");
    for place in places {
        let words = analysis.sentences[index].words(place.span);
        let _ = writeln!(out, "    {words:<34} {}", place.place.describe());
    }
}

fn side(actors: &[ActorRef]) -> String {
    if actors.is_empty() {
        "-".into()
    } else {
        actors.iter().map(|a| a.code.to_string()).collect::<Vec<_>>().join(" + ")
    }
}

fn statements(out: &mut String, analysis: &Analysis, index: usize) {
    let sentence = &analysis.sentences[index];
    let list = &analysis.statements.list;
    let here = |said: &&Utterance| said.sentence == index || said.content.iter().any(|(i, _)| *i == index);
    for (n, said) in list.iter().filter(here).enumerate() {
        if n == 0 {
            out.push_str("\n  statements\n");
        }
        let cue = analysis.sentences[said.sentence].words(said.cue);
        let _ = write!(out, "    {} “{cue}” ({:?}", side(&said.speakers), said.kind);
        if let Some(addressee) = &said.addressee {
            let _ = write!(out, ", to {}", addressee.code);
        }
        if let Some(medium) = said.medium {
            let _ = write!(out, ", carried by {}", analysis.sentences[said.sentence].words(medium));
        }
        if let Some(outer) = said.within.map(|u| &list[u]) {
            let _ = write!(out, ", within what {} says", side(&outer.speakers));
        }
        out.push_str(")\n");
        for (_, span) in said.content.iter().filter(|(i, _)| *i == index) {
            let _ = writeln!(out, "      says  {}", sentence.words(*span));
        }
    }
}

fn events(out: &mut String, coder: &Coder, analysis: &Analysis, index: usize) {
    let sentence = &analysis.sentences[index];
    let events: Vec<&(usize, Found, Assessment)> = analysis.events.iter().filter(|e| e.0 == index).collect();
    if events.is_empty() {
        out.push_str("\n  events: none\n");
        return;
    }
    out.push_str("\n  events\n");
    for (_, found, assessment) in events {
        let rule = &coder.codebook.rules.rules[found.rule];
        let mode = found.outcome.mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
        let alleged = if assessment.alleged { ", alleged" } else { "" };
        let _ = writeln!(
            out,
            "    {}{mode}  {} → {}  ({}{alleged})",
            found.outcome.event_type,
            side(&found.source),
            side(&found.target),
            assessment.status.as_str()
        );
        let _ = writeln!(out, "      words “{}”", sentence.words(found.trigger));
        let _ = writeln!(out, "      rule  {}: {}", rule.id, rule.patterns[found.pattern].text);
        if let Some(said) = assessment.said_by.map(|u| &analysis.statements.list[u]) {
            let cue = analysis.sentences[said.sentence].words(said.cue);
            let _ = writeln!(out, "      said by {} (“{cue}”)", side(&said.speakers));
        }
    }
}

fn claims(out: &mut String, coder: &Coder, analysis: &Analysis, index: usize) {
    let sentence = &analysis.sentences[index];
    for (n, (_, claim)) in analysis.claims.iter().filter(|c| c.0 == index).enumerate() {
        if n == 0 {
            out.push_str("\n  claims\n");
        }
        let alleged = if claim.alleged { ", alleged" } else { "" };
        let what = describe_claim(&coder.codebook, sentence, claim);
        let _ = writeln!(out, "    {what}  ({}{alleged})", claim.status.as_str());
        if let Some(said) = claim.said_by.map(|u| &analysis.statements.list[u]) {
            let cue = analysis.sentences[said.sentence].words(said.cue);
            let _ = writeln!(out, "      said by {} (“{cue}”)", side(&said.speakers));
        }
    }
}

fn near_misses(out: &mut String, analysis: &Analysis, index: usize) {
    let mut lines: Vec<String> = analysis
        .near_misses
        .iter()
        .filter(|(sentence, _)| *sentence == index)
        .map(|(_, miss)| {
            let word = analysis.sentences[index].form(miss.head);
            format!("    “{word}” {}: {} ({})", miss.rule, miss.pattern, miss.reason)
        })
        .collect();
    lines.dedup();
    if !lines.is_empty() {
        let _ = writeln!(out, "\n  rules that nearly fired\n{}", lines.join("\n"));
    }
}

/// The patterns of a rule, its examples and its near misses.
fn sources<'r>(
    out: &mut String,
    patterns: &[Pattern],
    examples: impl Iterator<Item = &'r str>,
    near_misses: &[String],
) {
    for pattern in patterns {
        let _ = writeln!(out, "  {}", pattern.text);
    }
    for text in examples {
        let _ = writeln!(out, "  for example: {text}");
    }
    for text in near_misses {
        let _ = writeln!(out, "  but not: {text}");
    }
}

/// What a code means: an event type, a mode, a context, a rule, a relation, a treaty, a weapon, a CAMEO code or an
/// actor code.
pub fn code(codebook: &Codebook, text: &str) -> Option<String> {
    let mut out = String::new();
    let ontology = &codebook.ontology;
    if let Some(event_type) = EventType::parse(text) {
        let entry = ontology.entry(event_type);
        let quad = ["", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];
        let _ = writeln!(out, "{} (PLOVER event type): {}", entry.code, entry.meaning);
        let _ = writeln!(
            out,
            "quad class {} ({}), score {}",
            entry.quad,
            quad[usize::from(entry.quad.min(4))],
            entry.score
        );
        for mode in &entry.modes {
            let score = mode.score.map(|s| format!(" [{s}]")).unwrap_or_default();
            let _ = writeln!(out, "  {:<16} {}{score}", mode.code, mode.meaning);
        }
        let rules: Vec<&str> =
            codebook.rules.rules.iter().filter(|r| r.outcome.event_type == event_type).map(|r| r.id.as_str()).collect();
        let _ = writeln!(out, "{} rules: {}", rules.len(), rules.join(", "));
    } else if let Some(entry) = ontology.cameo.get(text) {
        let _ = writeln!(out, "{text} (CAMEO): {}", entry.name);
        if let Some(score) = entry.goldstein {
            let _ = writeln!(out, "Goldstein score {score}");
        }
        if let Some((event_type, mode)) = &entry.plover {
            let _ =
                writeln!(out, "in PLOVER {event_type}{}", mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default());
        }
    } else if let Some(rule) = codebook.rules.rule(text) {
        let mode = rule.outcome.mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
        let _ = writeln!(out, "{} makes {}{mode} (codebook/{})", rule.id, rule.outcome.event_type, rule.file);
        sources(&mut out, &rule.patterns, rule.examples.iter().map(|e| &*e.text), &rule.near_misses);
    } else if let Some(rule) = codebook.claims.rule(text) {
        let not = if rule.negated { "not " } else { "" };
        let _ = writeln!(out, "{} states {not}{} (codebook/{})", rule.id, rule.relation, rule.file);
        if let Some(frame) = rule.frame {
            let _ = writeln!(out, "  beside a name: {}", frame.as_str());
        }
        sources(&mut out, &rule.patterns, rule.examples.iter().map(|e| &*e.text), &rule.near_misses);
    } else if RELATIONS.contains(&text) {
        let rules: Vec<&str> = codebook.claims.rules.iter().filter(|r| r.relation == text).map(|r| &*r.id).collect();
        let _ = writeln!(out, "{text} (relation of claims)\n{} rules: {}", rules.len(), rules.join(", "));
    } else if let Some(term) = codebook.vocabularies.terms.iter().find(|t| t.code == text) {
        let kind = if term.kind == Kind::Treaty { "treaty" } else { "class of weapons" };
        let _ = writeln!(out, "{text} ({kind}): {}", term.name);
        if !term.about.is_empty() {
            let _ = writeln!(out, "about {}", term.about.join(", "));
        }
        if let Some(wider) = &term.within {
            let _ = writeln!(out, "within {wider}");
        }
    } else if let Some(context) = ontology.contexts.iter().find(|c| c.code == text) {
        let _ = writeln!(out, "{} (PLOVER context): {}", context.code, context.meaning);
    } else if let Some(sector) = ontology.sectors.iter().find(|s| s.code == text) {
        let _ = writeln!(out, "{} (PLOVER sector): {}", sector.code, sector.meaning);
    } else if let Some((event_type, mode)) = EventType::ALL.iter().find_map(|&t| Some((t, ontology.mode(t, text)?))) {
        let _ = writeln!(out, "{} (mode of {event_type}): {}", mode.code, mode.meaning);
    } else {
        let actor = ActorCode::parse(text)?;
        let country = codebook.actors.country_name(&actor.country).or(match &*actor.country {
            "IGO" => Some("an intergovernmental organisation"),
            "NGO" => Some("a non-governmental organisation"),
            "IMG" => Some("a transnational armed group"),
            "ISM" => Some("a social movement"),
            "MNC" => Some("a multinational company"),
            "UNK" => Some("an actor of unknown country"),
            _ => None,
        })?;
        let _ = writeln!(out, "{actor} (actor): {country}");
        if let Some(sector) = &actor.sector {
            let meaning = ontology.sectors.iter().find(|s| s.code == **sector)?;
            let _ = writeln!(out, "{sector}: {}", meaning.meaning);
        }
        if let Some(name) = &actor.name {
            let _ = writeln!(out, "named {name}");
        }
    }
    Some(out)
}
