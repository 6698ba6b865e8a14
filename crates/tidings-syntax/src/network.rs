//! Runs the network over a batch of sentences. `training/model.py` trains the same.
//!
//! A batch is one matrix: a row per token, a row of zeros before and after every sentence. The rows
//! of a token and its neighbours then lie side by side, and a window is a longer row of the same matrix.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use tidings_text::{Deprel, EntityKind, Upos, Xpos};

use crate::features::{Features, SLOTS};
use crate::matrix::{LANES, Norm, dot, maxout_norm, multiply, normalise, pack, sigmoid, wide};
use crate::quantised::{Quantised, Rows};
use crate::weights::{ModelError, Table, Weights};

/// Outside any name, then B and I for each kind.
pub(crate) const NAME_LABELS: usize = 1 + 2 * EntityKind::ALL.len();

pub(crate) struct Network {
    weights: Weights,
    keys: Vec<u32>,
    words: Table,
    affixes: Table,
    ngrams: Table,
    mix: Quantised,
    mix_norm: Norm,
    blocks: Vec<Block>,
    /// Universal tags, Penn tags, names, arc dependents and heads, relation dependents and heads.
    heads: Quantised,
    columns: [usize; 7],
    bilinear: Quantised,
    root_arc: Vec<f32>,
    distance: Vec<f32>,
    root_relation: Vec<f32>,
    relation: Quantised,
    width: usize,
    recurrent: usize,
    arc: usize,
}

struct Block {
    window: Quantised,
    window_norm: Norm,
    gates: Quantised,
    out: Quantised,
    out_norm: Norm,
}

impl Network {
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Network, ModelError> {
        let w = Weights::parse(bytes)?;
        if w.meta("format")? != "tidings-english" {
            return Err(ModelError::new("it is a safetensors file of another program"));
        }
        let (width, recurrent, layers) = (w.number("width")?, w.number("recurrent")?, w.number("layers")?);
        let (arc, relation, reach) = (w.number("arc")?, w.number("relation")?, w.number("reach")?);
        let words = w.table("former.word.weight", None, w.number("word")?)?;
        let affixes = w.table("former.affix.weight", None, w.number("affix")?)?;
        let ngrams = w.table("former.ngram.weight", None, w.number("ngram")?)?;
        if [&words, &affixes, &ngrams].iter().any(|t| t.rows == 0) {
            return Err(ModelError::new("an embedding table is empty"));
        }
        let form = words.width + SLOTS * affixes.width + ngrams.width;
        if [width, recurrent, arc, relation, form].iter().any(|d| d % LANES != 0) {
            return Err(ModelError::new(format!("its widths are not multiples of {LANES}")));
        }
        let linear = |name: &str, inputs: usize, outputs: usize| -> Result<(Vec<f32>, Vec<f32>), ModelError> {
            Ok((
                w.floats(&format!("{name}.weight"), &[outputs, inputs])?,
                w.floats(&format!("{name}.bias"), &[outputs])?,
            ))
        };
        let norm = |name: &str| -> Result<Norm, ModelError> {
            let scale = w.floats(&format!("{name}.weight"), &[width])?;
            Ok(Norm { scale, shift: w.floats(&format!("{name}.bias"), &[width])? })
        };

        let mut blocks = Vec::new();
        for i in 0..layers {
            blocks.push(Block {
                window: Quantised::new(3 * width, linear(&format!("windows.{i}.lin"), 3 * width, 2 * width)?),
                window_norm: norm(&format!("windows.{i}.norm"))?,
                gates: Quantised::new(width, linear(&format!("recurrences.{i}.lin"), width, 6 * recurrent)?),
                out: Quantised::new(2 * recurrent, linear(&format!("recurrences.{i}.out"), 2 * recurrent, width)?),
                out_norm: norm(&format!("recurrences.{i}.norm"))?,
            });
        }
        let parts = [
            linear("upos", width, Upos::ALL.len())?,
            linear("xpos", width, Xpos::ALL.len())?,
            linear("name", width, NAME_LABELS)?,
            linear("arc_dep", width, arc)?,
            linear("arc_head", width, arc)?,
            linear("rel_dep", width, relation)?,
            (w.floats("rel_head.weight", &[relation, width])?, vec![0.0; relation]),
        ];
        let mut columns = [0; 7];
        for i in 1..7 {
            columns[i] = columns[i - 1] + parts[i - 1].1.len().next_multiple_of(LANES);
        }
        // The exported matrix multiplies from the right: transpose it.
        let bilinear = w.floats("bilinear", &[arc, arc])?;
        let transposed = (0..arc * arc).map(|i| bilinear[i % arc * arc + i / arc]).collect();
        Ok(Network {
            keys: w.keys("former.keys", words.rows - 1)?,
            mix: Quantised::new(form, linear("former.mix", form, 2 * width)?),
            mix_norm: norm("former.norm")?,
            heads: Quantised::stack(width, &parts),
            columns,
            bilinear: Quantised::new(arc, (transposed, vec![0.0; arc])),
            root_arc: w.floats("root_arc", &[arc])?,
            distance: w.floats("distance", &[2 * reach + 1])?,
            root_relation: w.floats("root_rel", &[relation])?,
            relation: Quantised::new(relation, linear("rel", relation, Deprel::ALL.len())?),
            blocks,
            words,
            affixes,
            ngrams,
            width,
            recurrent,
            arc,
            weights: w,
        })
    }

