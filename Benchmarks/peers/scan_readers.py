"""Compares ednet's readers of scan files with kikuchipy's, on files that ednet did not write.

    pip install kikuchipy==0.13.*
    swift build --product training-reference
    python Benchmarks/peers/scan_readers.py .build/debug/training-reference

kikuchipy ships small files of EDAX, NORDIF, Oxford Instruments (binary), EMsoft and its own, and scripts that write files
of Bruker and of H5OINA. A row of the table is a file: are all pixels, the shape of map and patterns, the pattern centre in
Bruker's convention, and the properties that both readers give the same? Ends with status 1 if one is not.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import kikuchipy
import numpy as np
from kikuchipy.data._dummy_files import bruker_h5ebsd, oxford_h5ebsd

DATA = Path(kikuchipy.data.__file__).parent


def files(folder: Path) -> list[tuple[str, Path, dict]]:
    """The name, path and arguments of kikuchipy's reader of each file."""
    made = [
        ("Bruker, whole map", "bruker.h5", bruker_h5ebsd.create_dummy_bruker_h5ebsd_file),
        ("Bruker, region of interest", "bruker_roi.h5", bruker_h5ebsd.create_dummy_bruker_h5ebsd_roi_file),
        ("Oxford H5OINA 7.0", "oxford.h5oina", oxford_h5ebsd.create_dummy_oxford_h5ebsd_file),
    ]
    for _, name, create in made:
        create(folder / name)
    oxford_h5ebsd.create_dummy_oxford_h5ebsd_file(folder / "oxford6.h5oina", version="6.0")
    signal = kikuchipy.data.nickel_ebsd_small()
    signal.save(folder / "compressed.h5", compression="gzip", shuffle=True)
    return [
        ("kikuchipy HDF5", DATA / "kikuchipy_h5ebsd/patterns.h5", {}),
        ("kikuchipy HDF5, no chunks", DATA / "kikuchipy_h5ebsd/patterns_nochunks.h5", {}),
        ("kikuchipy HDF5, gzip and shuffle", folder / "compressed.h5", {}),
        ("EDAX HDF5", DATA / "edax_h5ebsd/patterns.h5", {}),
        ("EDAX UP1", DATA / "edax_binary/edax_binary.up1", {}),
        ("EDAX UP2, hexagonal", DATA / "edax_binary/edax_binary.up2", {}),
        ("NORDIF", DATA / "nordif/Pattern.dat", {}),
        ("Oxford EBSP", DATA / "oxford_binary/patterns.ebsp", {}),
        *[(label, folder / name, {}) for label, name, _ in made],
        ("Oxford H5OINA 6.0", folder / "oxford6.h5oina", {}),
        ("EMsoft 4.2", DATA / "emsoft_ebsd/EBSD_TEST_Ni.h5", {}),
        ("EMsoft 5, 64-bit integers", DATA / "emsoft_ebsd/simulated_ebsd.h5", {}),
    ]


def peer(path: Path, arguments: dict):
    """kikuchipy's signal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        signal = kikuchipy.load(path, **arguments)
    return signal[0] if isinstance(signal, list) else signal


def in_map_order(patterns: np.ndarray, scan: dict) -> np.ndarray:
    """ednet's patterns in the order of the map, which is kikuchipy's."""
    positions = scan.get("positions")
    return patterns if positions is None else patterns[np.argsort(positions)]


def compare(program: str, path: Path, arguments: dict, folder: Path) -> dict:
    """One row of the table."""
    output = subprocess.run(
        [program, "scan", path, folder / "pixels"], check=True, capture_output=True, text=True
    ).stdout
    scan = json.loads(output)
    signal = peer(path, arguments)
    shape = (scan["count"], scan["height"], scan["width"])
    ours = in_map_order(np.fromfile(folder / "pixels", "<f4").reshape(shape), scan)
    theirs = np.asarray(signal.data)
    row = {"patterns": scan["count"]}
    flat = theirs.reshape(-1, *theirs.shape[-2:])
    row["pixels"] = flat.shape == ours.shape and bool(np.array_equal(flat.astype(np.float32), ours))
    map_shape = theirs.shape[:-2]
    if scan.get("rows") and scan["rows"] * scan["columns"] == scan["count"]:
        ours_shape = tuple(n for n in (scan["rows"], scan["columns"]) if n > 1)
        row["shape"] = ours_shape == tuple(n for n in map_shape if n > 1)
    else:
        row["shape"] = len(map_shape) <= 1
    # A file without a pattern centre has kikuchipy's default, which is no statement of the file.
    if scan.get("brukerCenter") is None:
        row["centre"] = None
    else:
        mean = np.asarray(signal.detector.pc).reshape(-1, 3).mean(axis=0)
        row["centre"] = bool(np.allclose(mean, scan["brukerCenter"], atol=1e-6))
    row["properties"] = properties(scan, signal)
    return row


def properties(scan: dict, signal) -> str:
    """The properties that are equal, and those that differ with both values."""
    sem = signal.metadata.get_item("Acquisition_instrument.SEM")
    beam = None if sem is None else sem.get_item("beam_energy")
    axes = {axis.name: axis.scale for axis in signal.axes_manager.navigation_axes}
    pairs = {
        "voltage": (scan.get("voltage"), beam),
        "sample tilt": (scan.get("sampleTilt"), signal.detector.sample_tilt),
        "detector tilt": (scan.get("detectorTilt"), signal.detector.tilt),
        "step": (scan.get("stepX"), axes.get("x")),
    }
    background = signal.static_background
    if scan.get("staticBackground") is not None and background is not None and np.ndim(background) == 2:
        pairs["background"] = (scan["staticBackground"], np.asarray(background, float).ravel().tolist())
    same, different = [], []
    for name, (ours, theirs) in pairs.items():
        if ours is None or theirs is None:
            continue
        if np.allclose(ours, theirs, atol=1e-4):
            same.append(name)
        else:
            different.append(f"{name} {ours} and {theirs}")
    return ", ".join(same) + ("; differ: " + ", ".join(different) if different else "")


def main() -> int:
    program = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/training-reference"
    folder = Path(tempfile.mkdtemp())
    failed = False
    print("| file | patterns | pixels | shape | pattern centre | properties that are equal |")
    print("|---|---|---|---|---|---|")
    try:
        for name, path, arguments in files(folder):
            row = compare(program, path, arguments, folder)
            words = {True: "equal", False: "DIFFERENT", None: "not in the file"}
            cells = [words[row[key]] for key in ("pixels", "shape", "centre")]
            failed |= "DIFFERENT" in cells
            print(f"| {name} | {row['patterns']} | {' | '.join(cells)} | {row['properties']} |")
    finally:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
