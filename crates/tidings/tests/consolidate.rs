//! Texts in, groups of records that tell of one event out.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;
use tidings::check::document;
use tidings::codebook::Files;
use tidings::consolidate::Consolidator;
use tidings::pipeline::{Coded, Coder, CodingOptions};
use tidings_records::ConsolidatedEvent;
use tidings_text::{Block, BlockKind, Span};

/// Documents of a day, each of an outlet: `(outlet, day, text)`.
fn code(texts: &[(&str, &str, &str)]) -> (Vec<Coded>, Vec<ConsolidatedEvent>) {
    static CODER: OnceLock<Coder> = OnceLock::new();
    let coder = CODER.get_or_init(|| Coder::new(&Files::built_in()).expect("the built-in codebook loads"));
    let mut consolidator = Consolidator::new(true);
    let mut worker = coder.worker();
    let mut all: Vec<Coded> = Vec::new();
    for (i, (outlet, day, text)) in texts.iter().enumerate() {
        let mut document = document(text);
        document.id = format!("d{i}");
        document.source = Some((*outlet).to_owned());
        document.published = Some(day.parse().unwrap());
        let mut coded = worker.code(&document, CodingOptions::default());
        consolidator.assign(coded.document.as_ref(), &mut coded.events);
        all.push(coded);
    }
    consolidator.close();
    let rows = consolidator.closed().collect();
    (all, rows)
}

/// How many events of a type the texts tell of.
fn count(texts: &[(&str, &str, &str)], event_type: &str) -> usize {
    let (coded, rows) = code(texts);
    let told = coded.iter().flat_map(|c| &c.events).filter(|e| e.event_type == event_type);
    let events: BTreeSet<&str> = told.map(|e| e.event.as_str()).collect();
    assert_eq!(rows.iter().filter(|r| r.event_type == event_type).count(), events.len());
    events.len()
}

#[test]
fn outlets_of_the_same_days_tell_one_event() {
    let texts = [
        ("Agence Sud", "2022-03-01", "Malian soldiers killed nine herders at the market of Gossi on Monday."),
        ("Nord Daily", "2022-03-01", "At least nine herders were killed by Malian soldiers at a market in Gossi."),
        ("Nord Daily", "2022-03-09", "Malian soldiers killed nine herders at the market of Gossi on Monday."),
    ];
    let (_, rows) = code(&texts);
    let assaults: Vec<_> = rows.iter().filter(|r| r.event_type == "ASSAULT").collect();
    assert_eq!(assaults.len(), 2, "{rows:#?}");
    assert_eq!((assaults[0].reports, assaults[0].documents), (2, 2));
    assert_eq!(assaults[0].outlets, ["Agence Sud", "Nord Daily"]);
    assert_eq!(assaults[0].records.len(), 2);
    assert_eq!(assaults[0].date.value.as_deref(), Some("2022-02-28"), "the report that names the day decides");
}

#[test]
fn other_events_stay_apart() {
    for (texts, event_type) in [
        // Other words, other affair.
        (
            [
                "Iran accused Turkey of diverting the waters of the Aras river.",
                "Iran accused Turkey of sheltering smugglers near Van.",
            ],
            "ACCUSE",
        ),
        // Other sides.
        (["Chad expelled the ambassador of Togo.", "Chad expelled the ambassador of Benin."], "SANCTION"),
        // One that the text itself calls another.
        (["Police arrested nine students in Dakar.", "Police arrested another nine students in Dakar."], "COERCE"),
    ] {
        let both = texts.map(|text| ("Agence Sud", "2022-03-01", text));
        assert_eq!(count(&both[..1], event_type), 1);
        let together = texts.join(" ");
        assert_eq!(count(&[("Agence Sud", "2022-03-01", &together)], event_type), 2, "in one document: {together}");
        if !texts[1].contains("another") {
            assert_eq!(count(&both, event_type), 2, "in two documents: {texts:?}");
        }
    }
}

#[test]
fn a_headline_tells_what_its_report_tells() {
    let coder = Coder::new(&Files::built_in()).expect("the built-in codebook loads");
    let text = "France condemns Mali\n\nFrance condemned Mali on Monday.";
    let mut document = document(text);
    document.published = Some("2023-07-11".parse().unwrap());
    let kinds = [(BlockKind::Title, 0..20), (BlockKind::Paragraph, 22..text.len())];
    document.blocks =
        kinds.map(|(kind, span)| Block { kind, span: Span::new(span.start, span.end) }).into_iter().collect();
    let mut coded = coder.worker().code(&document, CodingOptions::default());
    Consolidator::new(false).assign(coded.document.as_ref(), &mut coded.events);
    assert_eq!(coded.events.len(), 2);
    assert_eq!(coded.events[0].event, coded.events[1].event);
}

#[test]
fn a_document_comes_back_to_its_event() {
    let text = "Kenyan police arrested the opposition leader Amos Were in Kisumu. He was arrested by the police at a rally in Kisumu.";
    assert_eq!(count(&[("Agence Sud", "2022-03-01", text)], "COERCE"), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_record_is_in_one_row(order in prop::collection::vec(0usize..6, 1..12)) {
        let sentences = [
            "Malian soldiers killed nine herders at the market of Gossi.",
            "Nine herders were killed by Malian soldiers at the market of Gossi.",
            "Iran accused Turkey of diverting the waters of the Aras river.",
            "France and Chad signed an agreement on water.",
            "Thousands of students protested in Dakar.",
            "It rained.",
        ];
        let texts: Vec<_> = order.iter().map(|&i| ("Agence Sud", "2022-03-01", sentences[i])).collect();
        let (coded, rows) = code(&texts);
        let mut listed: Vec<(&str, &str)> =
            rows.iter().flat_map(|r| r.records.iter().map(|id| (r.event.as_str(), id.as_str()))).collect();
        let mut records: Vec<(&str, &str)> =
            coded.iter().flat_map(|c| &c.events).map(|e| (e.event.as_str(), e.id.as_str())).collect();
        listed.sort_unstable();
        records.sort_unstable();
        prop_assert_eq!(listed, records);
        prop_assert!(rows.iter().all(|r| r.reports as usize == r.records.len() && r.event == r.records[0]));
    }
}
