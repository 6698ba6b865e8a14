"""Scores CoNLL-U output against a treebank as the CoNLL 2018 shared task does.

    python evaluate.py GOLD.conllu SYSTEM.conllu [--documents PREFIX]
    python evaluate.py GOLD.conllu --text > paragraphs.txt

Words are aligned by the characters of the text without white space; inside a multiword token, whose
words have no characters of their own, by the longest common subsequence of their forms. A relation counts
if word, head and label (without subtype for LAS; with it for "LAS, subtypes") are right.
"""

import argparse
import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Word:
    start: int
    end: int
    form: str
    upos: str
    xpos: str
    head: object  # a Word, or None for the root
    deprel: str
    multi: bool
    lemma: str


def sentences(path):
    """Rows and document of each sentence, with whether a paragraph begins there."""
    rows, doc, new, text = [], "", True, ""
    for line in Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            doc, new = line.partition("=")[2].strip(), True
        elif re.match(r"# newpar\b(?!_)", line):
            new = True
        elif line.startswith("# text = "):
            text = line[9:]
        elif not line:
            if rows:
                yield rows, doc, new, text
            rows, new = [], False
        elif not line.startswith("#"):
            c = line.split("\t")
            if "." not in c[0]:
                rows.append(c)
    if rows:
        yield rows, doc, new, text


def bare(form):
    return "".join(c for c in form if unicodedata.category(c) != "Zs")


def read(path, prefix=""):
    """Characters, spans of sentences and of tokens, and words."""
    chars, spans, tokens, words = [], [], [], []
    at = 0
    for rows, doc, _, _ in sentences(path):
        if not doc.startswith(prefix):
            continue
        begin, here, until = at, [], 0
        for c in rows:
            if "-" in c[0]:
                last = int(c[0].partition("-")[2])
                form = bare(c[1])
                start, until = at, last
                chars.append(form)
                at += len(form)
                span = (start, at)
                tokens.append(span)
                continue
            multi = int(c[0]) <= until
            if not multi:
                form = bare(c[1])
                span = (at, at + len(form))
                tokens.append(span)
                chars.append(form)
                at += len(form)
            here.append(Word(*span, c[1], c[3], c[4], int(c[6]), c[7], multi, c[2]))
        for w in here:
            w.head = here[w.head - 1] if w.head else None
        words += here
        spans.append((begin, at))
    return "".join(chars), spans, tokens, words


def lcs(a, b):
    n, m = len(a), len(b)
    t = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            t[i][j] = 1 + t[i + 1][j + 1] if a[i].form.lower() == b[j].form.lower() else max(t[i + 1][j], t[i][j + 1])
    i = j = 0
    while i < n and j < m:
        if a[i].form.lower() == b[j].form.lower():
            yield a[i], b[j]
            i, j = i + 1, j + 1
        elif t[i + 1][j] >= t[i][j + 1]:
            i += 1
        else:
            j += 1


def align(gold, system):
    pairs, i, j = [], 0, 0
    while i < len(gold) and j < len(system):
        g, s = gold[i], system[j]
        if g.multi or s.multi:  # everything that shares characters with a multiword token
            a, b, end = i, j, g.end if g.multi else s.end
            if not (g.start < s.end and s.start < g.end):
                if g.start < s.start:
                    i += 1
                else:
                    j += 1
                continue
            moved = True
            while moved:
                moved = False
                while i < len(gold) and gold[i].start < end:
                    end, i, moved = max(end, gold[i].end if gold[i].multi else end), i + 1, True
                while j < len(system) and system[j].start < end:
                    end, j, moved = max(end, system[j].end if system[j].multi else end), j + 1, True
            pairs += lcs(gold[a:i], system[b:j])
        elif (g.start, g.end) == (s.start, s.end):
            pairs.append((g, s))
            i, j = i + 1, j + 1
        elif g.start <= s.start:
            i += 1
        else:
            j += 1
    return pairs


def f1(correct, gold, system):
    return 200 * correct / max(gold + system, 1)


def score(gold_path, system_path, prefix="", system_prefix=""):
    gc, gs, gt, gw = read(gold_path, prefix)
    sc, ss, st, sw = read(system_path, system_prefix)
    if gc != sc:
        at = next((i for i, (a, b) in enumerate(zip(gc, sc)) if a != b), min(len(gc), len(sc)))
        sys.exit(f"the texts differ at character {at}: gold {gc[at - 10:at + 20]!r}, system {sc[at - 10:at + 20]!r}")
    pairs = align(gw, sw)
    to = {id(g): id(s) for g, s in pairs}
    n, m = len(gw), len(sw)

    def count(ok):
        return f1(sum(1 for g, s in pairs if ok(g, s)), n, m)

    def head(g, s):
        return g.head is s.head is None or g.head and s.head and to.get(id(g.head)) == id(s.head)

    def base(relation):
        return relation.split(":")[0]

    return {
        "tokens": f1(len(set(gt) & set(st)), len(gt), len(st)),
        "sentences": f1(len(set(gs) & set(ss)), len(gs), len(ss)),
        "words": f1(len(pairs), n, m),
        "UPOS": count(lambda g, s: g.upos == s.upos),
        "XPOS": count(lambda g, s: g.xpos == s.xpos),
        "lemmas": count(lambda g, s: g.lemma == s.lemma or g.lemma == "_"),
        "UAS": count(head),
        "LAS": count(lambda g, s: head(g, s) and base(g.deprel) == base(s.deprel)),
        "LAS, subtypes": count(lambda g, s: head(g, s) and g.deprel == s.deprel),
    }


def paragraphs(path, prefix=""):
    """The raw text: sentences with a space between them unless `SpaceAfter=No`, a paragraph or document a line."""
    out, space = [], ""
    for rows, doc, new, text in sentences(path):
        if doc.startswith(prefix):
            if new or not out:
                out.append(text)
            else:
                out[-1] += space + text
            last = rows[-1]
            outer = [r for r in rows if "-" in r[0] and r[0].endswith("-" + last[0])]  # a multiword token at the end
            space = "" if "SpaceAfter=No" in (outer or [last])[0][9].split("|") else " "
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("gold")
    p.add_argument("system", nargs="?")
    p.add_argument("--documents", default="", help="only documents whose name begins so")
    p.add_argument("--text", action="store_true", help="write the raw text, a paragraph a line")
    p.add_argument("--words", action="store_true", help="write the gold words as CoNLL-U")
    args = p.parse_args()
    if args.text:
        print("\n".join(paragraphs(args.gold, args.documents)))
        return
    if args.words:
        for rows, doc, _, text in sentences(args.gold):
            if doc.startswith(args.documents):
                print(f"# text = {text}\n" + "\n".join("\t".join(r) for r in rows) + "\n")
        return
    for name, value in score(args.gold, args.system, args.documents).items():
        print(f"{name:14} {value:6.2f}")


if __name__ == "__main__":
    main()
