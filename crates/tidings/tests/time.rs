//! Dates that text names, and the dates of events in it.

use proptest::prelude::*;
use tidings::time;
use tidings_records::{DateBasis, DateRecord};
use tidings_syntax::{Model, Workspace, segment};
use tidings_text::{Block, BlockKind, Date, Document, Sentence, Span};

/// A Tuesday.
const PUBLISHED: Date = Date::constant(2023, 7, 11);

fn read(text: &str, published: Option<Date>) -> (Document, Vec<Sentence>) {
    let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) };
    let document = Document { text: text.into(), blocks: vec![block], published, ..Document::default() };
    let mut sentences = segment::sentences(text, 0, 0, false);
    tidings_syntax::analyse(Model::built_in(), &mut Workspace::default(), &mut sentences);
    (document, sentences)
}

/// All dates of a text, "?" for those that depend on an unknown one.
fn dates(text: &str, published: Option<Date>) -> String {
    let (_, sentences) = read(text, published);
    let all = sentences.iter().flat_map(|s| time::expressions(s, published, false));
    all.map(|e| e.period.map_or("?".into(), |p| p.value())).collect::<Vec<_>>().join(" ")
}

fn event_date(text: &str, trigger: &str, published: Option<Date>) -> DateRecord {
    let (document, sentences) = read(text, published);
    let future = trigger.starts_with('+');
    let trigger = trigger.trim_start_matches('+');
    for s in &sentences {
        if let Some(head) = (0..s.len()).find(|&t| s.form(t) == trigger) {
            return time::event_date(&document, s, [head], future);
        }
    }
    panic!("no {trigger:?} in {text:?}");
}

/// Compares all cases before it fails.
#[track_caller]
fn check<'c>(cases: impl IntoIterator<Item = (&'c str, &'c str, String)>) {
    let wrong = cases.into_iter().filter(|(_, expected, got)| expected != got);
    let wrong: Vec<String> =
        wrong.map(|(text, expected, got)| format!("{text}\n  expected {expected:?}, got {got:?}")).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn expressions_are_read() {
    let cases = [
        // Weekdays
        ("They met on Tuesday.", "2023-07-11"),
        ("They met on Wednesday.", "2023-07-05"),
        ("They met Monday.", "2023-07-10"),
        ("They met last Friday.", "2023-07-07"),
        ("They met last Tuesday.", "2023-07-04"),
        ("They will meet next Monday.", "2023-07-17"),
        ("They will meet on Friday.", "2023-07-14"),
        ("They are to meet on Friday.", "2023-07-14"),
        ("They plan to meet on Friday.", "2023-07-14"),
        ("They met on Sunday night.", "2023-07-09"),
        ("Friday's attack shocked the city.", "2023-07-07"),
        ("They met on Monday and Tuesday.", "2023-07-10 2023-07-11"),
        // Days from today
        ("They met today.", "2023-07-11"),
        ("They met earlier today.", "2023-07-11"),
        ("They met yesterday.", "2023-07-10"),
        ("They will meet tomorrow.", "2023-07-12"),
        ("They met the day before yesterday.", "2023-07-09"),
        ("They meet tonight.", "2023-07-11"),
        ("They met last night.", "2023-07-10"),
        ("They met this morning.", "2023-07-11"),
        ("Shells hit the city overnight.", "2023-07-11"),
        // Full dates
        ("They met on 7 July 2023.", "2023-07-07"),
        ("They met on July 7, 2023.", "2023-07-07"),
        ("They met on July 7, 2023, in Rome.", "2023-07-07"),
        ("They met on the 7th of July 2023.", "2023-07-07"),
        ("They met on July 7th.", "2023-07-07"),
        ("They met on Friday, July 7.", "2023-07-07"),
        ("They met on Friday, 7 July 2023.", "2023-07-07"),
        ("They met on Sept. 11, 2001.", "2001-09-11"),
        ("They met on Jan. 6.", "2023-01-06"),
        ("They met on 2023-07-07.", "2023-07-07"),
        ("They met on 7 July.", "2023-07-07"),
        ("They met on December 24.", "2022-12-24"),
        ("They will meet on August 1.", "2023-08-01"),
        ("They will meet on January 9.", "2024-01-09"),
        ("The order takes effect on August 1.", "2023-08-01"),
        // Months
        ("They met in June.", "2023-06"),
        ("They met in July.", "2023-07"),
        ("They met in early June.", "2023-06"),
        ("They met in November.", "2022-11"),
        ("They met in May.", "2023-05"),
        ("They met in June 2014.", "2014-06"),
        ("They met in March, 2019.", "2019-03"),
        ("They met last month.", "2023-06"),
        ("They met earlier this month.", "2023-07"),
        ("They will meet next month.", "2023-08"),
        ("They met this past December.", "2022-12"),
        ("They met last July.", "2022-07"),
        ("They will meet in September.", "2023-09"),
        ("The party will vote by September.", "2023-09"),
        // Weeks
        ("They met last week.", "2023-07-03/2023-07-09"),
        ("They met this week.", "2023-07-10/2023-07-16"),
        ("They will meet next week.", "2023-07-17/2023-07-23"),
        ("They met over the weekend.", "2023-07-08/2023-07-09"),
        ("They met last weekend.", "2023-07-08/2023-07-09"),
        ("They will meet next weekend.", "2023-07-22/2023-07-23"),
        // Years and seasons
        ("They met in 2009.", "2009"),
        ("The 2012 murder shocked the city.", "2012"),
        ("They met last year.", "2022"),
        ("They met earlier this year.", "2023"),
        ("They met last summer.", "2022-06/2022-08"),
        ("They met this spring.", "2023-03/2023-05"),
        ("They met in the summer of 2018.", "2018-06/2018-08"),
        // So long ago
        ("They met three days ago.", "2023-07-08"),
        ("They met 10 days ago.", "2023-07-01"),
        ("They met a week ago.", "2023-07-03/2023-07-09"),
        ("They met two weeks ago.", "2023-06-26/2023-07-02"),
        ("They met two months ago.", "2023-05"),
        ("They met five years ago.", "2018"),
        ("They met two days earlier.", "2023-07-09"),
        ("On Friday he revoked a decision made the previous day.", "2023-07-07 2023-07-06"),
        ("They met on Sunday, seven days earlier on July 2.", "2023-07-09 2023-07-02 2023-07-02"),
        ("A statement on Friday said an attack that day failed.", "2023-07-07 2023-07-07"),
        // Intervals
        ("They met between 3 and 5 May.", "2023-05-03/2023-05-05"),
        ("They met on May 3-5.", "2023-05-03/2023-05-05"),
        ("They met from 3 to 5 May.", "2023-05-03/2023-05-05"),
        ("They met from May 30 to June 2.", "2023-05-30/2023-06-02"),
        ("They fought from 1965 to 1985.", "1965-01/1985-12"),
        ("They fought between 1965-1985.", "1965-01/1985-12"),
        ("They have fought since 2014.", "2014-01-01/2023-07-11"),
        ("They have fought since Friday.", "2023-07-07/2023-07-11"),
        ("They have fought since early June.", "2023-06-01/2023-07-11"),
        ("The border is open until Friday.", "2023-07-11/2023-07-14"),
        ("Rockets were fired over the last three days.", "2023-07-08/2023-07-11"),
        ("Dozens died in the past month.", "2023-06-11/2023-07-11"),
    ];
    assert!(cases.len() >= 60);
    check(cases.map(|(text, expected)| (text, expected, dates(text, Some(PUBLISHED)))));
}

