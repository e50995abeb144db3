"""Packs tables, structures and patterns into one file for a machine that reaches no others."""

import argparse
import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from . import arguments, crystals, preprocess, structures, tables

LARGEST_ATOMIC_NUMBER = 98  # of real structures; virtual crystals have elements up to 92


def composition(amounts: dict) -> tuple:
    """A key that is equal for equal compositions: each element with its share of the atoms."""
    total = sum(amounts.values())
    return tuple(sorted((element, round(n / total, 3)) for element, n in amounts.items()))


def composition_of_formula(formula: str) -> tuple:
    """The composition of a formula without parentheses, such as Al2O3."""
    amounts: Counter = Counter()
    for element, number in re.findall(r"([A-Z][a-z]?)([\d.]*)", formula):
        amounts[element] += float(number or 1)
    return composition(amounts)


def composition_of_entry(entry: dict) -> tuple:
    """The composition of an entry of `training-reference structures`."""
    amounts: Counter = Counter()
    for atom in entry["atoms"]:
        amounts[atom["element"]] += atom["occupancy"]
    return composition(amounts)


def pattern_set(folder: Path) -> dict:
    """Images brought to 128 pixels, their own widths in pixels, labels and specimens."""
    images, widths, labels, specimens = [], [], [], []
    lattices = tables.value("lattices")
    for path in sorted(folder.rglob("*.png")):
        lattice, specimen, *_ = path.relative_to(folder).parts
        if lattice not in lattices:
            raise SystemExit(f"error: {path}: {lattice} is not a Bravais lattice; use <lattice>/<specimen>/<n>.png")
        image = np.asarray(Image.open(path).convert("F"))
        images.append(preprocess.squared(image))
        widths.append(min(image.shape))
        labels.append(lattices.index(lattice))
        specimens.append(f"{lattice}/{specimen}")
    if not images:
        raise SystemExit(f"error: {folder} holds no images <lattice>/<specimen>/<n>.png")
    stack = np.stack(images)
    if stack.max() <= 255 and (stack == np.round(stack)).all():
        stack = stack.astype(np.uint8)
    return {
        "images": stack,
        "widths": np.array(widths),
        "labels": np.array(labels),
        "specimens": np.array(specimens),
    }


def materials(folder: Path) -> set:
    """The lattices and compositions of the materials that the table patterns.tsv of a folder lists."""
    table = folder / "patterns.tsv"
    if not table.exists():
        return set()
    with table.open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(row["bravais"], composition_of_formula(row["formula"])) for row in rows}


def place_in_split(key: tuple) -> str:
    """A drawn place among all materials, the same in every file: the first ones of a lattice are held out."""
    return hashlib.sha256(repr(key).encode()).hexdigest()


def chosen(entries: list, excluded: set, held_out_share: float) -> list[structures.Structure]:
    """The structures that spglib and ednet agree on, without excluded materials; of each lattice a share is held out.

    At least three structures of each lattice are held out, but never more than a third. Of structures of one space
    group and composition the first is taken, so that none is held out of training while its twin is in it.
    """
    result = []
    for lattice in tables.value("lattices"):
        own: dict[tuple, dict] = {}
        for entry in entries:
            composed = composition_of_entry(entry)
            if entry["lattice"] == lattice and (lattice, composed) not in excluded:
                own.setdefault((entry["spaceGroup"], composed), entry)
        count = min(max(3, round(held_out_share * len(own))), len(own) // 3)
        held_out = set(sorted(own, key=place_in_split)[:count])
        for key, entry in own.items():
            atoms = structures.atoms_of(entry)
            crystal = crystals.checked(*atoms)
            if crystal is None or crystal.lattice != lattice or max(crystal.numbers) > LARGEST_ATOMIC_NUMBER:
                continue
            is_held_out = key in held_out
            prototype = None if is_held_out else crystals.Prototype.of(*atoms)
            result.append(structures.Structure(crystal, prototype, is_held_out))
    return result


def add_arguments(parser: argparse.ArgumentParser):
    """Adds the arguments of the command."""
    parser.add_argument("structures", type=Path, help="the JSON of `training-reference structures`")
    parser.add_argument("patterns", type=Path, nargs="*", help="folders <lattice>/<specimen>/<n>.png to evaluate on")
    parser.add_argument("--tables", type=Path, help=f"the JSON of `training-reference tables`; else {tables.VARIABLE}")
    parser.add_argument("--output", type=Path, required=True, help="the packed file, *.npz")
    parser.add_argument(
        "--held-out", type=arguments.share, default=0.1, metavar="SHARE", help="held-out share of structures"
    )


def run(options):
    """Runs the command."""
    own_tables = tables.read(options.tables)
    tables.use(own_tables)
    try:
        entries = json.loads(options.structures.read_text())
    except (OSError, ValueError) as error:
        message = f"error: {options.structures} cannot be read ({error})"
        raise SystemExit(f"{message}; write it with training-reference structures") from None
    content = {"tables": json.dumps(own_tables)}
    excluded: set = set()
    for folder in options.patterns:
        content |= {f"{folder.name}.{key}": value for key, value in pattern_set(folder).items()}
        excluded |= materials(folder)
    found = chosen(entries, excluded, options.held_out)
    held_out = sum(s.held_out for s in found)
    if held_out == len(found):
        raise SystemExit(f"error: {options.structures} has no structure left to train on")
    content["structures"] = structures.packed(found)
    temporary = options.output.with_suffix(".partial.npz")
    np.savez_compressed(temporary, **content)
    temporary.replace(options.output)
    print(f"{len(found)} of {len(entries)} structures, {held_out} held out; {len(excluded)} materials excluded")
