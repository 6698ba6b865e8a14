//! Spans whose unit is part of their type, so that bytes, characters and tokens never mix.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Unit: bytes of UTF-8 text. What the code counts in.
pub enum Byte {}
/// Unit: Unicode characters (scalar values). What records count in.
pub enum Char {}
/// Unit: tokens of one sentence.
pub enum TokenIndex {}

/// A half-open range `start..end` in units of `U`.
pub struct Span<U> {
    pub start: usize,
    pub end: usize,
    unit: PhantomData<fn() -> U>,
}

impl<U> Span<U> {
    /// # Panics
    /// If `end < start`.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot end ({end}) before it starts ({start})");
        Span { start, end, unit: PhantomData }
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    pub fn contains(&self, position: usize) -> bool {
        self.start <= position && position < self.end
    }

    /// True if `other` lies wholly inside.
    pub fn covers(&self, other: Span<U>) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(&self, other: Span<U>) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span counted from a point `by` units earlier.
    pub fn shift(&self, by: usize) -> Self {
        Span::new(self.start + by, self.end + by)
    }

    /// The smallest span that covers both.
    pub fn join(&self, other: Span<U>) -> Self {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl Span<Byte> {
    /// The words of `text` in this span.
    ///
    /// # Panics
    /// If the span is out of range or cuts a character.
    pub fn slice<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<U> Ord for Span<U> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<U> std::hash::Hash for Span<U> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
impl<U> Default for Span<U> {
    fn default() -> Self {
        Span::new(0, 0)
    }
}

/// Turns byte offsets of one text into character offsets without rescanning it each time.
///
/// Keeps the character count at every [`Self::STEP`] bytes; a lookup scans at most that far.
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Characters that start before byte `i * STEP`.
    counts: Vec<u32>,
}

impl<'t> CharOffsets<'t> {
    const STEP: usize = 256;

    pub fn new(text: &'t str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut count = 0u32;
        for chunk in text.as_bytes().chunks(Self::STEP) {
            counts.push(count);
            count += chunk.iter().filter(|&&b| is_char_start(b)).count() as u32;
        }
        if counts.is_empty() {
            counts.push(0);
        }
        CharOffsets { text, counts }
    }

    /// The number of characters before byte `byte`.
    pub fn chars_before(&self, byte: usize) -> usize {
        let block = (byte / Self::STEP).min(self.counts.len() - 1);
        let rest = &self.text.as_bytes()[block * Self::STEP..byte];
        self.counts[block] as usize + rest.iter().filter(|&&b| is_char_start(b)).count()
    }

    pub fn span(&self, span: Span<Byte>) -> Span<Char> {
        Span::new(self.chars_before(span.start), self.chars_before(span.end))
    }
}

fn is_char_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn char_offsets_agree_with_counting(text in "\\PC{0,900}") {
            let offsets = CharOffsets::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.chars_before(byte), chars);
            }
            prop_assert_eq!(offsets.chars_before(text.len()), text.chars().count());
        }
    }

    #[test]
    fn spans_of_one_unit_compare_and_join() {
        let a = Span::<Byte>::new(2, 5);
        let b = Span::<Byte>::new(4, 9);
        assert!(a.overlaps(b) && !a.covers(b) && a < b);
        assert_eq!(a.join(b), Span::new(2, 9));
    }
}
