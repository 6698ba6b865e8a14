//! Reports laid out as agencies, papers and people lay them out, and the blocks found in them.

use tidings_intake::blocks;
use tidings_text::{Block, Span};

/// A line a block: `kind: text`, white space inside made single.
fn shown(text: &str, blocks: &[Block]) -> String {
    let words = |b: &Block| b.span.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
    blocks.iter().map(|b| format!("{}: {}\n", b.kind.as_str(), words(b))).collect()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = shown(text, &blocks::text(text));
    assert!(found == expected, "\nexpected:\n~~~\n{expected}~~~\nfound:\n~~~\n{found}~~~");
}

#[test]
fn title_and_paragraphs() {
    check(
        "Rebels free hostages\n\nRebels freed ten hostages on Monday.\n\nAll are well.",
        "title: Rebels free hostages
paragraph: Rebels freed ten hostages on Monday.
paragraph: All are well.
",
    );
}

#[test]
fn titles_that_end_in_marks() {
    for title in ["Will the truce hold?", "‘We will never give in’", "Envoy leaves the U.S.", "“Enough!”"] {
        let text = format!("{title}\n\nRebels freed ten hostages on Monday.\n");
        check(&text, &format!("title: {title}\nparagraph: Rebels freed ten hostages on Monday.\n"));
    }
}

#[test]
fn a_first_paragraph_is_no_title() {
    check(
        "Rebels freed ten hostages on Monday.\n\nAll are well.\n",
        "paragraph: Rebels freed ten hostages on Monday.\nparagraph: All are well.\n",
    );
    check("Rebels free hostages\n", "paragraph: Rebels free hostages\n");
}

#[test]
fn agency_layout() {
    check(
        "Rebels free hostages after talks in Doha

By JANE DOE and JOHN ROE
Updated 9:30 AM EDT, July 11, 2023

FILE - Soldiers stand guard in Goma, March 3, 2021. (AP Photo/Jane Doe)

GOMA, Congo (AP) — Rebels freed ten hostages on Monday, officials said.

The army had threatened to storm the camp.

___

Associated Press writer Richard Roe in Doha contributed to this report.
",
        "title: Rebels free hostages after talks in Doha
caption: By JANE DOE and JOHN ROE
caption: Updated 9:30 AM EDT, July 11, 2023
caption: FILE - Soldiers stand guard in Goma, March 3, 2021. (AP Photo/Jane Doe)
paragraph: GOMA, Congo (AP) — Rebels freed ten hostages on Monday, officials said.
paragraph: The army had threatened to storm the camp.
caption: Associated Press writer Richard Roe in Doha contributed to this report.
",
    );
    check(
        "Rebels free hostages\r\n\r\nGENEVA, July 11 (Reuters) - Rebels freed ten hostages on Monday.\r\n\r\n(Reporting by Jane Doe; Editing by John Roe)\r\n\r\nOur Standards: The Thomson Reuters Trust Principles.\r\n",
        "title: Rebels free hostages
paragraph: GENEVA, July 11 (Reuters) - Rebels freed ten hostages on Monday.
caption: (Reporting by Jane Doe; Editing by John Roe)
caption: Our Standards: The Thomson Reuters Trust Principles.
",
    );
}

#[test]
fn standfirsts() {
    // No full stop.
    check(
        "Rebels free hostages\n\nArmy chief says talks in Doha will go on despite raid\n\nRebels freed ten hostages on Monday.\n",
        "title: Rebels free hostages
standfirst: Army chief says talks in Doha will go on despite raid
paragraph: Rebels freed ten hostages on Monday.
",
    );
    // A byline or a dateline below it.
    check(
        "Rebels free hostages\n\nThe army says talks will go on.\n\nBy Jane Doe\n\nRebels freed ten hostages on Monday.\n",
        "title: Rebels free hostages
standfirst: The army says talks will go on.
caption: By Jane Doe
paragraph: Rebels freed ten hostages on Monday.
",
    );
    check(
        "Rebels free hostages\n\nThe army says talks will go on.\n\nGOMA — Rebels freed ten hostages on Monday.\n",
        "title: Rebels free hostages
standfirst: The army says talks will go on.
paragraph: GOMA — Rebels freed ten hostages on Monday.
",
    );
    // A wider gap below it than below the others; not where all gaps are wide.
    check(
        "Rebels free hostages\n\nThe army says talks will go on.\n\n\nRebels freed ten hostages.\n\nAll are well.\n\nThey flew home.\n",
        "title: Rebels free hostages
standfirst: The army says talks will go on.
paragraph: Rebels freed ten hostages.
paragraph: All are well.
paragraph: They flew home.
",
    );
    check(
        "Rebels free hostages\n\n\nThe army says talks will go on.\n\n\nAll are well.\n\n\nThey flew home.\n",
        "title: Rebels free hostages
paragraph: The army says talks will go on.
paragraph: All are well.
paragraph: They flew home.
",
    );
}

