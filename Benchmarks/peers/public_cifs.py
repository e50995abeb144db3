#!/usr/bin/env python3
"""Compare the space groups that ednet and gemmi + spglib find in public CIFs.

    python public_cifs.py compare /data/cif --ednet ../../.build/release/ednet
    python public_cifs.py reference /data/cif > public_cifs.tsv

The folder holds a copy of each repository as OWNER+NAME, and the files of installed Python packages as pypi.
`compare` reads public_cifs.tsv, skips files that are absent or have another SHA-256, and ends with one JSON line.
`reference` writes that list anew and needs gemmi, spglib and numpy.
"""

import argparse
import collections
import concurrent.futures
import csv
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

LIST = pathlib.Path(__file__).resolve().with_name("public_cifs.tsv")
COLUMNS = ["repository", "path", "sha256", "space_group"]
SAME_ATOM = 0.1  # Å, between images of a site at a special position
TOLERANCE = 0.01  # Å, of the symmetry search
MOST_ATOMS = 2000


def near(position, others, lattice):
    """The index of one of the other positions within SAME_ATOM of a position, and the vector from it; or None."""
    import numpy as np

    differences = (position - np.array(others) + 0.5) % 1 - 0.5
    distances = np.linalg.norm(differences @ lattice, axis=1)
    index = int(distances.argmin())
    return (index, differences[index]) if distances[index] < SAME_ATOM else None


def images(site, operations, lattice):
    """The images of a site; those near a special position are replaced by their mean, so that the symmetry stays."""
    import numpy as np

    groups = []
    for operation in operations:
        image = np.array(operation.apply_to_xyz([site.fract.x, site.fract.y, site.fract.z]))
        found = near(image, [group[0] for group in groups], lattice) if groups else None
        if found:
            groups[found[0]].append(groups[found[0]][0] + found[1])
        else:
            groups.append([image])
    return [np.mean(group, axis=0) for group in groups]


def space_group(block):
    """The number of the space group of a block's atoms, or the reason why there is none."""
    import gemmi
    import numpy as np
    import spglib

    small = gemmi.make_small_structure_from_block(block)
    if not small.sites:
        return "no atoms"
    # gemmi takes a missing coordinate for 0.
    if not all(block.find_values(f"_atom_site_fract_{axis}") for axis in "xyz"):
        return "a coordinate is missing"
    if small.cell.volume < 1 or not small.cell.is_crystal():
        return "no cell"
    if small.spacegroup:
        operations = list(small.spacegroup.operations())
    elif small.symops:  # a setting that is not in gemmi's table
        operations = [gemmi.Op(text) for text in small.symops]
    else:
        return "gemmi reads no symmetry"
    lattice = np.array(small.cell.orth.mat.tolist()).T
    positions, species = [], []
    for site in small.sites:
        if site.occ <= 0 or site.element.atomic_number == 0 or not np.isfinite(site.fract.tolist()).all():
            continue
        for image in images(site, operations, lattice):
            kind = (site.element.atomic_number, round(site.occ, 3))
            found = near(image, positions, lattice) if positions else None
            if found:
                species[found[0]].add(kind)
            else:
                positions.append(image)
                species.append({kind})
        if len(positions) > MOST_ATOMS:
            return f"more than {MOST_ATOMS} atoms"
    if not positions:
        return "no atoms"
    keys = {}
    numbers = [keys.setdefault(tuple(sorted(kinds)), len(keys) + 1) for kinds in species]
    found = spglib.get_symmetry_dataset((lattice, positions, numbers), symprec=TOLERANCE)
    return str(found.number) if found else "spglib finds none"


def space_groups(path):
    """The space groups of the blocks with atoms, separated by commas, or the reason why there is none."""
    import gemmi

    try:
        document = gemmi.cif.read(str(path))
    except Exception as error:
        text = str(error).splitlines()[0].replace(f"{path}:", "line ", 1)
        return "gemmi: " + re.sub(r"^line (\d+)\S* ", r"line \1: ", text)[:80]
    found = []
    for block in document:
        try:
            found.append(space_group(block))
        except Exception as error:
            found.append(f"{type(error).__name__}: {str(error)[:60]}")
    numbers = [text for text in found if text.isdigit()]
    reasons = [text for text in found if not text.isdigit() and text != "no atoms"]
    return ",".join(dict.fromkeys(numbers)) or (reasons or ["no atoms"])[0]


