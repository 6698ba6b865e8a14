//! Actors of the built-in codebook, and of small ones made for a test.

use tidings::codebook::Files;
use tidings::codebook::actors::{Actors, NameKind};
use tidings_text::{Byte, Sentence, Span, Upos};

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
