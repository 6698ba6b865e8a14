//! `tidings export`: the columns of other data sets.

use std::collections::HashMap;

use crate::harness::Dir;

const REPORTS: &str = r#"{"id":"a","published":"2022-03-01","source":"Sud","url":"https://sud.example/1","text":"Iran on Monday seized a Greek tanker near Hormuz. Chad did not attack Togo."}
{"id":"b","published":"2022-03-01","source":"Nord","url":"https://nord.example/2","text":"Iran seized a Greek tanker near Hormuz on Monday. Romania's president and Kenya's army chief held talks in Nairobi."}
"#;

/// Lines as fields by the name of their column.
fn table(text: &str, columns: &[&str]) -> Vec<HashMap<String, String>> {
    let row = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), columns.len(), "{line}");
        columns.iter().zip(fields).map(|(c, f)| ((*c).to_owned(), f.to_owned())).collect()
    };
    text.lines().map(row).collect()
}

fn columns(layout: tidings::export::Layout) -> Vec<&'static str> {
    layout.columns()
}

#[test]
fn parquet_and_json_lines_give_the_same() {
    let dir = Dir::new();
    dir.write("reports.jsonl", REPORTS);
    dir.run("code reports.jsonl -o p").ends_with(0);
    dir.run("code reports.jsonl -o j --as jsonl").ends_with(0);
    dir.run("code reports.jsonl -o events.jsonl.gz").ends_with(0);
    for format in ["icews", "gdelt", "phoenix", "polecat"] {
        let parquet = dir.run(&format!("export p --as {format}")).ends_with(0).out;
        assert_eq!(parquet, dir.run(&format!("export j --as {format}")).ends_with(0).out, "{format}");
        let events = dir.run(&format!("export events.jsonl.gz --as {format}")).ends_with(0).out;
        let (lines, all) = (String::from_utf8(events).unwrap(), String::from_utf8(parquet).unwrap());
        assert_eq!(lines.lines().count(), all.lines().count());
        dir.run(&format!("export p --as {format} -o out.tab")).ends_with(0);
        assert_eq!(dir.text("out.tab"), all);
    }
}

#[test]
fn columns_hold_what_their_names_say() {
    let dir = Dir::new();
    dir.write("reports.jsonl", REPORTS);
    dir.run("code reports.jsonl -o p").ends_with(0);
    let export =
        |format: &str| String::from_utf8(dir.run(&format!("export p --as {format}")).ends_with(0).out).unwrap();

    let icews = export("icews");
    let (header, lines) = icews.split_once('\n').unwrap();
    assert!(header.starts_with("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t"));
    let rows = table(lines, &columns(tidings::export::Layout::Icews));
    let seizures: Vec<_> = rows.iter().filter(|r| r["CAMEO Code"] == "1711").collect();
    assert_eq!(seizures.len(), 2, "a line for each record: {icews}");
    let first = seizures[0];
    assert_eq!((&*first["Source Country"], &*first["Target Country"]), ("Iran", "Greece"));
    assert_eq!((&*first["Event Date"], &*first["Publisher"], &*first["Sentence Number"]), ("2022-02-28", "Sud", "1"));

    let gdelt = table(&export("gdelt"), &columns(tidings::export::Layout::Gdelt));
    let seizure: Vec<_> = gdelt.iter().filter(|r| r["EventCode"] == "1711").collect();
    assert_eq!(seizure.len(), 1, "both reports are one event");
    let seizure = seizure[0];
    assert_eq!((&*seizure["NumMentions"], &*seizure["NumSources"], &*seizure["NumArticles"]), ("2", "2", "2"));
    assert_eq!((&*seizure["Actor1Code"], &*seizure["Actor2CountryCode"]), ("IRN", "GRC"));
    assert_eq!(
        (&*seizure["SQLDATE"], &*seizure["FractionDate"], &*seizure["QuadClass"]),
        ("20220228", "2022.2411", "4")
    );
    let talks: Vec<_> = gdelt.iter().filter(|r| r["EventRootCode"] == "04").collect();
    let codes: Vec<_> = talks.iter().map(|r| (&*r["Actor1Code"], &*r["Actor2Code"])).collect();
    assert_eq!(codes, [("ROMGOV", "KENMIL"), ("KENMIL", "ROMGOV")], "talks go both ways");
    assert_eq!((&*talks[0]["ActionGeo_FullName"], &*talks[0]["ActionGeo_CountryCode"]), ("Nairobi, Kenya", "KE"));
    assert!(gdelt.iter().all(|r| r["Actor1Code"] != "TCD"), "what did not happen is left out");

    let phoenix = table(&export("phoenix"), &columns(tidings::export::Layout::Phoenix));
    let seizure = phoenix.iter().find(|r| r["EventCode"] == "1711").unwrap();
    assert_eq!((&*seizure["SentenceID"], &*seizure["NewsSources"]), ("a_1;b_1", "Nord;Sud"));
    assert_eq!(seizure["URLs"], "https://nord.example/2;https://sud.example/1");

    let polecat = export("polecat");
    let (_, lines) = polecat.split_once('\n').unwrap();
    let rows = table(lines, &columns(tidings::export::Layout::Polecat));
    let talks = rows.iter().find(|r| r["Event Type"] == "CONSULT").unwrap();
    assert_eq!(
        (&*talks["Actor Country"], &*talks["Actor COW"], &*talks["Actor Sectors"]),
        ("ROU; KEN", "360; 501", "GOV; MIL")
    );
    assert_eq!(
        (&*talks["Recipient Name"], &*talks["City"], &*talks["Quad Code"]),
        ("None", "Nairobi", "VERBAL COOPERATION")
    );

    let all = dir.run("export p --as gdelt --all").ends_with(0).out;
    assert!(String::from_utf8(all).unwrap().contains("TCD"));
}

#[test]
fn bad_input_is_named() {
    let dir = Dir::new();
    dir.write("events.jsonl", "{\"id\": 3}\n");
    dir.write("table.csv", "id,event\n");
    dir.write("empty/x", "");
    dir.write("reports.jsonl", REPORTS);
    dir.run("code reports.jsonl --consolidate -o rows.parquet").ends_with(0);
    for (command, message) in [
        ("export events.jsonl --as icews", "cannot read events.jsonl: line 1: invalid type"),
        ("export table.csv --as icews", "records are read from Parquet or JSON Lines"),
        ("export empty --as icews", "empty has no events.parquet or events.jsonl"),
        ("export nowhere.jsonl --as icews", "cannot read nowhere.jsonl"),
        ("export rows.parquet --as icews", "it has no column \"id\" of events"),
    ] {
        let run = dir.run(command).ends_with(2);
        assert!(run.err.contains(message), "{command}: {}", run.err);
    }
}
