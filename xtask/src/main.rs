//! Tests, checks and measurements as commands: `cargo xtask test`, `cargo xtask web`, `cargo xtask bench NEWS`.

mod bench;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

const USAGE: &str = "\
usage:
  cargo xtask test          everything CI checks: formatting, lints, tests
  cargo xtask web           the page of the explorer: types, formatting, bundle, tests in a browser (Node 20, npm, Chromium)
  cargo xtask bench NEWS    text to records: speed with one and two threads, peak memory on the text and ten times it";

/// The program with all that it can have.
const EXPLORER: &str = "--features=tidings-cli/explorer";

type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["test"] => test(),
        ["web"] => web(),
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

/// The page is built anew: the bundle that is committed must be the one that its source gives.
fn web() -> Result<()> {
    for tool in ["node", "npm"] {
        if !Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success()) {
            return Err(format!("xtask: {tool} is not there: apt-get install nodejs npm chromium"));
        }
    }
    step(npm(&["ci"]))?;
    step(npm(&["run", "check"]))?;
    step(npm(&["run", "build"]))?;
    let mut same = Command::new("git");
    same.args(["diff", "--exit-code", "--stat", "--", "web/dist"]).current_dir(root());
    step(same)?;
    step(cargo(&["build", EXPLORER, "--package=tidings-cli", "--locked"]))?;
    let mut tests = npm(&["test"]);
    tests.env("TIDINGS", root().join("target/debug/tidings"));
    step(tests)
}

fn npm(args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(args).current_dir(root().join("web"));
    command
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
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    let shown: Vec<String> = std::iter::once(program).chain(args).collect();
    let shown = shown.join(" ");
    eprintln!("xtask: {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("xtask: `{shown}` failed ({status})")),
        Err(error) => Err(format!("xtask: cannot run `{shown}`: {error}")),
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}
