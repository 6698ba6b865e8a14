//! Data sets made from reports, a server for each, and a client without dependencies.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;

use serde_json::Value;
use tidings::codebook::Files;
use tidings::consolidate::Consolidator;
use tidings::pipeline::{Coded, Coder, CodingOptions};
use tidings_explorer::{Config, Explorer, Server};
use tidings_intake::{Input, Item, Options, Reader, expand};
use tidings_records::write::{Format, RecordWriter};
use tidings_records::{Claim, DocumentRecord, Event, IssueRecord, Record, Statement};

pub fn coder() -> &'static Coder {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::new(&Files::built_in()).unwrap())
}

/// Writes a data set as `tidings code -o` does.
pub fn code(reader: Reader, folder: &Path, format: Format) {
    let mut worker = coder().worker();
    let mut consolidator = Consolidator::new(false);
    let mut all = Coded::default();
    let (mut documents, mut issues) = (Vec::new(), Vec::new());
    for item in reader {
        match item {
            Item::Document(document) => {
                let mut coded = worker.code(&document, CodingOptions::default());
                consolidator.assign(coded.document.as_ref(), &mut coded.events);
                documents.extend(coded.document);
                all.events.extend(coded.events);
                all.statements.extend(coded.statements);
                all.claims.extend(coded.claims);
            }
            Item::Issue(issue) => issues.push(IssueRecord::from(&issue)),
        }
    }
    fs::create_dir_all(folder).unwrap();
    table::<DocumentRecord>(folder, format, &documents);
    table::<Event>(folder, format, &all.events);
    table::<Statement>(folder, format, &all.statements);
    table::<Claim>(folder, format, &all.claims);
    table::<IssueRecord>(folder, format, &issues);
    let mut description = serde_json::to_value(coder().versions()).unwrap();
    description["tables"] = serde_json::json!({ "events": { "file": "events", "rows": all.events.len() } });
    fs::write(folder.join("dataset.json"), description.to_string()).unwrap();
}

pub fn table<R: Record>(folder: &Path, format: Format, records: &[R]) {
    let path = folder.join(format!("{}.{}", R::NAME, format.extension()));
    let output = BufWriter::new(File::create(path).unwrap());
    let mut writer = RecordWriter::<R, _>::new(format, output, &coder().versions()).unwrap();
    records.iter().for_each(|record| writer.write(record).unwrap());
    writer.finish().unwrap().flush().unwrap();
}

/// Reports as JSON Lines, coded.
pub fn code_lines(lines: &[Value], folder: &Path, format: Format) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    code(
        Reader::new(vec![Input::stream("lines.jsonl", std::io::Cursor::new(text.into_bytes()))], &Options::default()),
        folder,
        format,
    );
}

/// A server for some data, with its client.
pub struct Site {
    pub port: u16,
    pub folder: PathBuf,
    _home: Option<tempfile::TempDir>,
}

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

pub fn explorer(inputs: &[PathBuf]) -> Explorer {
    Explorer::open(inputs, coder(), false, &mut |_| {}).unwrap()
}

/// Starts a server that runs as long as the tests do.
pub fn serve(inputs: &[PathBuf], token: Option<&str>) -> u16 {
    let config = Config { address: [127, 0, 0, 1].into(), port: 0, token: token.map(str::to_owned) };
    let server = Server::bind(explorer(inputs), &config).unwrap();
    let url = server.url();
    let port = url.split(['/', ':']).filter_map(|part| part.parse().ok()).next_back().unwrap();
    thread::spawn(move || server.run(std::future::pending()));
    port
}

impl Site {
    pub fn of(inputs: &[PathBuf]) -> Site {
        Site { port: serve(inputs, None), folder: inputs[0].clone(), _home: None }
    }

    /// What `get` of a path gives.
    pub fn get(&self, path: &str) -> Reply {
        request(self.port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port))
    }

    /// JSON of a question that must be answered.
    #[track_caller]
    pub fn ask(&self, path: &str) -> Value {
        let reply = self.get(&format!("/api/v1{path}"));
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json"), "{path}");
        reply.json()
    }

    #[track_caller]
    pub fn total(&self, path: &str) -> u64 {
        self.ask(path)["total"].as_u64().unwrap()
    }

    /// The problem that a question must give.
    #[track_caller]
    pub fn problem(&self, path: &str, status: u16) -> Value {
        let reply = self.get(&format!("/api/v1{path}"));
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{path}");
        let problem = reply.json();
        assert_eq!(problem["status"], status, "{path}");
        assert!(!problem["detail"].as_str().unwrap().is_empty(), "{path}");
        problem
    }
}

/// Sends a head (without the empty line) and reads until the server closes.
pub fn request(port: u16, head: &str) -> Reply {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "{head}Connection: close\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_ascii_lowercase(), value.trim().to_owned())
    };
    let headers: Vec<(String, String)> = lines.map(header).collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = &bytes[end + 4..];
    let body = if chunked { unchunked(body) } else { body.to_vec() };
    Reply { status, headers, body }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").expect("the size of a chunk");
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return whole;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
}

/// The example reports of the project.
pub fn examples() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("examples");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        code(Reader::new(expand(&[path]).unwrap(), &Options::default()), &folder, Format::Parquet);
        Site { _home: Some(home), ..Site::of(&[folder]) }
    })
}

/// What may stand in a query or a path.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Characters `start..end` of a text.
pub fn slice(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}
