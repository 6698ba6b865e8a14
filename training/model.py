"""The network. `crates/tidings-syntax/src/network.rs` runs the same.

form features -> one vector per form -> [window block, gated recurrence] x layers -> tags, names, arcs, relations
"""

import torch
from torch import nn
from torch.nn import functional as F

import features
import labels

DEFAULT = dict(word=128, affix=48, ngram=64, width=128, recurrent=96, layers=2, arc=96, relation=96, reach=32)


class Former(nn.Module):
    """A vector for each word form. Costs nothing at run time for forms seen before: the reader caches it."""

    def __init__(self, c, words):
        super().__init__()
        self.static = nn.Parameter(torch.zeros(words, c["word"]), requires_grad=False)
        self.word = nn.Embedding(words, c["word"])
        self.affix = nn.Embedding(features.AFFIX_ROWS, c["affix"])
        self.ngram = nn.EmbeddingBag(features.NGRAM_ROWS, c["ngram"], mode="mean")
        nn.init.normal_(self.word.weight, std=0.1)
        nn.init.normal_(self.affix.weight, std=0.3)
        nn.init.normal_(self.ngram.weight, std=0.3)
        inputs = c["word"] + features.SLOTS * c["affix"] + c["ngram"]
        self.mix = nn.Linear(inputs, 2 * c["width"])
        self.norm = nn.LayerNorm(c["width"])

    def forward(self, word, affix, ngram, offsets, drop=0.0):
        w = self.word(word) + self.static[word]
        x = torch.cat([w, self.affix(affix).flatten(1), self.ngram(ngram, offsets)], -1)
        x = F.dropout(x, drop, self.training)
        a, b = self.mix(x).chunk(2, -1)
        return self.norm(torch.maximum(a, b))


class Window(nn.Module):
    """Each token with its neighbours, two pieces of which the larger counts; added to the input."""

    def __init__(self, c):
        super().__init__()
        self.lin = nn.Linear(3 * c["width"], 2 * c["width"])
        self.norm = nn.LayerNorm(c["width"])

    def forward(self, x, mask, drop):
        pad = F.pad(x, (0, 0, 1, 1))
        a, b = self.lin(torch.cat([pad[:, :-2], x, pad[:, 2:]], -1)).chunk(2, -1)
        return (x + F.dropout(self.norm(torch.maximum(a, b)), drop, self.training)) * mask


class Recurrence(nn.Module):
    """Gated averages that run through the sentence from both ends: state = f * state + (1 - f) * value."""

    def __init__(self, c):
        super().__init__()
        self.h = c["recurrent"]
        self.lin = nn.Linear(c["width"], 6 * self.h)  # value, forget, output; each forwards then backwards
        self.out = nn.Linear(2 * self.h, c["width"])
        self.norm = nn.LayerNorm(c["width"])
        with torch.no_grad():  # from quickly to slowly forgetting
            self.lin.bias[2 * self.h:4 * self.h] = torch.linspace(-1, 3, self.h).repeat(2)

    def forward(self, x, mask, drop):
        h = self.h
        v, f, o = self.lin(x).split(2 * h, -1)
        f = torch.sigmoid(f)
        f = torch.where(mask > 0, f, torch.ones_like(f))  # padding keeps the state
        u = (1 - f) * v
        f = torch.cat([f[..., :h], f[..., h:].flip(1)], -1)
        u = torch.cat([u[..., :h], u[..., h:].flip(1)], -1)
        state, states = torch.zeros_like(u[:, 0]), []
        for ft, ut in zip(f.unbind(1), u.unbind(1)):
            state = torch.addcmul(ut, ft, state)
            states.append(state)
        s = torch.stack(states, 1)
        s = torch.cat([s[..., :h], s[..., h:].flip(1)], -1) * torch.sigmoid(o)
        return (x + F.dropout(self.norm(self.out(s)), drop, self.training)) * mask


class Network(nn.Module):
    def __init__(self, words, **config):
        super().__init__()
        self.config = c = DEFAULT | config
        self.former = Former(c, words)
        self.windows = nn.ModuleList(Window(c) for _ in range(c["layers"]))
        self.recurrences = nn.ModuleList(Recurrence(c) for _ in range(c["layers"]))
        d, a, r = c["width"], c["arc"], c["relation"]
        self.upos = nn.Linear(d, len(labels.UPOS))
        self.xpos = nn.Linear(d, len(labels.XPOS))
        self.name = nn.Linear(d, len(labels.NAME))
        self.arc_dep, self.arc_head = nn.Linear(d, a), nn.Linear(d, a)
        self.bilinear = nn.Parameter(torch.eye(a) / a ** 0.5)
        self.root_arc = nn.Parameter(torch.randn(a) * 0.1)
        self.distance = nn.Parameter(torch.zeros(2 * c["reach"] + 1))
        self.rel_dep, self.rel_head = nn.Linear(d, r), nn.Linear(d, r, bias=False)
        self.root_rel = nn.Parameter(torch.zeros(r))
        self.rel = nn.Linear(r, len(labels.DEPREL))

    def encode(self, batch, drop=0.0, form_drop=0.0):
        f = self.former(batch["word"], batch["affix"], batch["ngram"], batch["offsets"], form_drop)
        mask = batch["mask"].unsqueeze(-1)
        x = F.dropout(f[batch["index"]], drop, self.training) * mask
        for window, recurrence in zip(self.windows, self.recurrences):
            x = recurrence(window(x, mask, drop), mask, drop)
        return F.dropout(x, drop, self.training)

    def arcs(self, x, mask):
        """Scores [batch, dependent, head]; head 0 is the root, head i + 1 token i."""
        b, n, _ = x.shape
        dep = F.relu(self.arc_dep(x)) @ self.bilinear
        head = F.relu(self.arc_head(x))
        head = torch.cat([self.root_arc.expand(b, 1, -1), head], 1)
        scores = dep @ head.transpose(1, 2)
        reach = self.config["reach"]
        at = torch.arange(n)
        offset = (at.unsqueeze(0) - at.unsqueeze(1)).clamp(-reach, reach) + reach  # head - dependent
        scores = scores + F.pad(self.distance[offset], (1, 0))
        blocked = F.pad(mask < 0.5, (1, 0)).unsqueeze(1) | F.pad(torch.eye(n, dtype=torch.bool), (1, 0))
        return scores.masked_fill(blocked, -1e4)

    def relations(self, x, heads):
        """Scores [batch, dependent, relation] for the given heads (0 the root)."""
        head = self.rel_head(x)
        head = torch.cat([self.root_rel.expand(x.shape[0], 1, -1), head], 1)
        at = heads.unsqueeze(-1).expand(-1, -1, head.shape[-1])
        return self.rel(F.relu(self.rel_dep(x) + head.gather(1, at)))
