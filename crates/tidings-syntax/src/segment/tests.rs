use super::*;

/// Sentences as their tokens joined by spaces.
fn split(text: &str) -> Vec<String> {
    sentences(text, 0, 0, false).iter().map(|s| (0..s.len()).map(|t| s.form(t)).collect::<Vec<_>>().join(" ")).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(split(text), expected, "{text}");
}

#[test]
fn offsets_count_in_the_document() {
    let s = sentences("  He left. She stayed.", 10, 3, false);
    assert_eq!((s[1].span, s[1].block, s[1].text.as_str()), (Span::new(21, 32), 3, "She stayed."));
    assert_eq!(s[1].tokens[1].span, Span::new(4, 10));
}

#[test]
fn abbreviations_do_not_end_sentences() {
    check("Lt. Gen. John R. Allen met Sen. J. D. Vance.", &["Lt. Gen. John R. Allen met Sen. J. D. Vance ."]);
    check(
        "Talks ended at 5 p.m. Monday. No. 5 of Sept. 11 stands.",
        &["Talks ended at 5 p.m. Monday .", "No. 5 of Sept. 11 stands ."],
    );
    check(
        "He lives in the U.S. The army left. U.S. Secretary of State Rex Tillerson said no.",
        &["He lives in the U.S.", "The army left .", "U.S. Secretary of State Rex Tillerson said no ."],
    );
    check(
        "St. Petersburg, Fla. (AP) — Boeing Co. and Apple Inc. agreed, e.g. on tariffs.",
        &["St. Petersburg , Fla. ( AP ) — Boeing Co. and Apple Inc. agreed , e.g. on tariffs ."],
    );
}

#[test]
fn datelines_stay_with_their_sentence() {
    check(
        "KABUL, Afghanistan, March 3 (Reuters) - Three died.",
        &["KABUL , Afghanistan , March 3 ( Reuters ) - Three died ."],
    );
    check("WASHINGTON, D.C. (AP) — It rained.", &["WASHINGTON , D.C. ( AP ) — It rained ."]);
}

#[test]
fn quotes_close_with_their_sentence() {
    check(
        "\"We will win.\" He left. “It is over.” (He lied.) Then peace.",
        &["\" We will win . \"", "He left .", "“ It is over . ”", "( He lied . )", "Then peace ."],
    );
    check("\"Are we ready?\" President Barack Obama asked.", &["\" Are we ready ? \" President Barack Obama asked ."]);
    check("\"Stop!\" he said.", &["\" Stop ! \" he said ."]);
}

#[test]
fn missing_spaces_and_lists() {
    check("It was done.The army left.", &["It was done .", "The army left ."]);
    check("Terms:\n- peace\n- trade\n\nEnd", &["Terms :", "- peace", "- trade", "End"]);
    check("wrapped\nline", &["wrapped line"]);
}

#[test]
fn words_as_in_the_treebanks() {
    for (text, expected) in [
        ("don't can't won’t it's Russia's Russia' alleged", "do n't ca n't wo n’t it 's Russia 's Russia ' alleged"),
        ("cannot gonna we'll they’ve O'Reilly", "can not gon na we 'll they ’ve O'Reilly"),
        (
            "state-owned e-mail anti-government Greek-flagged al-Qaeda",
            "state - owned e-mail anti-government Greek - flagged al - Qaeda",
        ),
        ("US$5 $1,000.5 5% €3m 10km", "US$ 5 $ 1,000.5 5 % € 3 m 10 km"),
        ("9/11 and/or 7:30 1998-2001 713-853-3989", "9/11 and / or 7:30 1998 - 2001 713-853-3989"),
        ("see http://a.b/c?d=e. mail x.y@z.org, @UN #peace", "see http://a.b/c?d=e . mail x.y@z.org , @UN #peace"),
        ("wait... what?! no--yes", "wait ... what ?! no -- yes"),
    ] {
        let tokens: Vec<_> = tokenise(text).iter().map(|t| t.slice(text)).collect();
        assert_eq!(tokens.join(" "), expected);
    }
}

#[test]
fn headlines_are_one_sentence() {
    let s = sentences("U.S. The Biggest Buyer of Arms. Report", 0, 0, true);
    assert_eq!(s.len(), 2);
    assert_eq!(sentences("U.S. Troops Leave Gen. Smith's H.Q. The End", 0, 0, true).len(), 1);
}

#[test]
fn endless_text_is_cut_and_linear() {
    let text = "word, ".repeat(2_000) + &"x".repeat(10_000) + &"a.".repeat(5_000) + &"-".repeat(5_000);
    let s = sentences(&text, 0, 0, false);
    assert!(s.iter().all(|s| s.len() <= LONGEST));
}
