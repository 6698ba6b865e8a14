"""Scores names: exact spans with their kinds, against corpora that differ in which kinds they mark.

    python names.py CORPUS --words > words.conllu
    python names.py CORPUS SYSTEM.conllu

A name found where the corpus leaves its kind open (UNER does not mark peoples, events and works) counts
neither way. SYSTEM holds the parse of words.conllu, names as `NE=B-PER` in MISC.
"""

import argparse
from pathlib import Path

import data
import labels

CORPORA = {
    "ewt": lambda d, split: data.load_ewt(d, split),
    "gum": lambda d, split: data.load_gum(d, split),
    "gum-news": lambda d, split: [s for s in data.load_gum(d, split) if s.source == "gum-news"],
    "gmb": lambda d, split: data.load_gmb(d)[::data.HELD],
}


def spans(ids):
    """(start, end, kind) of each name in a row of label numbers."""
    out, start, kind = set(), None, None
    for i, t in enumerate([*ids, 0]):
        label = labels.NAME[t]
        if start is not None and label != f"I-{kind}":
            out.add((start, i, kind))
            start = None
        if label != "O" and start is None:
            start, kind = i, label[2:]
    return out


def gold_spans(names):
    """The names that are certain in a row of bit sets."""
    return spans([m.bit_length() - 1 if m & (m - 1) == 0 else 0 for m in names])


def allowed(names, span):
    start, end, kind = span
    return all(names[i] >> labels.NAME_ID[("B-" if i == start else "I-") + kind] & 1 for i in range(start, end))


def count(names, found, kind=None):
    """Names found rightly, wrongly and missed in one sentence; of one kind or of all."""
    gold = gold_spans(names)
    if kind:
        gold, found = ({s for s in x if s[2] == kind} for x in (gold, found))
    wrong = sum(1 for s in found - gold if not allowed(names, s))
    return len(gold & found), wrong, len(gold - found)


def rates(right, wrong, missed):
    p, r = right / max(right + wrong, 1), right / max(right + missed, 1)
    return p, r, 2 * p * r / max(p + r, 1e-9)


def parsed(path):
    """Rows of label numbers from the MISC column."""
    for rows, _ in data.read_conllu(path):
        misc = (m.removeprefix("NE=") for r in rows for m in [r[9].split("|")[0]])
        yield [labels.NAME_ID.get(m, 0) for m in misc]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", choices=CORPORA)
    p.add_argument("system", nargs="?", type=Path)
    p.add_argument("--data", type=Path, default=data.DEFAULT_DATA)
    p.add_argument("--split", default="test", help="part of a treebank")
    p.add_argument("--words", action="store_true", help="write the words as CoNLL-U")
    args = p.parse_args()
    sents = CORPORA[args.corpus](args.data, args.split)
    if args.words:
        for s in sents:
            print("".join(f"{i}\t{f}\t_\t_\t_\t_\t_\t_\t_\t_\n" for i, f in enumerate(s.forms, 1)))
        return
    found = list(parsed(args.system))
    if len(found) != len(sents):
        p.error(f"{args.system} has {len(found)} sentences, {args.corpus} has {len(sents)}; parse the output of --words")
    pairs = [(s.names, spans(ids)) for s, ids in zip(sents, found) if s.names is not None]
    for kind in [None, *labels.KIND]:
        right, wrong, missed = (sum(x) for x in zip(*(count(*pair, kind) for pair in pairs)))
        if right + missed:
            p, r, f = (100 * v for v in rates(right, wrong, missed))
            print(f"{kind or 'all':4} precision {p:.1f}, recall {r:.1f}, F1 {f:.1f} of {right + missed} names")


if __name__ == "__main__":
    main()
