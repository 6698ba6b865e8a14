//! Actors of the built-in codebook, and of small ones made for a test.

use proptest::prelude::*;
use tidings::codebook::Files;
use tidings::codebook::actors::{Actors, Gender, NameKind};
use tidings_text::{Byte, Date, Sentence, Span, Upos};

fn built_in() -> &'static Actors {
    static ACTORS: std::sync::OnceLock<Actors> = std::sync::OnceLock::new();
    ACTORS.get_or_init(|| Actors::load(&Files::built_in()).expect("the built-in actors load"))
}

/// A sentence cut at spaces, and where `|` stands; lemmas are the words in lower case without a plural -s.
fn sentence(text: &str) -> Sentence {
    let mut s = Sentence::default();
    s.text = text.replace('|', "");
    let mut at = 0;
    for word in text.split(' ') {
        for part in word.split('|') {
            let span: Span<Byte> = Span::new(at, at + part.len());
            let lemma = part.to_lowercase();
            s.push(span, lemma.strip_suffix('s').filter(|l| l.len() > 3 && !l.ends_with('s')).unwrap_or(&lemma));
            at += part.len();
        }
        at += 1;
    }
    for t in &mut s.tokens {
        t.upos = Upos::Noun;
    }
    s.index_tree();
    s
}

/// Name and first meaning at the first token.
fn name(text: &str) -> Option<(usize, String, NameKind)> {
    let s = sentence(text);
    let found = built_in().name_at(&s, 0)?;
    Some((found.tokens, found.spells[0].code.to_string(), found.spells[0].kind))
}

fn check_name(text: &str, tokens: usize, code: &str, kind: NameKind) {
    assert_eq!(name(text), Some((tokens, code.to_owned(), kind)), "{text}");
}

#[test]
fn countries_are_found_however_they_are_written() {
    use NameKind::Country;
    check_name("U.S. talks", 1, "USA", Country);
    check_name("U. S. talks", 2, "USA", Country);
    check_name("US talks", 1, "USA", Country);
    check_name("United States and", 2, "USA", Country);
    check_name("UNITED STATES AND", 2, "USA", Country);
    check_name("North Korea|'s army", 2, "PRK", Country);
    check_name("Cote d’Ivoire said", 2, "CIV", Country);
    check_name("Côte d|'|Ivoire said", 4, "CIV", Country);
    check_name("Guinea|-|Bissau", 3, "GNB", Country);
    check_name("Guinea-Bissau", 1, "GNB", Country);
    check_name("Guinea , Bissau", 1, "GIN", Country);
    check_name("Türkiye said", 1, "TUR", Country);
    check_name("Georgia said", 1, "GEO", Country);
    check_name("Chad said", 1, "TCD", Country);
    check_name("Congo said", 1, "COD", Country);
    check_name("Kosovo said", 1, "XKX", Country);
    for text in ["us all", "turkey with", "TELL US NOW", "china shop", "I ran away", "jordan"] {
        assert_eq!(name(text), None, "{text}");
    }
    let caps = sentence("LET US GO");
    assert!(built_in().name_at(&caps, 1).is_none());
}

#[test]
fn people_of_a_country_and_its_adjective() {
    check_name("Dutch officials", 1, "NLD", NameKind::Adjective);
    check_name("Americans said", 1, "USA", NameKind::Demonym);
    check_name("Frenchmen said", 1, "FRA", NameKind::Demonym);
    check_name("Germans said", 1, "DEU", NameKind::Demonym);
    check_name("Filipinos said", 1, "PHL", NameKind::Demonym);
    check_name("Chechens said", 1, "RUS", NameKind::Demonym);
    // A noun that describes no other is a person.
    check_name("Iranian said", 1, "IRN", NameKind::Demonym);
    let mut s = sentence("Iranian officials");
    s.tokens[0].upos = Upos::Adj;
    assert_eq!(built_in().name_at(&s, 0).unwrap().spells[0].kind, NameKind::Adjective);
    assert_eq!(name("Dane|'s house").map(|n| n.0), Some(1));
}

