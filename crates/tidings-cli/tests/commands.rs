//! The other commands.

use std::path::Path;

use crate::harness::{Dir, examples};

#[test]
fn help_and_version_are_there() {
    let dir = Dir::new();
    assert!(dir.run("--version").ends_with(0).text().starts_with("tidings "));
    let help = dir.run("--help").ends_with(0);
    for command in ["code", "explain", "evaluate", "codebook", "parse"] {
        assert!(help.text().contains(command));
        assert!(dir.run(&format!("{command} --help")).ends_with(0).text().contains("Usage: tidings "));
    }
    dir.run("").ends_with(2);
    dir.run("decode").ends_with(2);
}

#[test]
fn evaluate_compares_given_events() {
    let dir = Dir::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tidings/tests/evaluate");
    let path = |name: &str| fixtures.join(name).display().to_string();
    let line = format!("evaluate {} --events {} --misses 2", path("gold.jsonl"), path("events.jsonl"));
    let run = dir.run(&line).ends_with(0);
    let expected = std::fs::read_to_string(fixtures.join("expected.txt")).unwrap();
    assert!(run.text().starts_with(&expected), "{}", run.text());
    assert_eq!(run.text().lines().filter(|l| l.starts_with("  missed") || l.starts_with("  extra")).count(), 2);
}

#[test]
fn evaluate_codes_the_gold_documents() {
    let dir = Dir::new();
    let event = r#"{"type":"ACCUSE","mode":"disapprove","trigger":"condemned","source":["FRA"],"target":["MLI"],"status":"actual","alleged":false,"said_by":null,"date":null,"place":null,"core":true}"#;
    dir.write(
        "gold.jsonl",
        format!(
            r#"{{"id":"d-0","doc":"d","date":"2023-07-11","kind":"sentence","text":"France condemned Mali.","events":[{event}],"claims":[]}}"#
        ),
    );
    let run = dir.run("evaluate gold.jsonl").ends_with(0);
    assert!(
        run.text().contains("who-what-whom  P 1.000  R 1.000  F1 1.000  (found 1 of 1, 0 extra)"),
        "{}",
        run.text()
    );
    assert!(dir.run("evaluate nowhere.jsonl").ends_with(2).err.contains("cannot read nowhere.jsonl"));
}

#[test]
fn explain_shows_tree_actors_and_rule() {
    let dir = Dir::new();
    let run = dir.run("explain France condemned Mali.").ends_with(0);
    let words = run.text().split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["condemned condemn VERB", "France name FRA", "ACCUSE disapprove FRA → MLI", "rule accuse/"] {
        assert!(words.contains(part), "{part}:\n{}", run.text());
    }
}

#[test]
fn explain_knows_codes() {
    let dir = Dir::new();
    for (line, words) in [
        ("explain ACCUSE", "quad class 3 (verbal conflict)"),
        ("explain 111", "111 (CAMEO): "),
        ("explain PRK GOV", "PRK GOV (actor): "),
        ("explain MIL", "MIL (PLOVER sector): "),
        ("explain accuse/denounce", "accuse/denounce makes ACCUSE"),
        ("explain disapprove", "(mode of ACCUSE): "),
    ] {
        let run = dir.run(line).ends_with(0);
        assert!(run.text().contains(words), "{line}:\n{}", run.text());
    }
}

#[test]
fn codebook_lists_and_shows() {
    let dir = Dir::new();
    assert!(dir.run("codebook list accuse").ends_with(0).text().contains("accuse/denounce"));
    assert!(dir.run("codebook show accuse/denounce").ends_with(0).text().contains("accuse/denounce makes ACCUSE"));
    assert!(dir.run("codebook show events/accuse.toml").ends_with(0).text().contains("type = \"ACCUSE\""));
    assert!(dir.run("codebook show accuse/nothing").ends_with(2).err.contains("no rule or file"));
}

#[test]
fn codebook_check_names_the_example_that_fails() {
    let dir = Dir::new();
    let rule = "type = \"ACCUSE\"\n[[rule]]\nname = \"tut\"\nverbs = [\"SOURCE tut TARGET\"]\nexamples = [\"France praised Mali. => FRA -> MLI\"]\n";
    dir.write("own/events/own.toml", rule);
    let run = dir.run("codebook check own --codebook own").ends_with(1);
    assert!(run.text().contains("own/tut (events/own.toml)\n  France praised Mali.\n"), "{}", run.text());
    assert!(run.text().ends_with("1 rules, 1 examples, 1 failures\n"), "{}", run.text());
}

#[test]
fn a_codebook_of_ones_own_adds_rules() {
    let dir = Dir::new();
    let rule = "type = \"ACCUSE\"\n[[rule]]\nname = \"tut\"\nverbs = [\"SOURCE frobnicate TARGET\"]\nexamples = [\"France frobnicated Mali. => FRA -> MLI\"]\n";
    dir.write("own/events/own.toml", rule);
    dir.write("report.csv", "text\nFrance frobnicated Mali.\n");
    assert!(dir.run("code report.csv").ends_with(0).out.is_empty());
    let events = dir.run("code report.csv --codebook own").ends_with(0).json_lines();
    assert_eq!(events[0]["rule"], "own/tut");
}

