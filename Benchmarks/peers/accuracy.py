#!/usr/bin/env python3
"""Evaluate a model on materials outside its training set, in patterns of other simulators and of cameras.

    python peers/accuracy.py --shared ../../shared --model run --ednet ../.build/release/ednet

Each set is a folder `<class>/<material>/<image>.png` with `patterns.tsv`. A material is in the
training set if the model's `structures.csv` has a structure with its formula and space group that was not held out. Such
materials are left out; those whose cell metric nearly matches a higher lattice (column `metric`: pseudo) are listed
separately. The numbers come from `ednet evaluate`, with intervals from a bootstrap over materials.
"""

import argparse
import csv
import json
import pathlib
import re
import subprocess
import tempfile

SETS = ("deebsd", "emsoft")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def composition(formula):
    """The elements and counts of a formula, in any order."""
    return "".join(sorted(re.findall(r"[A-Z][a-z]?\d*", formula)))


def training_materials(run):
    """(composition, space group) of each training structure; names begin with the formula."""
    with open(run / "structures.csv", newline="") as file:
        return {(composition(row["specimen"].split("_")[0]), row["space_group"])
                for row in csv.DictReader(file) if row["part"] == "training"}


def materials(folder):
    """{(class, material): (composition, space group, metric, atoms)} of a set."""
    return {tuple(row["file"].split("/")[:2]): (composition(row["formula"]), row["space_group"], row.get("metric") or "plain")
            for row in table(folder / "patterns.tsv")}


def evaluate(ednet, model, folder, names, level=None):
    """The result of `ednet evaluate` for some materials of a set."""
    with tempfile.TemporaryDirectory() as temporary:
        for kind, material in names:
            (pathlib.Path(temporary) / kind).mkdir(exist_ok=True)
            (pathlib.Path(temporary) / kind / material).symlink_to((folder / kind / material).resolve())
        command = [ednet, "evaluate", temporary, "--model", model, "--format", "json"]
        command += ["--by", level] if level else []
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)


def line(name, result):
    def interval(key):
        ends = result["intervals"].get(key)
        return f" ({100 * ends[0]:.0f} to {100 * ends[1]:.0f})" if ends else ""

    fused = result["perSpecimen"]
    right = round(result["accuracy"] * result["count"])
    print(f"{name}: {100 * result['accuracy']:.1f} %{interval('accuracy')}, {right} of {result['count']} patterns; "
          f"fused {round((fused['accuracy'] or 0) * fused['count'])} of {fused['count']}"
          f"{interval('specimenAccuracy')}; calibration error {100 * result['calibration']['expectedError']:.1f} %, "
          f"accuracy at half coverage {100 * result['accuracyAtHalfCoverage']:.1f} %", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="the folder of a run of `ednet train-simulated`")
    parser.add_argument("--ednet", default="ednet")
    options = parser.parse_args()
    learnt = training_materials(options.model)
    atoms = {(composition(row["formula"]), row["space_group"]): int(row["atoms_in_primitive_cell"])
             for row in table(options.shared / "structures" / "index.tsv")}
    for name in SETS:
        folder = options.shared / "patterns" / name
        known = materials(folder)
        unseen = [key for key, value in known.items() if value[:2] not in learnt]
        plain = [key for key in unseen if known[key][2] != "pseudo"]
        print(f"{name}: {len(known)} materials, {len(unseen)} not in the training set, {len(unseen) - len(plain)} of them pseudo")
        groups = {
            "all": plain,
            "at most 8 atoms": [key for key in plain if atoms.get(known[key][:2], 99) <= 8],
            "more atoms": [key for key in plain if 8 < atoms.get(known[key][:2], 0)],
            "pseudo": [key for key in unseen if known[key][2] == "pseudo"],
        }
        for group, names in groups.items():
            if names:
                line(f"  {group}, 14 lattices", evaluate(options.ednet, options.model, folder, names))
        line("  all, 7 lattice systems", evaluate(options.ednet, options.model, folder, plain, "lattice-system"))


if __name__ == "__main__":
    main()
