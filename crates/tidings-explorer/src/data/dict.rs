//! Strings as numbers, lists of numbers, sets of numbers: what columns are made of.

use std::collections::HashMap;
use std::sync::Arc;

/// Stands for "no number" in columns of [`Dict`] numbers.
pub const NONE: u32 = u32::MAX;

/// Strings, each with a number in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    strings: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Dict {
    /// The number of a string, a new one if it is new.
    pub fn add(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.strings.len() as u32;
        let text: Arc<str> = text.into();
        self.strings.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    /// … or [`NONE`] for nothing.
    pub fn add_option(&mut self, text: Option<&str>) -> u32 {
        text.map_or(NONE, |text| self.add(text))
    }

    pub fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// # Panics
    /// If the number is not of this dictionary.
    pub fn text(&self, number: u32) -> &str {
        &self.strings[number as usize]
    }

    /// `None` for [`NONE`].
    pub fn get(&self, number: u32) -> Option<&str> {
        self.strings.get(number as usize).map(|text| &**text)
    }

    pub fn len(&self) -> usize {
        self.strings.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.strings.iter().map(|text| &**text)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Dict {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Dict {
        let mut dict = Dict::default();
        for text in strings {
            dict.add(text.as_ref());
        }
        dict
    }
}

/// A list of numbers for each row, all in one piece of memory.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Row `i` is `items[starts[i]..starts[i + 1]]`.
    pub starts: Vec<u32>,
    pub items: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Lists {
        Lists { starts: vec![0], items: Vec::new() }
    }
}

impl Lists {
    pub fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        self.items.extend(items);
        self.starts.push(self.items.len() as u32);
    }

    pub fn get(&self, row: usize) -> &[u32] {
        &self.items[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// For each of `keys` numbers the rows that hold it, in order.
    pub fn inverse(keys: usize, of_row: &[u32]) -> Lists {
        let mut starts = vec![0u32; keys + 1];
        for &key in of_row.iter().filter(|&&key| key != NONE) {
            starts[key as usize + 1] += 1;
        }
        for i in 0..keys {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut items = vec![0u32; starts[keys] as usize];
        for (row, &key) in of_row.iter().enumerate().filter(|(_, key)| **key != NONE) {
            let at = &mut next[key as usize];
            items[*at as usize] = row as u32;
            *at += 1;
        }
        Lists { starts, items }
    }
}

/// A set of numbers below a bound.
#[derive(Clone, Debug)]
pub struct Set {
    words: Vec<u64>,
}

impl Set {
    pub fn new(bound: usize) -> Set {
        Set { words: vec![0; bound.div_ceil(64)] }
    }

    /// Adds a number and says whether it is new.
    ///
    /// # Panics
    /// If it is not below the bound.
    pub fn insert(&mut self, number: u32) -> bool {
        let word = &mut self.words[number as usize / 64];
        let bit = 1 << (number % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Takes away what another set of the same bound has.
    pub fn remove_all(&mut self, other: &Set) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(i as u32 * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_give_back_what_was_put_in() {
        let mut set = Set::new(200);
        assert!(set.insert(0) && set.insert(63) && set.insert(64) && set.insert(199));
        assert!(!set.insert(64));
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert!(set.contains(199) && !set.contains(198) && !set.contains(NONE));
        assert_eq!(set.len(), 4);
    }

    #[test]
    fn inverse_lists_the_rows_of_each_key() {
        let lists = Lists::inverse(3, &[2, NONE, 0, 2]);
        assert_eq!([lists.get(0), lists.get(1), lists.get(2)], [&[2][..], &[], &[0, 3]]);
    }
}