#[test]
fn parse_writes_conllu_that_parse_reads() {
    let dir = Dir::new();
    dir.write("report.txt", "Rebels free hostages\n\nThe rebels didn’t attack the U.S. Embassy. They left.\n");
    let run = dir.run("parse report.txt").ends_with(0);
    assert!(run.text().starts_with("# newdoc id = report\n"), "{}", run.text());
    assert_eq!(run.text().matches("# sent_id = ").count(), 3);
    dir.write("report.conllu", &run.out);
    let again = dir.run("parse --conllu report.conllu").ends_with(0);
    let words = |text: &str| {
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        rows.map(|row| row.split('\t').take(4).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(words(again.text()), words(run.text()));
    dir.write("bad.conllu", "1\tonly\tthree\n\n");
    assert!(dir.run("parse --conllu bad.conllu").ends_with(2).err.contains("bad.conllu: line 1: "));
}

#[test]
fn examples_give_events() {
    let Some(examples) = examples() else { return };
    let dir = Dir::new();
    let run = dir.run(&format!("code {}", examples.display())).ends_with(0);
    assert!(run.json_lines().len() >= 20);
}

#[test]
fn actors_that_the_codebook_lacks_are_suggested() {
    let dir = Dir::new();
    let line = |id: u32, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let reports = line(1, "The activist Pavel Zorinsky met Emmanuel Macron in Paris.")
        + &line(2, "Pavel Zorinsky was arrested by French police.")
        + &line(3, "The aid group Bridgewater Relief accused Chad of theft.");
    dir.write("reports.jsonl", reports + "broken\n");
    let run = dir.run("actors suggest reports.jsonl").ends_with(1);
    let out = String::from_utf8(run.out).unwrap();
    let rows: Vec<Vec<&str>> = out.lines().skip(1).map(|l| l.split('\t').collect()).collect();
    assert_eq!(rows[0][..4], ["2", "2", "person", "Pavel Zorinsky"], "{out}");
    assert!(rows.iter().any(|r| r[2] == "organisation" && r[3] == "Bridgewater Relief"), "{out}");
    assert!(!out.contains("\tEmmanuel Macron\t"), "{out}");
    assert!(run.err.contains("reports.jsonl:4"), "{}", run.err);
}

/// The commands of a page of the documentation, run as a reader would run them; all must succeed.
fn follow(page: &str, dir: &Dir) -> String {
    let mut out = String::new();
    for block in page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
        let program = env!("CARGO_BIN_EXE_tidings");
        let script = format!("set -e\ntidings() {{ {program} \"$@\"; }}\n{block}");
        let run = std::process::Command::new("sh").arg("-c").arg(script).current_dir(dir.path(".")).output().unwrap();
        assert!(run.status.success(), "{block}\n{}", String::from_utf8_lossy(&run.stderr));
        out += &String::from_utf8(run.stdout).unwrap();
    }
    out
}

#[test]
fn documentation_can_be_followed() {
    let dir = Dir::new();
    dir.write(
        "news.jsonl",
        "{\"id\":\"1\",\"text\":\"Dockers in Mombasa downed tools. Chad stonewalled the United Nations.\"}\n",
    );
    let verb = follow(include_str!("../../../docs/add-a-verb.md"), &dir);
    assert!(verb.ends_with("1 rules, 3 examples, 0 failures\n"), "{verb}");
    let coded = dir.run("--codebook mine code news.jsonl").ends_with(0).json_lines();
    assert!(coded.iter().any(|e| e["rule"] == "mine/stonewall"), "{coded:?}");

    let actor = follow(include_str!("../../../docs/add-an-actor.md"), &dir);
    assert!(actor.contains("TCD OPP#Movement of the Dunes"), "{actor}");

    for file in ["ontologies/labour.toml", "events/labour.toml"] {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/labour-disputes/");
        dir.write(&format!("docs/labour-disputes/{file}"), std::fs::read(format!("{root}{file}")).unwrap());
    }
    let labour = follow(include_str!("../../../docs/your-own-ontology.md"), &dir);
    assert!(labour.ends_with("5 rules, 11 examples, 0 failures\n"), "{labour}");
    let coded = dir.run("--codebook docs/labour-disputes code news.jsonl").ends_with(0).json_lines();
    let walkout = coded.iter().find(|e| e["rule"] == "labour/walk-out").expect("a walkout");
    assert_eq!((&walkout["mode"], &walkout["score"]), (&"walkout".into(), &(-5.0).into()));

    // An empty file takes ours away; a mode of no type and a rule without one are named.
    dir.write("none/events/accuse.toml", "");
    let left = dir.run("--codebook none codebook list ACCUSE").ends_with(0).out;
    assert!(!String::from_utf8(left).unwrap().contains("accuse/denounce"));
    dir.write("bad/ontologies/x.toml", "[[mode]]\ntype = \"DANCE\"\ncode = \"waltz\"\nmeaning = \"\"\n");
    assert!(dir.run("--codebook bad codebook check").ends_with(2).err.contains("DANCE is no PLOVER event type"));
    dir.write("typo/ontologies/x.toml", "[[mode]]\ntype = \"AID\"\ncode = \"x\"\nmeaning = \"\"\nscroe = 1.0\n");
    assert!(dir.run("--codebook typo codebook check").ends_with(2).err.contains("scroe"));
    dir.write("bare/events/x.toml", "[[rule]]\nname = \"x\"\nverbs = [\"SOURCE x\"]\nexamples = []\n");
    let refused = dir.run("--codebook bare codebook check").ends_with(2);
    assert!(refused.err.contains("neither the file nor rule 'x' has a `type`"), "{}", refused.err);
}
