//! "SEOUL (AP) —": where a report was written, before its first sentence.

use tidings_text::Sentence;

/// Tokens before which the dash of a dateline stands.
const LONGEST: usize = 16;
const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Tokens of a dateline with its dash; 0 without one.
///
/// Names, numbers and marks up to a dash, and a sign that they are no subject set off by it: capitals
/// ("SEOUL —"), an agency in brackets ("Seoul (AP) —") or a day ("Seoul, July 11 —").
pub fn dateline_end(s: &Sentence) -> usize {
    let spaced = |t: usize| {
        let span = s.tokens[t].span;
        s.text[..span.start].ends_with(' ') && s.text[span.end..].starts_with(' ')
    };
    let is_dash = |&t: &usize| match s.form(t) {
        "—" | "–" | "--" => true,
        "-" => spaced(t),
        _ => false,
    };
    let Some(dash) = (1..s.len().min(LONGEST)).find(is_dash).filter(|&dash| dash + 1 < s.len()) else { return 0 };
    let is_part = |t: usize| {
        let form = s.form(t);
        let first = form.chars().next().unwrap_or(' ');
        first.is_uppercase()
            || first.is_numeric()
            || matches!(form, "of" | "de" | "," | "." | "(" | ")" | "/" | "-" | "'s")
    };
    let letters = |form: &str| form.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = |form: &str| letters(form) >= 3 && !form.contains(char::is_lowercase);
    let day = (1..dash).any(|t| {
        let number = s.form(t).starts_with(|c: char| c.is_ascii_digit());
        number && [t - 1, t + 1].iter().any(|&m| s.form(m).get(..3).is_some_and(|m| MONTHS.contains(&m)))
    });
    let sign = capitals(s.form(0)) || s.form(dash - 1) == ")" || day;
    if sign && (0..dash).all(is_part) { dash + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::segment;

    fn dateline(text: &str) -> String {
        let s = &segment::sentences(text, 0, 0, false)[0];
        (0..super::dateline_end(s)).map(|t| s.form(t)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn datelines_are_told_from_subjects() {
        assert_eq!(dateline("SEOUL (AP) — Two men fled."), "SEOUL ( AP ) —");
        assert_eq!(dateline("PORT-AU-PRINCE, Aug. 4 - A convoy left."), "PORT - AU - PRINCE , Aug. 4 -");
        assert_eq!(dateline("Goma, Congo, 20 October -- Rebels left."), "Goma , Congo , 20 October --");
        assert_eq!(dateline("Geneva (Reuters) – Talks began."), "Geneva ( Reuters ) –");
        assert_eq!(dateline("Moscow — which denies it — agreed."), "");
        assert_eq!(dateline("Iran - and Iraq - agreed."), "");
        assert_eq!(dateline("NATO and the EU — both — agreed."), "");
        assert_eq!(dateline("SEOUL —"), "");
    }
}
