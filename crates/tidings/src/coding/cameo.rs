//! What CAMEO tells apart and PLOVER does not: an appeal and a demand, a promise and what is promised,
//! what a protest is for.

use tidings_text::Sentence;

use crate::codebook::ontology::EventType;
use crate::codebook::rules::{Outcome, Rules};

/// Classes of the lexicon, with the last digit of the code of a protest for it.
const CAUSES: &[(&str, char)] =
    &[("leadership_change", '1'), ("rights_sought", '3'), ("institution_change", '4'), ("policy_change", '2')];

/// Yielding (08x) and the express intent to do so (035x).
const INTENT_TO_YIELD: &[(&str, &str)] = &[
    ("081", "0351"),
    ("082", "0352"),
    ("083", "034"),
    ("084", "0353"),
    ("085", "0354"),
    ("086", "0355"),
    ("087", "0356"),
];

/// A code and what [`refine`] may make of it.
pub fn refinements(event_type: EventType, code: &str) -> Vec<String> {
    let mut codes = vec![code.to_owned()];
    match event_type {
        EventType::Request => codes.extend(code.strip_prefix("10").map(|rest| format!("02{rest}"))),
        EventType::Protest if is_protest_for(code) => {
            codes.extend(CAUSES.iter().map(|(_, digit)| format!("{code}{digit}")))
        }
        EventType::Concede => codes.extend(INTENT_TO_YIELD.iter().map(|(_, intent)| (*intent).to_owned())),
        _ => {}
    }
    codes
}

/// Demonstrations, hunger strikes, strikes, obstructions, riots: CAMEO asks what for.
fn is_protest_for(code: &str) -> bool {
    code.len() == 3 && code.starts_with("14") && code != "140"
}

/// The code of an event, as exact as its words allow. `content` is what its rule is about.
pub(super) fn refine(rules: &Rules, s: &Sentence, head: usize, outcome: &mut Outcome, content: Option<&Outcome>) {
    let Some(code) = outcome.cameo.as_deref() else { return };
    let exact = match outcome.event_type {
        // Codes 10 and 02 are numbered alike below.
        EventType::Request => {
            let rest = code.strip_prefix("10").filter(|_| !rules.is_in_class("demanding", s.lemma(head)));
            rest.map(|rest| format!("02{rest}"))
        }
        EventType::Concede => content.and_then(|c| {
            let content = c.cameo.as_deref()?;
            let (_, intent) = INTENT_TO_YIELD.iter().find(|(yielding, _)| content.starts_with(yielding))?;
            Some((*intent).to_owned())
        }),
        EventType::Protest if is_protest_for(code) => {
            let below = |class: &str| {
                (0..s.len()).any(|t| t != head && s.governs(head, t) && rules.is_in_class(class, s.lemma(t)))
            };
            CAUSES.iter().find(|(class, _)| below(class)).map(|(_, digit)| format!("{code}{digit}"))
        }
        _ => None,
    };
    if exact.is_some() {
        outcome.cameo = exact;
    }
}
