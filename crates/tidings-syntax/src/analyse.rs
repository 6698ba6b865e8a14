//! Tags, trees, lemmas and names for sentences whose tokens are set.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use tidings_text::{Deprel, Entity, EntityKind, Sentence, Span, Upos, Xpos};

use crate::lemma;
use crate::matrix::top;
use crate::network::{Buffers, NAME_LABELS, Network};
use crate::segment;
use crate::tree;
use crate::weights::ModelError;

/// Sentences are sent through the network in batches of about this many tokens.
const BATCH: usize = 320;
/// Longer sentences are parsed in pieces of this many tokens, so that time stays linear.
const LONGEST: usize = 256;

/// Trained weights. Read once, used by any number of threads.
pub struct Model {
    network: Network,
}

impl Model {
    /// The English model inside the binary.
    pub fn built_in() -> &'static Model {
        static BYTES: &[u8] = include_bytes!("../../../models/english/model.safetensors");
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| {
            let network = Network::read(Cow::Borrowed(BYTES)).expect("the built-in model is tested to load");
            Model { network }
        })
    }

    /// Reads a model that `training/train.py` exported.
    ///
    /// # Errors
    /// If the bytes are not safetensors, or lack a tensor, or hold one of another shape.
    pub fn read(bytes: &[u8]) -> Result<Model, ModelError> {
        Ok(Model { network: Network::read(Cow::Owned(bytes.to_vec()))? })
    }

    /// What records cite as the model's version.
    pub fn version(&self) -> &str {
        self.network.version()
    }
}

/// Buffers and a cache of word forms; one per thread, for one model.
#[derive(Default)]
pub struct Workspace {
    buffers: Buffers,
    pieces: Vec<Piece>,
    scores: Vec<f32>,
    heads: Vec<Option<u32>>,
    mark: Vec<u32>,
    labels: Vec<u8>,
    lemma: String,
}

impl Workspace {
    pub fn new() -> Workspace {
        Workspace::default()
    }
}

/// Up to [`LONGEST`] tokens of a sentence.
struct Piece {
    sentence: usize,
    tokens: Range<usize>,
    /// Where the piece begins on whose root this one hangs; `None` for the first to be parsed.
    main: Option<usize>,
}

/// A dateline is parsed apart and hangs on its sentence, whose tree it would only disturb.
fn cut(sentence: usize, s: &Sentence, pieces: &mut Vec<Piece>) {
    let (n, start) = (s.len(), segment::dateline_end(s));
    for first in (start..n).step_by(LONGEST) {
        let main = (first > start).then_some(start);
        pieces.push(Piece { sentence, tokens: first..n.min(first + LONGEST), main });
    }
    if start > 0 {
        pieces.push(Piece { sentence, tokens: 0..start, main: Some(start) });
    }
}

/// Fills tags, lemmas, heads, relations and names of sentences whose tokens are set, and indexes the trees.
///
/// The result for a sentence does not depend on the others, nor on what the workspace was used for before.
pub fn analyse(model: &Model, workspace: &mut Workspace, sentences: &mut [Sentence]) {
    workspace.pieces.clear();
    for (sentence, s) in sentences.iter_mut().enumerate() {
        s.entities.clear();
        cut(sentence, s, &mut workspace.pieces);
    }
    let mut first = 0;
    while first < workspace.pieces.len() {
        let mut end = first;
        let mut tokens = 0;
        workspace.buffers.begin();
        while let Some(piece) = workspace.pieces.get(end) {
            if tokens > 0 && tokens + piece.tokens.len() > BATCH {
                break;
            }
            let s = &sentences[piece.sentence];
            workspace.buffers.add(piece.tokens.clone().map(|t| s.form(t)));
            tokens += piece.tokens.len();
            end += 1;
        }
        model.network.run(&mut workspace.buffers);
        for at in first..end {
            let Piece { sentence, ref tokens, main } = workspace.pieces[at];
            let tokens = tokens.clone();
            let rows = workspace.buffers.sentences[at - first].clone();
            write(&model.network, workspace, rows, &mut sentences[sentence], tokens, main);
        }
        first = end;
    }
    for s in sentences {
        s.entities.sort_unstable_by_key(|e| e.span.start);
        lemmatise(s, &mut workspace.lemma);
        s.index_tree();
    }
}

