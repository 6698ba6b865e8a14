//! Text in, items out: every format, and every way in which an input can be bad.

use std::fs;
use std::io::Write;
use std::path::Path;

use proptest::prelude::*;
use tidings_intake::{Columns, Format, Input, Item, Options, Reader, blocks, expand};
use tidings_text::{Block, Document, Issue};

fn read_with(name: &str, bytes: &[u8], options: &Options) -> Vec<Item> {
    Reader::new(vec![Input::stream(name, std::io::Cursor::new(bytes.to_vec()))], options).collect()
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> (Vec<Document>, Vec<Issue>) {
    parted(read_with(name, bytes.as_ref(), &Options::default()))
}

fn parted(items: Vec<Item>) -> (Vec<Document>, Vec<Issue>) {
    let (mut documents, mut issues) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Document(document) => documents.push(document),
            Item::Issue(issue) => issues.push(issue),
        }
    }
    (documents, issues)
}

fn ids(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|d| d.id.as_str()).collect()
}

/// `place: reason` of each issue.
fn told(issues: &[Issue]) -> Vec<String> {
    issues.iter().map(|i| format!("{}: {}", i.place, i.reason)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const LINES: &str = r#"{"id": "a", "headline": "Rebels free hostages", "body": "All are well.", "pub_date": "11 July 2023", "source": {"name": "Example News"}, "link": "https://example.org/a"}
{"id": "b", "text": "Troops crossed the border."}
"#;

mod formats {
    use super::*;

    #[test]
    fn json_lines() {
        let (documents, issues) = read("x.jsonl", LINES);
        assert_eq!((ids(&documents), issues), (vec!["a", "b"], vec![]));
        let first = &documents[0];
        assert_eq!(first.text, "Rebels free hostages\n\nAll are well.");
        assert_eq!(first.title(), Some("Rebels free hostages"));
        assert_eq!(first.published.unwrap().to_string(), "2023-07-11");
        assert_eq!(first.source.as_deref(), Some("Example News"));
        assert_eq!(first.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(documents[1].title(), None);
    }

    #[test]
    fn json_arrays_objects_and_wrapped_answers() {
        let array = r#"[{"text": "One [1]."},
            {"text": "Two \"}\"."}]"#;
        let (documents, issues) = read("x.json", array);
        assert_eq!((ids(&documents), issues), (vec!["x:1", "x:2"], vec![]));
        let (documents, issues) = read("x.json", "{\n \"title\": \"One\",\n \"content\": [\"A.\", \"B.\"]\n}\n");
        assert_eq!((documents[0].text.as_str(), issues.len()), ("One\n\nA.\n\nB.", 0));
        let (documents, _) = read("x.json", LINES);
        assert_eq!(ids(&documents), ["a", "b"]);
        let (documents, _) = read("x", r#"{"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]}"#);
        assert_eq!(ids(&documents), ["x:1.1", "x:1.2"]);
    }

    #[test]
    fn tables() {
        let csv = "ID,Headline,Event Text,Date\r\n1,\"Talks, again\",\"They met.\r\nThey \"\"agreed\"\".\",2023-07-11\r\n\r\n2,,Rebels left.,\r\n";
        let (documents, issues) = read("x.csv", csv);
        assert_eq!((ids(&documents), issues), (vec!["1", "2"], vec![]));
        assert_eq!(documents[0].text, "Talks, again\n\nThey met.\r\nThey \"agreed\".");
        let (documents, issues) = read("x.csv", csv.replace(',', ";"));
        assert_eq!((ids(&documents), issues), (vec!["1", "2"], vec![]));
        let tsv = "id\ttext\n1\t\"We left,\" he said\n2\t\"Quoted \"\"as\"\" a whole\"\n3\t\"over\ntwo lines\"\n";
        let (documents, issues) = read("x.tsv", tsv);
        assert_eq!(issues, []);
        let texts: Vec<&str> = documents.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(texts, ["\"We left,\" he said", "Quoted \"as\" a whole", "over\ntwo lines"]);
    }

    #[test]
    fn plain_text_is_kept_as_it_is() {
        let text = "Rebels free hostages\r\n\r\nRebels freed ten hostages on Monday.\r\n";
        let (documents, issues) = read("july.txt", text);
        assert_eq!(issues, []);
        assert_eq!((documents[0].id.as_str(), documents[0].text.as_str()), ("july", text));
        assert_eq!(documents[0].title(), Some("Rebels free hostages"));
    }

    #[test]
    fn plain_text_with_header_lines() {
        let text = "Title: Rebels free hostages\nDate: 3 March 2026\nSource: Example News\nURL: https://example.org/a\n\nAll are well.\n";
        let (documents, issues) = read("x.txt", text);
        assert_eq!(issues, []);
        let document = &documents[0];
        assert_eq!(document.text, text);
        assert_eq!(shown(text, &document.blocks), "title: Rebels free hostages\nparagraph: All are well.\n");
        assert_eq!(document.published.unwrap().to_string(), "2026-03-03");
        assert_eq!(document.source.as_deref(), Some("Example News"));
        assert_eq!(document.url.as_deref(), Some("https://example.org/a"));

        let text = "Date: 2026-03-03\n\nRebels free hostages\n\nAll are well.\n";
        let (documents, _) = read("x.txt", text);
        assert_eq!(documents[0].title(), Some("Rebels free hostages"));
        // A colon alone makes no header.
        let text = "Iran: talks go on\n\nSource of the trouble: words.\n";
        assert_eq!(read("x.txt", text).0[0].title(), Some("Iran: talks go on"));
    }

    #[test]
    fn the_name_of_a_file_gives_the_date_that_nothing_else_gives() {
        let date = |name, text, options| {
            let (documents, issues) = parted(read_with(name, str::as_bytes(text), &options));
            assert_eq!(issues, []);
            documents[0].published.map(|date| date.to_string())
        };
        let text = "Rebels free hostages\n\nAll are well.\n";
        let none = Options::default;
        assert_eq!(date("2026-03-03-hostages.txt", text, none()).as_deref(), Some("2026-03-03"));
        assert_eq!(date("news/2026-03-03.md.gz", text, none()).as_deref(), Some("2026-03-03"));
        assert_eq!(date("2026-03-33-hostages.txt", text, none()), None);
        assert_eq!(date("2026-03-031.txt", text, none()), None);
        let headed = "Date: 2026-03-04\n\n".to_owned() + text;
        assert_eq!(date("2026-03-03-hostages.txt", &headed, none()).as_deref(), Some("2026-03-04"));
        let said = Options { date: "2026-03-05".parse().ok(), ..none() };
        assert_eq!(date("2026-03-03-hostages.txt", text, said).as_deref(), Some("2026-03-05"));
    }

    #[test]
    fn markdown_with_front_matter() {
        let text = "---\ntitle: \"Rebels free hostages\"\ndate: 2023-07-11\nsource: Example News\n---\n\n**Ten people are home again.**\n\nRebels freed ten [hostages](https://example.org).\nAll are well.\n\n## A long wait\n\n- They left on Monday.\n- [Truce holds](https://example.org/b)\n\n```\ncode\n```\n";
        let (documents, issues) = read("x.md", text);
        assert_eq!(issues, []);
        let document = &documents[0];
        assert_eq!(document.published.unwrap().to_string(), "2023-07-11");
        assert_eq!(document.source.as_deref(), Some("Example News"));
        assert_eq!(
            shown(&document.text, &document.blocks),
            "title: Rebels free hostages
paragraph: Ten people are home again.
paragraph: Rebels freed ten [hostages](https://example.org). All are well.
heading: A long wait
paragraph: They left on Monday.
related-link: [Truce holds](https://example.org/b)
"
        );
    }

    #[test]
    fn the_format_is_found_from_the_content() {
        let title = |text: &str| read("stdin", text).0[0].title().map(str::to_owned);
        assert_eq!(ids(&read("stdin", LINES).0), ["a", "b"]);
        assert_eq!(ids(&read("stdin", "id,text\n7,Rebels left.\n").0), ["7"]);
        assert_eq!(ids(&read("stdin", "id\ttext\n7\tRebels left.\n").0), ["7"]);
        assert_eq!(title("# Rebels leave\n\nThey left.\n").as_deref(), Some("Rebels leave"));
        assert_eq!(title("Rebels leave\n\nThey left.\n").as_deref(), Some("Rebels leave"));
        // What the user says counts more.
        let options = Options { format: Some(Format::Text), ..Options::default() };
        let (documents, _) = parted(read_with("x.csv", b"id,text\n7,Rebels left.\n", &options));
        assert_eq!(documents[0].text, "id,text\n7,Rebels left.\n");
    }

    #[test]
    fn columns_are_mapped() {
        let columns = Columns {
            text: Some("story.raw".into()),
            title: Some("line".into()),
            id: Some("n".into()),
            ..Columns::default()
        };
        let options = Options { columns, date: "2023-07-11".parse().ok(), ..Options::default() };
        let lines = br#"{"n": 7, "line": "Talks", "story": {"raw": "They met."}, "text": "no"}"#;
        let (documents, issues) = parted(read_with("x.jsonl", lines, &options));
        assert_eq!(issues, []);
        assert_eq!((documents[0].id.as_str(), documents[0].text.as_str()), ("7", "Talks\n\nThey met."));
        assert_eq!(documents[0].published, "2023-07-11".parse().ok());
    }

    #[test]
    fn compressed_is_the_same_as_plain() {
        let plain = read("x.jsonl", LINES);
        let (first, second) = LINES.split_at(LINES.find('\n').unwrap() + 1);
        let members = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
        assert_eq!(read("x.jsonl.gz", gzip(LINES.as_bytes())), plain);
        assert_eq!(read("x.jsonl.gz", members), plain);
        let frames = [first, second].map(|s| zstd::encode_all(s.as_bytes(), 3).unwrap()).concat();
        assert_eq!(read("x.jsonl.zst", frames), plain);
        // The content tells it, not the name.
        assert_eq!(read("x.jsonl", gzip(LINES.as_bytes())), plain);
    }
}

mod encodings {
    use super::*;

    #[test]
    fn encodings_are_found() {
        let text = "Président élu\n\nLe “président” est arrivé à Genève — enfin.\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        let (legacy, _, _) = tidings_intake::Encoding::for_label(b"windows-1252").unwrap().encode(text);
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            marked(b"\xff\xfe", utf16(u16::to_le_bytes)),
            marked(b"\xfe\xff", utf16(u16::to_be_bytes)),
            legacy.to_vec(),
        ] {
            let (documents, issues) = read("x.txt", &bytes);
            assert_eq!((documents[0].text.as_str(), issues), (text, vec![]), "{bytes:x?}");
        }
    }

    #[test]
    fn a_late_legacy_byte_is_still_recognised() {
        let mut bytes = "Nothing but ASCII here.\n".repeat(5000).into_bytes();
        bytes.extend(b"Caf\xe9 talks fail.\n");
        let (documents, issues) = read("x.txt", &bytes);
        assert!(documents[0].text.ends_with("Café talks fail.\n"), "{issues:?}");
        assert_eq!(issues, []);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced_and_told() {
        let mut bytes = "{\"text\": \"Café, été.\"}\n".as_bytes().to_vec();
        bytes.extend(b"{\"id\": \"b\", \"text\": \"Rebels \xe2\x80 left \xff.\"}\n{\"text\": \"c\"}\n");
        let (documents, issues) = read("x.jsonl", &bytes);
        assert_eq!(documents.len(), 3);
        assert_eq!(documents[1].text, "Rebels \u{fffd} left \u{fffd}.");
        assert_eq!(issues.len(), 1);
        assert_eq!((issues[0].place.as_str(), issues[0].document.as_deref()), ("x.jsonl:2", Some("b")));
        assert!(issues[0].reason.starts_with("byte 54 (0xE2)"), "{}", issues[0]);
        assert!(issues[0].reason.contains("and 1 more were replaced"), "{}", issues[0]);
    }

    #[test]
    fn damage_at_a_chunk_border_is_placed() {
        let mut bytes = "é".as_bytes().to_vec();
        bytes.resize(64 * 1024 - 1, b'a');
        bytes.extend(b"\xe2(");
        let (documents, issues) = read("x.txt", &bytes);
        assert!(documents[0].text.ends_with("a\u{fffd}("));
        assert!(issues[0].reason.starts_with("byte 65535 "), "{}", issues[0]);
    }
}

mod bad_input {
    use super::*;

    #[test]
    fn empty() {
        for (name, bytes) in [("a.txt", &b""[..]), ("a.csv", b""), ("a.jsonl", b" \n\n"), ("a.txt", b"\xef\xbb\xbf")] {
            let (documents, issues) = read(name, bytes);
            assert_eq!(documents, []);
            assert_eq!(told(&issues), [format!("{name}: the file is empty")]);
        }
        assert_eq!(told(&read("a.gz", gzip(b"")).1), ["a.gz: the file is empty"]);
        assert_eq!(read("a.csv", "id,text\n"), (vec![], vec![]));
    }

    /// Gives `line` again and again up to `left` bytes, and remembers nothing.
    struct Endless {
        line: Vec<u8>,
        at: usize,
        left: usize,
    }

    impl std::io::Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let len = out.len().min(self.line.len() - self.at).min(self.left);
            out[..len].copy_from_slice(&self.line[self.at..self.at + len]);
            self.at = (self.at + len) % self.line.len();
            self.left -= len;
            Ok(len)
        }
    }

    #[test]
    fn huge_files_stream() {
        let text = "Troops crossed the border and took two villages before they were driven out. ".repeat(60);
        let line = format!("{{\"text\": \"{text}\"}}\n").into_bytes();
        let count = 50_000_000 / line.len();
        let input = Endless { line: line.clone(), at: 0, left: count * line.len() };
        let mut reader = Reader::new(vec![Input::stream("huge.jsonl", input)], &Options::default());
        let mut documents = 0;
        // Never far ahead of what was given out: nothing piles up.
        while let Some(item) = reader.next() {
            documents += usize::from(matches!(item, Item::Document(_)));
            let ahead = reader.bytes_read() as usize - documents * line.len();
            assert!(ahead < 1 << 20, "{ahead} bytes ahead after {documents} documents");
        }
        assert_eq!(documents, count);
    }

    #[test]
    fn truncated_compression_keeps_what_was_before() {
        let lines: String =
            (0..20_000).map(|i| format!("{{\"id\": \"{i}\", \"text\": \"Report {}.\"}}\n", i * 7919)).collect();
        let packed = [gzip(lines.as_bytes()), zstd::encode_all(lines.as_bytes(), 3).unwrap()];
        for bytes in packed {
            let (documents, issues) = read("x.jsonl", &bytes[..bytes.len() / 2]);
            assert!(documents.len() > 1000, "{}", documents.len());
            assert_eq!(issues.len(), 1);
            let place = format!("x.jsonl:{}", documents.len() + 1);
            assert!(issues[0].place.starts_with(&place[..8]), "{}", issues[0]);
            assert!(issues[0].reason.contains("cut off"), "{}", issues[0]);
        }
        let text =
            "Rebels leave\n\n".to_owned() + &(0..3000).map(|i| format!("They left on day {i}. ")).collect::<String>();
        let bytes = gzip(text.as_bytes());
        let (documents, issues) = read("x.txt", &bytes[..bytes.len() - 300]);
        assert!(text.starts_with(&documents[0].text) && documents[0].text.len() > 1000);
        assert_eq!(issues.len(), 1);
    }

    #[test]
    fn corrupt_compression() {
        let mut bytes = gzip(LINES.as_bytes());
        bytes.extend(b"rubbish behind");
        let (documents, issues) = read("x.jsonl.gz", &bytes);
        assert_eq!(ids(&documents), ["a", "b"]);
        assert_eq!(issues.len(), 1);
        assert!(issues[0].reason.contains("broke off"), "{}", issues[0]);
    }

    #[test]
    fn bad_json_lines_are_told_and_passed() {
        let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\", \"text\": }\n\n[1]\n{\"id\": \"c\", \"words\": \"x\", \"n\": 1}\n{\"id\": \"d\", \"title\": \"Alone\", \"text\": null}\n{\"id\": \"e\", \"text\": \"cut";
        let (documents, issues) = read("x.jsonl", lines);
        assert_eq!(ids(&documents), ["a", "d"]);
        assert_eq!(
            told(&issues),
            [
                "x.jsonl:2: not valid JSON: expected value (column 21)",
                "x.jsonl:4: a record must be a JSON object, this is [1]",
                "x.jsonl:5: no column holds the text: nothing is named like a text (text, body, content …); columns found: id, n, words (name one with --text COLUMN)",
                "x.jsonl:7: the JSON record that starts here does not end: the file seems to be cut off",
            ]
        );
    }

    #[test]
    fn bad_json_arrays() {
        let (documents, issues) = read("x.json", "[\n{\"text\": \"One.\"},\n{'text': 1},\n{\"text\": \"Two.\"}\n");
        assert_eq!(documents.len(), 2);
        assert_eq!(issues.len(), 2);
        assert!(
            issues[0].place == "x.json:3" && issues[0].reason.starts_with("record 2: not valid JSON"),
            "{}",
            issues[0]
        );
        assert!(issues[1].reason.contains("does not end with ]"), "{}", issues[1]);
        let (documents, issues) = read("x.json", "[{\"text\": \"One.\"},\n{\"text\": \"Tw");
        assert_eq!((documents.len(), issues.len()), (1, 2));
        let (documents, issues) = read("x.json", "[] } ] , {\"text\": \"One.\"}");
        assert_eq!((documents.len(), issues.len()), (1, 1));
    }

    #[test]
    fn tables_without_a_text() {
        assert_eq!(
            told(&read("x.csv", "id,words,day\n1,They met.,2023-07-11\n").1),
            [
                "x.csv:1: no column holds the text: nothing is named like a text (text, body, content …); columns found: id, words, day (name one with --text COLUMN)"
            ]
        );
        let columns = Columns { date: Some("when".into()), ..Columns::default() };
        let options = Options { columns, ..Options::default() };
        let (documents, issues) = parted(read_with("x.csv", b"id,text\n1,They met.\n", &options));
        assert_eq!(documents, []);
        assert_eq!(told(&issues), ["x.csv:1: no column \"when\" for the date; columns found: id, text"]);
    }

    #[test]
    fn bad_table_records_cost_themselves_only() {
        let csv = "id,text,day\n1,They met.,2023-07-11\n2,They, met.,2023-07-11\n3,They met.\n4,\"They met.,2023-07-11\n5,They left.,2023-07-11\n6,\"Done.\",2023-07-11\n";
        let (documents, issues) = read("x.csv", csv);
        assert_eq!(ids(&documents), ["1", "5", "6"]);
        let told = told(&issues);
        assert!(told[0].starts_with("x.csv:3: the record has 4 fields, the header 3"), "{told:?}");
        assert!(told[1].starts_with("x.csv:4: the record has 2 fields"), "{told:?}");
        assert!(told[2].starts_with("x.csv:5: a quotation mark is not closed") && told.len() == 3, "{told:?}");
        let (documents, issues) = read("x.csv", "id,text\n1,\"They met.\n2,They left.\n");
        assert_eq!(ids(&documents), ["2"]);
        assert!(issues[0].reason.contains("not closed") && issues[0].place == "x.csv:2", "{}", issues[0]);
    }

    #[test]
    fn records_that_are_too_long() {
        let options = Options { max_record: 200_000, ..Options::default() };
        let long = "x".repeat(300_000);
        let lines = format!("{{\"text\": \"One.\"}}\n{{\"text\": \"{long}\"}}\n{{\"text\": \"Two.\"}}\n");
        let array = format!("[{}]", lines.trim().replace('\n', ","));
        let csv = format!("id,text\n1,One.\n2,{long}\n3,Two.\n");
        for (name, text) in
            [("x.jsonl", lines), ("x.json", array), ("x.csv", csv.clone()), ("x.tsv", csv.replace(',', "\t"))]
        {
            let (documents, issues) = parted(read_with(name, text.as_bytes(), &options));
            assert_eq!(documents.len(), 2, "{name}");
            assert_eq!(issues.len(), 1, "{name}: {:?}", told(&issues));
            assert!(issues[0].reason.contains("longer than 200000 bytes"), "{}", issues[0]);
        }
        let (documents, issues) = parted(read_with("x.txt", long.as_bytes(), &options));
        assert_eq!((documents.len(), issues.len()), (0, 1));
    }

    #[test]
    fn dates_that_are_none() {
        let (documents, issues) = read("x.jsonl", "{\"id\": \"a\", \"text\": \"One.\", \"date\": \"soon\"}");
        assert_eq!(documents[0].published, None);
        assert_eq!(
            told(&issues),
            ["x.jsonl:1: no date of publication from \"soon\": not a full date (day, month and year)"]
        );
    }

    #[test]
    fn ids_are_unique_in_a_run() {
        let lines = "{\"id\": \"a\", \"text\": \"1\"}\n{\"id\": \"a-2\", \"text\": \"2\"}\n{\"id\": \"a\", \"text\": \"3\"}\n{\"id\": \"a\", \"text\": \"4\"}\n";
        let (documents, issues) = read("x.jsonl", lines);
        assert_eq!(ids(&documents), ["a", "a-2", "a-3", "a-4"]);
        assert_eq!(issues.len(), 2);
        assert_eq!(issues[0].document.as_deref(), Some("a-3"));
    }

    #[test]
    fn what_is_not_text() {
        for (bytes, what) in [
            (&b"%PDF-1.7\n\xe2\xe3\xcf\xd3"[..], "PDF"),
            (b"PK\x03\x04\x14\x00\x06\x00", "zip archive"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", "picture"),
            (b"<!DOCTYPE html>\n<html>", "web page"),
            (b"\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00", "xz"),
            (b"RIFF\x04\x05\x06\x07\x01\x02\x03WAVE", "not text"),
        ] {
            let (documents, issues) = read("x", bytes);
            assert_eq!(documents, []);
            assert!(issues[0].reason.contains(what), "{}", issues[0]);
        }
    }
}

mod folders {
    use super::*;

    fn put(folder: &Path, name: &str, bytes: &[u8]) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn are_walked_in_the_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/two.txt", "b/one.txt", "a.md", "c.txt.gz", ".hidden/x.txt", ".x.txt"] {
            let text = b"Rebels leave\n\nThey left.\n";
            put(folder.path(), name, &if name.ends_with("gz") { gzip(text) } else { text.to_vec() });
        }
        put(folder.path(), "d.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0");
        let inputs = expand(&[folder.path().to_owned(), folder.path().join("a.md")]).unwrap();
        let mut reader = Reader::new(inputs, &Options::default());
        let (documents, issues) = parted(reader.by_ref().collect());
        assert_eq!(ids(&documents), ["a", "b/one", "b/two", "c", "a-2"]);
        assert_eq!(issues.len(), 2);
        assert_eq!(Some(reader.bytes_read()), reader.total_bytes());
    }

    #[test]
    fn that_tell_about_the_folder_are_no_reports() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["README.md", "LICENSE", "a.txt"] {
            put(folder.path(), name, b"Rebels leave\n\nAll are well.\n");
        }
        let all = |path: &Path| Reader::new(expand(&[path.to_owned()]).unwrap(), &Options::default()).collect();
        let (documents, issues) = parted(all(folder.path()));
        assert_eq!((ids(&documents), issues), (vec!["a"], vec![]));
        let (documents, _) = parted(all(&folder.path().join("README.md")));
        assert_eq!(documents.len(), 1);
    }

    #[test]
    fn that_are_missing_or_empty() {
        let folder = tempfile::tempdir().unwrap();
        let error = expand(&[folder.path().join("none")]).err().unwrap();
        assert!(error.to_string().starts_with("there is no file or folder"), "{error}");
        let inputs = expand(&[folder.path().to_owned()]).unwrap();
        let (_, issues) = parted(Reader::new(inputs, &Options::default()).collect());
        assert_eq!(issues[0].reason, "the folder holds no files");
    }
}

/// Blocks as `kind: text`, line ends inside shown as spaces.
fn shown(text: &str, blocks: &[Block]) -> String {
    let words = |b: &Block| b.span.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
    blocks.iter().map(|b| format!("{}: {}\n", b.kind.as_str(), words(b))).collect()
}

fn check_blocks(text: &str, blocks: &[Block]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for block in blocks {
        prop_assert!(block.span.start >= end && block.span.end <= text.len(), "{blocks:?}");
        prop_assert!(text.is_char_boundary(block.span.start) && text.is_char_boundary(block.span.end));
        let words = block.span.slice(text);
        prop_assert!(!words.is_empty() && words.trim() == words, "{words:?}");
        end = block.span.end;
    }
    Ok(())
}

/// Pieces that documents are made of, good and bad.
const PIECES: &str = "(\\PC{0,8}|[a-zé“”’ .,:;\"'{}\\[\\]\\\\*_#>|-]{0,12}|\r\n|\n|\n\n|\r|\t|---\n|# |\\* |ALSO READ: |Related|By Jane Doe|\\]\\(|title: x\n|```\n|By |\u{feff}|\u{0}|[A-Z][a-z]{2,9} [a-z]{2,9} [a-z]{2,9} [a-z]{2,9} [a-z]{2,9} [a-z]{2,9})";

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(PIECES, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_of_any_text_are_in_order(text in soup()) {
        check_blocks(&text, &blocks::text(&text))?;
        check_blocks(&text, &blocks::body(&text, None))?;
    }

    #[test]
    fn any_text_is_read_in_any_format(text in soup(), format in prop::sample::select(Format::ALL)) {
        for format in [Some(format), None] {
            let options = Options { format, max_record: 60, ..Options::default() };
            for item in read_with("x", text.as_bytes(), &options) {
                if let Item::Document(document) = item {
                    check_blocks(&document.text, &document.blocks)?;
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_in_any_format(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        magic in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"{\"text\":\"", b"id,text\n"]),
        format in prop::sample::select(Format::ALL),
    ) {
        let bytes = [magic, &bytes].concat();
        for format in [Some(format), None] {
            for item in read_with("x", &bytes, &Options { format, ..Options::default() }) {
                if let Item::Document(document) = item {
                    check_blocks(&document.text, &document.blocks)?;
                }
            }
        }
    }

    /// A table of any texts is read as it was written.
    #[test]
    fn tables_lose_nothing(texts in prop::collection::vec("[a-zé\", \n\t;“]{1,20}", 1..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "text"]).unwrap();
        for (i, text) in texts.iter().enumerate() {
            writer.write_record([&i.to_string(), &format!("x{text}x")]).unwrap();
        }
        let (documents, issues) = read("x.csv", writer.into_inner().unwrap());
        prop_assert_eq!(issues, vec![]);
        let read: Vec<String> = documents.into_iter().map(|d| d.text).collect();
        prop_assert_eq!(read, texts.iter().map(|t| format!("x{t}x")).collect::<Vec<_>>());
    }
}
