"""Reads the corpora into one form.

A sentence is a `Sent`; a layer that a corpus lacks is None, and its loss is left out.
Names are sets of allowed labels per token, so that a corpus with three kinds of names
does not teach that the other kinds do not exist.
"""

import json
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

import labels
from labels import NAME, NAME_ID, UPOS_ID, XPOS_ID

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ALL_NAMES = (1 << len(NAME)) - 1
HELD = 50  # one in so many sentences of the Groningen Meaning Bank is kept from training


@dataclass
class Sent:
    forms: list
    lemmas: list | None = None
    upos: list | None = None
    xpos: list | None = None
    heads: list | None = None  # 0 is the root, otherwise 1-based
    deprels: list | None = None
    names: list | None = None  # bit sets over NAME
    weight: float = 1.0
    xpos_weight: float = 1.0
    source: str = ""


def bits(*names):
    return sum(1 << NAME_ID[n] for n in names)


def kinds(*ks):
    return bits(*(f"{b}-{k}" for k in ks for b in "BI"))


O = bits("O")


def read_conllu(path, documents=None):
    """Yields (columns of syntactic words, MISC entity strings, document) per sentence."""
    rows, doc = [], ""
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                doc = line.split("=", 1)[1].strip()
            elif line.startswith("#"):
                continue
            elif not line:
                if rows:
                    yield rows, doc
                rows = []
            else:
                c = line.split("\t")
                if c[0].isdigit():
                    rows.append(c)
    if rows:
        yield rows, doc


def tree_sent(rows, source):
    return Sent(
        forms=[r[1] for r in rows], lemmas=[r[2] for r in rows],
        upos=[UPOS_ID[r[3]] for r in rows], xpos=[XPOS_ID.get(r[4], XPOS_ID["XX"]) for r in rows],
        heads=[int(r[6]) for r in rows], deprels=[labels.deprel(r[7]) for r in rows], source=source)


INSIDE = {bits(f"I-{k}"): bits(f"B-{k}") for k in labels.KIND}

ROMAN = re.compile(r"[IVX]+$")
GUM_KIND = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVT", "object": "MISC", "abstract": "MISC"}


def gum_names(rows):
    """Names from the `Entity=` layer: mentions headed by a proper noun, cut to their proper nouns."""
    spans, stack = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", m.group(1)):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                stack.append((fields[0], fields[1] if len(fields) > 1 else "", i))
                if part.endswith(")"):
                    _, kind, start = stack.pop()
                    spans.append((start, i, kind))
            else:
                group = part.rstrip(")")
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == group:
                        _, kind, start = stack.pop(k)
                        spans.append((start, i, kind))
                        break
    n = len(rows)
    names = [O] * n
    for i, r in enumerate(rows):
        if r[4] == "JJ" and r[1][:1].isupper() and i > 0:
            names[i] = O | bits("B-NORP")
        elif r[3] == "PROPN":
            names[i] = ALL_NAMES
    for start, end, kind in sorted(spans, key=lambda s: s[1] - s[0]):
        label = GUM_KIND.get(kind)
        if label is None:
            if kind == "time":
                for i in range(start, end + 1):
                    names[i] = O
            continue
        head = next((i for i in range(start, end + 1) if not start < int(rows[i][6]) <= end + 1), start)
        if rows[head][3] != "PROPN":
            continue
        if label == "PER" and rows[head][1].lower() in BODIES:
            label = "ORG"
        if rows[head][4] == "NNPS" and label == "PER":
            label = "NORP"
        inside = {head}
        for i in range(head, start - 1, -1):  # the unbroken stretch of name words around the head
            if i in inside or rows[i][3] == "PROPN" or rows[i][7].startswith(("flat", "compound")) and rows[i][1][:1].isupper():
                inside.add(i)
            elif (rows[i][3] in ("ADJ", "NOUN", "NUM", "VERB") and rows[i][1][:1].isupper()
                  and int(rows[i][6]) - 1 in inside and label != "PER"):
                inside.add(i)
            else:
                break
        for i in range(head + 1, end + 1):
            if rows[i][3] == "PROPN" or rows[i][7].startswith("flat"):
                inside.add(i)
            elif label in ("EVT", "MISC") and ROMAN.match(rows[i][1]):
                inside.add(i)
            elif label in ("ORG", "EVT") and rows[i][3] in ("ADP", "DET", "CCONJ") and i < end and rows[i + 1][1][:1].isupper():
                inside.add(i)
            elif label in ("ORG", "EVT") and rows[i][1][:1].isupper() and rows[i - 1][3] in ("ADP", "DET", "CCONJ"):
                inside.add(i)
            else:
                break
        first, last = min(inside), max(inside)
        if label == "PER":
            titles = [i for i in range(first, last + 1) if norm_title(rows[i][1]) in TITLES]
            if titles and titles[-1] == last:
                continue
            if titles:
                first = titles[-1] + 1
        names[first] = bits(f"B-{label}")
        for i in range(first + 1, last + 1):
            names[i] = bits(f"I-{label}")
        after = last + 1  # the rest of a name that this one cut into
        if after < n and names[after] in INSIDE:
            names[after] = INSIDE[names[after]]
    return names