#[test]
fn what_is_no_date_is_left_alone() {
    let cases = [
        "They may meet.",
        "Theresa May spoke.",
        "They march in the capital.",
        "He was jailed for 25 years.",
        "Some 2000 people fled.",
        "It fell to 1995 meters.",
        "He is 12 years old.",
        "The second round was won by two votes.",
        "It rose for the first time in sixteen weeks.",
        "The talks may take two days.",
        "A spring of water, a fall in prices.",
        "",
    ];
    check(cases.map(|text| (text, "", dates(text, Some(PUBLISHED)))));
}

#[test]
fn without_a_publication_date_only_full_dates_come_to_something() {
    let cases = [
        ("They met on Tuesday.", "?"),
        ("They met on July 7.", "?"),
        ("They met last month.", "?"),
        ("They met on July 7, 2023.", "2023-07-07"),
        ("They met in 2009.", "2009"),
        ("They met in June 2014.", "2014-06"),
    ];
    check(cases.map(|(text, expected)| (text, expected, dates(text, None))));
    let unresolved = event_date("Troops attacked the village on Tuesday.", "attacked", None);
    assert_eq!((unresolved.value, unresolved.basis), (None, DateBasis::None));
    assert_eq!(unresolved.text.as_deref(), Some("Tuesday"));
}

/// A date that words give, or "-" where the event has only that of publication.
fn dated(text: &str, trigger: &str) -> String {
    let record = event_date(text, trigger, Some(PUBLISHED));
    match record.basis {
        DateBasis::Expression => record.value.expect("an expression has a value"),
        DateBasis::Publication => "-".into(),
        DateBasis::Dateline | DateBasis::None => format!("{:?}", record.basis),
    }
}

