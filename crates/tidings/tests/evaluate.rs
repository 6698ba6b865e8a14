//! The measures are those of `gold/score.py`: stored figures, and the script itself where it is there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tidings::evaluate::{documents, evaluate, read_events, read_gold};

const GOLD: &str = include_str!("evaluate/gold.jsonl");
const EVENTS: &str = include_str!("evaluate/events.jsonl");

/// The report of a comparison down to the empty line before the table by type: what the script prints.
fn figures(gold: &str, events: &str) -> String {
    let evaluation =
        evaluate(&read_gold("gold", gold).unwrap(), &read_events("events", events).unwrap(), 0).to_string();
    evaluation.lines().take_while(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

#[test]
fn figures_are_the_stored_ones() {
    assert_eq!(figures(GOLD, EVENTS), include_str!("evaluate/expected.txt"));
}

#[test]
fn sentences_are_counted_by_whether_any_event_fits() {
    let gold = r#"{"id":"a-1","doc":"a","kind":"body","text":"Peru condemned Chile.","events":[{"type":"ACCUSE","status":"actual","alleged":false,"trigger":"condemned","source":["PER"],"target":["CHL"]}]}
{"id":"a-2","doc":"a","kind":"body","text":"Chad attacked Togo.","events":[{"type":"ASSAULT","status":"actual","alleged":false,"trigger":"attacked","source":["TCD"],"target":["TGO"]}]}
{"id":"a-3","doc":"a","kind":"body","text":"Mali praised Benin warmly.","events":[{"type":"SUPPORT","status":"actual","alleged":false,"trigger":"praised","source":["MLI"],"target":["BEN"]}]}
{"id":"a-4","doc":"a","kind":"body","text":"It rained.","events":[]}
"#;
    let event = |kind: &str, text: &str| {
        format!(
            "{{\"document\":\"a\",\"sentence\":{{\"text\":\"{text}\"}},\"type\":\"{kind}\",\"source\":[],\"target\":[],\
             \"trigger\":{{\"text\":\"x\"}}}}\n"
        )
    };
    let events = event("ACCUSE", "Peru condemned Chile.") + &event("AID", "Chad attacked Togo.");
    let report = evaluate(&read_gold("g", gold).unwrap(), &read_events("e", &events).unwrap(), 0);
    assert_eq!(report.sentences, [3, 2, 1]);
    assert!(report.to_string().contains("of 3 sentences with an event 66.7 % got one, 33.3 % one of the right type"));
}

#[test]
fn documents_are_made_as_the_script_makes_them() {
    let gold = read_gold("gold", GOLD).unwrap();
    let made: Vec<serde_json::Value> = documents(&gold).iter().map(|d| serde_json::to_value(d).unwrap()).collect();
    let expected = include_str!("evaluate/documents.jsonl").lines();
    let expected: Vec<serde_json::Value> = expected.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(made, expected);
}

#[test]
fn misses_name_sentence_actors_and_rule() {
    let evaluation = evaluate(&read_gold("gold", GOLD).unwrap(), &read_events("events", EVENTS).unwrap(), 3);
    assert_eq!(evaluation.misses.len(), 3);
    let report = evaluation.to_string();
    let listed = &report[report.find("\na-1  Peru").unwrap()..];
    let expected = "
a-1  Peru’s foreign minister on Monday condemned Chile’s drill and demanded that Santiago end it.
  missed PER GOV → REQUEST → CHL  “demanded”
  extra  PER GOV → REQUEST → –  “demanded”  test/rule
  extra  CHL → THREATEN → PER  “end”  test/rule
";
    assert_eq!(listed, expected);
}

#[test]
fn bad_lines_are_named() {
    let error = read_gold("gold.jsonl", "\n{\"id\": 1}\n").unwrap_err().to_string();
    assert!(error.starts_with("gold.jsonl:2: not a gold sentence: "), "{error}");
}

/// Random events over few words, types and actors, so that ties, repeats and near misses abound.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn text(&mut self) -> String {
        let count = 1 + self.below(6);
        let word = |_| self.of(&["Peru", "chile", "İzmir", "ΣΑΣ", "snake_case", "x²", "don’t", "—", "7", "seven", "٣"]);
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }

    fn actors(&mut self) -> String {
        let count = self.below(3);
        let code =
            |_| format!("\"{}\"", self.of(&["PER", "PER GOV#Ana", "CHL MIL", "IGO#Andean Union", "UNK UAF", ""]));
        format!("[{}]", (0..count).map(code).collect::<Vec<_>>().join(","))
    }

    /// The fields that gold and found events share.
    fn event(&mut self) -> String {
        let types = ["AGREE", "CONSULT", "ASSAULT", "ACCUSE"];
        format!(
            r#""type":"{}","mode":{},"trigger":"t","source":{},"target":{},"status":"{}","alleged":{},"said_by":{},"date":{}"#,
            self.of(&types),
            self.of(&["null", "\"visit\"", "\"\"", "\"aerial\""]),
            self.actors(),
            self.actors(),
            self.of(&["actual", "negated"]),
            self.of(&["true", "false"]),
            self.of(&["null", "\"PER GOV\"", "\"PER\"", "\"CHL\""]),
            self.of(&["null", "\"2031-02\"", "\"2031-02-03\""]),
        )
    }

    fn files(&mut self) -> (String, String) {
        let (mut gold, mut events) = (String::new(), String::new());
        for id in 0..40 {
            let (doc, text) = (id / 5, self.text());
            let annotated: Vec<String> = (0..self.below(4))
                .map(|_| format!("{{{},\"core\":{}}}", self.event(), self.of(&["true", "false"])))
                .collect();
            let _ = writeln!(
                gold,
                r#"{{"id":"s{id}","doc":"d{doc}","date":null,"kind":"sentence","text":"{text}","events":[{}]}}"#,
                annotated.join(",")
            );
            for _ in 0..self.below(5) {
                let text = if self.below(3) == 0 { self.text() } else { text.clone() };
                let event = self.event();
                let _ = writeln!(events, r#"{{"document":"d{doc}","sentence":{{"text":"{text}"}},{event}}}"#);
            }
        }
        (gold, events)
    }
}

#[test]
fn figures_are_those_of_the_script() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold/score.py");
    if !script.exists() {
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mut random = Random(20_310_203);
    let mut pairs = vec![(GOLD.to_owned(), EVENTS.to_owned())];
    pairs.extend((0..8).map(|_| random.files()));
    for (i, (gold, events)) in pairs.iter().enumerate() {
        let files = [folder.join(format!("gold-{i}.jsonl")), folder.join(format!("events-{i}.jsonl"))];
        std::fs::write(&files[0], gold).unwrap();
        std::fs::write(&files[1], events).unwrap();
        let output = Command::new("python3").arg(&script).args(&files).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(figures(gold, events), printed, "pair {i} in {}", folder.display());
    }
}