    pub(crate) fn version(&self) -> &str {
        self.weights.meta("version").unwrap_or("unknown")
    }

    /// Runs everything up to the scores of `buffers`. Sentences were added by [`Buffers::begin`] and [`Buffers::add`].
    pub(crate) fn run(&self, buffers: &mut Buffers) {
        self.forms(buffers);
        let b = buffers;
        let (d, rows) = (self.width, b.rows.len());
        let inner = rows - 2; // the first and the last row are zeros
        let states = 2 * self.recurrent;
        b.x.clear();
        b.x.resize(rows * d, 0.0);
        for (row, form) in b.rows.iter().enumerate() {
            if let Some(f) = form {
                b.x[row * d..][..d].copy_from_slice(&b.cache.vectors[*f as usize * d..][..d]);
            }
        }
        let widest = self.heads.outputs.max(6 * self.recurrent).max(2 * d);
        b.wide.resize(b.wide.len().max(rows * widest), 0.0);
        b.narrow.resize(b.narrow.len().max(rows * d.max(states)), 0.0);
        for block in &self.blocks {
            // A window needs one scale for its three rows: that of the sentence.
            b.small.set(&b.x, d, d, rows, &b.sentences);
            block.window.apply_windows(&b.small, &mut b.wide);
            maxout_norm(&b.wide[..inner * 2 * d], &block.window_norm, &mut b.narrow[..inner * d]);
            add(&mut b.x[d..], &b.narrow[..inner * d]);
            zero(&mut b.x, d, &b.rows);

            let gates = block.gates.outputs;
            b.small.set(&b.x[d..], d, d, inner, &[]);
            block.gates.apply(&b.small, &mut b.wide);
            b.state.resize(2 * self.recurrent, 0.0);
            for s in &b.sentences {
                let range = s.start - 1..s.end - 1;
                recur(
                    &b.wide[range.start * gates..range.end * gates],
                    &mut b.narrow[range.start * 2 * self.recurrent..range.end * 2 * self.recurrent],
                    self.recurrent,
                    &mut b.state,
                );
            }
            for row in (0..inner).filter(|&row| b.rows[row + 1].is_none()) {
                b.narrow[row * states..][..states].fill(0.0);
            }
            b.small.set(&b.narrow, states, states, inner, &[]);
            block.out.apply(&b.small, &mut b.wide);
            normalise(&mut b.wide[..inner * d], &block.out_norm);
            add(&mut b.x[d..], &b.wide[..inner * d]);
            zero(&mut b.x, d, &b.rows);
        }
        b.small.set(&b.x, d, d, rows, &[]);
        self.heads.apply(&b.small, &mut b.wide);
        let (from, a) = (self.columns[3], self.arc);
        relu_columns(&mut b.wide[..rows * self.heads.outputs], self.heads.outputs, from..from + 2 * a);
        b.dependents.resize(b.dependents.len().max(rows * a), 0.0);
        b.small.set(&b.wide[from..], self.heads.outputs, a, rows, &[]);
        self.bilinear.apply(&b.small, &mut b.dependents);
    }

