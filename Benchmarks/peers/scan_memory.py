"""Measures memory and speed of `ednet classify` on a large scan, in the layout and the chunks of kikuchipy's files.

    pip install kikuchipy==0.13.*
    python Benchmarks/peers/scan_memory.py make FOLDER --ednet .build/release/ednet [--count 1000000]
    python Benchmarks/peers/scan_memory.py measure FOLDER --ednet .build/release/ednet [--threads 2]

`make` writes scans of 10,000 and of --count patterns of 60 × 60 pixels, the first 200,000 of them as a third scan, and the first
10,000 as PNG files. The patterns are 200 simulated ones under noise, each at another place of it. `measure` classifies with the model `fast`
and prints the most memory in use (VmHWM), the patterns per second with reading, and the load of the machine; scans and PNG files
take turns three times. The largest scan is read whole by `ednet inspect --quality-map`.
"""

import argparse
import os
import re
import statistics
import subprocess
import time
from pathlib import Path

import h5py
import numpy as np
from PIL import Image
from rsciio._hierarchical import get_signal_chunks

ROOT = Path(__file__).resolve().parents[2]
SIDE, FEW, MANY = 60, 10_000, 200_000


def simulated(ednet: Path, folder: Path) -> np.ndarray:
    """Patterns of structures of Samples."""
    structures = sorted((ROOT / "Samples/structures").glob("*/*.cif"))[:20]
    subprocess.run([ednet, "simulate", *structures, "--output", folder / "simulated", "--per-structure", "10", "--size", str(SIDE),
                    "--kinematical", "--quiet", "--overwrite"], check=True)
    return np.stack([np.asarray(Image.open(path).convert("L")) for path in sorted((folder / "simulated").rglob("*.png"))])


def write_scan(path: Path, count: int, blocks) -> None:
    """Writes a scan as kikuchipy does."""
    columns = 1000
    with h5py.File(path, "w") as file:
        file["manufacturer"], file["version"] = np.array([b"kikuchipy"]), np.array([b"0.13.1"])
        shape = (count, SIDE, SIDE)
        patterns = file.create_dataset("Scan 1/EBSD/Data/patterns", shape, np.uint8,
                                       chunks=get_signal_chunks(shape, np.uint8, signal_axes=(2, 1)))
        for name, value in {"n_rows": count // columns, "n_columns": columns, "step_x": 0.1, "step_y": 0.1, "pcx": 0.5, "pcy": 0.2,
                            "pcz": 0.5, "sample_tilt": 70.0, "elevation_angle": 0.0}.items():
            file[f"Scan 1/EBSD/Header/{name}"] = np.array([value])
        file["Scan 1/SEM/Header/beam_energy"] = np.array([20.0])
        place = 0
        for block in blocks(count):
            patterns[place : place + len(block)] = block
            place += len(block)


def make(options) -> None:
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    base = simulated(options.ednet, folder)
    noise = np.random.default_rng(1).normal(0, 12, 1 << 24).astype(np.int16)

    def blocks(count: int):
        """Patterns, the same for every count, 2,000 at a time."""
        for first in range(0, count, 2000):
            random = np.random.default_rng(first)
            chosen = base[random.integers(0, len(base), 2000)].astype(np.int16)
            starts = random.integers(0, len(noise) - SIDE * SIDE, 2000)
            for pattern, start in zip(chosen, starts):
                pattern += noise[start : start + SIDE * SIDE].reshape(SIDE, SIDE)
            yield np.clip(chosen, 0, 255).astype(np.uint8)[: count - first]

    for count in sorted({FEW, MANY, options.count}):
        write_scan(folder / f"{count}.h5", count, blocks)
        print(f"{count}.h5: {(folder / f'{count}.h5').stat().st_size / 1e9:.2f} GB", flush=True)
    images = folder / "png"
    images.mkdir(exist_ok=True)
    number = 0
    for block in blocks(FEW):
        for pattern in block:
            Image.fromarray(pattern).save(images / f"{number:05}.png")
            number += 1


def run(*arguments) -> tuple[float, float, str]:
    """The most memory in MiB, the seconds and the messages of a program."""
    began = time.perf_counter()
    process = subprocess.Popen([str(argument) for argument in arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    messages = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"error: {arguments}: {messages}")
    return usage.ru_maxrss / 1024, time.perf_counter() - began, messages


def measure(options) -> None:
    folder, threads = options.folder, options.threads

    def classify(name: str, *more) -> tuple[float, float]:
        load = os.getloadavg()[0]
        memory, seconds, messages = run(options.ednet, "classify", folder / name, "--model", "fast", "--format", "csv", "--threads",
                                        threads, *more)
        rate = float(re.search(r"(\d+) patterns per second", messages).group(1))
        print(f"classify {name} {' '.join(map(str, more))}: {memory:.0f} MiB, {rate:.0f} patterns per second, {seconds:.1f} s; load "
              f"before {load:.1f}", flush=True)
        return memory, rate

    rates: dict[str, list[float]] = {"png": [], f"{FEW}.h5": []}
    for _ in range(3):
        for name in rates:
            rates[name].append(classify(name)[1])
    ratio = statistics.median(rates[f"{FEW}.h5"]) / statistics.median(rates["png"])
    print(f"medians: {({name: statistics.median(values) for name, values in rates.items()})}; scan to PNG {ratio:.2f}")
    largest = max((path for path in folder.glob("*.h5")), key=lambda path: path.stat().st_size)
    for path in sorted(folder.glob("*.h5"), key=lambda path: path.stat().st_size):
        memory, seconds, _ = run(options.ednet, "inspect", path, "--quality-map", folder / "quality.png")
        print(f"inspect {path.name}: {memory:.0f} MiB, {int(path.stem) / seconds:.0f} patterns per second, {seconds:.1f} s", flush=True)
    classify(f"{MANY}.h5")
    for name in (f"{FEW}.h5", f"{MANY}.h5"):
        classify(name, "--map", folder / "map.csv")
    if options.whole:
        classify(largest.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["make", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ednet", type=Path, default=ROOT / ".build/release/ednet")
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="classify the largest scan too")
    options = parser.parse_args()
    options.ednet = options.ednet.resolve()
    make(options) if options.action == "make" else measure(options)


if __name__ == "__main__":
    main()
