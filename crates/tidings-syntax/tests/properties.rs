//! What holds for any text: offsets are exact, nothing is lost, nothing panics.

use proptest::prelude::*;
use tidings_syntax::{Model, Workspace, analyse, conllu, lemma, segment};
use tidings_text::{Deprel, Entity, EntityKind, Sentence, Span, Upos, Xpos};

/// Any characters, and texts made of what the rules look at.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "U.S.",
        "Lt.",
        "Gen.",
        "Smith",
        "said",
        ".",
        "...",
        "…",
        "!",
        "?",
        "\"",
        "“",
        "”",
        "'",
        "’",
        "‘",
        "(",
        ")",
        "[",
        "]",
        "12",
        " ",
        " ",
        "\n",
        "\n\n",
        "- ",
        "-",
        "—",
        "--",
        "'s",
        "n't",
        "don’t",
        "cannot",
        "1,000.5",
        "$",
        "US$",
        "%",
        "@",
        "#",
        "a.m.",
        "etc.",
        "No.",
        "5",
        "http://a.b/c",
        "x@y.z",
        "/",
        "&",
        "é",
        "東京",
        "\u{301}",
        "\u{200b}",
        "\u{a0}",
        "I",
        "The",
        "he",
        ":",
        ";",
        ",",
        "*",
        "_",
        "Ω",
        "\u{2029}",
        "😀",
        "2.",
        "e-mail",
        "Yahoo!",
        "l'Oréal",
        "İ",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(pieces, 0..60).prop_map(|p| p.concat())]
}

/// One tree that spans the sentence, names in order inside it.
fn assert_parsed(s: &Sentence) {
    assert_eq!((0..s.len()).filter(|&t| s.head(t).is_none()).count(), 1, "one root in {}", s.text);
    for t in 0..s.len() {
        assert!(s.head(t).is_none_or(|h| h < s.len() && h != t));
        assert_eq!(s.head(t).is_none(), s.deprel(t) == Deprel::Root);
        assert!(!s.lemma(t).is_empty());
    }
    let reached = s.subtree(s.root().expect("counted above"));
    assert_eq!((reached.start, reached.end), (0, s.len()), "every word hangs on the root");
    let ends = s.entities.iter().fold(0, |end, e| {
        assert!(end <= e.span.start && !e.span.is_empty());
        e.span.end
    });
    assert!(ends <= s.len());
}

#[test]
fn a_line_without_an_end_is_cut_and_parsed() {
    let line = "the guards said that convoys of trucks were moving towards the river and ".repeat(2_000);
    let mut sentences = segment::sentences(&line, 0, 0, false);
    analyse(Model::built_in(), &mut Workspace::new(), &mut sentences);
    assert_eq!(sentences.iter().map(Sentence::len).sum::<usize>(), 2_000 * 13);
    for s in &sentences {
        // So time grows with the text, not with its square.
        assert!(s.len() <= segment::LONGEST);
        assert_parsed(s);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gets_trees(text in any_text(), headline: bool) {
        let mut sentences = segment::sentences(&text, 0, 0, headline);
        analyse(Model::built_in(), &mut Workspace::new(), &mut sentences);
        sentences.iter().for_each(assert_parsed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn tokens_cover_the_text(text in any_text(), headline: bool) {
        let sentences = segment::sentences(&text, 7, 3, headline);
        let mut covered = String::new();
        let mut at = 7;
        for s in &sentences {
            prop_assert!(!s.is_empty() && s.block == 3 && s.len() <= segment::LONGEST);
            prop_assert!(at <= s.span.start, "sentences are in order");
            prop_assert_eq!(&text[s.span.start - 7..s.span.end - 7], &s.text);
            at = s.span.end;
            let mut end = 0;
            for token in &s.tokens {
                prop_assert!(end <= token.span.start && !token.span.is_empty(), "tokens are in order");
                end = token.span.end;
                covered.push_str(token.span.slice(&s.text));
            }
            prop_assert_eq!(end, s.text.len());
            prop_assert_eq!(s.tokens[0].span.start, 0);
        }
        let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(covered, words);
    }

    #[test]
    fn lemmas_are_appended(form in "\\PC{1,12}", upos in prop::sample::select(Upos::ALL), xpos in prop::sample::select(Xpos::ALL)) {
        let mut out = String::from("before");
        lemma::lemmatise(&form, upos, xpos, &mut out);
        prop_assert!(out.starts_with("before"));
    }

    #[test]
    fn inflected_words_keep_a_lemma(form in "[A-Za-z’'-]{0,6}(s|es|ies|ed|ing|er|est|men|ses)", xpos in prop::sample::select(Xpos::ALL)) {
        let mut out = String::new();
        for upos in [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Adj] {
            out.clear();
            lemma::lemmatise(&form, upos, xpos, &mut out);
            prop_assert!(!out.is_empty(), "{form} {xpos}");
        }
    }

    #[test]
    fn conllu_comes_back_as_it_was_written(text in any_text(), seed in any::<u64>()) {
        for sentence in segment::sentences(&text, 0, 0, false) {
            let s = parsed_at_random(sentence, seed);
            let mut out = String::new();
            conllu::write(&mut out, &s, "s1", &["newpar"]).expect("strings take everything");
            let mut again = conllu::read(&out);
            let parsed = again.next().expect("one sentence").map_err(|e| TestCaseError::fail(format!("{e}\n{out}")))?;
            prop_assert!(again.next().is_none());
            prop_assert_eq!(parsed.id.as_deref(), Some("s1"));
            prop_assert_eq!(&parsed.comments, &["newpar"]);
            prop_assert_eq!(parsed.sentence.len(), s.len());
            for t in 0..s.len() {
                let read = &parsed.sentence;
                prop_assert_eq!(read.form(t), s.form(t));
                prop_assert_eq!(read.lemma(t), s.lemma(t));
                prop_assert_eq!((read.upos(t), read.xpos(t), read.deprel(t), read.head(t)), (s.upos(t), s.xpos(t), s.deprel(t), s.head(t)));
            }
            prop_assert_eq!(&parsed.sentence.entities, &s.entities);
        }
    }

    #[test]
    fn any_file_is_read_or_refused(text in "([0-9_.#\\-\t\nA-Za-z=]|\t|\n|1\t|NOUN\t|_\t){0,80}") {
        for parsed in conllu::read(&text) {
            if let Err(error) = parsed {
                prop_assert!(error.line >= 1 && !error.reason.is_empty());
            }
        }
    }
}

/// Gives every word a lemma, tags and a head before it; names at some places.
fn parsed_at_random(sentence: Sentence, mut seed: u64) -> Sentence {
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut s = sentence;
    let spans: Vec<_> = s.tokens.drain(..).map(|t| t.span).collect();
    for (i, span) in spans.into_iter().enumerate() {
        s.push(span, "lemma");
        let token = &mut s.tokens[i];
        token.upos = Upos::ALL[next(Upos::ALL.len())];
        token.xpos = Xpos::ALL[next(Xpos::ALL.len())];
        token.deprel = Deprel::ALL[next(Deprel::ALL.len())];
        token.head = (i > 0).then(|| next(i) as u32);
        let free = s.entities.last().is_none_or(|e| e.span.end <= i);
        if free && next(4) == 0 {
            s.entities.push(Entity { span: Span::new(i, i + 1), kind: EntityKind::ALL[next(EntityKind::ALL.len())] });
        }
    }
    s.index_tree();
    s
}
