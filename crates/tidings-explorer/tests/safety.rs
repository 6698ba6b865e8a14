//! Hostile texts, hostile requests, hostile pages of others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tidings_explorer::{Config, Server};
use tidings_records::write::Format;

use crate::harness::{Site, code_lines, encoded, examples, explorer, request, serve};

const IDS: [&str; 8] = [
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "a/b?c#d%2Fe&f=g",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE documents; --",
    "日本 \u{202e}evil",
    ".",
    "javascript:alert(1)",
];

/// Reports whose every field wants to be something else.
fn hostile() -> &'static Site {
    static SITE: OnceLock<(Site, tempfile::TempDir)> = OnceLock::new();
    let (site, _) = SITE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let line = |id: &&str| {
            json!({
                "id": id, "title": format!("Iran condemns the United States {id}"), "published": "2024-05-06",
                "source": id, "url": "javascript:alert(1)",
                "text": format!("Iran condemned the United States on Monday. {id} \u{2}\u{3}\u{0} <b>bold</b> &amp; ]]> </script>"),
            })
        };
        code_lines(&IDS.iter().map(line).collect::<Vec<Value>>(), home.path(), Format::JsonLines);
        (Site::of(&[home.path().to_owned()]), home)
    });
    site
}

#[test]
fn hostile_texts_are_data_and_nothing_else() {
    let site = hostile();
    assert_eq!(site.total("/documents"), IDS.len() as u64);
    for id in IDS {
        let page = site.ask(&format!("/documents/{}", encoded(id)));
        assert_eq!(page["document"]["id"], id);
        assert!(page["events"].as_array().unwrap().iter().any(|event| event["type"] == "ACCUSE"), "{id}");
        for list in ["events", "documents", "search", "facets", "timeline"] {
            let found = site.ask(&format!("/{list}?outlet={}", encoded(id)));
            assert!(found["total"].as_u64() > Some(0), "{list} of {id}");
        }
        let own = site.ask(&format!("/events?document={}", encoded(id)));
        assert!(own["rows"].as_array().unwrap().iter().all(|row| row["document"] == id));
        assert_eq!(site.ask(&format!("/documents/{}/tree?start=0", encoded(id)))["sentence"]["start"], 0);
    }
    let reply = site.get("/api/v1/events");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    let csv = site.get("/api/v1/export/documents?format=csv");
    assert_eq!(csv::Reader::from_reader(&csv.body[..]).records().filter(Result::is_ok).count(), IDS.len());
}

#[test]
fn every_answer_forbids_what_pages_of_ours_never_do() {
    let site = examples();
    for path in ["/", "/actor/USA", "/api/v1/dataset", "/api/v1/nothing", "/api/v1/export/events", "/assets/nothing.js"]
    {
        let reply = site.get(path);
        let policy = reply.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), None, "{path}");
    }
}

#[test]
fn no_path_leads_to_the_file_system() {
    let site = examples();
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/%00",
        "/Cargo.toml",
        "/.tidings-explorer.sqlite",
        "/events.parquet",
        "/api/v1/documents/..%2F..%2Fetc%2Fpasswd",
        "/api/v1/export/..%2F..%2Fetc%2Fpasswd",
        "/api/v1/codebook/rules/..%2F../passwd",
    ] {
        let reply = site.get(path);
        let text = String::from_utf8_lossy(&reply.body);
        assert!(!text.contains("root:") && !text.contains("[package]") && !text.contains("PAR1"), "{path}: {text}");
        assert!(reply.status == 404 || text.contains("<!doctype html>"), "{path}: {} {text}", reply.status);
    }
    assert!(site.get("/").text().contains("<!doctype html>"));
    assert_eq!(site.get("/").body, site.get("/pair/USA*/RUS*").body, "addresses of pages give the page");
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let site = examples();
    let port = site.port;
    let ask = |host: &str| request(port, &format!("GET /api/v1/dataset HTTP/1.1\r\n{host}")).status;
    for host in [
        format!("Host: localhost:{port}\r\n"),
        format!("Host: 127.0.0.1:{port}\r\n"),
        format!("host: [::1]:{port}\r\n"),
    ] {
        assert_eq!(ask(&host), 200, "{host}");
    }
    for host in [
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: localhost.evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1:{}\r\n", port ^ 1),
        "Host: 192.168.0.1\r\n".to_owned(),
        "Host: \r\n".to_owned(),
    ] {
        assert_eq!(ask(&host), 421, "{host}");
    }
}

