//! The index: made once, made anew when the data change, made from whatever holds records.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tidings_explorer::{Explorer, ExplorerError};
use tidings_records::write::Format;
use tidings_records::{ActorRecord, Claim, ClaimObject, SaidBy, SentenceRecord, Status};

use crate::harness::{Site, code_lines, coder, table};

const NEWS: [(&str, &str); 3] = [
    ("a", "Iran condemned the United States on Monday."),
    ("b", "China condemned Japan. Russia imposed sanctions on Poland on Tuesday."),
    ("c", "Nothing happened anywhere."),
];

fn news(folder: &Path, format: Format) {
    let line = |(id, text): &(&str, &str)| json!({ "id": id, "text": text, "published": "2024-05-06" });
    code_lines(&NEWS.iter().map(line).collect::<Vec<Value>>(), folder, format);
}

/// Opens and says whether the index was built.
fn open(inputs: &[PathBuf], rebuild: bool) -> (Result<Explorer, ExplorerError>, bool) {
    let mut built = false;
    let explorer = Explorer::open(inputs, coder(), rebuild, &mut |_| built = true);
    (explorer, built)
}

#[test]
fn an_index_is_built_once_and_again_when_data_change() {
    let home = tempfile::tempdir().unwrap();
    news(home.path(), Format::Parquet);
    let rest = fs::File::create(home.path().join(".tidings-explorer.sqlite.1.tmp")).unwrap();
    rest.set_modified(SystemTime::now() - Duration::from_secs(3_600)).unwrap();
    let inputs = [home.path().to_owned()];
    let (first, built) = open(&inputs, false);
    assert!(built);
    assert_eq!(first.unwrap().counts(), (3, 3));
    assert!(!open(&inputs, false).1, "it is there");
    assert!(open(&inputs, true).1, "it is wanted anew");
    let left: Vec<_> =
        fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.ends_with("tmp") && !name.ends_with("probe")), "{left:?}");

    let site = Site::of(&inputs);
    assert_eq!(site.ask("/dataset")["stale"], false);
    let line = json!({ "id": "d", "text": "France praised Germany.", "published": "2024-05-07" });
    code_lines(&[line], home.path(), Format::Parquet);
    assert_eq!(site.ask("/dataset")["stale"], true, "the server notices");
    assert_eq!(site.total("/documents"), 3, "and goes on with what it has");
    let (second, built) = open(&inputs, false);
    assert!(built);
    assert_eq!(second.unwrap().counts().0, 1);

    let touched = fs::File::options().append(true).open(home.path().join("events.parquet")).unwrap();
    touched.set_modified(SystemTime::now() + Duration::from_secs(5)).unwrap();
    assert!(open(&inputs, false).1, "written again");
    fs::write(home.path().join(".tidings-explorer.sqlite"), "no database").unwrap();
    assert!(open(&inputs, false).1, "a damaged index is replaced");
}

#[test]
fn several_folders_are_explored_together() {
    let home = tempfile::tempdir().unwrap();
    let inputs = [home.path().join("one"), home.path().join("other")];
    news(&inputs[0], Format::Parquet);
    news(&inputs[1], Format::JsonLines);
    let site = Site::of(&inputs);
    assert_eq!(site.ask("/dataset")["sources"], json!(["one", "other"]));
    assert_eq!(site.total("/documents"), 6);
    for id in ["b", "b~2"] {
        let page = site.ask(&format!("/documents/{id}"));
        assert_eq!(page["document"]["text"], NEWS[1].1);
        let events = page["events"].as_array().unwrap();
        assert_eq!(events.len(), 2, "{id}");
        assert!(events.iter().all(|event| event["document"] == id));
    }
    assert_eq!(site.total("/events"), 6);
    assert_eq!(site.total("/events?once=true"), 3, "both tell of the same events");
}

#[test]
fn events_alone_can_be_explored() {
    let home = tempfile::tempdir().unwrap();
    news(home.path(), Format::JsonLines);
    // Under another name it is known by what is in it.
    let file = home.path().join("mine.jsonl");
    fs::rename(home.path().join("events.jsonl"), &file).unwrap();
    let site = Site::of(std::slice::from_ref(&file));
    assert_eq!(site.ask("/dataset")["has"]["text"], false);
    assert_eq!((site.total("/events"), site.total("/documents")), (3, 2));
    let page = site.ask("/documents/b");
    assert_eq!(page["document"]["text"], Value::Null);
    let listed = site.ask("/documents");
    let b = listed["rows"].as_array().unwrap().iter().find(|row| row["id"] == "b").unwrap();
    assert_eq!((&b["sentences"], &b["events"]), (&Value::from(2), &Value::from(2)));
    let texts: Vec<&str> = page["sentences"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["China condemned Japan.", "Russia imposed sanctions on Poland on Tuesday."]);
    assert_eq!(site.total("/search?q=sanctions"), 1);
    assert_eq!((site.total("/claims"), site.total("/statements")), (0, 0), "what is not there is no error");
    assert_eq!(site.problem("/documents/b/tree?start=0", 404)["status"], 404);
    assert_eq!(site.get("/api/v1/export/documents?format=csv").status, 200);
}

