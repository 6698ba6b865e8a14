//! The specifications in `spec/`: texts with what a careful reader finds in them.
//!
//! `cargo test -p tidings --test spec -- --nocapture` prints the scores; with `SPEC_MISSES=1` each miss too.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tidings::codebook::Files;
use tidings::codebook::actors::ActorCode;
use tidings::evaluate::Tally;
use tidings::pipeline::{Analysis, Coder, CodingOptions};
use tidings_text::{Block, BlockKind, Date, Document, Span, Upos};

fn coder() -> &'static Coder {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::new(&Files::built_in()).expect("the built-in codebook loads"))
}

/// A quoted text with the bullets below it.
struct Case {
    section: String,
    document: Document,
    bullets: Vec<String>,
}

/// Reads a specification: `## section`, `> text` (`> #` a headline, `>` between paragraphs), `- bullet`.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut section = String::new();
    let mut in_quote = false;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            section = name.to_owned();
        } else if let Some(rest) = line.strip_prefix('>') {
            if !in_quote {
                let published = Some(Date::constant(2025, 6, 2));
                let document = Document { id: "text".into(), published, ..Document::default() };
                cases.push(Case { section: section.clone(), document, bullets: Vec::new() });
            }
            let document = &mut cases.last_mut().expect("pushed above").document;
            let (kind, words) = match rest.trim().strip_prefix('#') {
                Some(title) => (BlockKind::Title, title.trim()),
                None => (BlockKind::Paragraph, rest.trim()),
            };
            if !words.is_empty() {
                if !document.text.is_empty() {
                    document.text.push_str("\n\n");
                }
                let start = document.text.len();
                document.text.push_str(words);
                document.blocks.push(Block { kind, span: Span::new(start, document.text.len()) });
            }
        } else if let (Some(bullet), Some(case)) = (line.strip_prefix("- "), cases.last_mut()) {
            case.bullets.push(bullet.to_owned());
        }
        in_quote = line.starts_with('>');
    }
    cases
}

