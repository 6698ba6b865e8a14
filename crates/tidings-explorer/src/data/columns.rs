//! What questions are answered from: one number a record and field, in memory.
//!
//! A question goes once over a few of these columns, which takes a millisecond for a hundred thousand
//! records. Texts and whole records stay on disk and are read for the rows that are shown.

use std::borrow::Cow;

use super::dict::Lists;

/// What a column is made of.
pub trait Cells: Sized {
    fn bytes(&self) -> Cow<'_, [u8]>;
    /// `None` if the bytes are not such cells.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

impl<T: bytemuck::Pod> Cells for Vec<T> {
    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(bytemuck::cast_slice(self))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Vec<T>> {
        // The bytes come from SQLite and need not be aligned.
        let whole = bytes.len().is_multiple_of(size_of::<T>());
        whole.then(|| bytes.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned).collect())
    }
}

/// The number of starts, the starts, the items.
impl Cells for Lists {
    fn bytes(&self) -> Cow<'_, [u8]> {
        let mut bytes = (self.starts.len() as u32).to_ne_bytes().to_vec();
        bytes.extend_from_slice(bytemuck::cast_slice(&self.starts));
        bytes.extend_from_slice(bytemuck::cast_slice(&self.items));
        Cow::Owned(bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Lists> {
        let numbers = Vec::<u32>::from_bytes(bytes)?;
        let (&count, rest) = numbers.split_first()?;
        let (starts, items) = rest.split_at_checked(count as usize)?;
        let ordered = starts.first() == Some(&0) && starts.is_sorted() && starts.last() == Some(&(items.len() as u32));
        ordered.then(|| Lists { starts: starts.to_vec(), items: items.to_vec() })
    }
}

/// A struct of columns that knows how to be stored: columns by their names.
macro_rules! columns {
    ($(#[$about:meta])* $name:ident($prefix:literal) { $($(#[$doc:meta])* $column:ident: $cells:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[$doc])* pub $column: $cells,)*
        }

        impl $name {
            /// # Errors
            /// Those of `put`.
            pub fn save<E>(&self, mut put: impl FnMut(&str, &[u8]) -> Result<(), E>) -> Result<(), E> {
                $(put(concat!($prefix, ".", stringify!($column)), &self.$column.bytes())?;)*
                Ok(())
            }

            /// `None` if something is not what was stored.
            ///
            /// # Errors
            /// Those of `get`.
            pub fn load<E>(mut get: impl FnMut(&str) -> Result<Vec<u8>, E>) -> Result<Option<$name>, E> {
                Ok(Some($name {
                    $($column: match Cells::from_bytes(&get(concat!($prefix, ".", stringify!($column)))?) {
                        Some(cells) => cells,
                        None => return Ok(None),
                    },)*
                }))
            }
        }
    };
}

columns! {
    /// Documents, in the order of reading.
    Documents("documents") {
        /// Day of publication.
        published: Vec<i32>,
        outlet: Vec<u32>,
    }
}

columns! {
    /// Sentences, those of a document one after the other.
    Sentences("sentences") {
        document: Vec<u32>,
    }
}

columns! {
    /// Event records, in the order of reading.
    Events("events") {
        document: Vec<u32>,
        sentence: Vec<u32>,
        /// The event that the record tells of.
        event: Vec<u32>,
        published: Vec<i32>,
        /// First and last day of the event's date, else the day of publication.
        first: Vec<i32>,
        last: Vec<i32>,
        event_type: Vec<u8>,
        quad: Vec<u8>,
        status: Vec<u8>,
        alleged: Vec<u8>,
        /// 1 if a source and a target are of different countries, 2 if there is no pair.
        abroad: Vec<u8>,
        score: Vec<f32>,
        mode: Vec<u32>,
        cameo: Vec<u32>,
        rule: Vec<u32>,
        place: Vec<u32>,
        speaker: Vec<u32>,
        statement: Vec<u32>,
        contexts: Lists,
        sources: Lists,
        targets: Lists,
    }
}

columns! {
    Statements("statements") {
        document: Vec<u32>,
        sentence: Vec<u32>,
        published: Vec<i32>,
        speaker: Vec<u32>,
        addressee: Vec<u32>,
        medium: Vec<u32>,
        kind: Vec<u8>,
    }
}

columns! {
    Claims("claims") {
        document: Vec<u32>,
        sentence: Vec<u32>,
        published: Vec<i32>,
        subject: Vec<u32>,
        relation: Vec<u32>,
        object: Vec<u32>,
        rule: Vec<u32>,
        speaker: Vec<u32>,
        status: Vec<u8>,
        alleged: Vec<u8>,
        negated: Vec<u8>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::convert::Infallible;

    #[test]
    fn columns_come_back_as_they_were_stored() {
        let mut events = Events { document: vec![0, 7], score: vec![-2.5, 1.0], ..Events::default() };
        events.sources.push([3, 4]);
        events.sources.push([]);
        let mut stored = HashMap::new();
        events
            .save(|name, bytes| {
                stored.insert(name.to_owned(), bytes.to_vec());
                Ok::<_, Infallible>(())
            })
            .unwrap();
        let back = Events::load(|name| Ok::<_, Infallible>(stored[name].clone())).unwrap().unwrap();
        assert_eq!((back.document, back.score), (events.document, events.score));
        assert_eq!((back.sources.get(0), back.sources.get(1)), (&[3, 4][..], &[][..]));

        stored.insert("events.document".to_owned(), vec![1, 2, 3]);
        assert!(Events::load(|name| Ok::<_, Infallible>(stored[name].clone())).unwrap().is_none());
    }
}
