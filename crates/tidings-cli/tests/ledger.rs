//! `tidings claims` and `tidings positions`: what reports say, side by side.

use crate::harness::Dir;

const REPORTS: &str = r#"{"id":"monitor","published":"2024-03-01","text":"Belarus produces cluster munitions, according to Human Rights Watch. Belarus has not signed the Convention on Cluster Munitions."}
{"id":"minsk","published":"2024-05-02","text":"Belarus does not produce cluster munitions, its defence ministry said. Norway condemned Belarus over its cluster munitions."}
{"id":"oslo","published":"2024-06-03","text":"Norway has ratified the Oslo Convention. Jonas Lunde, the mayor of Bergen, praised the vote."}
"#;

fn dataset(arguments: &str) -> Dir {
    let dir = Dir::new();
    dir.write("reports.jsonl", REPORTS);
    dir.run(&format!("code reports.jsonl -o coded {arguments}")).ends_with(0);
    dir
}

fn text(dir: &Dir, line: &str) -> String {
    String::from_utf8(dir.run(line).ends_with(0).out).unwrap()
}

#[test]
fn contradicting_reports_stand_side_by_side() {
    for format in ["", "--as jsonl"] {
        let dir = dataset(format);
        let out = text(&dir, "claims coded --about BLR --as table");
        let facts: Vec<&str> = out.lines().filter(|l| l.starts_with("  ") && !l.starts_with("    ")).collect();
        assert_eq!(
            facts,
            [
                "  party_to  Convention on Cluster Munitions",
                "  produces  cluster munitions   (reports contradict each other)",
            ],
            "{out}"
        );
        assert!(out.contains("    yes  2024-03-01  monitor: NGO#Human Rights Watch (“according”)"), "{out}");
        assert!(out.contains("    not  2024-05-02  minsk: BLR GOV (“said”)"), "{out}");
        let contested = text(&dir, "claims coded --contested --as table");
        assert!(contested.contains("produces") && !contested.contains("party_to"), "{contested}");
    }
}

#[test]
fn filters_narrow_the_ledger() {
    let dir = dataset("");
    let lines = |line: &str| text(&dir, line).lines().count();
    assert_eq!(lines("claims coded --relation produces"), 2);
    assert_eq!(lines("claims coded --relation produces --since 2024-04-01"), 1);
    // By a name that the report does not use.
    assert_eq!(lines("claims coded --treaty CCM"), 2);
    assert_eq!(lines("claims coded --about Lunde"), 1);
    assert_eq!(text(&dir, "claims coded --about TON --as table"), "no report says anything of that\n");
}

#[test]
fn positions_take_in_claims_and_events() {
    let dir = dataset("");
    let out = text(&dir, "positions coded --on Oslo-Convention --as table");
    assert!(out.contains("party to\n  not  BLR → Convention on Cluster Munitions"), "{out}");
    let out = text(&dir, "positions coded --on cluster-munitions");
    let stances: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let has = |actor: &str, stance: &str, negated: bool| {
        stances.iter().any(|p| p["actor"] == actor && p["stance"] == stance && p["negated"] == negated)
    };
    assert!(has("BLR", "produces", false) && has("BLR", "produces", true), "{out}");
    assert!(has("NOR", "condemns", false) && has("NOR", "party to", false) && has("BLR", "party to", true), "{out}");
}

#[test]
fn what_does_not_exist_is_named() {
    let dir = dataset("");
    let error = |line: &str| dir.run(line).ends_with(2).err;
    assert!(error("claims coded --treaty Nowhere-Pact").contains("no treaty 'Nowhere-Pact'"));
    assert!(error("claims coded --relation owns").contains("known are holds_office"));
    assert!(error("positions coded --on spoons").contains("no weapon or treaty 'spoons'"));
    assert!(error("claims reports.txt").contains("reports.txt"));
}