#[test]
fn headings() {
    check(
        "Rebels free hostages

Rebels freed ten hostages on Monday.

A long wait

They were taken in May.

‘We never gave up’

“We are home,” one said.

What happens next?

Talks go on in Doha.

No full stop here
",
        "title: Rebels free hostages
paragraph: Rebels freed ten hostages on Monday.
heading: A long wait
paragraph: They were taken in May.
heading: ‘We never gave up’
paragraph: “We are home,” one said.
heading: What happens next?
paragraph: Talks go on in Doha.
paragraph: No full stop here
",
    );
}

#[test]
fn a_list_is_no_run_of_headings() {
    check(
        "Rebels free hostages

The hostages come from:

• France
• Two villages in Chad
• Mali

All are well.
",
        "title: Rebels free hostages
paragraph: The hostages come from:
paragraph: France
paragraph: Two villages in Chad
paragraph: Mali
paragraph: All are well.
",
    );
}

#[test]
fn links_to_other_stories() {
    check(
        "Rebels free hostages

Rebels freed ten hostages on Monday.

READ MORE: Truce holds in north

Related protests took place in Paris.

Related stories
Truce holds in north
Army leaves border town

They were taken in May.

More on this story

- Truce holds in north
- Army leaves border town

Read more than ten books a year, the envoy said.

Sign up for our weekly letter.
",
        "title: Rebels free hostages
paragraph: Rebels freed ten hostages on Monday.
related-link: READ MORE: Truce holds in north
paragraph: Related protests took place in Paris.
related-link: Related stories
related-link: Truce holds in north
related-link: Army leaves border town
paragraph: They were taken in May.
related-link: More on this story
related-link: Truce holds in north
related-link: Army leaves border town
paragraph: Read more than ten books a year, the envoy said.
related-link: Sign up for our weekly letter.
",
    );
}

#[test]
fn repetitions() {
    check(
        "Rebels free hostages

Rebels freed ten hostages “in good health” on Monday.

All are well.

Rebels freed ten  hostages \"in good health\" on Monday.

All are well.
",
        "title: Rebels free hostages
standfirst: Rebels freed ten hostages “in good health” on Monday.
paragraph: All are well.
repeated: Rebels freed ten hostages \"in good health\" on Monday.
paragraph: All are well.
",
    );
    // The title again on top of the body.
    let text = "Rebels free hostages\n\nRebels free hostages\n\nAll are well.";
    assert_eq!(
        shown(text, &blocks::body(text, Some(Span::new(0, 20)))),
        "title: Rebels free hostages\nrepeated: Rebels free hostages\nparagraph: All are well.\n"
    );
}

#[test]
fn wrapped_lines_are_joined() {
    check(
        "Rebels free hostages after months of talks that were held in the capital of Qatar

Rebels in the east of Congo freed ten hostages on Monday, officials said
after months of talks.  The army, which had threatened to storm the camp
on March 24.
   They were taken in May, when rebels came down from the hills and burned
two villages.

ALSO READ: Truce holds in the north in spite of a raid on the airport of
the capital
",
        "title: Rebels free hostages after months of talks that were held in the capital of Qatar
paragraph: Rebels in the east of Congo freed ten hostages on Monday, officials said after months of talks. The army, which had threatened to storm the camp on March 24.
paragraph: They were taken in May, when rebels came down from the hills and burned two villages.
related-link: ALSO READ: Truce holds in the north in spite of a raid on the airport of the capital
",
    );
}

#[test]
fn a_paragraph_a_line() {
    check(
        "Rebels free hostages
Rebels in the east of Congo freed ten hostages on Monday, officials said after months of talks in Doha that had often failed.
All are well.
ALSO READ: Truce holds in north
A long wait
They were taken in May.
",
        "title: Rebels free hostages
paragraph: Rebels in the east of Congo freed ten hostages on Monday, officials said after months of talks in Doha that had often failed.
paragraph: All are well.
related-link: ALSO READ: Truce holds in north
heading: A long wait
paragraph: They were taken in May.
",
    );
}

#[test]
fn the_body_of_a_record_has_no_title_of_its_own() {
    let text = "Rebels free hostages\n\nTruce holds in north\n\nAll are well.";
    assert_eq!(
        shown(text, &blocks::body(text, None)),
        "heading: Rebels free hostages\nheading: Truce holds in north\nparagraph: All are well.\n"
    );
}
