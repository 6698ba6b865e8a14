//! Places that text names, and the places of events in it.

use proptest::prelude::*;
use tidings::codebook::Files;
use tidings::mentions::Gazetteer;
use tidings::place::{self, PlaceTable};
use tidings_syntax::{Model, Workspace, segment};
use tidings_text::{Block, BlockKind, Document, Sentence, Span};

fn table() -> &'static PlaceTable {
    static TABLE: std::sync::OnceLock<PlaceTable> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| PlaceTable::load(&Files::built_in()).expect("the built-in places load"))
}

/// A document of one paragraph with its sentences.
fn read(text: &str, kind: BlockKind) -> (Document, Vec<Sentence>) {
    let block = Block { kind, span: Span::new(0, text.len()) };
    let document = Document { text: text.into(), blocks: vec![block], ..Document::default() };
    let mut sentences = segment::sentences(text, 0, 0, kind.is_headline());
    tidings_syntax::analyse(Model::built_in(), &mut Workspace::default(), &mut sentences);
    (document, sentences)
}

/// All places of a text: "Mosul, IRQ; Iraq".
fn places(text: &str) -> String {
    let (document, sentences) = read(text, BlockKind::Paragraph);
    let places = place::find(&document, &sentences, table());
    places.iter().flatten().map(|p| p.place.describe()).collect::<Vec<_>>().join("; ")
}

/// Where the event of the word `trigger` took place; "-" where the text does not say.
fn event_place(text: &str, trigger: &str, kind: BlockKind) -> String {
    let (document, sentences) = read(text, kind);
    let places = place::find(&document, &sentences, table());
    for (i, s) in sentences.iter().enumerate() {
        if let Some(head) = (0..s.len()).find(|&t| s.form(t) == trigger) {
            let found = place::event_place(s, i == 0, head, &places[i]);
            return found.map_or("-".into(), |p| p.place.describe());
        }
    }
    panic!("no {trigger:?} in {text:?}");
}

