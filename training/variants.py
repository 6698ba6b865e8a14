"""Varies training sentences so that the model is at home in news: headlines, case, typography, joined sentences."""

import labels
from data import Sent
from labels import DEPREL_ID, UPOS_ID, XPOS_ID

DET, AUX, AUXP, COP, CC, CONJ, PUNCT, PARATAXIS = (
    DEPREL_ID[x] for x in ("det", "aux", "aux:pass", "cop", "cc", "conj", "punct", "parataxis"))
PROPN = UPOS_ID["PROPN"]


def drop(s, gone):
    """The sentence without the tokens of `gone`, all of them leaves."""
    keep = [i for i in range(len(s.forms)) if i not in gone]
    if not keep or len(keep) == len(s.forms):
        return s
    new = {old + 1: k + 1 for k, old in enumerate(keep)}
    new[0] = 0

    def pick(xs):
        return None if xs is None else [xs[i] for i in keep]

    return Sent(pick(s.forms), pick(s.lemmas), pick(s.upos), pick(s.xpos),
                None if s.heads is None else [new[s.heads[i]] for i in keep],
                pick(s.deprels), pick(s.names), s.weight, s.xpos_weight, s.source)


def present(lemma):
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


LOOSE = {DEPREL_ID[x] for x in ("advcl", "advcl:relcl", "acl:relcl", "parataxis", "appos", "discourse", "vocative", "dislocated", "list",
                                "orphan") if x in DEPREL_ID}


def clip(s):
    """The main clause: without what hangs loosely on it, what is joined to its verb, and punctuation."""
    n = len(s.forms)
    root = s.heads.index(0)
    gone = set()
    for i in range(n):
        relation = labels.DEPREL[s.deprels[i]]
        outer = s.heads[i] == root + 1 and relation in ("conj", "cc", "mark")
        if s.deprels[i] in LOOSE or outer or s.forms[i] in (",", ";", ":", ".", "--", "–", "—", "(", ")"):
            gone.add(i)
    found = True
    while found:  # with all that hangs on them
        found = {i for i in range(n) if i not in gone and s.heads[i] - 1 in gone}
        gone |= found
    return drop(s, gone)


def plural_subject(s, verb):
    """Whether the verb agrees with its subject as "they" would; None without a subject."""
    for k, (head, relation) in enumerate(zip(s.heads, s.deprels)):
        if head == verb + 1 and labels.DEPREL[relation] == "nsubj":
            joined = any(h == k + 1 and d == CONJ for h, d in zip(s.heads, s.deprels))
            return joined or labels.XPOS[s.xpos[k]] in ("NNS", "NNPS") or s.forms[k].lower() in ("they", "we", "i", "you")
    return None


def bare(s):
    """Whether the main verb of the headline has no ending, and so may look like a noun."""
    root = s.heads.index(0)
    tag = labels.XPOS[s.xpos[root]]
    return tag == "VBP" or tag == "VBD" and plural_subject(s, root) is True


