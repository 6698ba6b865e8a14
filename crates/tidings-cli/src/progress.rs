//! A progress bar on standard error, where that is a terminal.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use tidings::pipeline::Coded;

/// How many issues are shown one by one.
const SHOWN_ISSUES: u64 = 20;

/// Counts what is done, and shows it unless told to be quiet.
pub struct Progress {
    bar: ProgressBar,
    read: Arc<AtomicU64>,
    started: Instant,
    quiet: bool,
    documents: u64,
    sentences: u64,
    events: u64,
    pub issues: u64,
}

impl Progress {
    /// `read` counts bytes up to `total`; `None` where the end is not known.
    /// `busy` terminals show the output itself and get no bar.
    pub fn new(read: Arc<AtomicU64>, total: Option<u64>, busy: bool, quiet: bool) -> Progress {
        let bar = if quiet || busy || !io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            let template = match total {
                Some(_) => "{bar:30} {percent:>3}%  {msg}  {eta} left",
                None => "{spinner} {bytes} read  {msg}",
            };
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            bar.with_style(ProgressStyle::with_template(template).expect("a valid template"))
        };
        let started = Instant::now();
        Progress { bar, read, started, quiet, documents: 0, sentences: 0, events: 0, issues: 0 }
    }

    pub fn document(&mut self, coded: &Coded) {
        self.documents += 1;
        self.sentences += coded.document.as_ref().map_or(0, |document| document.sentences.into());
        self.events += coded.events.len() as u64;
        if !self.bar.is_hidden() {
            self.bar.set_position(self.read.load(Ordering::Relaxed));
            self.bar.set_message(self.counts());
        }
    }

    pub fn issue(&mut self, issue: &tidings_text::Issue) {
        self.issues += 1;
        if !self.quiet && self.issues <= SHOWN_ISSUES {
            self.bar.suspend(|| eprintln!("tidings: issue: {issue}"));
        }
    }

    /// Takes the bar away and says what was done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        if self.quiet {
            return;
        }
        if let more @ 1.. = self.issues.saturating_sub(SHOWN_ISSUES) {
            eprintln!("tidings: {more} more issues are not shown; -o DIR writes them all");
        }
        if io::stderr().is_terminal() {
            eprintln!("{} in {:.1} s", self.counts(), self.started.elapsed().as_secs_f64());
        }
    }

    fn counts(&self) -> String {
        let rate = self.sentences as f64 / self.started.elapsed().as_secs_f64().max(0.001);
        format!("{} documents, {} events, {rate:.0} sentences/s", self.documents, self.events)
    }
}
