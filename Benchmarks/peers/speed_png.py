#!/usr/bin/env python3
"""Time Pillow and NumPy reading PNG patterns as float32 arrays, on one thread.

    python speed_png.py patterns --make 200
    python speed_png.py patterns --runs 5

Reads all PNG files in the folder and its subfolders; each folder is timed separately. --make N first writes 8-bit/ with N
patterns of 128x128 and 16-bit/ with a tenth as many (or --make-large) of 1244x1024, smooth with bands and noise like a
Kikuchi pattern, identical at every call. Reports the median of the runs after a warm-up run. Ends with one JSON line.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy
import PIL
from PIL import Image

BANDS, NOISE = 12, 0.03  # bands of a pattern; standard deviation of the noise, relative to the range


def kikuchi_like(width, height, seed):
    """An array of `height` x `width` numbers from 0 to 1: bands on a bright background, with noise."""
    generator = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[-1:1:height * 1j, -1:1:width * 1j]
    pattern = numpy.exp(-(x**2 + (y + 0.3) ** 2))
    for _ in range(BANDS):
        angle, offset = generator.uniform(0, numpy.pi), generator.uniform(-1, 1)
        half_width, strength = generator.uniform(0.05, 0.2), generator.uniform(0.05, 0.2)
        distance = abs(numpy.cos(angle) * x + numpy.sin(angle) * y - offset)
        pattern += strength / (1 + numpy.exp((distance - half_width) / 0.02))
    pattern /= pattern.max()
    return numpy.clip(0.9 * pattern + generator.normal(0, NOISE, pattern.shape), 0, 1)


def make(folder, small, large):
    kinds = (("8-bit", small, 128, 128, numpy.uint8), ("16-bit", large, 1244, 1024, numpy.uint16))
    for name, count, width, height, kind in kinds:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            pattern = kikuchi_like(width, height, number) * numpy.iinfo(kind).max
            Image.fromarray(pattern.round().astype(kind)).save(folder / name / f"{number:05}.png")


def read(path):
    with Image.open(path) as image:
        return numpy.asarray(image, dtype=numpy.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--make", type=int, metavar="N", help="write N patterns of 8 bits first")
    parser.add_argument("--make-large", type=int, metavar="M", help="and M patterns of 16 bits")
    options = parser.parse_args()
    if options.runs < 1 or (options.make or 0) < 0 or (options.make_large or 0) < 0:
        parser.error("--runs must be at least 1, --make and --make-large at least 0")

    try:
        if options.make is not None or options.make_large is not None:
            small = options.make or 0
            large = -(-small // 10) if options.make_large is None else options.make_large
            make(options.folder, small, large)
    except OSError as error:
        raise SystemExit(f"error: {options.folder} cannot be written: {error.strerror}") from None

    groups = {}
    for path in sorted(options.folder.rglob("*.png")):
        groups.setdefault(path.parent, []).append(path)
    if not groups:
        raise SystemExit(f"error: {options.folder} holds no PNG file; --make N writes some")
    rows = []
    for folder, paths in groups.items():
        seconds = []
        for _ in range(options.runs + 1):
            start = time.perf_counter()
            try:
                for path in paths:
                    read(path)
            except OSError as error:
                raise SystemExit(f"error: {path} cannot be read: {error}") from None
            seconds.append(time.perf_counter() - start)
        rates = [len(paths) / s for s in seconds[1:]]
        height, width = read(paths[0]).shape[:2]
        size = sum(path.stat().st_size for path in paths)
        rows.append({"folder": str(folder), "images": len(paths), "width": width, "height": height, "bytes": size,
                     "imagesPerSecond": rates})
        print(f"{str(folder):<32} {len(paths):6} images of {width}x{height}: {statistics.median(rates):10.1f} images/s "
              f"({min(rates):.1f} to {max(rates):.1f})", flush=True)
    print(json.dumps({"pillow": PIL.__version__, "numpy": numpy.__version__, "runs": options.runs, "results": rows}))


if __name__ == "__main__":
    main()
