//! `tidings code`.

use std::io::{Read, Write};
use std::process::Stdio;
use std::time::Duration;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use crate::harness::{Dir, Run, json_lines};

/// Reports with events of several kinds, some without any, as JSON Lines.
fn reports(count: usize) -> String {
    let bodies = [
        "North Korea on Tuesday condemned the United States. Japan’s foreign minister praised South Korea.",
        "It rained; nobody came.",
        "Russian troops attacked a village in Ukraine. “We condemn the attack,” the French president said.",
        "Turkey and Greece held talks in Athens.\\n\\nThe European Union imposed sanctions on Belarus.",
    ];
    let line = |i: usize| {
        let (day, body) = (1 + i % 28, bodies[i % bodies.len()]);
        format!("{{\"id\":\"r{i}\",\"published\":\"2023-07-{day:02}\",\"title\":\"Report {i}\",\"text\":\"{body}\"}}\n")
    };
    (0..count).map(line).collect()
}

#[test]
fn events_come_as_json_lines_in_a_pipe() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(4));
    let run = dir.run("code reports.jsonl").ends_with(0);
    assert_eq!(run.err, "");
    let events = run.json_lines();
    let accuse = events.iter().find(|e| e["document"] == "r0" && e["type"] == "ACCUSE").expect("an accusation");
    assert_eq!(accuse["trigger"]["text"], "condemned");
    assert_eq!(accuse["source"][0]["code"], "PRK");
    assert_eq!(accuse["target"][0]["code"], "USA");
    assert_eq!(accuse["published"], "2023-07-01");
    assert!(accuse["version"].as_str().unwrap().starts_with("tidings "));
    assert!(events.iter().all(|e| e["document"] != "r1"), "no event in a report about rain");
}

#[test]
fn offsets_count_characters_of_the_recorded_text() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(4));
    dir.run("code reports.jsonl -o out --as jsonl").ends_with(0);
    let documents = json_lines(&dir.text("out/documents.jsonl"));
    let events = json_lines(&dir.text("out/events.jsonl"));
    assert!(!events.is_empty());
    for event in events {
        let document = documents.iter().find(|d| d["id"] == event["document"]).unwrap();
        let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
        let spans = [&event["sentence"], &event["trigger"]].into_iter();
        let spans = spans.chain(event["source"].as_array().unwrap()).chain(event["target"].as_array().unwrap());
        for span in spans {
            let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
            assert_eq!(text[range].iter().collect::<String>(), span["text"].as_str().unwrap(), "{event}");
        }
    }
}

#[test]
fn consolidated_rows_hold_every_record() {
    let dir = Dir::new();
    let report = |id: &str, outlet: &str| {
        format!(
            "{{\"id\":\"{id}\",\"published\":\"2022-03-01\",\"source\":\"{outlet}\",\
             \"text\":\"Iran on Monday seized a Greek tanker near Hormuz.\"}}\n"
        )
    };
    dir.write("reports.jsonl", report("a", "Sud") + &reports(3) + &report("b", "Nord"));
    dir.run("code reports.jsonl -o out --as jsonl --consolidate").ends_with(0);
    let records = json_lines(&dir.text("out/events.jsonl"));
    let rows = json_lines(&dir.text("out/consolidated.jsonl"));
    let listed: Vec<_> = rows.iter().flat_map(|r| r["records"].as_array().unwrap()).collect();
    assert_eq!(listed.len(), records.len());
    assert!(records.iter().all(|r| listed.contains(&&r["id"])));
    let seizure = rows.iter().find(|r| r["type"] == "COERCE").unwrap();
    assert_eq!((&seizure["reports"], &seizure["documents"]), (&2.into(), &2.into()));
    assert_eq!(seizure["outlets"], serde_json::json!(["Sud", "Nord"]));
    assert_eq!(dir.run("code reports.jsonl --consolidate").ends_with(0).json_lines().len(), rows.len());
    dir.run("code reports.jsonl --consolidate -o events.csv").ends_with(0);
    assert_eq!(dir.text("events.csv").lines().count(), rows.len() + 1);
    let refused = dir.run("code reports.jsonl --consolidate --as table").ends_with(2);
    assert!(refused.err.contains("leave out --consolidate"), "{}", refused.err);
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(300) + "broken\n" + &reports(3).replace("\"r", "\"s"));
    for format in ["jsonl", "csv", "parquet", "table"] {
        let one = dir.run(&format!("code reports.jsonl --threads 1 --as {format}")).ends_with(1);
        let four = dir.run(&format!("code reports.jsonl --threads 4 --as {format}")).ends_with(1);
        assert!(!one.out.is_empty());
        assert!(one.out == four.out, "{format} differs");
        assert_eq!(one.err, four.err);
    }
}