#[test]
fn seats_speak_for_their_state() {
    check_name("Washington said", 1, "USA", NameKind::SeatOfPower);
    check_name("White House officials", 2, "USA GOV", NameKind::SeatOfPower);
    check_name("Kiev said", 1, "UKR", NameKind::SeatOfPower);
    check_name("Élysée Palace said", 2, "FRA GOV", NameKind::SeatOfPower);
    check_name("Brussels said", 1, "IGO#European Union", NameKind::SeatOfPower);
    let s = sentence("in Brussels");
    assert_eq!(built_in().name_at(&s, 1).unwrap().spells[0].code.to_string(), "BEL");
}

#[test]
fn regions_lie_in_a_country_or_in_none() {
    check_name("Texas said", 1, "USA", NameKind::Region);
    check_name("Northern Ireland said", 2, "GBR", NameKind::Region);
    check_name("Latin America said", 2, "UNK", NameKind::Region);
    let meanings = built_in().name_at(&sentence("Georgia"), 0).unwrap().spells;
    assert!(meanings.iter().any(|s| s.code.to_string() == "USA" && s.kind == NameKind::Region));
}

/// Tokens, sector and office of the role noun at the last token.
fn noun(text: &str) -> Option<(usize, String, bool)> {
    let s = sentence(text);
    let found = built_in().noun_at(&s, s.len() - 1)?;
    Some((found.tokens, found.sector.to_owned(), found.office))
}

fn check_noun(text: &str, tokens: usize, sector: &str, office: bool) {
    assert_eq!(noun(text), Some((tokens, sector.to_owned(), office)), "{text}");
}

#[test]
fn role_nouns_are_as_long_as_they_can_be() {
    check_noun("the president", 1, "GOV", true);
    check_noun("the Prime Minister", 2, "GOV", true);
    check_noun("the deputy foreign minister", 3, "GOV", false);
    check_noun("the acting president", 2, "GOV", true);
    check_noun("the ex-president", 1, "GOV", true);
    check_noun("the ex|-|president", 1, "GOV", true);
    check_noun("the vice|-|president", 3, "GOV", true);
    check_noun("the vice-president", 1, "GOV", true);
    check_noun("the secretary-general", 1, "GOV", true);
    check_noun("the attorney general", 2, "JUD", true);
    check_noun("the general", 1, "MIL", false);
    check_noun("the president|'s office", 3, "GOV", false);
    check_noun("opposition party", 2, "OPP", false);
    check_noun("riot police", 2, "COP", false);
    check_noun("government forces", 2, "MIL", false);
    check_noun("rebel forces", 2, "REB", false);
    check_noun("security forces", 2, "COP", false);
    check_noun("lawmakers", 1, "LEG", false);
    check_noun("gunmen", 1, "UAF", false);
    check_noun("state media", 2, "JRN", false);
    check_noun("human rights groups", 3, "SOC", false);
}

#[test]
fn words_that_only_look_like_a_role_are_none() {
    for text in ["market forces", "third party", "use of force", "pro-government", "world leaders", "table"] {
        assert_eq!(noun(text), None, "{text}");
    }
    // "general strike", but "military operation".
    let adjective = |text: &str| {
        let mut s = sentence(text);
        s.tokens[0].upos = Upos::Adj;
        built_in().noun_at(&s, 0).map(|n| n.sector.to_owned())
    };
    assert_eq!(adjective("general strike"), None);
    assert_eq!(adjective("official visit"), None);
    assert_eq!(adjective("military operation").as_deref(), Some("MIL"));
    assert_eq!(adjective("militant group").as_deref(), Some("REB"));
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Some(Date::constant(year, month, day))
}

/// A small codebook of one file.
fn load(file: &str, text: &str) -> Result<Actors, String> {
    let mut files = Files::built_in();
    let others = ["countries.toml", "organisations.toml", "groups.toml", "nouns.toml"].map(|f| (f, ""));
    let empty = [("people.tsv", "name\tcountry\tsector\toffice\tfrom\tto\taliases\n")];
    files.overlay(others.into_iter().chain(empty).map(|(f, text)| (format!("actors/{f}"), text.to_owned())));
    files.overlay([(format!("actors/{file}"), text.to_owned())]);
    Actors::load(&files).map_err(|e| e.to_string())
}

