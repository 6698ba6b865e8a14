"""Writes the weights for the Rust reader, and the fixture that its parity test compares with."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

import features
import labels
from data import Sent
from model import Network

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "models/english/model.safetensors"
FIXTURE = ROOT / "crates/tidings-syntax/tests/parity.json"

EXAMPLES = [
    "North Korea on Tuesday slammed the United States for flying a spy plane over its waters .",
    "Iran 's foreign minister , Mohammad Javad Zarif , met his French counterpart in Geneva .",
    "Rebels Attack Convoy Near Aleppo",
    "“ We will not negotiate , ” the Kremlin said .",
    "The 27-nation bloc ’s leaders did n't agree to sanctions against Côte d'Ivoire — yet .",
    "Go",
]


def fold(state, config, words, batcher):
    """Trained and static word vectors in one table, rows in the order of their keys; the unknown word first."""
    keys = [features.word_key(w) for w in words]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    table = state["former.word.weight"] + state["former.static"]
    out = {k: v for k, v in state.items() if k not in ("former.word.weight", "former.static")}
    out["former.word.weight"] = torch.cat([table[:1], table[[i + 1 for i in order]]])
    out["former.keys"] = torch.tensor(np.array([keys[i] for i in order], dtype=np.uint32).view(np.int32))
    return out


def half(v):
    """Matrices keep 16 bits; what is added or scaled keeps 32."""
    return v.to(torch.float16) if v.dtype == torch.float32 and v.dim() == 2 else v


def write(state, config, words, batcher, path, version="1"):
    tensors = {k: half(v).contiguous() for k, v in fold(state, config, words, batcher).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    meta = {"format": "tidings-english", "version": version, **{k: str(v) for k, v in config.items()}}
    save_file(tensors, str(path), metadata=meta)
    print(f"wrote {path}: {path.stat().st_size / 1e6:.1f} MB")
    fixture(state, config, words, batcher, FIXTURE if path == MODEL else path.with_suffix(".parity.json"))


@torch.no_grad()
def fixture(state, config, words, batcher, path):
    model = Network(len(words) + 1, **config)
    rounded = {}
    for k, v in state.items():
        rounded[k] = half(v).to(v.dtype)
    table = half(state["former.word.weight"] + state["former.static"]).float()
    rounded["former.word.weight"], rounded["former.static"] = table, torch.zeros_like(table)
    model.load_state_dict(rounded)
    model.eval()
    out = []
    for text in EXAMPLES:
        sent = Sent(forms=text.split(" "))
        b = batcher.batch([sent])
        x = model.encode(b)
        heads = model.arcs(x, b["mask"])
        best = heads.argmax(-1)
        rels = model.relations(x, best).argmax(-1)
        out.append({
            "forms": sent.forms,
            "encoded": [round(v, 5) for v in x[0, :, :8].flatten().tolist()],
            "upos": [labels.UPOS[i] for i in model.upos(x)[0].argmax(-1).tolist()],
            "xpos": [labels.XPOS[i] for i in model.xpos(x)[0].argmax(-1).tolist()],
            "names": [labels.NAME[i] for i in model.name(x)[0].argmax(-1).tolist()],
            "heads": best[0].tolist(),
            "deprels": [labels.DEPREL[i] for i in rels[0].tolist()],
            "arc_scores": [round(v, 4) for v in heads[0].max(-1).values.tolist()],
        })
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
