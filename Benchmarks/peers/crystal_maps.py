"""Compares the crystal maps that ednet writes (.ang, .ctf, .h5, .csv) with orix's reading of them.

A scan of simulated patterns, one position of which has no image and one a blank one, is classified by the command. orix
reads the .ang, .ctf and .h5 files; shape, coordinates, phases, symmetries and probabilities must be those of the answers that
the command prints. Needs: pip install orix. Example:

    python crystal_maps.py --ednet ../../.build/release/ednet
"""

import argparse
import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from orix import io
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
STRUCTURES = ["cF/nickel", "hP/boron-nitride-hexagonal", "tI/anatase"]
ROWS, COLUMNS, STEP = 3, 4, (0.25, 0.5)
# The symmetry of each lattice as orix names it: proper rotations in .ang files, Laue classes in .ctf files.
PROPER = {"a": "1", "m": "121", "o": "222", "t": "422", "hR": "321", "hP": "622", "c": "432"}
LAUE = {"a": "-1", "m": "2/m", "o": "mmm", "t": "4/mmm", "hR": "-3m", "hP": "6/mmm", "c": "m-3m"}


def symmetry(lattice, table):
    return table.get(lattice) or table[lattice[0]]


def run(*arguments):
    result = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{arguments}: {result.stderr}")
    return result


def write_scan(ednet, folder, kept):
    """Names patterns by their place; the places (1, 2) and (2, 1), by row and column, get no image and a blank one."""
    simulated = folder / "simulated"
    cifs = [ROOT / "Samples" / "structures" / f"{name}.cif" for name in STRUCTURES]
    run(ednet, "simulate", *cifs, "-o", simulated, "--per-structure", COLUMNS, "--kinematical", "--size", 64, "-q")
    scan = folder / "scan"
    scan.mkdir()
    files = sorted(simulated.rglob("*.png"))
    for index, file in enumerate(files[: ROWS * COLUMNS]):
        row, column = divmod(index, COLUMNS)
        if (row, column) == (1, 2):
            continue
        target = scan / f"x{column * STEP[0]}um_y{row * STEP[1]}um.{'tif' if kept else 'png'}"
        image = Image.open(file)
        (Image.new("L", image.size, 90) if (row, column) == (2, 1) else image).save(target)
    return scan


def answers(text):
    """The printed answers by row and column."""
    found = {}
    for line in csv.DictReader(text.splitlines()):
        x, y = Path(line["file"]).name.removeprefix("x").split("um_y")
        row, column = round(float(y.split("um")[0]) / STEP[1]), round(float(x) / STEP[0])
        found[row, column] = line
    return found


