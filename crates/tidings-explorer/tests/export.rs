//! What is taken away is what was coded.

use std::fs::{self, File};

use tidings_records::read::Parquet;
use tidings_records::{Claim, DocumentRecord, Event, Record, Statement};

use crate::harness::{Site, examples};

/// Parquet from bytes.
fn parquet<R: Record>(bytes: &[u8]) -> Vec<R> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    Parquet::open(File::open(file.path()).unwrap()).unwrap().map(Result::unwrap).collect()
}

/// What was written when the data set was coded.
fn original<R: Record>(site: &Site) -> Vec<R> {
    let path = site.folder.join(format!("{}.parquet", R::NAME));
    Parquet::open(File::open(path).unwrap()).unwrap().map(Result::unwrap).collect()
}

fn export(site: &Site, path: &str) -> Vec<u8> {
    let reply = site.get(&format!("/api/v1/export/{path}"));
    assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
    assert!(reply.header("content-disposition").unwrap().starts_with("attachment; filename=\""), "{path}");
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    reply.body
}

#[test]
fn records_come_out_as_they_were_coded() {
    let site = examples();
    let mut coded = original::<Event>(site);
    let mut exported = parquet::<Event>(&export(site, "events?format=parquet"));
    coded.sort_by(|a, b| a.id.cmp(&b.id));
    exported.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(coded, exported);

    let mut coded = original::<DocumentRecord>(site);
    let mut exported = parquet::<DocumentRecord>(&export(site, "documents?format=parquet"));
    coded.sort_by(|a, b| a.id.cmp(&b.id));
    exported.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(coded, exported);

    let mut coded = original::<Claim>(site);
    let mut exported = parquet::<Claim>(&export(site, "claims?format=parquet"));
    coded.sort_by(|a, b| a.id.cmp(&b.id));
    exported.sort_by(|a, b| a.id.cmp(&b.id));
    assert!(!coded.is_empty());
    assert_eq!(coded, exported);

    let mut coded = original::<Statement>(site);
    let mut exported = parquet::<Statement>(&export(site, "statements?format=parquet"));
    coded.sort_by(|a, b| a.id.cmp(&b.id));
    exported.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(coded, exported);
}

#[test]
fn every_table_has_the_rows_of_its_endpoint_in_every_format() {
    let site = examples();
    for (table, own) in [
        ("events?status=actual", "/events?status=actual"),
        ("consolidated?status=actual", "/events?status=actual&once=true"),
        ("documents?type=AID", "/documents?type=AID"),
        ("statements?q=said", "/statements?q=said"),
        ("claims?", "/claims?"),
        ("issues?", "/issues?"),
        ("places?by=country", "/places?by=country"),
        ("actors?level=code&unknown=true", "/actors?level=code&unknown=true"),
        ("pairs?level=sector", "/pairs?level=sector"),
        ("rules?of=AID", "/codebook/rules?of=AID"),
    ] {
        let total = site.total(own) as usize;
        let csv = export(site, &format!("{table}&format=csv"));
        let rows = csv::Reader::from_reader(&csv[..]).records().map(|row| row.unwrap().len()).collect::<Vec<_>>();
        assert_eq!(rows.len(), total, "{table}");
        let lines = export(site, &format!("{table}&format=jsonl"));
        assert_eq!(String::from_utf8(lines).unwrap().lines().count(), total, "{table}");
        let json: serde_json::Value = serde_json::from_slice(&export(site, &format!("{table}&format=json"))).unwrap();
        assert_eq!(json["rows"].as_array().unwrap().len(), total, "{table}");
        assert!(json["version"].as_str().unwrap().starts_with("tidings "));
        assert!(export(site, &format!("{table}&format=parquet")).starts_with(b"PAR1"), "{table}");
    }
    for table in ["timeline?step=month&stack=type", "network?nodes=10", "facets?facet=type", "pair?a=RUS*&b=BLR*"] {
        let csv = export(site, &format!("{table}&format=csv"));
        assert!(csv::Reader::from_reader(&csv[..]).records().all(|row| row.is_ok()), "{table}");
        assert!(export(site, &format!("{table}&format=parquet")).starts_with(b"PAR1"), "{table}");
    }
}

#[test]
fn files_say_which_filter_made_them() {
    let site = examples();
    let reply = site.get("/api/v1/export/events?source=RUS*&from=2026-01-01&q=%22a%22%0D%0AX:%20y%2F..%2F&format=json");
    assert_eq!(reply.status, 200);
    let name = reply.header("content-disposition").unwrap();
    assert_eq!(name, "attachment; filename=\"events_source-RUS-_from-2026-01-01_q--a---X--y-..-.json\"");
    assert_eq!(
        reply.header("tidings-query"),
        Some("source=RUS*&from=2026-01-01&q=%22a%22%0D%0AX:%20y%2F..%2F&format=json")
    );
    assert_eq!(reply.header("x"), None, "no header comes out of a question");
    assert_eq!(reply.json()["query"]["source"][0], "RUS*");
}

#[test]
fn consolidated_rows_join_the_records_of_an_event() {
    let site = examples();
    let rows = String::from_utf8(export(site, "consolidated?format=jsonl")).unwrap();
    let mut reports = 0;
    for line in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let records = row["records"].as_array().unwrap();
        assert_eq!(row["reports"], records.len());
        assert_eq!(site.total(&format!("/events?event={}", records[0].as_str().unwrap())), records.len() as u64);
        reports += records.len() as u64;
    }
    assert_eq!(reports, site.total("/events"));
}