TITLES = set("""president prime minister vice deputy foreign defense defence finance interior secretary general chief mr mrs ms
dr sir king queen prince princess pope senator sen rep representative gov governor mayor colonel col major maj captain capt
lieutenant lt gen sgt sergeant admiral adm chancellor premier ambassador judge justice justices prophet sheikh ayatollah
imam cardinal archbishop bishop father rev reverend professor prof spokesman spokeswoman former ex-president lord lady
secretary-general director chairman commander brigadier emir sultan crown mullah lawmaker coach state attorney first""".split())


def norm_title(word):
    return word.lower().rstrip(".")


def read_uner(path):
    """Name spans in the order of the treebank: lists of B-/I-/O labels."""
    rows = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    yield rows
                rows = []
            elif not line.startswith("#") or "\t" in line and line.split("\t")[0].isdigit():
                c = line.split("\t")
                rows.append((c[1], c[2]))
    if rows:
        yield rows


def uner_bits(label):
    if label in ("O", "B-O", "I-O") or label.endswith("OTH"):
        return O | kinds("NORP", "EVT", "MISC")
    return bits(label)


def load_ewt(data, split):
    sents = [tree_sent(rows, "ewt") for rows, _ in read_conllu(data / f"treebanks/ewt/{split}.conllu")]
    names = {}
    for rows in read_uner(data / f"names/uner-ewt-{split}.iob2"):
        names[tuple(w for w, _ in rows)] = [uner_bits(l) for _, l in rows]
    for s in sents:
        s.names = names.get(tuple(s.forms))
    return sents


def load_gum(data, split, news_only=False):
    out = []
    for rows, doc in read_conllu(data / f"treebanks/gum/{split}.conllu"):
        s = tree_sent(rows, "gum-news" if doc.startswith("GUM_news") else "gum")
        s.names = gum_names(rows)
        out.append(s)
    return out


def load_silver(path):
    """Parsed news (`NE=` in MISC) whose main verb has a subject: stuff for headlines."""
    out = []
    for rows, _ in read_conllu(path):
        s = tree_sent(rows, "silver")
        found = [re.search(r"NE=([^|]*)", r[9]) for r in rows]
        s.names = [bits(m.group(1)) if m else O for m in found]
        root = s.heads.index(0)
        subject = any(h == root + 1 and labels.DEPREL[d].startswith("nsubj") for h, d in zip(s.heads, s.deprels))
        if subject and labels.UPOS[s.upos[root]] == "VERB" and 5 <= len(rows) <= 40:
            out.append(s)
    return out