def check(condition, text):
    print(("equal:     " if condition else "DIFFERENT: ") + text)
    if not condition:
        raise SystemExit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ednet", default=ROOT / ".build" / "release" / "ednet", type=Path)
    parser.add_argument("--tiff", action="store_true", help="store the scan as TIFF files")
    options = parser.parse_args()
    ednet = options.ednet.resolve()
    folder = Path(tempfile.mkdtemp())
    scan = write_scan(ednet, folder, options.tiff)
    maps = {kind: folder / f"map.{kind}" for kind in ("ang", "ctf", "h5", "csv")}
    printed = run(ednet, "classify", scan, "--format", "csv", "--reject-below", 0.3, "--all",
                  *[a for path in maps.values() for a in ("--map", path)])
    expected = answers(printed.stdout)
    classes = list(csv.reader([printed.stdout.splitlines()[0]]))[0][4:18]
    check(len(expected) == ROWS * COLUMNS - 1, "one answer for each image")
    for kind in ("ang", "ctf", "h5"):
        xmap = io.load(maps[kind])
        if kind == "h5":
            # The place without an image is not in the data; orix keeps it.
            check(xmap.is_in_data.sum() == ROWS * COLUMNS - 1, ".h5: one place without an image is not in the data")
            xmap.is_in_data[:] = True
        check(xmap.shape == (ROWS, COLUMNS), f".{kind}: shape {xmap.shape}")
        rows, columns = np.divmod(np.arange(xmap.size), COLUMNS)
        check(np.allclose(xmap.x, columns * STEP[0]) and np.allclose(xmap.y, rows * STEP[1]), f".{kind}: x and y")
        check(np.allclose([xmap.dx, xmap.dy], STEP), f".{kind}: steps")
        # orix keeps the phases that occur.
        found = {phase.name: phase.point_group.name for _, phase in xmap.phases if phase.name != "not_indexed"}
        occurring = {line["prediction"] for line in expected.values()} & set(classes)
        table = PROPER if kind == "ang" else LAUE
        check(found == {c: symmetry(c, table) for c in occurring}, f".{kind}: phases and symmetries {found}")
        known = 0
        for index in range(xmap.size):
            line = expected.get((index // COLUMNS, index % COLUMNS))
            name = "not_indexed" if xmap.phase_id[index] == -1 else xmap.phases[int(xmap.phase_id[index])].name
            wanted = line["prediction"] if line and line["prediction"] in classes else "not_indexed"
            if name != wanted:
                check(False, f".{kind}: point {index} is {name}, expected {wanted}")
            if wanted != "not_indexed":
                known += 1
                value = {
                    "ang": lambda: xmap.prop["ci"][index],
                    "ctf": lambda: xmap.prop["BC"][index] / 255,
                    "h5": lambda: xmap.prop["probability"][index],
                }[kind]()
                if abs(value - float(line["probability"])) > {"ang": 0.0006, "ctf": 0.002, "h5": 0.0001}[kind]:
                    check(False, f".{kind}: point {index} has probability {value}")
        check(0 < known < xmap.size, f".{kind}: phases and probabilities of {known} points; the others are not indexed")
        check((xmap.rotations[xmap.is_indexed].angle == 0).all(), f".{kind}: orientations that are not known are 0")
    table = list(csv.DictReader(maps["csv"].read_text().splitlines()))
    for index, line in enumerate(table):
        place = (index // COLUMNS, index % COLUMNS)
        wanted = expected[place]["prediction"] if place in expected else ""
        if line["phase"] != wanted or (float(line["x"]), float(line["y"])) != (place[1] * STEP[0], place[0] * STEP[1]):
            check(False, f".csv: {line}")
    check(len(table) == ROWS * COLUMNS, f".csv: x, y and phase of {len(table)} points")
    phases(ednet, folder)
    shutil.rmtree(folder)


def phases(ednet, folder):
    """Matches two patterns and compares the .h5 and .ang files with phases.csv."""
    scan = folder / "matched"
    scan.mkdir()
    samples = ROOT / "Samples" / "experimental"
    for number, name in enumerate(["in", "out5mm"]):
        shutil.copy(samples / "cF" / "silicon" / f"{name}.png", scan / f"x{number}_y0.png")
    candidates = [samples / "candidates" / f"{name}.cif" for name in ("silicon", "iron")]
    output = folder / "phases"
    run(ednet, "phases", scan, *candidates, "--pattern-centre", "0.52,0.157,0.489", "--step", 0.25, "--master-size", 201,
        "--cache", folder / "masters", "--output", output, "-q")
    table = list(csv.DictReader((output / "phases.csv").read_text().splitlines()))
    for kind in ("h5", "ang"):
        xmap = io.load(output / f"phases.{kind}")
        check(np.allclose(xmap.x, [0, 0.25]), f"phases.{kind}: x")
        for index, line in enumerate(table):
            if line["phase"] not in ("silicon", "iron"):
                continue
            check(xmap.phases[int(xmap.phase_id[index])].name == line["phase"], f"phases.{kind}: {line['phase']}")
            angles = np.rad2deg(xmap.rotations[index].to_euler()[0])
            expected = [float(line[name]) for name in ("phi1", "Phi", "phi2")]
            check(np.allclose(angles, expected, atol=0.01), f"phases.{kind}: Euler angles {expected}")
            score = xmap.prop["score" if kind == "h5" else "ci"][index]
            check(abs(score - float(line["score"])) < 0.001, f"phases.{kind}: score {line['score']}")
            if kind == "h5":
                phase = xmap.phases[line["phase"]]
                wanted = {"silicon": (227, 5.431), "iron": (229, 2.866)}[line["phase"]]
                check(phase.space_group.number == wanted[0], f"phases.h5: space group {wanted[0]}")
                check(abs(phase.structure.lattice.a - wanted[1]) < 0.01, f"phases.h5: edge {wanted[1]} Å")


main()