const PEOPLE: &str = "\
name\tcountry\tsector\toffice\tfrom\tto\taliases
Ann Lee Porter\tGBR\tGOV\tprime minister\t2010\t2014-06\tLady P
Bob Porter\tUSA\tGOV\tpresident\t2014-07-01\t\t
Li Mei\tCHN\tGOV\tforeign minister\t2012-03-01\t\t
Ursula von der Weide\tDEU\tGOV\tdefense minister\t2015\t\t
Omar bin Said\tSAU\tGOV\tmonarch\t2001\t\t
Hassan al-Tamimi\tIRQ\tGOV\tinterior minister\t2001\t\t
";

#[test]
fn people_are_found_by_full_name_and_surname() {
    let actors = load("people.tsv", PEOPLE).unwrap();
    let found = |text: &str| {
        let s = sentence(text);
        let m = actors.name_at(&s, 0)?;
        Some((m.tokens, m.spells.iter().map(|s| s.code.to_string()).collect::<Vec<_>>(), m.spells[0].short))
    };
    let one = |tokens, code: &str, short| Some((tokens, vec![code.to_owned()], short));
    assert_eq!(found("Bob Porter said"), one(2, "USA GOV#Bob Porter", false));
    assert_eq!(found("Bob J. Porter said"), one(3, "USA GOV#Bob Porter", false));
    assert_eq!(found("BOB PORTER SAID"), one(2, "USA GOV#Bob Porter", false));
    let both = vec!["USA GOV#Bob Porter".to_owned(), "GBR GOV#Ann Lee Porter".to_owned()];
    assert_eq!(found("Porter said"), Some((1, both, true)));
    assert_eq!(found("Lady P said"), one(2, "GBR GOV#Ann Lee Porter", false));
    assert_eq!(found("Li said"), one(1, "CHN GOV#Li Mei", true));
    assert_eq!(found("von der Weide said"), one(3, "DEU GOV#Ursula von der Weide", true));
    assert_eq!(found("Von der Weide said"), one(3, "DEU GOV#Ursula von der Weide", true));
    assert_eq!(found("Weide said"), one(1, "DEU GOV#Ursula von der Weide", true));
    assert_eq!(found("al|-|Tamimi said"), one(3, "IRQ GOV#Hassan al-Tamimi", true));
    assert_eq!(found("Al-Tamimi said"), one(1, "IRQ GOV#Hassan al-Tamimi", true));
    assert_eq!(found("Tamimi said"), one(1, "IRQ GOV#Hassan al-Tamimi", true));
    assert_eq!(found("bin Said said"), one(2, "SAU GOV#Omar bin Said", true));
    for text in ["Said said", "porter said", "Mei said", "Ann said"] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn offices_have_holders_on_a_date() {
    let actors = load("people.tsv", PEOPLE).unwrap();
    let holder = |country: &str, office: &str, on| {
        actors.office_holder(country, office, on).and_then(|s| s.code.name.as_deref().map(str::to_owned))
    };
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(holder("GBR", "prime minister", date(2010, 1, 1)), name("Ann Lee Porter"));
    assert_eq!(holder("GBR", "premier", date(2014, 6, 30)), name("Ann Lee Porter"));
    assert_eq!(holder("GBR", "prime minister", date(2014, 7, 1)), None);
    assert_eq!(holder("GBR", "prime minister", None), None);
    assert_eq!(holder("USA", "acting president", date(2020, 1, 1)), name("Bob Porter"));
    assert_eq!(holder("USA", "deputy president", date(2020, 1, 1)), None);
    assert_eq!(holder("DEU", "defence minister", date(2016, 1, 1)), name("Ursula von der Weide"));
    assert_eq!(holder("SAU", "king", date(2016, 1, 1)), name("Omar bin Said"));
    assert_eq!(holder("ZZZ", "king", date(2016, 1, 1)), None);
}

#[test]
fn names_have_spells() {
    let actors = load(
        "groups.toml",
        "[[organisation]]\ncode = \"XXA REB#Front\"\nnames = [\"the Front\"]\nto = 2011-12-31\n\
         [[organisation]]\ncode = \"XXA GOV#Front\"\nnames = [\"the Front\"]\nfrom = 2012-01-01\n",
    )
    .unwrap();
    let s = sentence("Front");
    let spells = actors.name_at(&s, 0).unwrap().spells;
    assert_eq!(spells.len(), 2);
    assert!(spells.iter().any(|s| s.to == date(2011, 12, 31) && s.code.to_string() == "XXA REB#Front"));
}

#[test]
fn mistakes_are_named_with_file_and_line() {
    let error = |file: &str, text: &str| load(file, text).unwrap_err();
    let header = PEOPLE.lines().next().unwrap();
    assert_eq!(
        error("groups.toml", "[[organisation]]\n\ncode = \"Iraq\"\nnames = []\n"),
        "actors/groups.toml:3: 'Iraq' is no actor code; write COUNTRY, COUNTRY SECTOR or COUNTRY SECTOR#Name"
    );
    assert_eq!(
        error("people.tsv", &format!("{header}\nA B\tUSA\tGOV\tking\t2000-13\t\t\n")),
        "actors/people.tsv:2: '2000-13' is no date; write YYYY, YYYY-MM or YYYY-MM-DD"
    );
    let swapped = "[[organisation]]\ncode = \"USA GOV\"\nnames = [\"A\"]\nfrom = 2012-01-01\nto = 2011-01-01\n";
    for (file, text, part) in [
        ("people.tsv", format!("{header}\nA B\tUSA\n"), "people.tsv:2: a person has 7 fields"),
        ("people.tsv", format!("{header}\nA B\tUSA\tABC\t\t\t\t\n"), "people.tsv:2: 'ABC' is no sector"),
        ("countries.toml", "[[country]]\ncode = \"USA\"\n".to_owned(), "countries.toml:1: missing field `name`"),
        ("countries.toml", "[[region]]\nname = \"X\"\ncode = \"US\"\n".to_owned(), "countries.toml:3: 'US' is no"),
        ("nouns.toml", "[[noun]]\nsector = \"GOV\"\nwords = [\"a\", \"A\"]".to_owned(), "2: 'A' is listed twice"),
        ("organisations.toml", swapped.to_owned(), "organisations.toml:2: it ends on 2011-01-01, before it starts"),
        ("organisations.toml", "[[organisation]]\ncode = \"USA\"\nnames = [\"...\"]".to_owned(), "'...' is no name"),
    ] {
        let error = error(file, &text);
        assert!(error.contains(part), "{error}");
    }
    let mut files = Files::built_in();
    files.overlay([("actors/groups.toml".into(), "[[organisation]]\ncode = \"QQQ\"\nnames = [\"A\"]".into())]);
    assert_eq!(
        Actors::load(&files).unwrap_err().to_string(),
        "actors/groups.toml:2: 'QQQ' is not in actors/countries.toml"
    );
}

#[derive(serde::Deserialize)]
struct Countries {
    country: Vec<Country>,
}

#[derive(serde::Deserialize)]
struct Country {
    code: String,
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    to: Option<toml::Value>,
}

#[test]
fn every_name_of_every_country_is_found_and_means_it() {
    let files = Files::built_in();
    let table: Countries = toml::from_str(files.get("actors/countries.toml").unwrap()).unwrap();
    let current = table.country.iter().filter(|c| c.to.is_none());
    assert_eq!(current.clone().count(), 250, "ISO 3166-1 and Kosovo");
    for country in current {
        assert_eq!(built_in().country_name(&country.code), Some(country.name.as_str()));
    }
    for country in &table.country {
        let seats = country.seats.iter().map(|s| s.split('=').next().unwrap());
        let names = country.names.iter().chain(&country.adjectives).chain(&country.demonyms).chain([&country.name]);
        for name in names.map(String::as_str).chain(seats) {
            for text in [name.to_owned(), name.to_uppercase(), name.replace('-', "|-|"), name.replace('\'', "’")] {
                // Short words in capitals are acronyms first: "SANA" is a news agency.
                if text.len() < 5 && text != name {
                    continue;
                }
                let s = sentence(&text);
                let found = built_in().name_at(&s, 0).unwrap_or_else(|| panic!("{text} is not found"));
                assert_eq!(found.tokens, s.len(), "{text}");
                let means = found.spells.iter().any(|s| *s.code.country == *country.code);
                assert!(means, "{text} does not mean {}: {:?}", country.code, found.spells);
            }
        }
    }
}

#[test]
fn there_are_role_nouns_of_every_sector() {
    let sectors = [
        ("ministers", "GOV"),
        ("senators", "LEG"),
        ("judges", "JUD"),
        ("soldiers", "MIL"),
        ("policemen", "COP"),
        ("spies", "SPY"),
        ("mercenaries", "PRM"),
        ("rebels", "REB"),
        ("attackers", "UAF"),
        ("nominees", "PTY"),
        ("dissidents", "OPP"),
        ("villagers", "CVL"),
        ("smugglers", "CRM"),
        ("companies", "BUS"),
        ("reporters", "JRN"),
        ("workers", "LAB"),
        ("farmers", "AGR"),
        ("refugees", "REF"),
        ("doctors", "MED"),
        ("students", "EDU"),
        ("priests", "REL"),
        ("charities", "SOC"),
    ];
    let mut workspace = tidings_syntax::Workspace::new();
    for (word, sector) in sectors {
        let mut sentences = tidings_syntax::segment::sentences(&format!("The {word} left."), 0, 0, false);
        tidings_syntax::analyse(tidings_syntax::Model::built_in(), &mut workspace, &mut sentences);
        let found = built_in().noun_at(&sentences[0], 1).map(|n| n.sector);
        assert_eq!(found, Some(sector), "{word}");
    }
}

fn any_words() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "U.S.",
        "US",
        "North",
        "Korea",
        "Korean",
        "-",
        "'s",
        "’s",
        ".",
        ",",
        "al",
        "Qaeda",
        "the",
        "Guardian",
        "prime",
        "minister",
        "vice-president",
        "J.",
        "Trump",
        "Donald",
        "İ",
        "ß",
        "-ex",
        "--",
        "Séoul",
        "ﬁ",
    ]);
    prop::collection::vec(prop_oneof![names.prop_map(str::to_owned), "\\PC{1,6}"], 1..12).prop_map(|w| w.join(" "))
}

