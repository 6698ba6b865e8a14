//! `tidings serve`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::harness::Dir;

/// A server that ends with the test.
struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    fn start(dir: &Dir, line: &str) -> Serving {
        let mut child = dir.command(line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://127.0.0.1:"), "{line} printed {url:?}");
        Serving { child, url: url.trim().to_owned() }
    }

    /// Status and body of an answer.
    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let host = self.url.trim_start_matches("http://").split('/').next().unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let end = reply.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let status = std::str::from_utf8(&reply[9..12]).unwrap().parse().unwrap();
        (status, reply[end + 4..].to_vec())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_coded_folder_is_served() {
    let dir = Dir::new();
    dir.write("news.txt", "Iran condemned the United States on Monday.");
    dir.run("code news.txt --date 2024-05-06 -o coded").ends_with(0);
    let serving = Serving::start(&dir, "serve coded --port 0");
    let (status, body) = serving.get("/api/v1/events");
    let events: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, &events["total"]), (200, &Value::from(1)));
    assert_eq!(events["rows"][0]["source"][0]["label"], "Iran");
    assert_eq!(serving.get("/").0, 200);
    assert!(dir.names("coded").contains(&".tidings-explorer.sqlite".to_owned()));
}

#[test]
fn a_token_stands_in_the_address() {
    let dir = Dir::new();
    dir.write("news.txt", "Iran condemned the United States on Monday.");
    dir.run("code news.txt --date 2024-05-06 -o coded").ends_with(0);
    let serving = Serving::start(&dir, "serve coded --port 0 --token correct-horse-battery");
    assert!(serving.url.ends_with("/?token=correct-horse-battery"), "{}", serving.url);
    assert_eq!(serving.get("/api/v1/events").0, 401);
    assert_eq!(serving.get("/?token=correct-horse-battery").0, 303);
}

#[test]
fn what_cannot_be_served_says_why() {
    let dir = Dir::new();
    dir.write("empty/readme.txt", "");
    let run = dir.run("serve empty").ends_with(2);
    assert!(run.err.contains("tidings code -o"), "{}", run.err);
    let run = dir.run("serve nothing").ends_with(2);
    assert!(run.err.contains("cannot read nothing"), "{}", run.err);
    let run = dir.run("serve empty --token short").ends_with(2);
    assert!(run.err.contains("at least 16"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_without_an_error() {
    let dir = Dir::new();
    dir.write("news.txt", "Iran condemned the United States on Monday.");
    dir.run("code news.txt --date 2024-05-06 -o coded").ends_with(0);
    for signal in ["-TERM", "-INT"] {
        let mut serving = Serving::start(&dir, "serve coded --port 0");
        assert_eq!(serving.get("/api/v1/dataset").0, 200);
        let sent = std::process::Command::new("kill").args([signal, &serving.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(serving.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