#[test]
fn formats_agree() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(40));
    let lines = dir.run("code reports.jsonl").ends_with(0).json_lines();
    assert!(lines.len() > 40);

    dir.run("code reports.jsonl -o events.csv").ends_with(0);
    let mut rows = csv::Reader::from_path(dir.path("events.csv")).unwrap();
    let header = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        let cell = |name: &str| &row[header.iter().position(|h| h == name).unwrap()];
        assert_eq!(cell("id"), line["id"].as_str().unwrap());
        assert_eq!(cell("trigger_text"), line["trigger"]["text"].as_str().unwrap());
        assert_eq!(cell("quad"), line["quad"].to_string());
        let sources: Vec<&str> =
            line["source"].as_array().unwrap().iter().map(|a| a["code"].as_str().unwrap()).collect();
        assert_eq!(cell("source_code"), sources.join(";"));
        assert_eq!(cell("version"), line["version"].as_str().unwrap());
    }

    dir.run("code reports.jsonl -o events.parquet").ends_with(0);
    let file = std::fs::File::open(dir.path("events.parquet")).unwrap();
    let rows = SerializedFileReader::new(file).unwrap().into_iter().map(Result::unwrap);
    let ids: Vec<String> = rows.map(|row| row.get_string(0).unwrap().clone()).collect();
    assert_eq!(ids, lines.iter().map(|line| line["id"].as_str().unwrap()).collect::<Vec<_>>());

    let table = dir.run("code reports.jsonl --as table").ends_with(0);
    for line in &lines {
        assert!(table.text().contains(line["type"].as_str().unwrap()));
    }
    assert_eq!(dir.names("."), ["events.csv", "events.parquet", "reports.jsonl"], "no temporary files are left");
}

#[test]
fn compressed_output_holds_the_same() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(20));
    let plain = dir.run("code reports.jsonl").ends_with(0).out;
    dir.run("code reports.jsonl -o events.jsonl.gz").ends_with(0);
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(&dir.read("events.jsonl.gz")[..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain);
    dir.run("code reports.jsonl -o events.jsonl.zst").ends_with(0);
    assert!(zstd::decode_all(&dir.read("events.jsonl.zst")[..]).unwrap() == plain);
}

#[test]
fn a_folder_gets_every_kind_of_record() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(8) + "{\"id\": \n");
    dir.run("code reports.jsonl -o coded/").ends_with(1);
    let files = ["claims", "documents", "events", "issues", "statements"].map(|name| format!("{name}.parquet"));
    let names: Vec<String> = dir.names("coded");
    assert_eq!(names[..], [&["claims.parquet".to_owned(), "dataset.json".to_owned()][..], &files[1..]].concat());
    let dataset: serde_json::Value = serde_json::from_slice(&dir.read("coded/dataset.json")).unwrap();
    assert_eq!(dataset["tables"]["documents"]["rows"], 8);
    assert_eq!(dataset["tables"]["issues"]["rows"], 1);
    assert_eq!(dataset["tables"]["events"]["file"], "events.parquet");
    assert!(["program", "codebook", "model"].iter().all(|key| !dataset[key].as_str().unwrap().is_empty()));
    let file = std::fs::File::open(dir.path("coded/events.parquet")).unwrap();
    let rows = SerializedFileReader::new(file).unwrap().metadata().file_metadata().num_rows();
    assert_eq!(dataset["tables"]["events"]["rows"], rows);
}

#[test]
fn a_bad_row_is_an_issue_and_the_rest_is_coded() {
    let dir = Dir::new();
    let good = reports(2);
    let mut lines = good.lines();
    let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
    dir.write("mixed.jsonl", format!("{first}\nthis is no record\n{second}\n"));
    let run = dir.run("code mixed.jsonl -o out --as jsonl").ends_with(1);
    assert!(run.err.contains("tidings: issue: intake: mixed.jsonl:2: "), "{}", run.err);
    let ids: Vec<_> = json_lines(&dir.text("out/documents.jsonl")).iter().map(|d| d["id"].clone()).collect();
    assert_eq!(ids, ["r0", "r1"]);
    let issues = json_lines(&dir.text("out/issues.jsonl"));
    assert_eq!(issues.len(), 1);
    assert_eq!((&issues[0]["stage"], &issues[0]["place"]), (&"intake".into(), &"mixed.jsonl:2".into()));
}

#[test]
fn many_issues_are_counted_not_listed() {
    let dir = Dir::new();
    dir.write("bad.jsonl", reports(1) + &"nonsense\n".repeat(30));
    let run = dir.run("code bad.jsonl").ends_with(1);
    assert_eq!(run.err.matches("tidings: issue: ").count(), 20);
    assert!(run.err.ends_with("tidings: 10 more issues are not shown; -o DIR writes them all\n"), "{}", run.err);
    assert_eq!(dir.run("code bad.jsonl --quiet").ends_with(1).err, "");
}