proptest! {
    #[test]
    fn lookups_stay_inside_any_sentence(text in any_words(), upos in 0usize..3) {
        let mut s = sentence(&text.replace('|', "/"));
        for t in &mut s.tokens {
            t.upos = [Upos::Noun, Upos::Propn, Upos::Adj][upos];
        }
        for t in 0..s.len() + 1 {
            if let Some(found) = built_in().name_at(&s, t) {
                prop_assert!(found.tokens > 0 && t + found.tokens <= s.len());
                prop_assert!(!found.spells.is_empty());
            }
            if let Some(found) = built_in().noun_at(&s, t) {
                prop_assert!(found.tokens > 0 && found.tokens <= t + 1);
            }
        }
    }

    #[test]
    fn a_country_is_found_wherever_it_stands(before in 0usize..4, after in "[a-z]{0,8}") {
        let s = sentence(&format!("{}South Korea {after}", "x ".repeat(before)));
        let found = built_in().name_at(&s, before).unwrap();
        prop_assert_eq!((found.tokens, &*found.spells[0].code.country), (2, "KOR"));
    }
}

#[test]
fn given_names_tell_sex() {
    let actors = Actors::load(&Files::built_in()).unwrap();
    assert_eq!(actors.gender_of("Angela"), Some(Gender::Female));
    assert_eq!(actors.gender_of("Vladimir"), Some(Gender::Male));
    assert_eq!(actors.gender_of("Gazprom"), None);
}
