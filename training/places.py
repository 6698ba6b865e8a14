#!/usr/bin/env python3
"""Makes codebook/places/places.tsv: towns from GeoNames, first-order divisions, states.

Towns are those of 15,000 inhabitants or more (5,000 in areas of recent conflict), capitals, and the
towns that spellings.tsv names. A town whose name is also an English word or the name of persons is
marked "tagged" or, if small, left out. Divisions (regions.tsv) get the mean coordinates of
the towns in them. Needs only the standard library.

    python3 training/places.py [--data ../shared/data] [--out codebook/places/places.tsv]
"""

import argparse
import collections
import csv
import json
import lzma
import pathlib
import re
import tomllib
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEAST = 15_000
LEAST_IN_CONFLICT = 5_000
CONFLICT = set("AFG BFA CAF COD ERI ETH IRQ LBN LBY MLI MMR NER NGA PSE SDN SOM SSD SYR TCD UKR YEM".split())
# Where towns are written in another script.
TRANSLITERATED = set(
    "AFG ARE BGD BHR DZA EGY IND IRN IRQ ISR JOR JPN KOR KWT LBN LBY LKA MAR MMR NPL OMN PAK PRK PSE QAT SAU SDN SYR THA TUN YEM".split()
)
# Below this a town whose name is a word or a person's name is more often not meant; above it, it is marked.
LEAST_OF_WORDS = 60_000
# From here on the town is what the name means, whoever else bears it.
WORLD_CITY = 700_000


def plain(name):
    """Letters alone, small, without accents: as the library compares names."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalpha() and not unicodedata.combining(c) and c not in "ʿʾʻʼ")


def press(name, country):
    """The name as the press writes it: marks of transliteration fall away, accents of Latin script stay."""
    if country not in TRANSLITERATED:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c not in "ʿʾʻʼ‘`")
    return bare.replace("’", "'")


def rows(path):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def words(data):
    """English words that the treebanks write small at least twice."""
    counts = collections.Counter()
    for path in sorted((data / "treebanks").glob("*/train.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) == 10 and columns[3] != "PROPN" and columns[1].islower():
                counts[columns[1]] += 1
    calendar = "january february march april may june july august september october november december"
    return {w for w, n in counts.items() if n > 1 and len(w) > 1} | set(calendar.split())


def person_names():
    """Given names and surnames that the codebook knows."""
    given = tomllib.loads((ROOT / "codebook/lexicon/given-names.toml").read_text(encoding="utf-8"))
    names = {plain(n) for group in given.values() if isinstance(group, str) for n in group.split()}
    for line in (ROOT / "codebook/actors/people.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        full = line.split("\t")[0].split()
        if len(full) > 1:
            names.update(plain(part) for part in full if len(part) > 2)
    return names


def spellings():
    """(name, country, all spellings) of spellings.tsv."""
    for line in (ROOT / "codebook/places/spellings.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, country, others = line.split("\t")
            yield name, country, [name, *others.split("|")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/data")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "codebook/places/places.tsv")
    options = parser.parse_args()

    states = json.loads((options.data / "actors/countries.json").read_text(encoding="utf-8"))
    codes = {s["cca2"]: s["cca3"] for s in states} | {"XK": "XKX"}
    capitals = {(codes[s["cca2"]], plain(c)) for s in states for c in s.get("capital") or []}
    towns = [t | {"country": codes[t["country"]], "population": int(t["population"] or 0)}
             for t in rows(options.data / "places/cities.tsv.xz") if t["country"] in codes]
    common, persons = words(options.data), person_names()

    wanted = {(country, plain(s)) for _, country, names in spellings() for s in names}
    picked = {}
    for town in towns:
        country, key, people = town["country"], plain(town["name"]), town["population"]
        known = (country, key) in capitals or (country, key) in wanted
        least = LEAST_IN_CONFLICT if country in CONFLICT else LEAST
        if len(key) < 2 or not (known or people >= least) or not re.search("[A-Za-z]", town["name"]):
            continue
        kind = ""
        shared = town["name"].lower() in common or key in persons or len(key) < 4
        if shared and people < WORLD_CITY and not known:
            if people < LEAST_OF_WORDS:
                continue
            kind = "tagged"
        # Of several places of one name in one state only the largest is meant.
        if (country, key) not in picked or picked[country, key][4] < people:
            name = press(town["name"], country)
            picked[country, key] = (name, country, float(town["latitude"]), float(town["longitude"]), people, kind)

    lines = set(picked.values())
    divisions = collections.defaultdict(list)
    by_name = {}
    for town in sorted(towns, key=lambda t: t["population"]):
        divisions[town["country"], town["admin1"]].append((float(town["latitude"]), float(town["longitude"])))
        by_name[town["country"], plain(town["name"])] = town
    for line in (ROOT / "training/regions.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, name, town, *own = line.split("\t")
        if (country, plain(town)) not in by_name:
            print(f"regions.tsv: no town {town}, {country}")
            continue
        found = by_name[country, plain(town)]
        # An area that is no division of its own lies where its town lies.
        spots = [(float(found["latitude"]), float(found["longitude"]))] if own else divisions[country, found["admin1"]]
        latitude, longitude = (sum(values) / len(spots) for values in zip(*spots))
        lines.add((name, country, latitude, longitude, 0, "region"))
    for s in states:
        latitude, longitude = s["latlng"]
        code = "XKX" if s["cca2"] == "XK" else s["cca3"]
        lines.add((s["name"]["common"], code, latitude, longitude, 0, "country"))

    with options.out.open("w", encoding="utf-8", newline="\n") as file:
        file.write("name\tcountry\tlatitude\tlongitude\tpopulation\tkind\n")
        for name, country, latitude, longitude, people, kind in sorted(lines):
            file.write(f"{name}\t{country}\t{latitude:.3f}\t{longitude:.3f}\t{people}\t{kind}\n")
    print(f"{len(lines)} places, {options.out.stat().st_size:,} bytes")
    for name, country, names in spellings():
        if not any((country, plain(s)) in picked for s in names):
            print(f"spellings.tsv: {name}, {country} is not in the table")


main()
