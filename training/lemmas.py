#!/usr/bin/env python3
"""Draws the lemmas that no rule gives from the training treebanks.

Writes crates/tidings-syntax/data/lemmas.tsv: tag, form in small letters (as written after PROPN),
lemma. An entry stands where most tokens of a form have a lemma other than the one that the spelling
rules and the tables written by hand give. Forms marked as slips of the pen ("teh") are left out.

    python3 training/lemmas.py [--treebanks ../shared/data/treebanks] [--least 1]
"""

import argparse
import collections
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "crates/tidings-syntax/data"
NUMERALS = set("0123456789")
# Tags whose forms the treebanks correct token by token, or that stand for parts of words.
SKIPPED = {"GW", "ADD", "XX", "AFX", "LS", "NFP"}
INFLECTED = {"VBD", "VBN", "VBG", "VBZ", "NNS"}


def tokens(path):
    """Yields (form, UPOS, XPOS, lemma) of every word that is spelt as it should be."""
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            _, form, lemma, upos, xpos, feats, _, _, _, misc = columns
            if "Typo=Yes" not in feats and "CorrectForm=" not in misc and lemma != "_":
                yield form, upos, xpos, lemma


def by_rule(words):
    """Asks the program for the lemma that its spelling rules give."""
    command = ["cargo", "run", "-q", "-p", "tidings-syntax", "--example", "lemma_score", "--", "--rules"]
    text = "".join("\t".join(word) + "\n" for word in words)
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.split("\n")[: len(words)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", type=pathlib.Path, default=ROOT / "../shared/data/treebanks")
    parser.add_argument("--least", type=int, default=1, help="tokens that an entry needs")
    args = parser.parse_args()

    # Per table key the lemmas, and per key how it is written most often with which universal tag.
    lemmas = collections.defaultdict(collections.Counter)
    written = collections.defaultdict(collections.Counter)
    bases = set()
    for path in sorted(args.treebanks.glob("*/train.conllu")):
        for form, upos, xpos, lemma in tokens(path):
            if xpos in SKIPPED or NUMERALS & set(form) and upos != "PROPN":
                continue
            low = form.lower()
            if xpos in ("VB", "VBP", "NN"):
                bases.add(low)
            if len(low) > 1 or xpos == "POS":
                low = low.replace("’", "'").replace("‘", "'").replace("`", "'")
            key = ("PROPN", form) if upos == "PROPN" else (xpos, low)
            lemmas[key][lemma] += 1
            written[key][(form, upos, xpos)] += 1

    keys = sorted(lemmas)
    rules = by_rule([written[key].most_common(1)[0][0] for key in keys])
    rows = []
    for key, rule in zip(keys, rules):
        (lemma, count), *_ = sorted(lemmas[key].items(), key=lambda item: (-item[1], item[0]))
        if lemma == rule or count < args.least or 2 * count <= sum(lemmas[key].values()):
            continue
        # An inflected form goes back to a word that is attested: "flead" for "fled" is a slip.
        if key[0] not in INFLECTED or lemma.lower() in bases or lemma.lower() == key[1]:
            rows.append((*key, lemma))
    table = DATA / "lemmas.tsv"
    head = "# Made by training/lemmas.py from the UD English treebanks EWT and GUM: tag, form, lemma.\n"
    table.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{table}: {len(rows)} entries")


if __name__ == "__main__":
    main()