/// Writes the results of one piece into its sentence.
fn write(
    network: &Network,
    ws: &mut Workspace,
    rows: Range<usize>,
    s: &mut Sentence,
    tokens: Range<usize>,
    main: Option<usize>,
) {
    network.arcs(&mut ws.buffers, rows.clone(), &mut ws.scores);
    ws.heads.clear();
    ws.heads.resize(rows.len(), None);
    tree::decode(&ws.scores, &mut ws.heads, &mut ws.mark);
    network.relations(&mut ws.buffers, rows.clone(), &ws.heads);
    let main_root = main.and_then(|start| (start..s.len()).find(|&t| s.tokens[t].head.is_none()));
    ws.labels.clear();
    for (i, row) in rows.enumerate() {
        let token = &mut s.tokens[tokens.start + i];
        token.upos = Upos::ALL[top(network.upos(&ws.buffers, row))];
        token.xpos = Xpos::ALL[top(network.xpos(&ws.buffers, row))];
        (token.head, token.deprel) = match (ws.heads[i], main_root) {
            (Some(h), _) => {
                let relations = network.relation_scores(&ws.buffers, i);
                let mut label = top(relations);
                if Deprel::ALL[label] == Deprel::Root {
                    label = best(relations, |r| Deprel::ALL[r] != Deprel::Root);
                }
                (Some(tokens.start as u32 + h), Deprel::ALL[label])
            }
            (None, Some(root)) => (Some(root as u32), Deprel::Parataxis),
            (None, None) => (None, Deprel::Root),
        };
        // I- only continues a name of its kind.
        let before = ws.labels.last().map_or(0, |&l| usize::from(l));
        let label = best(network.names(&ws.buffers, row), |l| l == 0 || l % 2 == 1 || l == before || l == before + 1);
        ws.labels.push(label as u8);
    }
    debug_assert!(ws.labels.iter().all(|&l| usize::from(l) < NAME_LABELS));
    names(&ws.labels, tokens.start, &mut s.entities);
}

/// The place of the largest score among the allowed.
fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> usize {
    let mut best = None;
    for (i, &score) in scores.iter().enumerate() {
        if best.is_none_or(|(_, top)| score > top) && allowed(i) {
            best = Some((i, score));
        }
    }
    best.map_or(0, |(i, _)| i)
}

/// Labels (0 outside, then B and I of each kind) to spans.
fn names(labels: &[u8], start: usize, entities: &mut Vec<Entity>) {
    for (i, &label) in labels.iter().enumerate() {
        if label == 0 {
            continue;
        }
        let kind = EntityKind::ALL[usize::from(label - 1) / 2];
        match entities.last_mut() {
            Some(last) if label % 2 == 0 && i > 0 && labels[i - 1] != 0 => last.span.end = start + i + 1,
            _ => entities.push(Entity { span: Span::new(start + i, start + i + 1), kind }),
        }
    }
}

