#!/bin/sh
# Every figure of models/english/README.md, from the program as it is built: ./score.sh [DATA]
set -eu
cd "$(dirname "$0")"
data=${1:-../../shared/data}
python=${PYTHON:-.venv/bin/python}
work=work/score
mkdir -p $work
cargo build -q --release -p tidings-syntax --example parse
parse() { "${CARGO_TARGET_DIR:-../target}/release/examples/parse" "$@"; }

for bank in ewt gum gum:GUM_news; do
    gold=$data/treebanks/${bank%:*}/test.conllu
    only=${bank#"${bank%:*}"}
    $python evaluate.py "$gold" --documents "${only#:}" --words > $work/gold.conllu
    $python evaluate.py "$gold" --documents "${only#:}" --text > $work/raw.txt
    parse $work/gold.conllu > $work/words.conllu
    parse $work/raw.txt > $work/raw.conllu
    echo "== $bank, words given"
    $python evaluate.py $work/gold.conllu $work/words.conllu
    echo "== $bank, from raw text"
    $python evaluate.py $work/gold.conllu $work/raw.conllu
done
for corpus in ewt gum gum-news gmb; do
    $python names.py $corpus --data "$data" --words > $work/words.conllu
    parse $work/words.conllu > $work/names.conllu
    echo "== $corpus, names"
    $python names.py $corpus $work/names.conllu --data "$data"
done
