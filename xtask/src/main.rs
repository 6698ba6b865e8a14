//! Tests, checks and measurements as commands: `cargo xtask test`, `cargo xtask bench NEWS`.

mod bench;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

const USAGE: &str = "\
usage:
  cargo xtask test          everything CI checks: formatting, lints, tests
  cargo xtask bench NEWS    text to records: speed with one and two threads, peak memory on the text and ten times it";

/// The program with all that it can have.
const EXPLORER: &str = "--features=tidings-cli/explorer";

type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["test"] => test(),
        ["bench", news] => bench::run(Path::new(news)),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Stops at the first step that fails.
fn test() -> Result<()> {
    let started = Instant::now();
    if has_component("fmt") {
        step(cargo(&["fmt", "--all", "--check"]))?;
    } else {
        eprintln!("xtask: rustfmt is not installed (rustup component add rustfmt): formatting is not checked");
    }
    if has_component("clippy") {
        let lints = ["clippy", "--workspace", "--all-targets", EXPLORER, "--locked", "--", "-D", "warnings"];
        step(cargo(&lints))?;
    } else {
        eprintln!("xtask: clippy is not installed (rustup component add clippy): lints are not checked");
    }
    step(cargo(&["test", "--workspace", EXPLORER, "--locked", "--no-fail-fast"]))?;
    eprintln!("xtask: all is well, after {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Whether `cargo NAME` is there; toolchains can be installed without it.
fn has_component(name: &str) -> bool {
    cargo(&[name, "--version"]).output().is_ok_and(|output| output.status.success())
}

fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

fn step(mut command: Command) -> Result<()> {
    let shown: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let shown = shown.join(" ");
    eprintln!("xtask: cargo {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("xtask: `cargo {shown}` failed ({status})")),
        Err(error) => Err(format!("xtask: cannot run `cargo {shown}`: {error}")),
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}
