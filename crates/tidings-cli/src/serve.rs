//! `tidings serve`: the explorer in a browser.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use tidings_explorer::{Config, Explorer, Progress, Server};

use crate::Outcome;
use crate::args::ServeArgs;
use crate::code::coder;

pub fn run(args: &ServeArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let bar = if io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    let template = "indexing {bar:30} {percent:>3}%  {human_pos} records  {eta} left";
    bar.set_style(ProgressStyle::with_template(template).expect("a valid template"));
    let mut built = false;
    let mut progress = |Progress { done, total }: Progress| {
        built = true;
        bar.set_length(total.max(done));
        bar.set_position(done);
    };
    let explorer = Explorer::open(&args.inputs, coder(codebook)?, args.rebuild, &mut progress)?;
    bar.finish_and_clear();
    let (documents, events) = explorer.counts();
    if built {
        let index = explorer.index_path().display();
        eprintln!(
            "indexed {documents} documents, {events} events in {:.1} s: {index}",
            started.elapsed().as_secs_f64()
        );
    }
    let config = Config { address: args.address, port: args.port, token: args.token.clone() };
    let server = Server::bind(explorer, &config)?;
    // The one line on standard output, so that a program can wait for it.
    println!("{}", server.url());
    eprintln!("{documents} documents, {events} events; Ctrl-C ends");
    if args.open {
        open(&server.url());
    }
    server.run_until_stopped()?;
    Ok(Outcome::Complete)
}

/// Asks the desktop for its browser. Where there is none the address is printed already.
fn open(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        eprintln!("tidings: no browser could be opened: open {url}");
    }
}
