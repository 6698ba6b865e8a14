"""Trains models/english from the treebanks and name corpora. See README.md.

    python train.py --data ../../shared/data --work work --epochs 30
"""

import argparse
import math
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import data
import export
import features
import labels
import names
import variants
from model import Network
from vectors import build, normal


class Batcher:
    """Turns sentences into tensors; the features of a form are computed once."""

    def __init__(self, words, counts):
        self.ids = {features.word_key(w): i + 1 for i, w in enumerate(words)}
        self.counts = counts
        self.cache = {}

    def form(self, form):
        hit = self.cache.get(form)
        if hit is None:
            word = self.ids.get(features.word_key(form), 0)
            hit = (word, features.affixes(form), features.ngrams(form), self.counts.get(normal(form), 0))
            self.cache[form] = hit
        return hit

    def batch(self, sents, rng=None, word_drop=0.5):
        n = max(len(s.forms) for s in sents)
        b = len(sents)
        index = np.zeros((b, n), dtype=np.int64)
        mask = np.zeros((b, n), dtype=np.float32)
        unique = {}
        for i, s in enumerate(sents):
            for k, f in enumerate(s.forms):
                index[i, k] = unique.setdefault(f, len(unique))
            mask[i, :len(s.forms)] = 1
        word, affix, ngram, offsets = [], [], [], []
        for f in unique:
            w, a, g, count = self.form(f)
            if rng is not None and w and (rng.random() < word_drop / (word_drop + count) * 0.5 or rng.random() < 0.02):
                w = 0
            offsets.append(len(ngram))
            word.append(w)
            affix.append(a)
            ngram.extend(g)
        out = dict(index=index, mask=mask, word=np.array(word), affix=np.array(affix), ngram=np.array(ngram), offsets=np.array(offsets))

        def layer(get, missing, dtype=np.int64):
            x = np.full((b, n), missing, dtype=dtype)
            for i, s in enumerate(sents):
                v = get(s)
                if v is not None:
                    x[i, :len(v)] = v
            return x

        out["upos"] = layer(lambda s: s.upos, -100)
        out["xpos"] = layer(lambda s: s.xpos, -100)
        out["heads"] = layer(lambda s: s.heads, -100)
        out["deprels"] = layer(lambda s: s.deprels, -100)
        out["names"] = layer(lambda s: s.names, data.ALL_NAMES)
        out["xpos_weight"] = layer(lambda s: [s.xpos_weight] * len(s.forms), 0, np.float32)
        return {k: torch.from_numpy(v) for k, v in out.items()}


def batches(sents, size, rng):
    order = sorted(range(len(sents)), key=lambda i: (len(sents[i].forms) + rng.random() * 4, rng.random()))
    groups, group, longest = [], [], 0
    for i in order:
        longest = max(longest, len(sents[i].forms))
        if group and longest * (len(group) + 1) > size:
            groups.append(group)
            group, longest = [], len(sents[i].forms)
        group.append(sents[i])
    groups.append(group)
    rng.shuffle(groups)
    return groups


NAME_BITS = torch.tensor([1 << i for i in range(len(labels.NAME))])


def losses(model, batch, args):
    x = model.encode(batch, args.dropout, args.form_dropout)
    ls = 0.05
    upos = F.cross_entropy(model.upos(x).transpose(1, 2), batch["upos"], ignore_index=-100, label_smoothing=ls, reduction="sum")
    xpos = F.cross_entropy(model.xpos(x).transpose(1, 2), batch["xpos"], ignore_index=-100, label_smoothing=ls, reduction="none")
    xpos = (xpos * batch["xpos_weight"]).sum()
    scores = model.name(x)
    allowed = (batch["names"].unsqueeze(-1) & NAME_BITS) != 0
    name = (scores.logsumexp(-1) - scores.masked_fill(~allowed, -1e4).logsumexp(-1)) * batch["mask"]
    name = name.sum()
    tokens = batch["mask"].sum()
    total = 0.5 * upos + 0.5 * xpos + name
    known = batch["heads"] >= 0
    arc = rel = torch.zeros(())
    if known.any():
        rows = known.any(1)
        xr, heads = x[rows], batch["heads"][rows]
        a = model.arcs(xr, batch["mask"][rows])
        arc = F.cross_entropy(a.transpose(1, 2), heads, ignore_index=-100, reduction="sum")
        r = model.relations(xr, heads.clamp(min=0))
        rel = F.cross_entropy(r.transpose(1, 2), batch["deprels"][rows], ignore_index=-100, label_smoothing=ls, reduction="sum")
        total = total + arc + rel
    return total / tokens


