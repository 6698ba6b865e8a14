//! `tidings codebook`, and the files of a codebook of the user's own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context, bail};
use tidings::codebook::{Codebook, Files};
use tidings::pipeline::Coder;

use crate::Outcome;
use crate::args::{CodebookArgs, CodebookCommand};

/// The built-in codebook, with the files of a folder laid over it.
pub fn files(overlay: Option<&Path>) -> anyhow::Result<Files> {
    let mut files = Files::built_in();
    if let Some(folder) = overlay {
        let mut own = BTreeMap::new();
        collect(folder, "", &mut own)?;
        if own.is_empty() {
            bail!("the codebook {} holds no files", folder.display());
        }
        files.overlay(own);
    }
    Ok(files)
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    let failed = |path: &Path| format!("cannot read the codebook {}", path.display());
    for entry in fs::read_dir(folder).with_context(|| failed(folder))? {
        let path = entry.with_context(|| failed(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{below}{name}/"), files)?;
        } else {
            let text = fs::read_to_string(&path).with_context(|| failed(&path))?;
            files.insert(format!("{below}{name}"), text);
        }
    }
    Ok(())
}

pub fn run(args: &CodebookArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let files = files(codebook)?;
    let mut out = String::new();
    let mut outcome = Outcome::Complete;
    match &args.command {
        CodebookCommand::Check { word } => outcome = check(&files, word.as_deref(), &mut out)?,
        CodebookCommand::List { word } => list(&files, word.as_deref(), &mut out)?,
        CodebookCommand::Show { name } => show(&files, name, &mut out)?,
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(outcome)
}

/// Runs the examples of the rules and says which do not do what they should.
fn check(files: &Files, prefix: Option<&str>, out: &mut String) -> anyhow::Result<Outcome> {
    let report = tidings::check::check(&Coder::new(files)?, prefix.unwrap_or(""));
    for failure in &report.failures {
        writeln!(out, "{} ({})\n  {}\n  {}\n", failure.rule, failure.file, failure.example, failure.reason)?;
    }
    for pattern in &report.unreached {
        writeln!(out, "no example reaches {pattern}")?;
    }
    for (one, other) in &report.overlaps {
        writeln!(out, "the same words in {one} and {other}")?;
    }
    if prefix.is_none() {
        writeln!(out, "\ncode  rules triggers")?;
        for c in &report.coverage {
            writeln!(out, "{:5} {:5} {:8}  {}", c.cameo, c.rules, c.triggers, c.name)?;
        }
        let covered = report.coverage.iter().filter(|c| c.rules > 0).count();
        writeln!(out, "\n{covered} of {} CAMEO codes have a rule", report.coverage.len())?;
    }
    writeln!(out, "{} rules, {} examples, {} failures", report.rules, report.examples, report.failures.len())?;
    Ok(if report.failures.is_empty() { Outcome::Complete } else { Outcome::WithIssues })
}

fn list(files: &Files, word: Option<&str>, out: &mut String) -> anyhow::Result<()> {
    let codebook = Codebook::load(files)?;
    for rule in &codebook.rules.rules {
        let kind = rule.outcome.event_type.as_str();
        if word.is_some_and(|word| !rule.id.contains(word) && !kind.eq_ignore_ascii_case(word)) {
            continue;
        }
        let mode = rule.outcome.mode.as_deref().unwrap_or("");
        let cameo = rule.outcome.cameo.as_deref().unwrap_or("");
        writeln!(out, "{:32} {kind:10} {mode:14} {cameo:5} {} patterns", rule.id, rule.patterns.len())?;
    }
    for rule in &codebook.claims.rules {
        if word.is_none_or(|word| rule.id.contains(word)) {
            let how = match rule.frame {
                Some(frame) => format!("beside a name: {}", frame.as_str()),
                None => format!("{} patterns", rule.patterns.len()),
            };
            writeln!(out, "{:32} {:31} {how}", rule.id, rule.relation)?;
        }
    }
    Ok(())
}

fn show(files: &Files, name: &str, out: &mut String) -> anyhow::Result<()> {
    if let Some(text) = files.get(name) {
        out.push_str(text);
        return Ok(());
    }
    let codebook = Codebook::load(files)?;
    if codebook.rules.rule(name).is_none() && codebook.claims.rule(name).is_none() {
        bail!("the codebook has no rule or file {name:?}; `tidings codebook list` names the rules");
    }
    out.push_str(&tidings::explain::code(&codebook, name).unwrap_or_default());
    Ok(())
}