#[test]
fn what_holds_no_records_says_so() {
    let home = tempfile::tempdir().unwrap();
    let said = |path: PathBuf| open(&[path], false).0.err().expect("an error").to_string();
    assert!(said(home.path().to_owned()).contains("tidings code -o"));
    assert!(said(home.path().join("nothing")).contains("cannot read"));
    let text = home.path().join("report.txt");
    fs::write(&text, "Iran condemned the United States.").unwrap();
    assert!(said(text).contains("holds no events"));
    fs::write(home.path().join("events.jsonl"), "{\"id\": 1}\n").unwrap();
    let error = said(home.path().to_owned());
    assert!(error.contains("events.jsonl") && error.contains("line 1"), "{error}");
    assert!(!home.path().join(".tidings-explorer.sqlite").exists(), "half an index is none");
}

fn actor(code: &str, name: Option<&str>, text: &str) -> ActorRecord {
    let (country, sector) = match code.split('#').next().unwrap().split_once(' ') {
        Some((country, sector)) => (country, Some(sector.to_owned())),
        None => (&code[..3], None),
    };
    ActorRecord {
        code: code.to_owned(),
        country: country.to_owned(),
        sector,
        name: name.map(str::to_owned),
        text: text.to_owned(),
        ..ActorRecord::default()
    }
}

#[test]
fn claims_are_found_by_subject_relation_and_speaker() {
    let home = tempfile::tempdir().unwrap();
    news(home.path(), Format::JsonLines);
    let sentence = SentenceRecord { index: 0, text: NEWS[0].1.to_owned(), start: 0, end: 43 };
    let claim = |id: &str, relation: &str, subject: ActorRecord| Claim {
        id: id.to_owned(),
        document: "a".to_owned(),
        published: "2024-05-06".parse().ok(),
        sentence: sentence.clone(),
        relation: relation.to_owned(),
        subject,
        object: ClaimObject {
            code: Some("IRN GOV".to_owned()),
            text: "foreign minister".to_owned(),
            ..ClaimObject::default()
        },
        rule: "office/holds".to_owned(),
        ..Claim::default()
    };
    let said = SaidBy {
        speaker: actor("USA", Some("United States"), "Washington"),
        medium: None,
        cue: "said".into(),
        statement: String::new(),
    };
    let claims = [
        claim("1", "holds_office", actor("IRN GOV#Abbas Araghchi", Some("Abbas Araghchi"), "Araghchi")),
        Claim {
            status: Status::Historical,
            negated: true,
            ..claim("2", "possesses", actor("IRN", Some("Iran"), "Iran"))
        },
        Claim { said_by: Some(said), alleged: true, ..claim("3", "possesses", actor("IRN", Some("Iran"), "Iran")) },
    ];
    table(home.path(), Format::JsonLines, &claims);
    let site = Site::of(&[home.path().to_owned()]);
    assert_eq!(site.ask("/dataset")["has"]["claims"], true);
    for (path, ids) in [
        ("", vec!["3", "2", "1"]),
        ("?relation=possesses", vec!["3", "2"]),
        ("?actor=IRN*&sort=date", vec!["1", "2", "3"]),
        ("?actor=IRN", vec!["3", "2"]),
        ("?object=IRN%20GOV&relation=holds_office", vec!["1"]),
        ("?negated=true", vec!["2"]),
        ("?status=historical", vec!["2"]),
        ("?alleged=true", vec!["3"]),
        ("?speaker=USA*", vec!["3"]),
        ("?speaker=none", vec!["2", "1"]),
        ("?rule=office/*", vec!["3", "2", "1"]),
        ("?q=condemn&document=a", vec!["3", "2", "1"]),
        ("?from=2024-05-07", vec![]),
        ("?document=b", vec![]),
    ] {
        let list = site.ask(&format!("/claims{path}"));
        let found: Vec<&str> = list["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{path}");
    }
    let row = &site.ask("/claims?relation=holds_office")["rows"][0];
    assert_eq!(
        (row["subject"]["label"].as_str(), row["object"]["label"].as_str()),
        (Some("Abbas Araghchi"), Some("Iran, government"))
    );
    assert_eq!(row["sentence"]["text"], NEWS[0].1);
    let counts = site.ask("/claims/facets");
    assert_eq!(counts["facets"]["relation"][0], json!({ "value": "possesses", "label": "possesses", "count": 2 }));
    assert_eq!(site.ask("/actors/IRN*")["totals"]["claims"], 3);
    assert_eq!(site.ask("/documents/a")["claims"].as_array().unwrap().len(), 3);
    assert_eq!(site.get("/api/v1/export/claims?format=jsonl").text().lines().count(), 3);
}
