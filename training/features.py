"""Features of a word form. `crates/tidings-syntax/src/features.rs` computes the same, bit for bit.

Every feature depends on the form alone, so that a reader caches their sum per form.
"""

SLOTS = 8  # prefixes of 1-3 characters, suffixes of 1-4, shape
AFFIX_ROWS = 16384
NGRAM_ROWS = 16384
NGRAM_SIZES = (3, 4, 5)
WORD_SEED, SLOT_SEED, NGRAM_SEED = 1, 16, 64

_PLAIN = str.maketrans({
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2013": "-", "\u2012": "-", "\u2010": "-", "\u2011": "-",
    "\u2014": "--", "\u2015": "--", "\u2026": "...",
})


def fnv(text: str, seed: int) -> int:
    """32-bit FNV-1a of the UTF-8 bytes, started from a seed and mixed at the end."""
    h = 2166136261 ^ seed
    for b in text.encode("utf-8"):
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & 0xFFFFFFFF
    return h ^ (h >> 13)


def plain(form: str) -> str:
    """Typographic quotes and dashes as on a typewriter."""
    return form.translate(_PLAIN)


def norm(form: str) -> str:
    return plain(form).lower()


def word_key(form: str) -> int:
    """Key of the vocabulary: lower case, every ASCII digit as 0."""
    return fnv("".join("0" if "0" <= c <= "9" else c for c in norm(form)), WORD_SEED)


def shape(form: str) -> str:
    """Xxxx-like outline; runs are cut at three."""
    out, last, run = [], "", 0
    for c in plain(form):
        if "0" <= c <= "9":
            s = "d"
        elif c.isupper():
            s = "X"
        elif c.islower():
            s = "x"
        elif ord(c) < 128:
            s = c
        else:
            s = "u"
        run = run + 1 if s == last else 1
        last = s
        if run <= 3:
            out.append(s)
    return "".join(out)


def affixes(form: str) -> list[int]:
    """A row of the affix table for each slot."""
    w = norm(form)
    parts = [w[:1], w[:2], w[:3], w[-1:], w[-2:], w[-3:], w[-4:], shape(form)]
    return [fnv(p, SLOT_SEED + i) % AFFIX_ROWS for i, p in enumerate(parts)]


def ngrams(form: str) -> list[int]:
    """Rows of the n-gram table for the first 32 characters of the form between angle brackets."""
    w = "<" + norm(form)[:32] + ">"
    rows = [fnv(w[i:i + n], NGRAM_SEED) % NGRAM_ROWS for n in NGRAM_SIZES for i in range(len(w) - n + 1)]
    return rows or [fnv(w, NGRAM_SEED) % NGRAM_ROWS]
