//! Text in, "who TYPE whom" out: what a document says of its actors from sentence to sentence.

use std::sync::OnceLock;

use tidings::check::document;
use tidings::codebook::Files;
use tidings::pipeline::{Coder, CodingOptions};

fn coder() -> &'static Coder {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::new(&Files::built_in()).expect("the built-in codebook loads"))
}

/// The events of a text of one paragraph, a line each: "POL SANCTION RUS GOV".
fn events(text: &str) -> Vec<String> {
    let coded = coder().worker().code(&document(text), CodingOptions::default());
    let codes = |actors: &[tidings_records::ActorRecord]| {
        let mut codes: Vec<&str> = actors.iter().map(|a| a.code.split('#').next().unwrap_or_default()).collect();
        codes.sort_unstable();
        codes.join(", ")
    };
    coded.events.iter().map(|e| format!("{} {} {}", codes(&e.source), e.event_type, codes(&e.target))).collect()
}

fn check(text: &str, expected: &[&str]) {
    let found = events(text);
    for line in expected {
        assert!(found.iter().any(|f| f == line), "{text}\n  lacks {line}\n  has   {found:?}");
    }
}

#[test]
fn datelines_are_no_actors() {
    check("NAIROBI, May 3 — Police on Friday fired tear gas at protesters.", &["KEN COP ASSAULT KEN CVL"]);
    check("DUBAI (AP) — Iran seized a Greek tanker.", &["IRN COERCE GRC"]);
    let found = events("GENEVA, July 3 — Soldiers from Mali killed 12 villagers.");
    assert!(found.iter().all(|f| !f.contains("CHE")), "{found:?}");
}

#[test]
fn them_is_never_who_acts() {
    check(
        "Ghana expelled two Togolese diplomats, accusing them of spying.",
        &["GHA SANCTION TGO GOV", "GHA ACCUSE TGO GOV"],
    );
}

#[test]
fn both_sides_are_those_that_acted_together() {
    check(
        "Nepal's army and Maoist rebels exchanged prisoners on Monday. The United Nations urged both sides to keep talking.",
        &["IGO REQUEST NPL MIL, NPL REB"],
    );
    let found = events("Armenia and Azerbaijan met in Tbilisi. Georgia's president praised both sides.");
    assert!(found.iter().any(|f| f.starts_with("GEO GOV SUPPORT ARM, AZE")), "{found:?}");
}

#[test]
fn a_body_without_a_country_is_not_that_of_its_object() {
    check(
        "Chile protested against the arrests. The Foreign Ministry summoned the Peruvian ambassador.",
        &["CHL GOV ACCUSE PER GOV"],
    );
}

#[test]
fn own_things_are_no_target() {
    check("Italy sent a frigate.", &["ITA MOBILIZE "]);
    check("Turkey shot down a Russian jet.", &["TUR ASSAULT RUS MIL"]);
}

#[test]
fn a_series_of_attacks_is_carried_out_by_somebody() {
    check("Syrian warplanes carried out a sixth day of airstrikes near Damascus.", &["SYR MIL ASSAULT SYR"]);
}

#[test]
fn an_attack_and_its_toll_are_one_event() {
    let found = events("Boko Haram attacked a village in Nigeria, killing ten people and wounding thirty.");
    assert_eq!(found.len(), 1, "{found:?}");
    let found = events("A roof collapsed in Lima, killing two workers.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn protests_are_held_by_people() {
    check("Protests continued in Conakry on Sunday.", &["GIN CVL PROTEST "]);
    check("Slovenia imposed a curfew.", &["SVN COERCE SVN CVL"]);
    check("Two Iranians were sentenced to death in Baku.", &["AZE JUD SANCTION IRN CVL"]);
}

#[test]
fn who_claims_an_attack_claims_the_one_told_before() {
    check(
        "A bomb killed six Kenyan soldiers near Lamu on Friday. Al-Shabaab claimed responsibility.",
        &["SOM REB ASSAULT KEN MIL"],
    );
    check("Two Malian policemen were shot dead in Gao. No group has claimed responsibility.", &[" ASSAULT MLI COP"]);
}

#[test]
fn names_after_an_office_and_its_country_count() {
    check("President of Chad Idriss Deby met Greek officials.", &["GRC GOV, TCD GOV CONSULT "]);
}

#[test]
fn cameo_codes_are_exact() {
    for (text, cameo) in [
        ("Workers in Lagos went on strike against a new fuel tax.", "1432"),
        ("Students marched in Dakar for the resignation of the president.", "1411"),
        ("France asked Mali to release two engineers.", "0253"),
        ("France demanded the release of two engineers from Mali.", "1053"),
        ("Iran promised to withdraw its troops from Iraq.", "0356"),
    ] {
        let coded = coder().worker().code(&document(text), CodingOptions::default());
        let codes: Vec<_> = coded.events.iter().filter_map(|e| e.cameo.as_deref()).collect();
        assert!(codes.contains(&cameo), "{text}: {codes:?}");
    }
}

#[test]
fn whom_a_bomb_killed_is_more_than_where() {
    check("A bomb exploded at a hotel in Islamabad, Pakistan, killing a Turkish diplomat.", &[" ASSAULT TUR GOV"]);
    check("Sixteen states sued the U.S. government on Monday.", &["USA GOV ACCUSE USA GOV"]);
}