    /// A vector for every form of the batch that the cache does not hold yet.
    fn forms(&self, b: &mut Buffers) {
        let inputs = self.mix.inputs;
        let (words, affix) = (self.words.width, self.affixes.width);
        let missing = b.cache.missing.len();
        b.form_inputs.clear();
        b.form_inputs.resize(missing * inputs, 0.0);
        for (form, x) in b.cache.missing.iter().zip(b.form_inputs.chunks_exact_mut(inputs)) {
            b.features.set(form);
            let f = &b.features;
            let word = self.keys.binary_search(&f.word).map_or(0, |i| i + 1);
            let (word_part, rest) = x.split_at_mut(words);
            let (affix_part, ngram_part) = rest.split_at_mut(SLOTS * affix);
            self.weights.add_row(&self.words, word, 1.0, word_part);
            for (hash, part) in f.affixes.iter().zip(affix_part.chunks_exact_mut(affix)) {
                self.weights.add_row(&self.affixes, *hash as usize % self.affixes.rows, 1.0, part);
            }
            let share = 1.0 / f.ngrams.len() as f32;
            for hash in &f.ngrams {
                self.weights.add_row(&self.ngrams, *hash as usize % self.ngrams.rows, share, ngram_part);
            }
        }
        b.cache.missing.clear();
        b.form_wide.resize(b.form_wide.len().max(missing * self.mix.outputs), 0.0);
        b.small.set(&b.form_inputs, inputs, inputs, missing, &[]);
        self.mix.apply(&b.small, &mut b.form_wide);
        let known = b.cache.vectors.len();
        b.cache.vectors.resize(known + missing * self.width, 0.0);
        maxout_norm(&b.form_wide[..missing * self.mix.outputs], &self.mix_norm, &mut b.cache.vectors[known..]);
    }

    fn columns<'b>(&self, b: &'b Buffers, row: usize, part: usize, length: usize) -> &'b [f32] {
        &b.wide[row * self.heads.outputs + self.columns[part]..][..length]
    }

    pub(crate) fn upos<'b>(&self, b: &'b Buffers, row: usize) -> &'b [f32] {
        self.columns(b, row, 0, Upos::ALL.len())
    }

    pub(crate) fn xpos<'b>(&self, b: &'b Buffers, row: usize) -> &'b [f32] {
        self.columns(b, row, 1, Xpos::ALL.len())
    }

    pub(crate) fn names<'b>(&self, b: &'b Buffers, row: usize) -> &'b [f32] {
        self.columns(b, row, 2, NAME_LABELS)
    }

    /// Arc scores of one sentence: `scores[dependent * (n + 1) + head]`, head 0 the root.
    pub(crate) fn arcs(&self, b: &mut Buffers, sentence: Range<usize>, scores: &mut Vec<f32>) {
        let n = sentence.len();
        let padded = n.next_multiple_of(LANES);
        scores.clear();
        scores.resize(n * (n + 1), 0.0);
        let reach = (self.distance.len() / 2) as isize;
        let heads = &b.wide[sentence.start * self.heads.outputs + self.columns[4]..];
        pack(heads, self.heads.outputs, n, self.arc, &mut b.packed);
        b.products.resize(b.products.len().max(n * padded), 0.0);
        let dependents = &b.dependents[sentence.start * self.arc..];
        multiply(&b.packed, self.arc, dependents, self.arc, n, &mut b.products);
        for (d, out) in scores.chunks_exact_mut(n + 1).enumerate() {
            let x = &b.dependents[(sentence.start + d) * self.arc..][..self.arc];
            out[0] = dot(x, &self.root_arc);
            for (h, (score, product)) in out[1..].iter_mut().zip(&b.products[d * padded..]).enumerate() {
                let offset = (h as isize - d as isize).clamp(-reach, reach) + reach;
                *score = product + self.distance[offset as usize];
            }
            out[d + 1] = -1e4;
        }
    }

    /// Relation scores of each row of a sentence for its head (`None`: root), [`Self::relation_stride`] apart.
    pub(crate) fn relations(&self, b: &mut Buffers, sentence: Range<usize>, heads: &[Option<u32>]) {
        let r = self.relation.inputs;
        b.pairs.clear();
        for (d, head) in heads.iter().enumerate() {
            let dependent = &b.wide[(sentence.start + d) * self.heads.outputs + self.columns[5]..][..r];
            let head = match head {
                Some(h) => &b.wide[(sentence.start + *h as usize) * self.heads.outputs + self.columns[6]..][..r],
                None => &self.root_relation,
            };
            b.pairs.extend(dependent.iter().zip(head).map(|(a, b)| (a + b).max(0.0)));
        }
        b.relation_scores.resize(b.relation_scores.len().max(heads.len() * self.relation.outputs), 0.0);
        b.small.set(&b.pairs, r, r, heads.len(), &[]);
        self.relation.apply(&b.small, &mut b.relation_scores);
    }

    pub(crate) fn relation_scores<'b>(&self, b: &'b Buffers, dependent: usize) -> &'b [f32] {
        &b.relation_scores[dependent * self.relation.outputs..][..Deprel::ALL.len()]
    }

    /// The encoder's output for a row.
    #[cfg(test)]
    pub(crate) fn encoded<'b>(&self, b: &'b Buffers, row: usize) -> &'b [f32] {
        &b.x[row * self.width..][..self.width]
    }
}

