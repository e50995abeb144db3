"""Compares the colours of crystal directions in inverse pole figures with orix's.

`ednet-benchmarks direction-colors` prints directions of all 11 Laue classes with their colours. orix's key (TSL) follows
the same publication (Nolze and Hielscher, J. Appl. Cryst. 49, 1786, 2016). The unique axis of 2/m is b in ednet and c in
orix, so that class is compared after a cyclic change of axes. Needs: pip install orix. Example:

    python direction_colors.py --benchmarks ../.build/release/ednet-benchmarks
"""

import argparse
import subprocess
from pathlib import Path

import numpy as np
from orix.plot import DirectionColorKeyTSL
from orix.quaternion import symmetry
from orix.vector import Vector3d

GROUPS = {
    "-1": symmetry.Ci, "2/m": symmetry.C2h, "mmm": symmetry.D2h, "4/m": symmetry.C4h, "4/mmm": symmetry.D4h,
    "-3": symmetry.S6, "-3m": symmetry.D3d, "6/m": symmetry.C6h, "6/mmm": symmetry.D6h, "m-3": symmetry.Th,
    "m-3m": symmetry.Oh,
}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    standard = Path(__file__).resolve().parents[1] / ".build" / "release" / "ednet-benchmarks"
    parser.add_argument("--benchmarks", default=standard, type=Path)
    options = parser.parse_args()
    command = [str(options.benchmarks), "direction-colors", "1000"]
    lines = [line.split("\t") for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()]
    print("| Laue class | corners | greatest difference there | median of the others | 99th percentile | greatest |")
    print("|---|---|---|---|---|---|")
    failed = False
    for name, group in GROUPS.items():
        rows = [line for line in lines if line[0] == name]
        values = np.array([[float(value) for value in row[1:10]] for row in rows])
        isCorner = np.array([row[10] == "corner" for row in rows])
        directions = values[:, 3:6]
        if name == "2/m":
            directions = directions[:, [2, 0, 1]]
        theirs = DirectionColorKeyTSL(group).direction2color(Vector3d(directions))
        difference = np.abs(theirs - values[:, 6:9]).max(axis=1)
        corner, other = difference[isCorner], difference[~isCorner]
        print(
            f"| {name} | {isCorner.sum()} | {corner.max() if corner.size else 0:.3f} | {np.median(other):.3f} "
            f"| {np.percentile(other, 99):.3f} | {other.max():.3f} |"
        )
        failed |= np.median(other) > 0.02
    if failed:
        raise SystemExit("the colours differ")


main()
