//! Headlines: no articles, verbs that could be nouns, Title Case, capitals, commas for "and".

use tidings_syntax::{Model, Workspace, analyse, segment};
use tidings_text::Deprel;

/// Each line: headline, subject, main verb, object (`-`: none).
const HEADLINES: &str = include_str!("headlines.tsv");

#[test]
fn nearly_all_headlines_have_their_subject_verb_and_object() {
    let mut workspace = Workspace::new();
    let mut wrong = Vec::new();
    for line in HEADLINES.lines() {
        let [text, subject, verb, object] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns expected: {line}")
        };
        let mut sentences = segment::sentences(text, 0, 0, true);
        analyse(Model::built_in(), &mut workspace, &mut sentences);
        let [s] = &sentences[..] else { panic!("{text} is one sentence") };
        let find = |form: &str| (0..s.len()).find(|&t| s.form(t) == form).expect("the form is in the headline");
        let verb = find(verb);
        let hangs = |form: &str, relation: Deprel| {
            let t = find(form);
            s.head(t) == Some(verb) && s.deprel(t) == relation
        };
        if s.root() != Some(verb) || !hangs(subject, Deprel::Nsubj) || object != "-" && !hangs(object, Deprel::Obj) {
            wrong.push(text);
        }
    }
    assert!(wrong.len() <= 3, "{wrong:#?}");
}