wide! {
    fn add(x: &mut [f32], y: &[f32]) {
        for (x, y) in x.iter_mut().zip(y) {
            *x += y;
        }
    }
}

/// Clears the rows between sentences.
fn zero(x: &mut [f32], width: usize, rows: &[Option<u32>]) {
    for (x, form) in x.chunks_exact_mut(width).zip(rows) {
        if form.is_none() {
            x.fill(0.0);
        }
    }
}

wide! {
    fn relu_columns(x: &mut [f32], stride: usize, columns: Range<usize>) {
        for row in x.chunks_exact_mut(stride) {
            for v in &mut row[columns.clone()] {
                *v = if *v > 0.0 { *v } else { 0.0 };
            }
        }
    }
}

wide! {
    /// Gated averages from both ends. `gates`: value, forget and output of both directions; `out`: both states.
    fn recur(gates: &[f32], out: &mut [f32], h: usize, state: &mut [f32]) {
        let n = out.len() / (2 * h);
        state.fill(0.0);
        let (forwards, backwards) = state.split_at_mut(h);
        for i in 0..n {
            step(&gates[i * 6 * h..][..6 * h], &mut out[i * 2 * h..][..h], forwards, h, 0);
            let j = n - 1 - i;
            step(&gates[j * 6 * h..][..6 * h], &mut out[j * 2 * h + h..][..h], backwards, h, h);
        }
    }
}

#[inline(always)]
fn step(gates: &[f32], out: &mut [f32], state: &mut [f32], h: usize, side: usize) {
    let value = &gates[side..][..h];
    let forget = &gates[2 * h + side..][..h];
    let output = &gates[4 * h + side..][..h];
    let (out, state) = (&mut out[..h], &mut state[..h]);
    for i in 0..h {
        let f = sigmoid(forget[i]);
        let s = f.mul_add(state[i], (1.0 - f) * value[i]);
        state[i] = s;
        out[i] = s * sigmoid(output[i]);
    }
}

/// What one batch needs; kept from batch to batch.
#[derive(Default)]
pub(crate) struct Buffers {
    /// The form of each row as a number of the cache; `None` between sentences.
    rows: Vec<Option<u32>>,
    /// Rows of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    cache: Cache,
    features: Features,
    form_inputs: Vec<f32>,
    form_wide: Vec<f32>,
    x: Vec<f32>,
    small: Rows,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    state: Vec<f32>,
    dependents: Vec<f32>,
    packed: Vec<f32>,
    products: Vec<f32>,
    pairs: Vec<f32>,
    relation_scores: Vec<f32>,
}

impl Buffers {
    /// Starts a batch.
    pub(crate) fn begin(&mut self) {
        self.cache.trim();
        self.rows.clear();
        self.rows.push(None);
        self.sentences.clear();
    }

    /// Adds a sentence to the batch.
    pub(crate) fn add<'f>(&mut self, forms: impl Iterator<Item = &'f str>) {
        let start = self.rows.len();
        for form in forms {
            let number = self.cache.number(form);
            self.rows.push(Some(number));
        }
        self.sentences.push(start..self.rows.len());
        self.rows.push(None);
    }
}

/// Vectors of forms seen before.
#[derive(Default)]
struct Cache {
    numbers: HashMap<Box<str>, u32, BuildHasherDefault<FormHasher>>,
    vectors: Vec<f32>,
    missing: Vec<Box<str>>,
}

impl Cache {
    const LIMIT: usize = 1 << 15;

    fn number(&mut self, form: &str) -> u32 {
        if let Some(&n) = self.numbers.get(form) {
            return n;
        }
        let n = self.numbers.len() as u32;
        self.numbers.insert(form.into(), n);
        self.missing.push(form.into());
        n
    }

    /// Forgets everything when full: results do not depend on what is cached.
    fn trim(&mut self) {
        if self.numbers.len() > Cache::LIMIT {
            self.numbers.clear();
            self.vectors.clear();
        }
    }
}

/// FNV-1a: forms are short.
#[derive(Default)]
struct FormHasher(u64);

impl Hasher for FormHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