#[test]
fn the_tree_says_which_words_date_an_event() {
    let cases = [
        ("North Korea on Monday slammed the decision.", "slammed", "2023-07-10"),
        ("A bomber killed 12 people in Mosul on Monday.", "killed", "2023-07-10"),
        ("On Friday, rebels attacked a convoy and killed two soldiers.", "attacked", "2023-07-07"),
        ("On Friday, rebels attacked a convoy and killed two soldiers.", "killed", "2023-07-07"),
        ("Rebels attacked a market on Friday, killing 12.", "killing", "2023-07-07"),
        ("Rebels attacked a market last week.", "attacked", "2023-07-03/2023-07-09"),
        ("The ministers held talks in Geneva on Friday.", "talks", "2023-07-07"),
        ("The ministers held talks in Geneva on Friday.", "held", "2023-07-07"),
        ("Iraq condemned Friday's attack.", "attack", "2023-07-07"),
        ("Iraq condemned Friday's attack.", "condemned", "-"),
        ("He was jailed over the 2009 killing of a commander.", "killing", "2009"),
        ("He was jailed over the 2009 killing of a commander.", "jailed", "-"),
        ("The group claimed responsibility for last month's attack.", "attack", "2023-06"),
        ("The group claimed responsibility for last month's attack.", "claimed", "-"),
        ("The minister said on Monday that troops attacked the village.", "said", "2023-07-10"),
        ("The minister said on Monday that troops attacked the village.", "attacked", "-"),
        ("The bill was dropped after protests last week.", "protests", "2023-07-03/2023-07-09"),
        ("The police arrested 12 protesters after Friday's march.", "arrested", "-"),
        ("The army will withdraw its troops on Friday.", "+withdraw", "2023-07-14"),
        ("North Korea accepts the proposal and will meet the envoy on Friday.", "accepts", "-"),
        ("North Korea accepts the proposal and will meet the envoy on Friday.", "meet", "2023-07-14"),
        ("Protesters gathered on Friday to demand new elections.", "demand", "2023-07-07"),
        ("They signed the treaty before Friday.", "signed", "-"),
        ("Queen Elizabeth suspended parliament on June 10.", "suspended", "2023-06-10"),
        ("Both on Thursday received prison terms.", "received", "2023-07-06"),
        ("Police arrested Friday night at least 71 people.", "arrested", "2023-07-07"),
        ("Violence broke out on Saturday when thousands rallied.", "rallied", "2023-07-08"),
        ("Two people died in a bombing that happened on June 27.", "bombing", "2023-06-27"),
        ("The minister signed a decree on Friday banning veils.", "banning", "2023-07-07"),
        (
            "Two people were killed and eight were injured in a bombing that happened on June 27.",
            "killed",
            "2023-06-27",
        ),
        ("Late on Sunday, the group announced it had signed a truce.", "signed", "2023-07-09"),
        ("As a result of Friday's unrest, twenty people were arrested.", "arrested", "2023-07-07"),
        ("The bill was dropped after last week's protests, which drew thousands.", "protests", "2023-07-03/2023-07-09"),
        ("The president announced on Sunday that she backed the plan.", "backed", "2023-07-09"),
    ];
    check(cases.map(|(text, trigger, expected)| (text, expected, dated(text, trigger))));
}

#[test]
fn without_words_the_dateline_then_the_publication_dates_an_event() {
    let line = "GENEVA, July 9 (Reuters) — Iraq condemned the attack.";
    let record = event_date(line, "condemned", Some(PUBLISHED));
    assert_eq!((record.value.as_deref(), record.basis), (Some("2023-07-09"), DateBasis::Dateline));
    let line = "GENEVA, 9 July 2021 – Iraq condemned the attack.";
    let record = event_date(line, "condemned", None);
    assert_eq!((record.value.as_deref(), record.basis), (Some("2021-07-09"), DateBasis::Dateline));
    let record = event_date("Iraq condemned the attack.", "condemned", Some(PUBLISHED));
    assert_eq!((record.value.as_deref(), record.basis), (Some("2023-07-11"), DateBasis::Publication));
    assert_eq!(event_date("Iraq condemned the attack.", "condemned", None), DateRecord::default());
    // What is to come does not happen on the day of the report.
    assert_eq!(event_date("Iraq will send troops.", "+send", Some(PUBLISHED)), DateRecord::default());
}

/// A day, a month, a year, or two of the same with the first not after the last.
fn is_iso(value: &str) -> bool {
    let day = |text: &str| match text.len() {
        4 => format!("{text}-01-01").parse::<Date>().ok(),
        7 => format!("{text}-01").parse::<Date>().ok(),
        _ => text.parse::<Date>().ok(),
    };
    match value.split_once('/') {
        Some((first, last)) => {
            first.len() == last.len() && day(first).is_some_and(|f| day(last).is_some_and(|l| f <= l))
        }
        None => day(value).is_some(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_words_have_valid_dates(
        text in "((on|in|since|until|last|next|the|between|and|from|to|past|ago|earlier|this|of|-|,) |\
                 (Monday|Friday|May|June|Feb\\.|July|February|summer|weekend|week|days|years|day) |\
                 ([0-9]{1,4}|29|31|2023|1965|2100|30th|two|a) |\\PC{0,4} ){0,14}",
        year in 1i16..9999, month in 1i8..13, day in 1i8..29, future: bool, known: bool,
    ) {
        let published = known.then(|| Date::constant(year, month, day));
        let (document, sentences) = read(&text, published);
        for s in &sentences {
            let mut end = 0;
            for e in time::expressions(s, published, future) {
                prop_assert!(end <= e.span.start && e.span.contains(e.head) && e.span.end <= s.len());
                prop_assert!(e.period.is_none_or(|p| is_iso(&p.value())), "{:?}", e);
                end = e.span.end;
            }
            for t in 0..s.len() {
                let record = time::event_date(&document, s, [t], future);
                prop_assert!(record.value.is_none_or(|v| is_iso(&v)));
            }
        }
    }
}