#[test]
fn long_addresses_and_broken_requests_are_refused() {
    let site = examples();
    assert_eq!(site.problem(&format!("/events?q={}", "x".repeat(33_000)), 414)["status"], 414);
    assert_eq!(site.problem(&format!("/events?q={}", "x".repeat(401)), 400)["parameter"], "q");
    let mut stream = TcpStream::connect(("127.0.0.1", site.port)).unwrap();
    stream.write_all(b"\x16\x03\x01 nonsense\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"));
    // A body is not read.
    let head = format!("GET /api/v1/dataset HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 5\r\n", site.port);
    let reply = request(site.port, &head);
    assert_eq!(reply.status, 200);
}

#[test]
fn a_token_is_asked_of_everybody() {
    let port = serve(std::slice::from_ref(&examples().folder), Some("correct-horse-battery"));
    let ask =
        |path: &str, more: &str| request(port, &format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{more}"));
    for path in ["/", "/api/v1/dataset", "/assets/x.js", "/api/v1/openapi.json"] {
        let reply = ask(path, "");
        assert_eq!((reply.status, reply.header("www-authenticate")), (401, Some("Bearer")), "{path}");
    }
    assert!(ask("/", "Accept: text/html\r\n").text().starts_with("<!doctype html>"));
    for wrong in [
        "Authorization: Bearer correct-horse\r\n",
        "Cookie: tidings_token=x\r\n",
        "Authorization: correct-horse-battery\r\n",
    ] {
        assert_eq!(ask("/api/v1/dataset", wrong).status, 401, "{wrong}");
    }
    assert_eq!(ask("/?token=wrong", "").status, 401);
    assert_eq!(ask("/api/v1/dataset?token=correct-horse-battery", "").status, 401, "not in addresses that are kept");
    assert_eq!(ask("/api/v1/dataset", "Authorization: Bearer correct-horse-battery\r\n").status, 200);
    let entry = ask("/?token=correct-horse-battery", "");
    assert_eq!((entry.status, entry.header("location")), (303, Some("/")));
    let cookie = entry.header("set-cookie").unwrap();
    assert_eq!(cookie, "tidings_token=correct-horse-battery; HttpOnly; SameSite=Strict; Path=/");
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(ask("/api/v1/dataset", &format!("Cookie: other=1; {cookie}\r\n")).status, 200);
}

#[test]
fn other_machines_need_a_token_that_is_made_up() {
    let config = Config { address: [0, 0, 0, 0].into(), port: 0, token: None };
    let inputs = std::slice::from_ref(&examples().folder);
    let url = |config: &Config| Server::bind(explorer(inputs), config).unwrap().url();
    let (one, other) = (url(&config), url(&config));
    let token = |url: &str| url.split_once("?token=").unwrap().1.to_owned();
    assert_eq!(token(&one).len(), 32);
    assert_ne!(token(&one), token(&other));
    let home = Config { address: [127, 0, 0, 1].into(), ..config };
    assert!(!url(&home).contains("token"));
}

#[test]
fn answers_are_kept_by_their_tags() {
    let site = examples();
    let first = site.get("/api/v1/timeline?step=month");
    let tag = first.header("etag").unwrap();
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let again = |path: &str| {
        request(site.port, &format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nIf-None-Match: {tag}\r\n", site.port))
    };
    let same = again("/api/v1/timeline?step=month");
    assert_eq!((same.status, same.body.len()), (304, 0));
    assert_eq!(again("/api/v1/timeline?step=year").status, 200);
    assert_eq!(site.get("/api/v1/dataset").header("cache-control"), Some("no-store"));
    let page = site.get("/");
    assert_eq!(page.header("cache-control"), Some("no-cache"));
}

#[test]
fn the_server_stops_when_it_is_told_to() {
    let config = Config { address: [127, 0, 0, 1].into(), port: 0, token: None };
    let server = Server::bind(explorer(std::slice::from_ref(&examples().folder)), &config).unwrap();
    let port = server.url().split(['/', ':']).filter_map(|part| part.parse::<u16>().ok()).next_back().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = std::thread::spawn(move || server.run(async { _ = stopped.await }));
    let head = format!("GET /api/v1/dataset HTTP/1.1\r\nHost: localhost:{port}\r\n");
    assert_eq!(request(port, &head).status, 200);
    // Somebody keeps a connection open and says nothing.
    let idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let asked = Instant::now();
    stop.send(()).unwrap();
    running.join().unwrap().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    drop(idle);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
