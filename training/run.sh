#!/bin/sh
# From the data folder to the weights in models/english: about 40 minutes on two cores.
#
#     ./run.sh [DATA]
set -eu
cd "$(dirname "$0")"
data=${1:-../../shared/data}
python=${PYTHON:-.venv/bin/python}

# 1. Treebanks and names.
$python train.py --data "$data" --epochs 16

# 2. The model parses news; what it reads well in full sentences it learns to read as headlines.
$python silver.py --data "$data" > work/news.txt
cargo run -q --release -p tidings-syntax --example parse -- work/news.txt > work/silver.conllu
mv work/best.pt work/first.pt
$python train.py --data "$data" --start work/first.pt --silver work/silver.conllu --epochs 5 --rate 7e-4
mv work/best.pt work/second.pt
$python train.py --data "$data" --start work/second.pt --silver work/silver.conllu --epochs 6 --rate 7e-4 --headlines 6000 --seed 2
mv work/best.pt work/third.pt
$python train.py --data "$data" --start work/third.pt --silver work/silver.conllu --epochs 5 --rate 7e-4 --headlines 6000 --seed 3
