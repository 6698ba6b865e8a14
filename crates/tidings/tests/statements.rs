//! Text in, statements and claims out: what holds of every statement, whatever the text.

use std::sync::OnceLock;

use tidings::check::document;
use tidings::codebook::Files;
use tidings::pipeline::{Coder, CodingOptions};
use tidings_records::{Quotation, Statement};
use tidings_text::{Block, BlockKind, Document, Span};

fn coder() -> &'static Coder {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::new(&Files::built_in()).expect("the built-in codebook loads"))
}

fn statements(text: &str) -> Vec<Statement> {
    coder().worker().code(&document(text), CodingOptions::default()).statements
}

#[track_caller]
fn only(text: &str) -> Statement {
    let found = statements(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.into_iter().next().unwrap()
}

#[test]
fn a_medium_and_an_addressee_are_read() {
    let said = only(
        "“We will answer,” North Korean foreign minister Choe Son Hui said in a statement carried by the official Korean Central News Agency.",
    );
    assert_eq!(said.kind, Quotation::Direct);
    assert_eq!(said.medium.as_deref(), Some("Korean Central News Agency"));
    let told = only("Kenya's defence minister told Ethiopia's president that the border would stay closed.");
    assert_eq!(told.addressee.map(|a| a.code).as_deref(), Some("ETH GOV"));
}

#[test]
fn joint_speakers_have_a_row_each() {
    let said = statements("Japan and South Korea said the missile had fallen into the sea.");
    let speakers: Vec<&str> = said.iter().map(|s| s.speaker.code.as_str()).collect();
    assert_eq!(speakers, ["JPN", "KOR"]);
    assert_ne!(said[0].id, said[1].id);
}

#[test]
fn events_point_to_the_statement_they_stand_in() {
    let text = "Iran's army said Israeli jets had bombed a base near Isfahan. Israel did not comment.";
    let coded = coder().worker().code(&document(text), CodingOptions::default());
    let bombing = coded.events.iter().find(|e| e.event_type == "ASSAULT").expect("a bombing");
    let said = bombing.said_by.as_ref().expect("said by the army");
    assert!(coded.statements.iter().any(|s| s.id == said.statement && s.speaker.code == "IRN MIL"), "{said:?}");
    assert!(bombing.alleged, "one side tells of the other's deed");
}

#[test]
fn a_quotation_does_not_cross_a_headline() {
    let text = "The minister said the talks had failed.\n\n‘A dangerous choice’\n\nTroops left the town.";
    let blocks =
        [(BlockKind::Paragraph, "The minister said"), (BlockKind::Heading, "‘A"), (BlockKind::Paragraph, "Troops")];
    let mut document = Document { id: "text".into(), text: text.into(), ..Document::default() };
    for (i, (kind, start)) in blocks.iter().enumerate() {
        let start = text.find(start).unwrap();
        let end = blocks.get(i + 1).map_or(text.len(), |(_, next)| text.find(next).unwrap() - 2);
        document.blocks.push(Block { kind: *kind, span: Span::new(start, end) });
    }
    let coded = coder().worker().code(&document, CodingOptions::default());
    assert!(coded.statements.iter().all(|s| s.content.iter().all(|c| !c.text.contains("dangerous"))));
}

/// Offsets are those of the text, ids tell rows apart, what encloses a statement exists.
#[test]
fn offsets_and_references_hold_for_any_text() {
    const PIECES: &[&str] = &[
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'",
        "said",
        "told reporters that",
        "according to",
        "the minister",
        "Iran",
        "he",
        ",",
        ":",
        ".",
        "\n\n",
        "“We will not go”",
        "as saying",
        "was quoted",
        "in a statement",
        "attacked Iraq",
        "has not signed the treaty",
        "Prime Minister Anna Berg",
        "the leader of",
        "produces cluster munitions",
        "–",
        "and",
    ];
    let mut seed = 7u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..14 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(PIECES[(seed >> 33) as usize % PIECES.len()]);
            text.push(' ');
        }
        let coded = coder().worker().code(&document(&text), CodingOptions::default());
        let chars: Vec<char> = text.chars().collect();
        let at = |start: u32, end: u32| chars[start as usize..end as usize].iter().collect::<String>();
        for said in &coded.statements {
            assert!(!said.content.is_empty(), "{text}");
            for span in said.content.iter().chain([&said.cue]) {
                assert_eq!(at(span.start, span.end), span.text, "{text}");
            }
            assert_eq!(at(said.speaker.start, said.speaker.end), said.speaker.text, "{text}");
            let within = said.within.as_ref();
            assert!(
                within.is_none_or(|outer| *outer != said.id && coded.statements.iter().any(|s| s.id == *outer)),
                "{text}"
            );
        }
        let mut ids: Vec<&str> = coded.statements.iter().map(|s| s.id.as_str()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{text}");
        for claim in &coded.claims {
            assert_eq!(at(claim.object.start, claim.object.end), claim.object.text, "{text}");
            let said = claim.said_by.as_ref();
            assert!(said.is_none_or(|said| coded.statements.iter().any(|s| s.id == said.statement)), "{text}");
        }
    }
}
