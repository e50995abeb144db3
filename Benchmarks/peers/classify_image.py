#!/usr/bin/env python3
"""Classify one PNG image with PyTorch, as a user's short script would.

    python classify_image.py image.png --model reference.pt
    python classify_image.py --make reference.pt

The model is the state dict of the reference network; --make writes one with random weights. For timing the whole
process beside `ednet classify`: see compare_process.py.
"""

import argparse
import pathlib
import pickle

import numpy
import torch
from PIL import Image

from convolutional_network import convolutional_network

SIZE, FILTERS, UNITS, CLASSES = 128, (16, 32, 64, 128), 128, 14


def pixels(path):
    """The image as a tensor 1x1x128x128 of zero mean and unit variance."""
    with Image.open(path) as image:
        values = numpy.asarray(image.convert("F").resize((SIZE, SIZE), Image.Resampling.BOX))
    values = values - values.mean()
    return torch.from_numpy(values / (values.std() or 1))[None, None]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("image", type=pathlib.Path, nargs="?")
    parser.add_argument("--model", type=pathlib.Path, default="reference.pt")
    parser.add_argument("--make", type=pathlib.Path, metavar="MODEL", help="write a model with random weights")
    parser.add_argument("--top", type=int, default=3, help="the number of classes to print")
    options = parser.parse_args()
    if not 1 <= options.top <= CLASSES:
        parser.error(f"--top must be from 1 to {CLASSES}")
    if options.image is None and options.make is None:
        parser.error("name an image, or --make a model")

    network = convolutional_network((1, SIZE, SIZE), FILTERS, UNITS, CLASSES)
    if options.make:
        torch.save(network.state_dict(), options.make)
    if options.image is None:
        return
    try:
        network.load_state_dict(torch.load(options.model, weights_only=True))
    except OSError as error:
        raise SystemExit(f"error: {options.model} cannot be read: {error.strerror}; --make writes a model") from None
    except (RuntimeError, EOFError, pickle.UnpicklingError):
        raise SystemExit(f"error: {options.model} is no state dict of the reference network") from None
    try:
        image = pixels(options.image)
    except OSError as error:
        raise SystemExit(f"error: {options.image} cannot be read: {error}") from None
    with torch.inference_mode():
        probabilities = network.eval()(image).softmax(1)[0]
    values, labels = probabilities.topk(options.top)
    answers = ", ".join(f"class {label} {100 * value:.1f} %" for label, value in zip(labels, values))
    print(f"{options.image}: {answers}")


if __name__ == "__main__":
    main()