fn lemmatise(s: &mut Sentence, lemma: &mut String) {
    s.lemmas.clear();
    for i in 0..s.tokens.len() {
        lemma.clear();
        lemma::lemmatise(s.form(i), s.upos(i), s.xpos(i), lemma);
        let start = s.lemmas.len();
        s.lemmas.push_str(lemma);
        s.tokens[i].lemma = Span::new(start, s.lemmas.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// A sentence of these tokens with a space between them.
    fn sentence(forms: &[impl AsRef<str>]) -> Sentence {
        let mut s = Sentence::default();
        for form in forms {
            if !s.text.is_empty() {
                s.text.push(' ');
            }
            let start = s.text.len();
            s.text.push_str(form.as_ref());
            s.push(Span::new(start, s.text.len()), "");
        }
        s.span = Span::new(0, s.text.len());
        s
    }

    fn analysed(text: &str) -> Sentence {
        let mut s = [sentence(&text.split(' ').collect::<Vec<_>>())];
        analyse(Model::built_in(), &mut Workspace::new(), &mut s);
        s.into_iter().next().unwrap()
    }

    fn assert_tree(s: &Sentence) {
        assert_eq!(s.tokens.iter().filter(|t| t.head.is_none()).count(), usize::from(!s.is_empty()));
        for i in 0..s.len() {
            assert_eq!(s.tokens[i].head.is_none(), s.deprel(i) == Deprel::Root);
            let mut at = s.head(i);
            for _ in 0..s.len() {
                at = at.and_then(|h| s.head(h));
            }
            assert_eq!(at, None, "token {i} hangs in a cycle");
        }
        let mut end = 0;
        for e in &s.entities {
            assert!(e.span.start >= end && !e.span.is_empty() && e.span.end <= s.len());
            end = e.span.end;
        }
    }

    #[test]
    fn agrees_with_the_trainer() {
        // The trainer computes in floats: single numbers differ a little, what they decide does not.
        let (mut encoded, mut arcs) = (Difference::default(), Difference::default());
        let cases: Value = serde_json::from_str(include_str!("../tests/parity.json")).unwrap();
        let model = Model::built_in();
        for case in cases.as_array().unwrap() {
            let texts =
                |key: &str| case[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>();
            let floats = |key: &str| {
                case[key].as_array().unwrap().iter().map(|v| v.as_f64().unwrap() as f32).collect::<Vec<_>>()
            };
            let forms = texts("forms");
            let mut b = Buffers::default();
            b.begin();
            b.add(forms.iter().copied());
            model.network.run(&mut b);
            let rows = b.sentences[0].clone();
            for (row, expected) in rows.clone().zip(floats("encoded").chunks(8)) {
                for (got, want) in model.network.encoded(&b, row).iter().zip(expected) {
                    encoded.add(*got, *want);
                }
            }
            let mut scores = Vec::new();
            model.network.arcs(&mut b, rows.clone(), &mut scores);
            let n = rows.len();
            let heads: Vec<usize> =
                case["heads"].as_array().unwrap().iter().map(|h| h.as_u64().unwrap() as usize).collect();
            for (i, want) in floats("arc_scores").iter().enumerate() {
                arcs.add(scores[i * (n + 1) + heads[i]], *want);
            }
            let heads: Vec<Option<u32>> = heads.iter().map(|&h| (h as u32).checked_sub(1)).collect();
            model.network.relations(&mut b, rows.clone(), &heads);
            for (i, row) in rows.enumerate() {
                assert_eq!(Upos::ALL[best(model.network.upos(&b, row), |_| true)].as_str(), texts("upos")[i]);
                assert_eq!(Xpos::ALL[best(model.network.xpos(&b, row), |_| true)].as_str(), texts("xpos")[i]);
                assert_eq!(
                    Deprel::ALL[best(model.network.relation_scores(&b, i), |_| true)].as_str(),
                    texts("deprels")[i]
                );
            }
        }
        assert!(encoded.mean() < 0.04 && encoded.largest < 0.2, "{encoded:?}");
        assert!(arcs.mean() < 0.06 && arcs.largest < 0.4, "{arcs:?}");
    }

    #[derive(Debug, Default)]
    struct Difference {
        sum: f32,
        count: f32,
        largest: f32,
    }

    impl Difference {
        fn add(&mut self, got: f32, want: f32) {
            self.sum += (got - want).abs();
            self.count += 1.0;
            self.largest = self.largest.max((got - want).abs());
        }

        fn mean(&self) -> f32 {
            self.sum / self.count
        }
    }

    #[test]
    fn news_sentences_have_their_subject_and_object() {
        for (text, verb, subject, object) in [
            ("Rebels attacked a convoy near Aleppo on Tuesday .", 1, 0, 3),
            ("North Korea on Tuesday slammed the United States .", 4, 1, 7),
            ("The foreign minister of Iran met his French counterpart in Geneva .", 5, 2, 8),
            ("China has imposed sanctions on two American companies .", 2, 0, 3),
        ] {
            let s = analysed(text);
            assert_eq!((s.head(subject), s.deprel(subject)), (Some(verb), Deprel::Nsubj), "{text}");
            assert_eq!((s.head(object), s.deprel(object)), (Some(verb), Deprel::Obj), "{text}");
            assert_eq!(s.root(), Some(verb));
        }
    }

    #[test]
    fn datelines_hang_on_their_sentence() {
        let s = analysed("DUBAI , Oct. 6 ( AP ) — Iran released a tanker .");
        assert_eq!((s.root(), s.head(8), s.deprel(8)), (Some(9), Some(9), Deprel::Nsubj));
        assert_eq!((s.head(0), s.deprel(0)), (Some(9), Deprel::Parataxis));
        assert!(s.entities.is_sorted_by_key(|e| e.span.start));
    }

    #[test]
    fn names_are_found() {
        let s = analysed("Angela Merkel met French officials in Paris .");
        let found: Vec<_> = s.entities.iter().map(|e| (s.words(e.span), e.kind)).collect();
        let expected =
            [("Angela Merkel", EntityKind::Person), ("French", EntityKind::Group), ("Paris", EntityKind::Place)];
        assert_eq!(found, expected);
    }

    #[test]
    fn lemmas_follow_the_tags() {
        let s = analysed("The ministers have met Germany 's envoys .");
        let lemmas: Vec<_> = (0..s.len()).map(|i| s.lemma(i)).collect();
        assert_eq!(lemmas, ["the", "minister", "have", "meet", "Germany", "'s", "envoy", "."]);
    }

    #[test]
    fn overlong_sentences_are_one_tree() {
        let words = ["Troops", "crossed", "the", "border", "and", "officials", "said", "that"];
        let long: Vec<&str> = words.iter().copied().cycle().take(3 * LONGEST + 5).collect();
        let mut s = [sentence(&["Yes", "."]), sentence(&long), sentence(&[""; 0]), sentence(&["No"])];
        analyse(Model::built_in(), &mut Workspace::new(), &mut s);
        for s in &s {
            assert_tree(s);
        }
    }

    #[test]
    fn files_of_other_shapes_are_refused() {
        assert!(Model::read(b"").is_err());
        let bytes = include_bytes!("../../../models/english/model.safetensors");
        assert!(Model::read(&bytes[..bytes.len() - 1]).is_err());
        assert_eq!(Model::read(bytes).unwrap().version(), Model::built_in().version());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_tokens_make_trees_that_do_not_depend_on_company(
            texts in prop::collection::vec(prop::collection::vec("[A-Za-z]{1,9}|[0-9]{1,4}|\\PC{1,3}", 0..40), 1..6)
        ) {
            let mut together: Vec<Sentence> = texts.iter().map(|t| sentence(t)).collect();
            let mut workspace = Workspace::new();
            analyse(Model::built_in(), &mut workspace, &mut together);
            for (s, forms) in together.iter().zip(&texts) {
                assert_tree(s);
                let mut alone = [sentence(forms)];
                analyse(Model::built_in(), &mut workspace, &mut alone);
                prop_assert_eq!(s, &alone[0]);
            }
        }
    }
}
