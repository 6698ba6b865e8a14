//! A sentence with what syntax found in it: tokens, tags, lemmas, the dependency tree, names.

use crate::{Byte, Deprel, EntityKind, Span, TokenIndex, Upos, Xpos};

/// One syntactic word (UD sense: "don't" is two, "do" and "n't").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// In [`Sentence::text`].
    pub span: Span<Byte>,
    /// Lemma as a range of [`Sentence::lemmas`].
    pub lemma: Span<Byte>,
    pub upos: Upos,
    pub xpos: Xpos,
    pub deprel: Deprel,
    /// Index of the governing token; `None` at the root.
    pub head: Option<u32>,
}

/// A name that the name tagger found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    pub span: Span<TokenIndex>,
    pub kind: EntityKind,
}

/// A sentence; owns its text so that it can be read on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    pub text: String,
    /// Where `text` stands in the document.
    pub span: Span<Byte>,
    /// Index into `Document::blocks`.
    pub block: usize,
    pub tokens: Vec<Token>,
    /// All lemmas, one after the other: one allocation a sentence.
    pub lemmas: String,
    pub entities: Vec<Entity>,
    /// Children of token `i`: `children[child_starts[i]..child_starts[i + 1]]`, in sentence order.
    children: Vec<u32>,
    child_starts: Vec<u32>,
}

impl Sentence {
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token as it is written.
    pub fn form(&self, token: usize) -> &str {
        self.tokens[token].span.slice(&self.text)
    }

    pub fn lemma(&self, token: usize) -> &str {
        self.tokens[token].lemma.slice(&self.lemmas)
    }

    pub fn head(&self, token: usize) -> Option<usize> {
        self.tokens[token].head.map(|h| h as usize)
    }

    pub fn deprel(&self, token: usize) -> Deprel {
        self.tokens[token].deprel
    }

    pub fn upos(&self, token: usize) -> Upos {
        self.tokens[token].upos
    }

    pub fn xpos(&self, token: usize) -> Xpos {
        self.tokens[token].xpos
    }

    /// Dependents of `token`, in sentence order. Needs [`Self::index_tree`] to have run.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = match self.child_starts.get(token..token + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        };
        self.children[range].iter().map(|&c| c as usize)
    }

    /// The first dependent with this relation.
    pub fn child(&self, token: usize, deprel: Deprel) -> Option<usize> {
        self.children(token).find(|&c| self.deprel(c) == deprel)
    }

    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// The tokens that `token` governs, itself included, as the smallest covering span.
    pub fn subtree(&self, token: usize) -> Span<TokenIndex> {
        let mut span = Span::new(token, token + 1);
        let mut stack = vec![token];
        while let Some(t) = stack.pop() {
            span = span.join(Span::new(t, t + 1));
            stack.extend(self.children(t));
        }
        span
    }

    /// True if `ancestor` is `token` or governs it, however indirectly.
    pub fn governs(&self, ancestor: usize, token: usize) -> bool {
        let mut at = Some(token);
        while let Some(t) = at {
            if t == ancestor {
                return true;
            }
            at = self.head(t);
        }
        false
    }

    /// The words of a span of tokens, as they are written.
    pub fn words(&self, span: Span<TokenIndex>) -> &str {
        self.byte_span(span).slice(&self.text)
    }

    /// A span of tokens in bytes of [`Self::text`].
    pub fn byte_span(&self, span: Span<TokenIndex>) -> Span<Byte> {
        if span.is_empty() {
            return Span::new(0, 0);
        }
        Span::new(self.tokens[span.start].span.start, self.tokens[span.end - 1].span.end)
    }

    /// A span of tokens in bytes of the document.
    pub fn document_span(&self, span: Span<TokenIndex>) -> Span<Byte> {
        self.byte_span(span).shift(self.span.start)
    }

    /// Adds a token with its lemma; the tree is set later.
    pub fn push(&mut self, span: Span<Byte>, lemma: &str) {
        let start = self.lemmas.len();
        self.lemmas.push_str(lemma);
        self.tokens.push(Token {
            span,
            lemma: Span::new(start, self.lemmas.len()),
            upos: Upos::X,
            xpos: Xpos::Xx,
            deprel: Deprel::Dep,
            head: None,
        });
    }

    /// Builds the index behind [`Self::children`]; call after setting heads.
    pub fn index_tree(&mut self) {
        let n = self.tokens.len();
        self.child_starts.clear();
        self.child_starts.resize(n + 1, 0);
        for t in &self.tokens {
            if let Some(h) = t.head {
                self.child_starts[h as usize + 1] += 1;
            }
        }
        for i in 0..n {
            self.child_starts[i + 1] += self.child_starts[i];
        }
        self.children.clear();
        self.children.resize(self.child_starts[n] as usize, 0);
        // Fill from the back so that one array serves as both start and cursor.
        let mut cursor = self.child_starts.clone();
        for (i, t) in self.tokens.iter().enumerate() {
            if let Some(h) = t.head {
                let at = &mut cursor[h as usize];
                self.children[*at as usize] = i as u32;
                *at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Rebels attacked villages" with its tree.
    fn sample() -> Sentence {
        let mut s = Sentence { text: "Rebels attacked villages".into(), ..Sentence::default() };
        for (span, lemma) in [((0, 6), "rebel"), ((7, 15), "attack"), ((16, 24), "village")] {
            s.push(Span::new(span.0, span.1), lemma);
        }
        s.tokens[0].head = Some(1);
        s.tokens[0].deprel = Deprel::Nsubj;
        s.tokens[2].head = Some(1);
        s.tokens[2].deprel = Deprel::Obj;
        s.tokens[1].deprel = Deprel::Root;
        s.index_tree();
        s
    }

    #[test]
    fn tree_is_walked_both_ways() {
        let s = sample();
        assert_eq!(s.root(), Some(1));
        assert_eq!(s.children(1).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(s.child(1, Deprel::Obj), Some(2));
        assert_eq!(s.subtree(1), Span::new(0, 3));
        assert!(s.governs(1, 2) && !s.governs(0, 2));
        assert_eq!((s.form(0), s.lemma(0), s.words(Span::new(1, 3))), ("Rebels", "rebel", "attacked villages"));
    }
}
