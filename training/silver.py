"""Prints every third item of the news corpus, a paragraph a line: raw text for `--silver`."""

import argparse
import json
import lzma
from pathlib import Path

import data


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=data.DEFAULT_DATA)
    args = p.parse_args()
    with lzma.open(args.data / "news/current-events-2002-2021.jsonl.xz", "rt", encoding="utf-8") as f:
        for i, line in enumerate(f):
            if i % 3 == 1:
                print(" ".join(json.loads(line)["text"].split()))


if __name__ == "__main__":
    main()