def isolated(path):
    """`space_groups` in a process of its own, since some damaged files crash spglib."""
    command = [sys.executable, __file__, "one", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "takes more than 120 s"
    return done.stdout.strip() if done.returncode == 0 and done.stdout.strip() else "gemmi or spglib crashes"


def reference(arguments):
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    files = [p for p in sorted(arguments.folder.glob("*/**/*")) if p.suffix.lower() == ".cif" and p.is_file()]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for path, answer in zip(files, pool.map(isolated, files)):
            if answer == "no atoms":
                continue
            relative = path.relative_to(arguments.folder)
            repository = relative.parts[0].replace("+", "/")
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            writer.writerow([repository, pathlib.Path(*relative.parts[1:]), digest, answer])


def ednet_answer(ednet, path):
    """The symbols of the space groups that ednet finds, and its messages."""
    with tempfile.TemporaryDirectory() as folder:
        command = [ednet, "simulate", path, "--output", f"{folder}/patterns", "--per-structure", "1", "--size", "8"]
        command += ["--kinematical", "--quiet", "--no-cache", "--label", "space-group", "--threads", "1"]
        command += ["--minimum-spacing", "2"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        except subprocess.TimeoutExpired:
            return set(), "takes more than 120 s"
        except OSError as error:
            raise SystemExit(f"error: {ednet} cannot be started: {error.strerror}") from None
        classes = pathlib.Path(folder, "patterns").glob("*/")
        return {item.name for item in classes}, done.stderr.strip()


def reason(message, path):
    """The first error without names and numbers, for the tally."""
    first = next((line for line in message.splitlines() if line.startswith("error: ")), message or "no message")
    first = re.sub(r"^error: (\S*\.cif)?(:\d+)?:? ?", "", first.replace(str(path), path.name))
    first = re.sub(r"'[^']*'", "'…'", re.sub(r"\bsite \S+", "site …", first))
    return re.sub(r"\d+(\.\d+)?", "N", first)[:90]


def compare(arguments):
    symbols = number_of_symbol()
    with open(arguments.list, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    present, absent = [], 0
    for row in rows:
        path = arguments.folder / row["repository"].replace("/", "+") / row["path"]
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]:
            present.append((row, path))
        else:
            absent += 1
    if not present:
        raise SystemExit(f"error: {arguments.folder} has none of the files of {arguments.list}; see --help")
    counts, reasons, details = collections.Counter(), collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        answers = pool.map(lambda item: ednet_answer(arguments.ednet, str(item[1])), present)
        for (row, path), (names, message) in zip(present, answers):
            own = {symbols[name.replace("_", "/")] for name in names}
            expected = {int(n) for n in row["space_group"].split(",") if n.isdigit()}
            if expected:
                outcome = "refused" if not own else "same" if own & expected else "different"
            else:
                outcome = "only ednet" if own else "neither"
            counts[outcome] += 1
            if outcome == "refused":
                reasons[reason(message, path)] += 1
            details.append([outcome, row["repository"], row["path"], row["space_group"], sorted(own), message])
    if arguments.details:
        with open(arguments.details, "w", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\n").writerows(details)
    print(f"{len(present)} files compared, {absent} absent or changed")
    for text, count in reasons.most_common():
        print(f"{count:5}  {text}")
    print(json.dumps({**counts, "structures": sum(counts[o] for o in ("same", "different", "refused"))}))


def number_of_symbol():
    """The number of each space group by its short symbol in the standard setting."""
    import gemmi

    numbers = {}
    for number in range(1, 231):
        group = gemmi.get_spacegroup_reference_setting(number)
        numbers[group.hm[0] + group.short_name()[1:]] = number
    # gemmi keeps the symbols of 1992 with a double glide plane as alternatives.
    for symbol, number in [("Aem2", 39), ("Aea2", 41), ("Cmce", 64), ("Cmme", 67), ("Ccce", 68)]:
        numbers[symbol] = number
    return numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["compare", "reference", "one"], help="'one' is internal")
    parser.add_argument("folder", type=pathlib.Path, help="the folder of the repositories")
    parser.add_argument("--ednet", default=".build/release/ednet", help="the command (.build/release/ednet)")
    parser.add_argument("--list", type=pathlib.Path, default=LIST, help="the list of files (public_cifs.tsv)")
    parser.add_argument("--details", type=pathlib.Path, help="a file for the outcome of each CIF")
    parser.add_argument("--jobs", type=int, default=2, help="files at a time (2)")
    arguments = parser.parse_args()
    if arguments.mode == "one":
        print(space_groups(arguments.folder))
    elif arguments.mode == "reference":
        reference(arguments)
    else:
        compare(arguments)


if __name__ == "__main__":
    main()
