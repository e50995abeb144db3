#!/usr/bin/env python3
"""Compare ednet's master patterns with EMsoft's, and draw some of them side by side.

    ednet simulate ../shared/master_patterns/*.cif --output masters --master-pattern --master-size 401 \
        --minimum-spacing 0.5
    python Benchmarks/peers/emsoft.py masters ../shared/master_patterns --picture master-patterns.png

Prints the correlation of the northern hemispheres after a band pass (Gaussians of 1 minus 12 pixels): of EMsoft's file
with its rows turned round as it is, and with its rings taken one pixel further out (why, says Documentation/Physics.md);
first with the grid halved before the band pass, then with it halved after. Needs numpy, scipy and pillow. The
Debye-Waller factors that EMsoft was given are not in the CIF files beside its patterns, but in ../shared/README.md: they
must be added as a column _atom_site_B_iso_or_equiv.
"""

import argparse
import pathlib

import numpy as np
from PIL import Image
from scipy.ndimage import convolve1d, gaussian_filter, map_coordinates

PICTURED = ("Ni-", "Mo-", "TiO2-", "SiO2-")


def northern(path):
    image = np.array(Image.open(path)).astype(float)
    return image[:, : image.shape[0]]


def band_pass(image):
    return gaussian_filter(image, 1) - gaussian_filter(image, 12)


def halved_before(image):
    kernel = np.array([0.25, 0.5, 0.25])
    return band_pass(convolve1d(convolve1d(image, kernel, 0), kernel, 1)[::2, ::2])


def halved_after(image):
    return band_pass(image)[::2, ::2]


def correlations(ours, theirs):
    images = (theirs, rings_inwards(theirs))
    return [np.corrcoef(bands(ours).ravel(), bands(image).ravel())[0, 1]
            for bands in (halved_before, halved_after) for image in images]


def rings_inwards(image):
    half = image.shape[0] // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(float)
    ring = np.maximum(abs(x), abs(y))
    scale = np.minimum(ring + 1, half) / np.maximum(ring, 1)
    return map_coordinates(image, [y * scale + half, x * scale + half], order=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours", type=pathlib.Path)
    parser.add_argument("theirs", type=pathlib.Path)
    parser.add_argument("--picture", type=pathlib.Path)
    options = parser.parse_args()
    pairs = []
    for path in sorted(options.ours.glob("*.png")):
        ours, theirs = northern(path), northern(options.theirs / path.name)[::-1]
        print(f"{path.stem:40}", *(f"{value:.3f}" for value in correlations(ours, theirs)), flush=True)
        if path.name.startswith(PICTURED):
            pairs.append((theirs, ours))
    if not options.picture:
        return
    sheet = Image.new("L", (206 * len(pairs), 412), 255)
    for column, pair in enumerate(pairs):
        for row, image in enumerate(pair):
            low, high = np.percentile(image, [0.5, 99.5])
            grey = (np.clip((image - low) / (high - low), 0, 1) * 255).astype("uint8")
            sheet.paste(Image.fromarray(grey).resize((201, 201), Image.LANCZOS), (206 * column + 2, 206 * row + 2))
    sheet.save(options.picture, optimize=True)


if __name__ == "__main__":
    main()