@torch.no_grad()
def evaluate(model, batcher, sents, size=4000):
    """Tags, unconstrained trees and names against the gold standard; a summary of rates."""
    model.eval()
    n = u = x_ok = uas = las = 0
    total = [0, 0, 0]
    for group in batches(sents, size, random.Random(0)):
        b = batcher.batch(group)
        x = model.encode(b)
        up, xp = model.upos(x).argmax(-1), model.xpos(x).argmax(-1)
        nm = model.name(x).argmax(-1)
        heads = model.arcs(x, b["mask"]).argmax(-1)
        rels = model.relations(x, heads).argmax(-1)
        known = b["heads"] >= 0
        n += known.sum().item()
        u += ((up == b["upos"]) & known).sum().item()
        x_ok += ((xp == b["xpos"]) & known).sum().item()
        ok = (heads == b["heads"]) & known
        uas += ok.sum().item()
        las += (ok & (rels == b["deprels"])).sum().item()
        for ids, s in zip(nm.tolist(), group):
            if s.names is not None:
                found = names.spans(ids[:len(s.forms)])
                total = [a + b for a, b in zip(total, names.count(s.names, found))]
    name = dict(zip(("name_p", "name_r", "name_f"), names.rates(*total)))
    return dict(upos=u / n, xpos=x_ok / n, uas=uas / n, las=las / n, **name) if n else name


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, default=data.DEFAULT_DATA, help="folder with treebanks/, names/, news/, actors/")
    p.add_argument("--work", type=Path, default=Path(__file__).parent / "work", help="checkpoints and word vectors")
    p.add_argument("--out", type=Path, default=export.MODEL)
    p.add_argument("--epochs", type=int, default=30)
    p.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    p.add_argument("--start", type=Path, help="weights to begin with, such as work/best.pt")
    p.add_argument("--silver", type=Path, help="parsed news, of which headlines are made")
    p.add_argument("--headlines", type=int, default=4000, help="sentences of it per epoch")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--rate", type=float, default=2.5e-3)
    p.add_argument("--batch", type=int, default=2000, help="tokens per step")
    p.add_argument("--dropout", type=float, default=0.25)
    p.add_argument("--form-dropout", type=float, default=0.3)
    p.add_argument("--gmb", type=int, default=4000, help="sentences of news with names per epoch")
    p.add_argument("--words", type=int, default=32000)
    p.add_argument("--minutes", type=float, default=0, help="shorten the schedule to end after about this long")
    p.add_argument("--export-only", action="store_true")
    args = p.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    trees = data.load_ewt(args.data, "train") + data.load_gum(args.data, "train")
    wiki, gmb = data.load_wikigold(args.data), data.load_gmb(args.data)
    silver = data.load_silver(args.silver) if args.silver else []
    held = gmb[::data.HELD]
    gmb = [s for i, s in enumerate(gmb) if i % data.HELD]
    dev = {"ewt": data.load_ewt(args.data, "dev"), "gum": data.load_gum(args.data, "dev")}

    store = args.work / "vectors.pkl"
    if store.exists():
        words, counts, static = pickle.loads(store.read_bytes())
    else:
        words, counts, static = build(args.data, [s.forms for s in trees], [s.forms for s in gmb], 128, args.words)
        store.write_bytes(pickle.dumps((words, counts, static)))
    batcher = Batcher(words, counts)
    model = Network(len(words) + 1)
    model.former.static.data[1:] = torch.from_numpy(static)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=False))
    average = {k: v.clone() for k, v in model.state_dict().items()}
    print(f"{sum(q.numel() for q in model.parameters()) / 1e6:.1f} M parameters, {len(words)} words", flush=True)

    plain = [q for k, q in model.named_parameters() if q.requires_grad]
    opt = torch.optim.AdamW(plain, lr=args.rate, betas=(0.9, 0.95), weight_decay=1e-4, fused=True)
    first, done, spent, best = 0, 0, 0.0, -1.0
    point = args.work / "checkpoint.pt"
    if args.resume and point.exists():
        c = torch.load(point, weights_only=False)
        model.load_state_dict(c["model"])
        average = c["average"]
        opt.load_state_dict(c["opt"])
        first, done, spent, best = c["epoch"], c["done"], c["spent"], c["best"]
        rng.setstate(c["rng"])
        torch.set_rng_state(c["torch"])
    if args.export_only:
        best_state = torch.load(args.work / "best.pt", weights_only=False)
        export.write(best_state, model.config, words, batcher, args.out)
        return

    per_epoch = None
    for epoch in range(first, args.epochs):
        start = time.time()
        sents = [variants.vary(s, rng, trees[i + 1] if i + 1 < len(trees) else None) for i, s in enumerate(trees)]
        sents += [variants.vary(s, rng) for s in wiki + rng.sample(gmb, args.gmb)]
        sents += variants.headlines(silver, args.headlines, rng)
        groups = batches([s for s in sents if len(s.forms) <= 150], args.batch, rng)
        per_epoch = len(groups)
        model.train()
        mean, steps = 0.0, 0
        for k, group in enumerate(groups):
            progress = (epoch + k / per_epoch) / args.epochs
            if args.minutes:
                progress = max(progress, (spent + time.time() - start) / 60 / args.minutes)
            if progress >= 1:
                break
            warm = min(1.0, (done + 1) / 200)
            rate = args.rate * warm * 0.5 * (1 + math.cos(math.pi * progress))
            for g in opt.param_groups:
                g["lr"] = rate
            loss = losses(model, batcher.batch(group, rng), args)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(plain, 2.0)
            opt.step()
            done += 1
            mean += loss.item()
            steps += 1
            if done % 4 == 0:  # moving average of the weights: what is exported
                keep = min(0.998, (1 + done) / (40 + done))
                keep = keep ** 4 if done > 200 else keep
                with torch.no_grad():
                    for name, v in model.state_dict().items():
                        average[name].lerp_(v, 1 - keep)
        spent += time.time() - start
        now = model.state_dict()
        kept = {k: v.clone() for k, v in now.items()}
        model.load_state_dict(average)
        scores = {k: evaluate(model, batcher, v) for k, v in dev.items()}
        scores["gmb"] = evaluate(model, batcher, held)
        rank = sum(scores[k]["las"] + scores[k]["upos"] for k in dev) / 4 + 0.1 * scores["ewt"]["name_f"]
        if rank >= best:
            best = rank
            torch.save({k: v.clone() for k, v in average.items()}, args.work / "best.pt")
        model.load_state_dict(kept)
        line = " ".join(f"{k}:" + ",".join(f"{m}={100 * v:.1f}" for m, v in s.items()) for k, s in scores.items())
        print(f"epoch {epoch + 1} loss {mean / max(steps, 1):.3f} {time.time() - start:.0f}s {line}", flush=True)
        torch.save(dict(model=kept, average=average, opt=opt.state_dict(), epoch=epoch + 1, done=done, spent=spent,
                        best=best, rng=rng.getstate(), torch=torch.get_rng_state()), point)
        if args.minutes and spent / 60 >= args.minutes:
            break
    export.write(torch.load(args.work / "best.pt", weights_only=False), model.config, words, batcher, args.out)


if __name__ == "__main__":
    main()
