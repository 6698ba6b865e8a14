//! What a user can type.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use tidings_intake::Encoding;
use tidings_text::Date;

/// Code news reports: who did or said what to whom, when, where, according to whom, and whether it happened.
#[derive(Parser, Debug)]
#[command(name = "tidings", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,

    /// Folder of codebook files that are laid over the built-in ones
    #[arg(long, value_name = "DIR", global = true)]
    pub codebook: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Code reports: text in, event records out
    Code(CodeArgs),
    /// Show how a sentence is read and coded, or what a code means
    Explain(ExplainArgs),
    /// Compare coded events with a gold record
    Evaluate(EvaluateArgs),
    /// Print what reports say of a state, a person or a treaty, with speakers, and contradictions side by side
    Claims(ClaimsArgs),
    /// Print who supports, condemns, supplies, produces or has signed: all that touches a kind of weapon or a treaty
    Positions(PositionsArgs),
    /// Write coded records in the columns of ICEWS, GDELT, Phoenix or POLECAT
    Export(ExportArgs),
    /// Find actors that a corpus names and the codebook does not know
    Actors(ActorsArgs),
    /// Look at the codebook, or check one of your own
    Codebook(CodebookArgs),
    /// Write sentences with tags, trees and names as CoNLL-U
    Parse(ParseArgs),
    /// Explore coded records in a browser
    #[cfg(feature = "explorer")]
    Serve(ServeArgs),
}

#[derive(clap::Args, Debug)]
pub struct CodeArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// Where to write: a file of events (.parquet, .csv, .jsonl, the latter two also .gz or .zst),
    /// or a folder for documents, events, statements, claims and issues side by side
    #[arg(short, long, value_name = "FILE|DIR")]
    pub output: Option<PathBuf>,

    /// Format of the output [default: by the ending of the file; Parquet in a folder; a table on a
    /// terminal, JSON Lines in a pipe]
    #[arg(long = "as", value_name = "FORMAT", visible_alias = "output-format")]
    pub output_format: Option<OutputFormat>,

    /// Write one row for each event, with the number and the list of its reports: instead of the records, or
    /// beside them in a folder
    #[arg(long)]
    pub consolidate: bool,

    /// Also code lines that only point to other stories ("READ MORE: …")
    #[arg(long)]
    pub related: bool,

    /// How many threads code [default: one for each processor]
    #[arg(short = 'j', long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,

    /// No progress bar, no issues on standard error
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(clap::Args, Debug)]
pub struct InputArgs {
    /// Files or folders to read; `-` or nothing for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,

    /// Format of the inputs [default: found from name and content]
    #[arg(long, value_parser = input_format, value_name = "text|markdown|jsonl|json|csv|tsv", help_heading = "Input")]
    pub format: Option<tidings_intake::Format>,

    /// Encoding of the inputs, such as windows-1252 [default: found from the content]
    #[arg(long, value_parser = encoding, value_name = "NAME", help_heading = "Input")]
    pub encoding: Option<&'static Encoding>,

    /// Column or field that holds the identifier of a document
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub id: Option<String>,

    /// … the title
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub title: Option<String>,

    /// … the text
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub text: Option<String>,

    /// … the date of publication; or that date itself (2023-07-11) for documents that have none
    #[arg(long, value_parser = date_or_column, value_name = "DATE|COLUMN", help_heading = "Input")]
    pub date: Option<DateOrColumn>,

    /// … the source
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub source: Option<String>,

    /// … the web address
    #[arg(long, value_name = "COLUMN", help_heading = "Input")]
    pub url: Option<String>,
}

#[derive(clap::Args, Debug)]
pub struct ExplainArgs {
    /// A sentence, a file, or a code: ACCUSE, 111, "PRK GOV", the name of a rule
    #[arg(value_name = "TEXT|CODE|FILE", required = true)]
    pub what: Vec<String>,

    /// Date of publication, for words like "Tuesday" and for who holds an office
    #[arg(long, value_parser = date)]
    pub date: Option<Date>,
}

#[derive(clap::Args, Debug)]
pub struct EvaluateArgs {
    /// Gold files, compared as one
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,

    /// Events to compare, as JSON Lines [default: the documents of the gold are coded]
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,

    /// List the first N events that were missed or are extra
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub misses: usize,
}

#[derive(clap::Args, Debug)]
pub struct CodebookArgs {
    #[command(subcommand)]
    pub command: CodebookCommand,
}

#[derive(Subcommand, Debug)]
pub enum CodebookCommand {
    /// Load every file and run the examples of the rules
    Check {
        /// Only rules whose name starts with this: accuse, accuse/denounce
        #[arg(value_name = "PREFIX")]
        word: Option<String>,
    },
    /// List rules with what they code
    List {
        /// Only those whose name or type contains this
        #[arg(value_name = "WORD")]
        word: Option<String>,
    },
    /// Show a file of the codebook, or a rule in it
    Show {
        #[arg(value_name = "RULE|FILE")]
        name: String,
    },
}

