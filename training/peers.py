"""Runs other parsers, trained on the same treebanks, on the same words and text as Tidings.

    python peers.py spacy MODEL words.conllu > parsed.conllu      words given
    python peers.py spacy MODEL --text news.txt                   speed from raw text, one thread
    python peers.py spacy-names MODEL words.conllu > names.conllu
    python peers.py udpipe MODEL words.conllu > parsed.conllu
    python peers.py udpipe MODEL --text news.txt
    python peers.py udpipe-raw MODEL raw.txt > parsed.conllu

README.md says how they were trained. Needs spacy or ufal.udpipe, as the case may be.
"""

import argparse
import sys
import time
from pathlib import Path

import data


def write(rows):
    print("".join("\t".join(map(str, r)) + "\n" for r in rows))


def spacy_docs(nlp, path):
    from spacy.tokens import Doc

    for rows, _ in data.read_conllu(path):
        words = [r[1] for r in rows]
        yield Doc(nlp.vocab, words=words, sent_starts=[i == 0 for i in range(len(words))])


def run_spacy(args):
    import spacy

    nlp = spacy.load(args.model)
    if args.text:
        texts = [t for t in args.text.read_text(encoding="utf-8").split("\n") if t.strip()]
        for doc in nlp.pipe(texts[:200]):
            pass
        start = time.perf_counter()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        speed(words, start)
        return
    for doc in nlp.pipe(spacy_docs(nlp, args.words)):
        if args.parser == "spacy-names":
            write((t.i + 1, t.text, *"______", "_", f"NE={t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "_") for t in doc)
        else:
            write((t.i + 1, t.text, "_", t.pos_ or "_", t.tag_ or "_", "_", 0 if t.head.i == t.i else t.head.i + 1,
                   "root" if t.head.i == t.i else t.dep_, "_", "_") for t in doc)


def run_udpipe(args):
    from ufal.udpipe import Model, Pipeline, ProcessingError

    model = Model.load(str(args.model))
    source = "tokenize" if args.text or args.parser == "udpipe-raw" else "conllu"
    steps = [Pipeline.DEFAULT if step in args.steps else Pipeline.NONE for step in ("tags", "trees")]
    pipeline = Pipeline(model, source, *steps, "conllu")
    text = (args.text or args.words).read_text(encoding="utf-8")
    start = time.perf_counter()
    error = ProcessingError()
    out = pipeline.process(text, error)
    if error.occurred():
        sys.exit(error.message)
    if args.text:
        speed(sum(1 for line in out.split("\n") if line[:1].isdigit() and "-" not in line.split("\t")[0]), start)
    else:
        sys.stdout.write(out)


def speed(words, start):
    seconds = time.perf_counter() - start
    print(f"{words} words in {seconds:.2f} s: {words / seconds:.0f} words/s")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("parser", choices=["spacy", "spacy-names", "udpipe", "udpipe-raw"])
    p.add_argument("model", type=Path)
    p.add_argument("words", nargs="?", type=Path)
    p.add_argument("--text", type=Path, help="measure the speed on this text, a paragraph a line")
    p.add_argument("--steps", nargs="*", default=["tags", "trees"], help="UDPipe: what the model has beside tokens")
    args = p.parse_args()
    (run_spacy if args.parser.startswith("spacy") else run_udpipe)(args)


if __name__ == "__main__":
    main()