#[test]
fn what_cannot_run_says_why() {
    let dir = Dir::new();
    dir.write("report.txt", "A title\n\nFrance condemned Mali.\n");
    dir.write("codebook/events/accuse.toml", "type = \"ACCUSE\"\n[[rule]]\nname = 3\n");
    for (line, words) in [
        ("code nowhere.txt", "nowhere.txt"),
        ("code report.txt -o events.xlsx", "cannot tell the format of events.xlsx"),
        ("code report.txt -o nowhere/events.csv", "cannot write nowhere/events.csv"),
        ("code report.txt -o events.parquet.gz", "Parquet is compressed inside"),
        ("code report.txt -o events.csv --as table", "a table goes to standard output only"),
        ("code report.txt --date 2023-02-30", "a date is written as 2023-07-11"),
        ("code report.txt --format docx", "known are text"),
        ("code report.txt --codebook nowhere", "cannot read the codebook nowhere"),
        ("code report.txt --codebook codebook", "events/accuse.toml:3"),
        ("code report.txt --threads 0", "--threads"),
    ] {
        let run = dir.run(line).ends_with(2);
        assert!(run.err.contains(words), "{line}: {}", run.err);
        assert!(run.out.is_empty(), "{line}");
    }
    assert_eq!(dir.names("."), ["codebook", "report.txt"], "nothing half written is left");
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let dir = Dir::new();
    dir.write("reports.jsonl", reports(3000));
    let mut child = dir.command("code reports.jsonl").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn events_of_a_slow_stream_come_at_once() {
    let dir = Dir::new();
    let mut child = dir.command("code -").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // Enough for the format to be recognised and for the buffers of the decoder.
    input.write_all(reports(800).as_bytes()).unwrap();
    let mut out = child.stdout.take().unwrap();
    let (to_test, first) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut byte = [0; 1];
        let _ = to_test.send(out.read_exact(&mut byte).map(|()| byte));
        let _ = std::io::copy(&mut out, &mut std::io::sink());
    });
    let first = first.recv_timeout(Duration::from_secs(60));
    // Ends the program, whatever came of it.
    drop(input);
    assert_eq!(&first.expect("nothing came while the input was open").unwrap(), b"{");
    assert!(child.wait().unwrap().success());
}

#[test]
fn standard_input_files_and_folders_give_the_same() {
    let dir = Dir::new();
    let text = "France condemns Mali\n\nFrance condemned Mali on Monday.\n";
    dir.write("in/one.txt", text);
    let of = |run: Run| {
        let mut lines = run.ends_with(0).json_lines();
        for line in &mut lines {
            line["document"].take();
            line["id"].take();
            line["event"].take();
        }
        lines
    };
    let file = of(dir.run("code in/one.txt --date 2023-07-11"));
    assert!(!file.is_empty());
    assert_eq!(file[0]["published"], "2023-07-11");
    assert_eq!(of(dir.run("code in --date 2023-07-11")), file);
    assert_eq!(of(dir.run_with("code --date 2023-07-11", text.as_bytes())), file);
    assert_eq!(of(dir.run_with("code - --date 2023-07-11", text.as_bytes())), file);
}

#[test]
fn columns_are_mapped_by_name() {
    let dir = Dir::new();
    dir.write("t.csv", "nr;when;what;who\nx7;2021-03-04;France condemned Mali.;AFP\n");
    let line = "code t.csv --id nr --date when --text what --source who -o out --as jsonl";
    dir.run(line).ends_with(0);
    let document = &json_lines(&dir.text("out/documents.jsonl"))[0];
    assert_eq!((&document["id"], &document["published"]), (&"x7".into(), &"2021-03-04".into()));
    assert_eq!(document["source"], "AFP");
    assert_eq!(json_lines(&dir.text("out/events.jsonl"))[0]["document"], "x7");
}

#[test]
fn bad_inputs_are_issues() {
    let dir = Dir::new();
    dir.write("empty.txt", "");
    let mut cut = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    cut.write_all(reports(200).as_bytes()).unwrap();
    let packed = cut.finish().unwrap();
    dir.write("cut.jsonl.gz", &packed[..packed.len() / 2]);
    dir.write("latin.txt", b"Titre\n\nLe pr\xe9sident condemned Mali.\n");
    dir.write("damaged.txt", b"T\xc3\xaftre\n\nFr\xc3\xa4nce \xffcondemned Mali.\n");
    dir.write("nothing/.hidden", "x");
    for (name, code) in [("empty.txt", 1), ("cut.jsonl.gz", 1), ("latin.txt", 0), ("damaged.txt", 1), ("nothing", 1)] {
        let run = dir.run(&format!("code {name} -o out --as jsonl"));
        assert_eq!(run.code, code, "{name}: {}", run.err);
        let issues = json_lines(&dir.text("out/issues.jsonl"));
        assert_eq!(issues.is_empty(), code == 0, "{name}");
        assert!(issues.iter().all(|i| i["place"].as_str().unwrap().starts_with(name)), "{issues:?}");
    }
    assert_eq!(json_lines(&dir.text("out/documents.jsonl")).len(), 0);
}

#[test]
fn bom_and_carriage_returns_do_not_matter() {
    let dir = Dir::new();
    dir.write("plain.csv", "id,text\na,France condemned Mali.\n");
    dir.write("windows.csv", "\u{feff}id,text\r\na,France condemned Mali.\r\n");
    let plain = dir.run("code plain.csv").ends_with(0);
    assert!(!plain.out.is_empty());
    assert!(plain.out == dir.run("code windows.csv").ends_with(0).out);
}