def headlines(sents, count, rng):
    """Headlines of sentences drawn at random, half of them with a bare main verb."""
    hard = [s for s in sents if bare(s)]
    drawn = rng.sample(sents, min(count // 2, len(sents))) + rng.sample(hard, min(count // 2, len(hard)))
    return [headline(s, rng) for s in drawn]


def headline(s, rng):
    """As a headline writer would put it: no articles, no "be", the past told in the present, "will" as "to", a comma for "and"."""
    if rng.random() < 0.5:
        s = clip(s)
    s = Sent(list(s.forms), s.lemmas, list(s.upos), list(s.xpos), list(s.heads), list(s.deprels),
             s.names, s.weight, s.xpos_weight, s.source)
    heads = set(s.heads)
    gone = set()
    root = s.heads.index(0)
    n = len(s.forms)
    for i in range(n):
        leaf = i + 1 not in heads
        low = s.forms[i].lower()
        if leaf and s.deprels[i] == DET and low in ("the", "a", "an"):
            gone.add(i)
        elif (leaf and s.deprels[i] in (AUX, AUXP, COP) and low in ("am", "is", "are", "was", "were", "'s")
                and s.lemmas[i] == "be" and rng.random() < 0.8):
            gone.add(i)
        elif (leaf and low == "and" and s.deprels[i] == CC and s.upos[s.heads[i] - 1] == PROPN
                and 0 < i < n - 1 and s.forms[i - 1] != "," and rng.random() < 0.6):
            s.forms[i], s.upos[i], s.xpos[i], s.deprels[i] = ",", UPOS_ID["PUNCT"], XPOS_ID[","], PUNCT
        elif leaf and s.deprels[i] == AUX and low in ("will", "would") and i + 1 < n:
            s.forms[i] = "to"
            s.upos[i], s.xpos[i], s.deprels[i] = UPOS_ID["PART"], XPOS_ID["TO"], DEPREL_ID["mark"]
        elif s.xpos[i] == XPOS_ID["VBD"] and s.lemmas[i] not in ("be", "_") and (i == root or rng.random() < 0.5):
            plural = plural_subject(s, i)
            if plural is None:
                continue
            new = s.lemmas[i] if plural else ("has" if s.lemmas[i] == "have" else present(s.lemmas[i]))
            s.forms[i] = new.capitalize() if s.forms[i][:1].isupper() else new
            s.xpos[i] = XPOS_ID["VBP" if plural else "VBZ"]
    last = n - 1
    if s.deprels[last] == PUNCT and s.forms[last] == ".":
        gone.add(last)
    s = drop(s, gone)
    forms = list(s.forms)
    style = rng.random()
    if style < 0.4:  # Title Case
        forms = [f if len(f) < 4 and f.lower() in SMALL else f[:1].upper() + f[1:] for f in forms]
    elif style < 0.5:
        forms = [f.upper() for f in forms]
    if forms and forms[0][:1].islower():
        forms[0] = forms[0][:1].upper() + forms[0][1:]
    s.forms = forms
    return s


SMALL = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "as", "'s", "n't", "but"}
CURLY = {"'s": "’s", "n't": "n’t", "'re": "’re",
         "'ve": "’ve", "'ll": "’ll", "'m": "’m", "'d": "’d", "'": "’", "``": "“", "''": "”"}


def typography(s, rng):
    """Curly quotes and long dashes."""
    out, opened = [], False
    for f in s.forms:
        if f == '"':
            opened = not opened
            f = "“" if opened else "”"
        elif f in ("-", "--") and rng.random() < 0.5:
            f = rng.choice("–—")
        elif f == "--":
            f = "—"
        else:
            f = CURLY.get(f, f)
        out.append(f)
    return with_forms(s, out)


def with_forms(s, forms):
    return Sent(forms, s.lemmas, s.upos, s.xpos, s.heads, s.deprels, s.names, s.weight, s.xpos_weight, s.source)


def join(a, b):
    """Two sentences in one unit: the second hangs on the first as parataxis."""
    n = len(a.forms)
    root = a.heads.index(0) + 1
    heads = a.heads + [root if h == 0 else h + n for h in b.heads]
    deprels = a.deprels + [PARATAXIS if h == 0 else d for h, d in zip(b.heads, b.deprels)]
    names = None if a.names is None or b.names is None else a.names + b.names
    return Sent(a.forms + b.forms, a.lemmas + b.lemmas, a.upos + b.upos, a.xpos + b.xpos, heads, deprels, names, a.weight, 1.0, a.source)


def vary(s, rng, following=None):
    """A variant of a training sentence, or the sentence itself."""
    r = rng.random()
    if s.heads is not None:
        if following is not None and following.heads is not None and r < 0.03 and len(s.forms) + len(following.forms) < 80:
            return join(s, following)
        if r < 0.15 and len(s.forms) >= 4:
            s = headline(s, rng)
        elif r < 0.20 and s.deprels[-1] == PUNCT and len(s.heads) not in s.heads:
            s = drop(s, {len(s.forms) - 1})
    r = rng.random()
    if r < 0.03:
        s = with_forms(s, [f.lower() for f in s.forms])
    elif r < 0.05:
        s = with_forms(s, [f.upper() for f in s.forms])
    if rng.random() < 0.3:
        s = typography(s, rng)
    return s