fn read(name: &str) -> Vec<Case> {
    let path = format!("{}/../../spec/{name}", env!("CARGO_MANIFEST_DIR"));
    cases(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")))
}

/// Only what is written of the wanted code is compared.
fn code_fits(wanted: &str, code: &ActorCode) -> bool {
    let (head, name) = wanted.split_once('#').map_or((wanted, None), |(head, name)| (head, Some(name)));
    let mut parts = head.trim().splitn(2, ' ');
    parts.next() == Some(&*code.country)
        && parts.next().is_none_or(|sector| code.sector.as_deref() == Some(sector))
        && name.is_none_or(|name| code.name.as_deref() == Some(name))
}

struct Found {
    speakers: Vec<ActorCode>,
    cue: String,
    content: String,
}

/// What Tidings finds.
fn statements(analysis: &Analysis) -> Vec<Found> {
    let words = |(i, span): &(usize, Span<_>)| analysis.sentences[*i].words(*span).to_owned();
    let list = analysis.statements.list.iter().map(|said| Found {
        speakers: said.speakers.iter().map(|s| s.code.clone()).collect(),
        cue: analysis.sentences[said.sentence].words(said.cue).to_owned(),
        content: said.content.iter().map(words).collect::<Vec<_>>().join(" … "),
    });
    list.collect()
}

/// The baseline: each verb of saying with the actor named nearest to it.
fn nearest_actors(analysis: &Analysis) -> Vec<Found> {
    let mut found = Vec::new();
    for (i, s) in analysis.sentences.iter().enumerate() {
        for verb in (0..s.len()).filter(|&t| s.upos(t) == Upos::Verb || s.form(t).eq_ignore_ascii_case("according")) {
            let says = coder().codebook.cues.saying.iter().any(|w| w == s.lemma(verb));
            if !says && s.upos(verb) == Upos::Verb && !s.form(verb).eq_ignore_ascii_case("according") {
                continue;
            }
            let mentions = analysis.mentions.of_sentence(i);
            let near = mentions
                .iter()
                .min_by_key(|m| if m.span.end <= verb { verb - m.span.end } else { m.span.start.saturating_sub(verb) });
            if let Some(mention) = near {
                let (speakers, cue) = (mention.actors.clone(), s.form(verb).to_owned());
                found.push(Found { speakers, cue, content: String::new() });
            }
        }
    }
    found
}

fn same_speaker_and_cue(wanted: &str, found: &Found) -> bool {
    let mut fields = wanted.split('|').map(str::trim);
    let (speakers, cue) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    let mut speakers = speakers.split(" + ");
    found.cue.eq_ignore_ascii_case(cue)
        && speakers.all(|wanted| found.speakers.iter().any(|code| code_fits(wanted, code)))
}

fn scored(cases: &[Case], find: impl Fn(&Analysis) -> Vec<Found>, show: bool) -> BTreeMap<String, [Tally; 2]> {
    let mut worker = coder().worker();
    let mut scores: BTreeMap<String, [Tally; 2]> = BTreeMap::new();
    for case in cases {
        let analysis = worker.analyse(&case.document, CodingOptions::default(), false);
        let mut found = find(&analysis);
        let wanted: Vec<&String> = case.bullets.iter().filter(|b| *b != "nobody").collect();
        let mut tally = Tally { total: wanted.len(), ..Tally::default() };
        let mut scope = Tally { total: wanted.len(), ..Tally::default() };
        let mut missed = Vec::new();
        for bullet in &wanted {
            match found.iter().position(|f| same_speaker_and_cue(bullet, f)) {
                Some(at) => {
                    tally.found += 1;
                    let hit = found.remove(at);
                    let pieces = bullet.splitn(3, '|').nth(2).unwrap_or_default();
                    if pieces.split(" … ").all(|piece| hit.content.contains(piece.trim())) {
                        scope.found += 1;
                    } else {
                        missed.push(format!("  scope  {bullet}\n         {}", hit.content));
                    }
                }
                None => missed.push(format!("  missed {bullet}")),
            }
        }
        tally.extra = found.len();
        missed.extend(found.iter().map(|f| {
            let speakers: Vec<String> = f.speakers.iter().map(ToString::to_string).collect();
            format!("  extra  {} | {} | {}", speakers.join(" + "), f.cue, f.content)
        }));
        if show && !missed.is_empty() {
            println!("{}: {}\n{}", case.section, case.document.text.replace('\n', " "), missed.join("\n"));
        }
        for name in [case.section.as_str(), "All"] {
            let entry = scores.entry(name.to_owned()).or_default();
            entry[0] += tally;
            entry[1] += scope;
        }
    }
    scores
}

#[test]
fn quotations() {
    let cases = read("quotations.md");
    let show = std::env::var_os("SPEC_MISSES").is_some();
    let ours = scored(&cases, statements, show);
    let baseline = scored(&cases, nearest_actors, false);
    println!("{:<16} {:>4} {:>6} {:>6} {:>6} {:>6}   nearest actor", "quotations", "n", "P", "R", "F1", "scope");
    for (section, [tally, scope]) in &ours {
        println!(
            "{section:<16} {:>4} {:>6.3} {:>6.3} {:>6.3} {:>6.3}   {:.3}",
            tally.total,
            tally.precision(),
            tally.recall(),
            tally.f1(),
            scope.recall(),
            baseline[section][0].f1()
        );
    }
    assert!(ours["All"][0].total >= 150);
    assert!(ours["Direct"][0].f1() >= 0.90, "direct: {:.3}", ours["Direct"][0].f1());
    assert!(ours["All"][0].f1() >= 0.80, "all: {:.3}", ours["All"][0].f1());
}

/// `TYPE SOURCES -> TARGETS: STATUS[, alleged][, said by CODE]`
struct WantedStatus {
    event_type: String,
    sides: [Vec<String>; 2],
    status: String,
    alleged: bool,
    said_by: Option<String>,
}

fn wanted_status(bullet: &str) -> WantedStatus {
    let (event, rest) = bullet.rsplit_once(": ").unwrap_or_else(|| panic!("no status in '{bullet}'"));
    let (left, right) = event.split_once("->").unwrap_or_else(|| panic!("no '->' in '{bullet}'"));
    let (event_type, sources) = left.trim().split_once(' ').unwrap_or((left.trim(), ""));
    let side = |text: &str| -> Vec<String> {
        text.split('+').map(str::trim).filter(|a| !a.is_empty() && *a != "-").map(str::to_owned).collect()
    };
    let mut wanted = WantedStatus {
        event_type: event_type.to_owned(),
        sides: [side(sources), side(right)],
        status: String::new(),
        alleged: false,
        said_by: None,
    };
    for field in rest.split(", ") {
        match field.trim() {
            "alleged" => wanted.alleged = true,
            field if field.starts_with("said by ") => wanted.said_by = Some(field["said by ".len()..].to_owned()),
            status => wanted.status = status.to_owned(),
        }
    }
    wanted
}

#[test]
fn status() {
    let show = std::env::var_os("SPEC_MISSES").is_some();
    let mut worker = coder().worker();
    // Of the events that are found: how many, right status, right alleged, right speaker.
    let mut scores: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for case in read("status.md") {
        let analysis = worker.analyse(&case.document, CodingOptions::default(), false);
        for bullet in &case.bullets {
            let wanted = wanted_status(bullet);
            let fits = |wanted: &[String], found: &[ActorCode]| {
                wanted.is_empty()
                    || wanted
                        .iter()
                        .any(|w| found.iter().any(|f| *f.country == *w.split([' ', '#']).next().unwrap_or(w)))
            };
            let mut candidates: Vec<_> = analysis
                .events
                .iter()
                .filter(|(_, found, _)| {
                    let [source, target] = [&found.source, &found.target]
                        .map(|side| side.iter().map(|a| a.code.clone()).collect::<Vec<_>>());
                    let straight = fits(&wanted.sides[0], &source) && fits(&wanted.sides[1], &target);
                    let both: Vec<ActorCode> = source.iter().chain(&target).cloned().collect();
                    found.outcome.event_type.as_str() == wanted.event_type
                        && (straight || fits(&wanted.sides[0], &both) && fits(&wanted.sides[1], &both))
                })
                .collect();
            candidates.sort_by_key(|(_, _, a)| a.status.as_str() != wanted.status);
            let mut marks = [1, 0, 0, 0, 0];
            let got = match candidates.first() {
                None => {
                    let all: Vec<String> = analysis
                        .events
                        .iter()
                        .map(|(_, f, a)| format!("{} {}", f.outcome.event_type, a.status.as_str()))
                        .collect();
                    format!("no such event, but {all:?}")
                }
                Some((_, _, assessment)) => {
                    let speaker = assessment.said_by.map(|u| &analysis.statements.list[u].speakers);
                    let said = match (&wanted.said_by, speaker) {
                        (None, None) => true,
                        (Some(code), Some(speakers)) => {
                            let country = code.split([' ', '#']).next().unwrap_or(code);
                            speakers.iter().any(|s| *s.code.country == *country)
                        }
                        _ => false,
                    };
                    marks[1] = 1;
                    marks[2] = usize::from(assessment.status.as_str() == wanted.status);
                    marks[3] = usize::from(assessment.alleged == wanted.alleged);
                    marks[4] = usize::from(said);
                    let alleged = if assessment.alleged { ", alleged" } else { "" };
                    let speaker = speaker.map(|s| format!(", said by {}", s[0].code)).unwrap_or_default();
                    format!("{}{alleged}{speaker}", assessment.status.as_str())
                }
            };
            if show && marks != [1; 5] {
                println!("{}: {}\n  wanted {bullet}\n  got    {got}", case.section, case.document.text);
            }
            for name in [case.section.as_str(), "All"] {
                let entry = scores.entry(name.to_owned()).or_default();
                entry.iter_mut().zip(marks).for_each(|(sum, mark)| *sum += mark);
            }
        }
    }
    println!("{:<40} {:>4} {:>6} {:>7} {:>8} {:>8}", "status", "n", "found", "status", "alleged", "said by");
    for (section, [n, found, status, alleged, said]) in &scores {
        let of = |part: &usize| *part as f64 / (*found).max(1) as f64;
        println!(
            "{section:<40} {n:>4} {:>6.3} {:>7.3} {:>8.3} {:>8.3}",
            *found as f64 / *n as f64,
            of(status),
            of(alleged),
            of(said)
        );
    }
    let [n, found, status, alleged, said] = scores["All"];
    let of = |part: usize| part as f64 / found as f64;
    assert!(n >= 130 && found as f64 / n as f64 >= 0.85, "{found} of {n} found");
    assert!(of(status) >= 0.90, "status {:.3}", of(status));
    assert!(of(alleged) >= 0.90, "alleged {:.3}", of(alleged));
    assert!(of(said) >= 0.80, "said by {:.3}", of(said));
}