def load_wikigold(data):
    out, rows = [], []

    def flush():
        if not rows:
            return
        names, last = [], "O"
        for _, label in rows:
            if label == "O":
                names.append(O | kinds("NORP", "EVT") if last == "O" else O | bits("B-NORP", "B-EVT"))
            elif label.endswith("MISC"):
                names.append(bits("I-MISC", "I-NORP", "I-EVT") if last == label else bits("B-MISC", "B-NORP", "B-EVT"))
            else:
                names.append(bits(("I-" if last == label else "B-") + label[2:]))
            last = label
        out.append(Sent(forms=[w for w, _ in rows], names=names, source="wikigold"))

    with open(data / "names/wikigold.conll", encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            if not line or line.startswith("-DOCSTART-"):
                flush()
                rows = []
            else:
                rows.append(tuple(line.rsplit(" ", 1)))
    flush()
    return out


GMB_KIND = {"geo": "LOC", "org": "ORG", "per": "PER", "eve": "EVT", "art": "MISC"}


def load_gmb(data):
    """World news with machine-made tags; nationality and country words are told apart by the list of states."""
    with open(data / "actors/countries.json", encoding="utf-8") as f:
        countries = json.load(f)
    states = {"u.s.", "us", "u.s", "u.k.", "uk", "england", "scotland", "wales", "congo", "gaza", "burma", "chechnya"}
    demonyms = set()
    for c in countries:
        states.add(c["name"]["common"].lower())
        for d in c.get("demonyms", {}).get("eng", {}).values():
            demonyms |= {d.lower(), d.lower() + "s"}
    demonyms |= {"iraqis", "palestinian", "palestinians", "israelis", "pakistanis", "arab", "arabs", "kurdish", "kurds",
                 "european", "africans", "african", "western", "bosnian", "tibetan", "korean", "koreans"}
    out, rows = [], []

    def flush():
        if not rows:
            return
        names, i = [], 0
        while i < len(rows):
            word, _, label = rows[i]
            kind = label[2:]
            end = i + 1
            while end < len(rows) and rows[end][2] == f"I-{kind}":
                end += 1
            if label == "O" or kind not in GMB_KIND and kind != "gpe":
                names += [O] * (end - i)
            else:
                low = word.lower()
                while kind in ("geo", "gpe") and low in DIRECTIONS and i < end - 1 and word[:1].islower():
                    names.append(O)
                    i += 1
                    word = rows[i][0]
                    low = word.lower()
                if kind == "gpe":
                    people = low in demonyms or rows[i][1] in ("JJ", "NNS", "NNPS")
                    k = "NORP" if people and low not in states else "LOC"
                elif kind == "geo" and low in demonyms and low not in states:
                    k = "NORP"
                elif end - i == 1 and low in states:
                    k = "LOC"
                elif end - i == 1 and low in BODIES:
                    k = "ORG"
                else:
                    k = GMB_KIND[kind]
                while k == "PER" and i < end - 1 and norm_title(rows[i][0]) in TITLES:
                    names.append(O)
                    i += 1
                if k == "PER" and i == end - 1 and norm_title(rows[i][0]) in TITLES:
                    names.append(O)
                else:
                    names += [bits(f"B-{k}")] + [bits(f"I-{k}")] * (end - i - 1)
            i = end
        out.append(Sent(forms=[r[0] for r in rows], xpos=[XPOS_ID.get(GMB_TAG.get(r[1], r[1]), XPOS_ID["XX"]) for r in rows],
                        names=names, xpos_weight=0.2, source="gmb"))

    with lzma.open(data / "names/gmb.conll.xz", "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                flush()
                rows = []
            else:
                c = line.split("\t")
                if len(c) == 3:
                    rows.append(tuple(c))
    flush()
    return out


DIRECTIONS = {"western", "eastern", "northern", "southern", "central", "southeastern", "southwestern", "northeastern",
              "northwestern", "the"}
BODIES = {"u.n.", "un", "nato", "eu", "e.u.", "iaea", "opec", "asean", "fatah", "hamas", "hezbollah", "taliban"}

GMB_TAG = {"LRB": "-LRB-", "RRB": "-RRB-", ";": ":"}