#[track_caller]
fn check(cases: &[(&str, &str, &str)], kind: BlockKind) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|&(text, trigger, expected)| (text, trigger, expected, event_place(text, trigger, kind)))
        .filter(|(_, _, expected, got)| expected != got)
        .map(|(text, trigger, expected, got)| format!("{text}\n  {trigger}: expected {expected}, got {got}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn events_take_place_where_the_tree_says() {
    let cases = [
        ("A suicide bomber killed 12 people in Mosul on Tuesday.", "killed", "Mosul, IRQ"),
        ("Protesters clashed with police in Nairobi.", "clashed", "Nairobi, KEN"),
        ("Rebels attacked a convoy near Maiduguri, Nigeria.", "attacked", "Maiduguri, NGA"),
        ("Gunmen abducted three aid workers in northern Syria.", "abducted", "Syria"),
        ("Troops opened fire in the city of Homs.", "opened", "Homs, SYR"),
        ("Police arrested dozens of demonstrators outside the parliament in Tbilisi.", "arrested", "Tbilisi, GEO"),
        ("The ministers held talks in Geneva on Friday.", "talks", "Geneva, CHE"),
        ("An attack in Kabul killed five soldiers.", "attack", "Kabul, AFG"),
        ("An attack in Kabul killed five soldiers.", "killed", "Kabul, AFG"),
        ("A bomber attacked a market in Baghdad, killing 20 people.", "killing", "Baghdad, IRQ"),
        ("Militants shelled a village in Helmand province.", "shelled", "Helmand, AFG"),
        ("Thousands protested in Tripoli, Lebanon, over fuel prices.", "protested", "Tripoli, LBN"),
        ("A gunman wounded two officers in Paris, Texas.", "wounded", "Paris, USA"),
        ("Pakistani police arrested a cleric in Hyderabad.", "arrested", "Hyderabad, PAK"),
        ("Indian police arrested a student in Hyderabad.", "arrested", "Hyderabad, IND"),
        ("The army bombed rebel positions in Kiev.", "bombed", "Kyiv, UKR"),
        ("Soldiers fired at demonstrators in Iraq's second city Basra.", "fired", "Basra, IRQ"),
        ("The two presidents met in Beijing.", "met", "Beijing, CHN"),
        ("Israel bombed targets in the Gaza Strip.", "bombed", "Gaza Strip, PSE"),
        ("Protesters gathered in Jerusalem to demand the resignation of the minister.", "demand", "Jerusalem, ISR"),
        ("Police in South Korea arrested dozens of people protesting in Seoul.", "arrested", "Seoul, KOR"),
        ("Turkey launched an offensive into northern Syria.", "offensive", "Syria"),
        ("A student was killed and two others wounded in Damascus.", "killed", "Damascus, SYR"),
    ];
    check(&cases, BlockKind::Paragraph);
}

#[test]
fn neither_actors_nor_other_clauses_give_a_place() {
    let cases = [
        ("Iraq condemned the Turkish raid.", "condemned", "-"),
        ("Iraqi troops attacked the village.", "attacked", "-"),
        ("Washington accused Moscow of bombing hospitals.", "accused", "-"),
        ("Officials in Washington condemned the raid.", "condemned", "-"),
        ("The minister said in Geneva that troops had attacked the village.", "attacked", "-"),
        ("The president of France praised the deal.", "praised", "-"),
        ("The London-based group condemned the arrests.", "condemned", "-"),
        ("The ambassador to Japan criticized the plan.", "criticized", "-"),
        ("SEOUL (AP) — North Korea denounced the drills.", "denounced", "-"),
        ("The army attacked a village after talks in Cairo failed.", "attacked", "-"),
        ("Turkey expelled refugees from Syria.", "expelled", "-"),
        ("Iraq condemned the attack in Kabul.", "condemned", "-"),
    ];
    check(&cases, BlockKind::Paragraph);
}

#[test]
fn headlines_have_places() {
    let cases = [
        ("Police detain dozens in Xinjiang", "detain", "Xinjiang, CHN"),
        ("Bomb kills 14 in Karachi", "kills", "Karachi, PAK"),
        ("US condemns arrests in Hong Kong", "arrests", "Hong Kong"),
        ("Russia shells Kharkiv", "shells", "-"),
    ];
    check(&cases, BlockKind::Title);
}

#[test]
fn names_mean_the_place_that_the_report_speaks_of() {
    let cases = [
        ("The bomb went off in Tripoli. Lebanon sent troops to the city.", "Tripoli, LBN; Lebanon"),
        ("The bomb went off in Tripoli. The army sent troops.", "Tripoli, LBY"),
        ("He spoke in London. Canada welcomed the speech.", "London, GBR; Canada"),
        ("The rally was held in Saigon.", "Ho Chi Minh City, VNM"),
        ("They met in St. Petersburg, Russia.", "Saint Petersburg, RUS"),
        ("A court in Kandahar province sentenced him.", "Kandahar, AFG"),
        ("He was arrested in Georgia.", "Georgia"),
        ("He was reading in March.", ""),
        ("They fought in South Waziristan.", "South Waziristan, PAK"),
        ("He lives in England.", "England, GBR"),
    ];
    for (text, expected) in cases {
        assert_eq!(places(text), expected, "{text}");
    }
}

#[test]
fn the_table_knows_the_country_of_a_name() {
    let cases = [
        ("Mosul", Some("IRQ")),
        ("MOSUL", Some("IRQ")),
        ("Sana'a", Some("YEM")),
        ("Sanaa", Some("YEM")),
        ("Deir Ezzor", Some("SYR")),
        ("Fallujah", Some("IRQ")),
        ("northern Syria", Some("SYR")),
        ("Helmand province", Some("AFG")),
        ("South China Sea", None),
        ("Bombay", Some("IND")),
        ("Peking", Some("CHN")),
        ("Rangoon", Some("MMR")),
        ("Zzyzx", None),
        ("", None),
    ];
    for (name, country) in cases {
        assert_eq!(table().country_of_name(name), country, "{name}");
    }
    let mosul = table().best("Mosul").expect("Mosul is there");
    assert!((mosul.latitude.unwrap() - 36.3).abs() < 0.2 && (mosul.longitude.unwrap() - 43.1).abs() < 0.2);
    assert!(table().best("Iraq").expect("Iraq is there").latitude.is_some());
    assert!((30_000..60_000).contains(&table().len()), "{}", table().len());
}

#[test]
fn a_mention_spans_the_name_and_what_says_where_it_lies() {
    let cases = [
        ("A dorm in Flagstaff, Arizona.", "Flagstaff, Arizona"),
        ("A building in Aybak, Samangan Province, burnt.", "Aybak, Samangan Province"),
        ("They met in the city of Mosul, Iraq, on Monday.", "Mosul, Iraq"),
        ("They met in northern Syria's Idlib.", "Syria Idlib"),
        ("A court in Helmand province.", "Helmand province"),
        ("A ship lay in Saint-Nazaire, France.", "Saint-Nazaire, France"),
        ("Fighting in Iraq, Syria and Yemen goes on.", "Iraq Syria Yemen"),
    ];
    for (text, expected) in cases {
        let (document, sentences) = read(text, BlockKind::Paragraph);
        let places = place::find(&document, &sentences, table());
        let words: Vec<&str> = places[0].iter().map(|p| sentences[0].words(p.span)).collect();
        assert_eq!(words.join(" "), expected, "{text}");
    }
}

#[test]
fn a_bad_row_is_named_with_its_line() {
    let load = |rows: &str| {
        let mut files = Files::built_in();
        files.overlay([("places/places.tsv".to_owned(), format!("name\n{rows}\n"))]);
        PlaceTable::load(&files).err().map(|e| e.to_string()).unwrap_or_default()
    };
    assert_eq!(load("Atlantis\tGRC\t36.4\t25.4\t100\t"), "");
    assert!(load("Atlantis\tGRC\t36.4").starts_with("places/places.tsv:2: "));
    assert!(load("Atlantis\tGRC\t136.4\t25.4\t100\t").contains("latitude"));
    assert!(load("Atlantis\tGreece\t36.4\t25.4\t100\t").contains("country"));
    assert!(load("Atlantis\tGRC\t36.4\t25.4\tmany\t").contains("inhabitants"));
}

#[test]
fn a_codebook_without_places_knows_none() {
    assert!(PlaceTable::default().is_empty());
    let (document, sentences) = read("Troops marched in Cairo, Egypt.", BlockKind::Paragraph);
    assert_eq!(place::find(&document, &sentences, &PlaceTable::default()), [[]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_has_places_within_it(
        text in "(in |near |the |of |, |Mosul |Syria |Paris |Texas |Nice |province |\\PC{0,6} ){0,20}",
    ) {
        let (document, sentences) = read(&text, BlockKind::Paragraph);
        let places = place::find(&document, &sentences, table());
        prop_assert_eq!(places.len(), sentences.len());
        for (s, places) in sentences.iter().zip(&places) {
            for p in places {
                prop_assert!(p.span.end <= s.len() && p.span.contains(p.head) && !p.place.name.is_empty());
            }
            for t in 0..s.len() {
                place::event_place(s, true, t, places);
            }
        }
    }
}
