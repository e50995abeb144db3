#!/usr/bin/env python3
"""Write scikit-learn's digits (1,797 images of 8x8, shipped with scikit-learn) as PNG folders.

    python digits_to_png.py /tmp/digits

writes train/<digit>/<index>.png and val/<digit>/<index>.png, 8-bit grey, samples 0...16 times 15,
80 % and 20 %, stratified, always the same split.
"""

import argparse
import pathlib

import numpy
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=pathlib.Path)
    output = parser.parse_args().output
    if output.exists() and any(output.iterdir()):
        parser.error(f"{output} is not empty: give a new folder, or stale images would join the split")

    digits = load_digits()
    train, validation = train_test_split(
        numpy.arange(len(digits.target)), test_size=0.2, random_state=0, stratify=digits.target
    )
    for split, indices in (("train", train), ("val", validation)):
        for index in indices:
            folder = output / split / str(digits.target[index])
            folder.mkdir(parents=True, exist_ok=True)
            image = (digits.images[index] * 15).astype(numpy.uint8)
            Image.fromarray(image).save(folder / f"{index:04d}.png")
        print(f"{output / split}: {len(indices)} images")


if __name__ == "__main__":
    main()
