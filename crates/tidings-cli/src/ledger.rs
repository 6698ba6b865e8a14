//! `tidings claims` and `tidings positions`: what reports say, side by side.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use serde_json::json;
use tidings::codebook::Codebook;
use tidings::ledger::{ClaimFilter, Entry, Position, Stance, Topic, entries};
use tidings_records::{Claim, Event, SaidBy, Status};
use tidings_text::Date;

use crate::args::{ClaimsArgs, LedgerFormat, PositionsArgs};
use crate::dataset::{records, table};
use crate::{Outcome, codebook};

/// Sentences are cut to this many characters.
const SENTENCE: usize = 110;

pub fn claims(args: &ClaimsArgs, overlay: Option<&Path>) -> anyhow::Result<Outcome> {
    let book = Codebook::load(&codebook::files(overlay)?)?;
    let (about, relation, treaty) = (args.about.as_deref(), args.relation.as_deref(), args.treaty.as_deref());
    let filter = ClaimFilter::new(&book.vocabularies, about, relation, treaty, args.since)?;
    let mut found: Vec<Claim> = Vec::new();
    for claim in records::<Claim>(&table::<Claim>(&args.input)?)? {
        let claim = claim?;
        if filter.asks_for(&claim) {
            found.push(claim);
        }
    }
    let mut entries = entries(&found);
    entries.retain(|entry| !args.contested || entry.is_contested());
    let mut out = BufWriter::new(io::stdout().lock());
    if format(args.format) == LedgerFormat::Jsonl {
        for claim in entries.iter().flat_map(|entry| &entry.reports) {
            serde_json::to_writer(&mut out, claim)?;
            out.write_all(b"\n")?;
        }
    } else {
        if entries.is_empty() {
            writeln!(out, "no report says anything of that")?;
        }
        let mut subject = "";
        for entry in &entries {
            if entry.subject != subject {
                writeln!(out, "{}{}", if subject.is_empty() { "" } else { "\n" }, entry.subject)?;
                subject = &entry.subject;
            }
            write_entry(&mut out, entry)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

fn write_entry(out: &mut impl Write, entry: &Entry<'_>) -> io::Result<()> {
    let contested = if entry.is_contested() { "   (reports contradict each other)" } else { "" };
    writeln!(out, "  {}  {}{contested}", entry.relation, entry.object)?;
    for claim in &entry.reports {
        let flags = flags(claim.negated, claim.status, claim.alleged);
        let date = claim.date.value.as_ref().map(|day| format!(", dated {day}")).unwrap_or_default();
        let speaker = claim.said_by.as_ref().map(said);
        let (published, document) = (day(claim.published), &claim.document);
        writeln!(
            out,
            "    {flags:<4} {published}  {document}: {}{date}",
            speaker.as_deref().unwrap_or("the report itself")
        )?;
        writeln!(out, "         “{}”", cut(&claim.sentence.text))?;
    }
    Ok(())
}

fn said(said: &SaidBy) -> String {
    let medium = said.medium.as_ref().map(|medium| format!(", carried by {medium}")).unwrap_or_default();
    format!("{} (“{}”{medium})", said.speaker.code, said.cue)
}

pub fn positions(args: &PositionsArgs, overlay: Option<&Path>) -> anyhow::Result<Outcome> {
    let book = Codebook::load(&codebook::files(overlay)?)?;
    let topic = Topic::new(&book.vocabularies, &args.on)?;
    let recent = |published: Option<Date>| args.since.is_none_or(|since| published.is_some_and(|day| day >= since));
    let mut stances: BTreeMap<Stance, Vec<Position>> = BTreeMap::new();
    for claim in records::<Claim>(&table::<Claim>(&args.input)?)? {
        if let Some(position) = topic.of_claim(&claim?).filter(|p| recent(p.published)) {
            stances.entry(position.stance).or_default().push(position);
        }
    }
    for event in records::<Event>(&table::<Event>(&args.input)?)? {
        for position in topic.of_event(&event?).into_iter().filter(|p| recent(p.published)) {
            stances.entry(position.stance).or_default().push(position);
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if format(args.format) == LedgerFormat::Jsonl {
        for position in stances.values().flatten() {
            let line = json!({
                "topic": topic.name, "actor": position.actor, "stance": position.stance.as_str(),
                "negated": position.negated, "object": position.object, "status": position.status,
                "alleged": position.alleged, "speaker": position.speaker, "published": position.published.map(|d| d.to_string()),
                "document": position.document, "sentence": position.sentence,
            });
            writeln!(out, "{line}")?;
        }
    } else if stances.is_empty() {
        writeln!(out, "no report says anything about {}", topic.name)?;
    }
    for (stance, list) in stances.iter_mut().filter(|_| format(args.format) == LedgerFormat::Table) {
        writeln!(out, "{}", stance.as_str())?;
        list.sort_by(|a, b| (&a.actor, a.published, &a.document).cmp(&(&b.actor, b.published, &b.document)));
        for position in list.iter() {
            let flags = flags(position.negated, position.status, position.alleged);
            let object = if position.object.is_empty() { String::new() } else { format!(" → {}", position.object) };
            let speaker = position.speaker.as_ref().map(|s| format!(", says {s}")).unwrap_or_default();
            writeln!(out, "  {flags:<4} {}{object}{speaker}", position.actor)?;
            writeln!(out, "       {}  {}: “{}”", day(position.published), position.document, cut(&position.sentence))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

fn format(asked: Option<LedgerFormat>) -> LedgerFormat {
    asked.unwrap_or(if io::stdout().is_terminal() { LedgerFormat::Table } else { LedgerFormat::Jsonl })
}

/// "yes", "not", with what stands beside it: "yes, alleged".
fn flags(negated: bool, status: Status, alleged: bool) -> String {
    let mut flags = String::from(if negated { "not" } else { "yes" });
    if !matches!(status, Status::Actual | Status::Negated) {
        flags = format!("{flags}, {}", status.as_str());
    }
    if alleged {
        flags.push_str(", alleged");
    }
    flags
}

fn day(published: Option<Date>) -> String {
    published.map_or_else(|| "no date   ".to_owned(), |day| day.to_string())
}

fn cut(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