#[derive(clap::Args, Debug)]
pub struct ActorsArgs {
    #[command(subcommand)]
    pub command: ActorsCommand,
}

#[derive(Subcommand, Debug)]
pub enum ActorsCommand {
    /// List frequent names of people and organisations that the codebook does not know, as tab-separated text
    Suggest(SuggestArgs),
}

#[derive(clap::Args, Debug)]
pub struct SuggestArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// How many names to list
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub top: usize,
}

#[derive(clap::Args, Debug)]
pub struct ClaimsArgs {
    /// A folder that `tidings code -o DIR` wrote, or a file of claims (.parquet, .jsonl)
    #[arg(value_name = "DATASET|FILE")]
    pub input: PathBuf,

    /// Only of this subject: an actor code, of which only what is written counts ("PRK", "PRK GOV"), or a part of a name
    #[arg(long, value_name = "CODE|NAME")]
    pub about: Option<String>,

    /// Only this relation: holds_office, member_of, party_to, possesses, produces, prohibits, controls, under_sanctions
    #[arg(long, value_name = "RELATION")]
    pub relation: Option<String>,

    /// Only about this treaty, by code or any of its names
    #[arg(long, value_name = "TREATY")]
    pub treaty: Option<String>,

    /// Only what was published on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<Date>,

    /// Only what some reports affirm and others deny
    #[arg(long)]
    pub contested: bool,

    /// A table for people, or the records as JSON Lines [default: by whether standard output is a terminal]
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<LedgerFormat>,
}

#[derive(clap::Args, Debug)]
pub struct PositionsArgs {
    /// A folder that `tidings code -o DIR` wrote
    #[arg(value_name = "DATASET")]
    pub input: PathBuf,

    /// A kind of weapon or a treaty, by code or any of its names: "cluster munitions", CCM
    #[arg(long, value_name = "TOPIC")]
    pub on: String,

    /// Only what was published on this day or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<Date>,

    /// A table for people, or JSON Lines [default: by whether standard output is a terminal]
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<LedgerFormat>,
}

/// How claims and positions are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LedgerFormat {
    Table,
    Jsonl,
}

#[derive(clap::Args, Debug)]
pub struct ExportArgs {
    /// A folder that `tidings code -o DIR` wrote, or a file of events (.parquet, .jsonl); outlets and web addresses
    /// come from a folder only
    #[arg(value_name = "DATASET|FILE")]
    pub input: PathBuf,

    /// Whose columns
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: ExportFormat,

    /// File to write, .gz or .zst to compress it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Also what is future, hypothetical or negated, which those formats cannot say
    #[arg(long)]
    pub all: bool,
}

/// A data set whose columns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Icews,
    Gdelt,
    Phoenix,
    Polecat,
}

#[derive(clap::Args, Debug)]
pub struct ParseArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// The inputs are CoNLL-U: keep their sentences and words, predict the rest
    #[arg(long)]
    pub conllu: bool,
}

#[cfg(feature = "explorer")]
#[derive(clap::Args, Debug)]
pub struct ServeArgs {
    /// Folders that `tidings code -o DIR` wrote, or files of records (.parquet, .jsonl)
    #[arg(value_name = "DATASET", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Port to listen on, 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 8750)]
    pub port: u16,

    /// Address to listen on; other machines can see what is not 127.0.0.1, and must show a token
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub address: std::net::IpAddr,

    /// Token that everybody must show [default: none on 127.0.0.1, else one that is made up and printed]
    #[arg(long, value_name = "TOKEN", value_parser = token)]
    pub token: Option<String>,

    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,

    /// Build the index anew though nothing has changed
    #[arg(long)]
    pub rebuild: bool,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Table,
    Jsonl,
    Csv,
    Parquet,
}

/// The value of `--date`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateOrColumn {
    Date(Date),
    Column(String),
}

/// What can stand in a cookie as it is, and is too long to be guessed.
#[cfg(feature = "explorer")]
fn token(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
    if plain && text.len() >= 16 {
        Ok(text.to_owned())
    } else {
        Err("a token has at least 16 letters, digits, `-`, `.`, `_` or `~`".to_owned())
    }
}

fn date_or_column(text: &str) -> Result<DateOrColumn, String> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return date(text).map(DateOrColumn::Date);
    }
    Ok(DateOrColumn::Column(text.to_owned()))
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is written as 2023-07-11".to_owned())
}

fn input_format(text: &str) -> Result<tidings_intake::Format, String> {
    tidings_intake::Format::parse(text).ok_or_else(|| "known are text, markdown, jsonl, json, csv and tsv".to_owned())
}

fn encoding(text: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(text.as_bytes()).ok_or_else(|| "not an encoding of the web, such as windows-1252".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn date_takes_a_day_or_a_column() {
        assert_eq!(date_or_column("2023-07-11"), Ok(DateOrColumn::Date(Date::constant(2023, 7, 11))));
        assert_eq!(date_or_column("pub_date"), Ok(DateOrColumn::Column("pub_date".into())));
        assert!(date_or_column("2023-13-11").is_err());
    }
}
