"""Write Data/features.csv and Data/splits.csv from the files of the lecture (folder given as argument).

The features are those of the lecture's notebook 09: the means of AtomicRadius (in angstrom), AtomicWeight and
Electronegativity over the atoms of a formula. Split s is train_test_split(test_size=0.9, random_state=s) of
scikit-learn; the lecture's is 42. Needs scikit-learn; the committed files were made with version 1.9.1.
"""

import csv
import re
import sys
from pathlib import Path

from sklearn.model_selection import train_test_split

PROPERTIES = ["AtomicRadius", "AtomicWeight", "Electronegativity"]
SPLITS = [42, *range(20)]


def counts(formula: str) -> list[tuple[str, float]]:
    """Return the elements of a formula without parentheses and their amounts."""
    atoms = re.findall(r"([A-Z][a-z]?)([\d.]*)", formula)
    if "".join(symbol + amount for symbol, amount in atoms) != formula:
        sys.exit(f"{formula} is not a formula of elements and amounts: this script does not read it")
    return [(symbol, float(amount or 1)) for symbol, amount in atoms]


def main() -> None:
    """Write both tables beside the script's folder."""
    source, target = Path(sys.argv[1]), Path(__file__).parent.parent / "Data"
    with open(source / "element_properties.csv") as file:
        elements = {row[""]: row for row in csv.DictReader(file)}
    rows = []
    with open(source / "data2022.csv") as file:
        for material in csv.DictReader(file):
            atoms = counts(material["formula"])
            total = sum(amount for _, amount in atoms)
            means = [
                sum(float(elements[symbol][name]) * amount for symbol, amount in atoms) / total for name in PROPERTIES
            ]
            rows.append([material["task_id"], material["formula"], *(f"{x:.8g}" for x in means), material["band_gap"]])
    with open(target / "features.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["material", "formula", "radius", "weight", "electronegativity", "gap"])
        writer.writerows(rows)
    with open(target / "splits.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["split", "training"])
        for split in SPLITS:
            training, _ = train_test_split(range(len(rows)), test_size=0.9, random_state=split)
            writer.writerow([split, " ".join(map(str, training))])


if __name__ == "__main__":
    main()
