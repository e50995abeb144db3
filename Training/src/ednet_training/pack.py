"""Packs structures and patterns into one file for a machine that reaches no others.

    python -m ednet_training.pack STRUCTURES PATTERNS... --output data.npz
"""
import argparse
import csv
import re
from pathlib import Path

import numpy as np
from PIL import Image

from . import crystals, preprocess, tables


def composition(formula: str) -> str:
    """A key that is equal for equal compositions, whatever the order of the elements."""
    return "".join(sorted(re.findall(r"[A-Z][a-z]?|\d+", formula)))


def read_structure(path: Path):
    """The cell (rows in Å), positions and atomic numbers of a CIF; positions shared by elements go to the first."""
    import gemmi

    small = gemmi.read_small_structure(str(path))
    cell = np.array(small.cell.orth.mat.tolist()).T
    positions, numbers = [], []
    for site in small.get_all_unit_cell_sites():
        f = np.array([site.fract.x, site.fract.y, site.fract.z]) % 1
        if all(np.linalg.norm(((f - p) - np.round(f - p)) @ cell) > 0.05 for p in positions):
            positions.append(f)
            numbers.append(site.element.atomic_number)
    return cell, np.array(positions), np.array(numbers)


def pattern_set(folder: Path):
    """Images brought to 128 pixels, their own widths in pixels, labels and specimens."""
    images, widths, labels, specimens = [], [], [], []
    for path in sorted(folder.rglob("*.png")):
        image = np.asarray(Image.open(path)).astype(np.float32)
        images.append(preprocess.squared(image))
        widths.append(min(image.shape))
        labels.append(tables.LATTICES.index(path.relative_to(folder).parts[0]))
        specimens.append("/".join(path.relative_to(folder).parts[:2]))
    images = np.stack(images)
    if images.max() <= 255 and (images == np.round(images)).all():
        images = images.astype(np.uint8)
    return images, np.array(widths), np.array(labels), np.array(specimens)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("structures", type=Path, help="a folder with index.tsv and CIF files")
    parser.add_argument("patterns", type=Path, nargs="*", help="folders <lattice>/<specimen>/<n>.png")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    packed = {}
    judging = set()
    for folder in options.patterns:
        name = folder.name
        for key, value in zip(("images", "widths", "labels", "specimens"), pattern_set(folder)):
            packed[f"{name}.{key}"] = value
        table = folder / "patterns.tsv"
        if table.exists():
            for row in csv.DictReader(table.open(), delimiter="\t"):
                judging.add((row["bravais"], composition(row["formula"])))
    rows = list(csv.DictReader((options.structures / "index.tsv").open(), delimiter="\t"))
    generator = np.random.default_rng(7)
    cells, positions, numbers, groups, rotations, held, prototypes = [], [], [], [], [], [], []
    for lattice in tables.LATTICES:
        own = [r for r in rows if r["bravais"] == lattice and (lattice, composition(r["formula"])) not in judging]
        kept = set(r["file"] for r in np.array(own)[generator.permutation(len(own))[: max(3, len(own) // 10)]])
        for row in own:
            structure = read_structure(options.structures / row["file"])
            crystal = crystals.checked(*structure)
            if crystal is None or crystal.lattice != lattice or max(crystal.numbers) > 98:
                continue
            cells.append(crystal.cell), positions.append(crystal.positions), numbers.append(crystal.numbers)
            groups.append(crystal.space_group), rotations.append(crystal.rotations), held.append(row["file"] in kept)
            prototype = None if row["file"] in kept else crystals.Prototype.of(*structure)
            prototypes.append(prototype)
    packed["structures"] = np.array(
        [(c, p, n, g, r, h, q and (q.space_group, q.cell, q.positions, q.numbers))
         for c, p, n, g, r, h, q in zip(cells, positions, numbers, groups, rotations, held, prototypes)], dtype=object,
    )
    np.savez_compressed(options.output, **packed)
    print(f"{len(cells)} structures, {sum(held)} held out, {len(judging)} materials of judging sets left out")


if __name__ == "__main__":
    main()
