"""Label sets, read from the Rust source so that both sides share one order."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "crates/tidings-text/src/labels.rs"


def read(name: str) -> list[str]:
    text = SOURCE.read_text(encoding="utf-8")
    body = re.search(rf"\b{name} \{{(.*?)\n    \}}", text, re.DOTALL).group(1)
    return re.findall(r'\w+ = "([^"]+)"', body)


UPOS, XPOS, DEPREL, KIND = read("Upos"), read("Xpos"), read("Deprel"), read("EntityKind")
NAME = ["O"] + [f"{bio}-{kind}" for kind in KIND for bio in "BI"]
UPOS_ID, XPOS_ID, DEPREL_ID, NAME_ID = ({l: i for i, l in enumerate(x)} for x in (UPOS, XPOS, DEPREL, NAME))


def deprel(label: str) -> int:
    """The label's number; a subtype outside the set counts as its base relation."""
    if label in DEPREL_ID:
        return DEPREL_ID[label]
    return DEPREL_ID.get(label.split(":")[0], DEPREL_ID["dep"])
