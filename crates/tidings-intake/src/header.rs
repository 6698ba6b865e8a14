//! Plain text: header lines on top ("Date: 2026-03-03"), as archives and mail have them, then the report.

use tidings_text::Block;

use crate::blocks::{self, lines};
use crate::markdown::entry;
use crate::options::{Columns, Field};
use crate::record::Fields;

/// Headers are short; a longer run of lines with colons is the report itself.
const MOST_HEADERS: usize = 12;

/// What header lines say and the blocks of the report below them.
pub(crate) fn read(text: &str, columns: &Columns) -> (Fields, Vec<Block>) {
    let mut fields = Fields::default();
    let mut title = None;
    let mut end = 0;
    for line in lines(text, 0).iter().take(MOST_HEADERS) {
        if line.span.is_empty() {
            if end > 0 {
                break;
            }
            continue;
        }
        if !is_header(line.span.slice(text), columns) {
            break;
        }
        let found = entry(text, line.span, columns, &mut fields);
        title = title.or(found);
        end = line.span.end;
    }
    let blocks = blocks::text_from(text, end, title);
    (fields, blocks)
}

/// "Date: 3 March 2026": a name that is hardly the first word of a title, a colon, a value.
fn is_header(line: &str, columns: &Columns) -> bool {
    const NAMES: [&str; 12] = [
        "title",
        "headline",
        "date",
        "published",
        "pubdate",
        "publicationdate",
        "datepublished",
        "source",
        "publisher",
        "url",
        "link",
        "id",
    ];
    let Some((key, value)) = line.split_once(':') else { return false };
    let named = |name| columns.get(name).is_some_and(|name| name == key.trim());
    let known = || NAMES.iter().any(|name| Field::is_alias(key.trim(), name));
    !value.trim().is_empty() && (Field::ALL.into_iter().any(named) || known())
}
