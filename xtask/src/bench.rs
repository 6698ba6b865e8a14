//! How fast `tidings code` is on a news file, and how much memory it takes.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Result, cargo, root, step};

/// Runs of which the fastest counts: what else the machine does only ever slows a run down.
const RUNS: usize = 3;

pub fn run(news: &Path) -> Result<()> {
    let news = fs::canonicalize(news).map_err(|error| format!("cannot read {}: {error}", news.display()))?;
    step(cargo(&["build", "--release", "--locked", "--package", "tidings-cli"]))?;
    let program = target().join("release").join("tidings");
    let folder = target().join("bench");
    let failed = |error: io::Error| format!("cannot write below {}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;

    let ending = news.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let tenfold = folder.join(format!("tenfold-{ending}"));
    repeat(&news, &tenfold, 10).map_err(failed)?;

    let sentences = count_sentences(&program, &news, &folder)?;
    println!("{}: {sentences} sentences", news.display());
    for threads in [1, 2] {
        let once = (0..RUNS).map(|_| measure(&program, &news, threads)).collect::<Result<Vec<_>>>()?;
        let best = once.iter().map(|run| run.time).min().unwrap_or_default();
        let peak = once.iter().map(|run| run.peak_kib).max().unwrap_or_default();
        let ten = measure(&program, &tenfold, threads)?;
        println!(
            "{threads} thread{}: {:.0} sentences/s ({:.1} s, best of {RUNS}), peak {}; ten times the text: {:.0} sentences/s, peak {}",
            if threads == 1 { " " } else { "s" },
            f64::from(sentences) / best.as_secs_f64(),
            best.as_secs_f64(),
            mebibytes(peak),
            10.0 * f64::from(sentences) / ten.time.as_secs_f64(),
            mebibytes(ten.peak_kib),
        );
    }
    fs::remove_file(&tenfold).map_err(failed)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn mebibytes(kib: u64) -> String {
    if kib == 0 { "not known".to_owned() } else { format!("{:.0} MiB", kib as f64 / 1024.0) }
}

/// Writes `times` copies; the header of a table only once. Compressed files may simply follow each other.
fn repeat(from: &Path, to: &Path, times: usize) -> io::Result<()> {
    let mut out = File::create(to)?;
    let is_table = from.extension().is_some_and(|ending| ending == "csv" || ending == "tsv");
    for i in 0..times {
        let mut input = BufReader::new(File::open(from)?);
        if is_table && i > 0 {
            input.read_until(b'\n', &mut Vec::new())?;
        }
        io::copy(&mut input, &mut out)?;
    }
    out.flush()
}

/// What the program itself counted, from its documents.
fn count_sentences(program: &Path, news: &Path, folder: &Path) -> Result<u32> {
    let out = folder.join("coded");
    let _ = fs::remove_dir_all(&out);
    let mut command = Command::new(program);
    command.arg("code").arg(news).arg("-o").arg(&out).args(["--as", "csv", "--quiet"]);
    command.status().map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    let path = out.join("documents.csv");
    let count =
        fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| column_sum(&text, "sentences"));
    let _ = fs::remove_dir_all(&out);
    count.map_err(|error| format!("{}: {error}", path.display()))
}

/// The sum of a column of numbers in a CSV file.
fn column_sum(text: &str, column: &str) -> Result<u32> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?;
    let at = header.iter().position(|name| name == column).ok_or_else(|| format!("no column {column}"))?;
    let number = |record: csv::StringRecord| record.get(at).and_then(|n| n.parse::<u32>().ok());
    reader.records().map(|record| record.ok().and_then(number).ok_or_else(|| "a row without a number".to_owned())).sum()
}

struct Measured {
    time: Duration,
    /// Largest resident set, in KiB; 0 where the system does not tell.
    peak_kib: u64,
}

fn measure(program: &Path, news: &Path, threads: usize) -> Result<Measured> {
    let failed = |error: io::Error| format!("cannot run {}: {error}", program.display());
    let mut command = Command::new(program);
    command.arg("code").arg(news).args(["--quiet", "--threads", &threads.to_string()]);
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().map_err(failed)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    loop {
        let high_water = fs::read_to_string(&status).ok().and_then(|text| high_water(&text));
        peak_kib = peak_kib.max(high_water.unwrap_or(0));
        match child.try_wait().map_err(failed)? {
            // 1: some documents could not be read, which is no matter here.
            Some(status) if matches!(status.code(), Some(0 | 1)) => break,
            Some(status) => return Err(format!("`tidings code {}` failed ({status})", news.display())),
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
    Ok(Measured { time: started.elapsed(), peak_kib })
}

/// `VmHWM` of a `/proc/PID/status`, in KiB.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_summed_over_quoted_fields() {
        let text = "id,text,sentences\na,\"one, \"\"two\"\"\nthree\",4\nb,x,5\n";
        assert_eq!(column_sum(text, "sentences"), Ok(9));
        assert_eq!(column_sum(text, "events"), Err("no column events".to_owned()));
    }

    #[test]
    fn high_water_is_read() {
        assert_eq!(high_water("Name:\tx\nVmHWM:\t  123456 kB\n"), Some(123456));
        assert_eq!(high_water("Name:\tx\n"), None);
    }
}
