"""Writes 600 images that are not diffraction patterns, 12 kinds with 50 each, to measure the out-of-distribution detector.

    python3 Benchmarks/peers/non_patterns.py FOLDER [--seed 1] [--size 128]
    ednet classify FOLDER --quiet | grep -c "not a pattern"

Needs numpy and pillow. The same seed gives the same images.
"""
import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


def coloured(rng, n, exponent):
    """Gaussian noise with the power spectrum |k|^-exponent."""
    k = np.hypot(np.fft.fftfreq(n)[:, None], np.fft.fftfreq(n)[None])
    k[0, 0] = 1 / n
    return np.fft.ifft2(np.fft.fft2(rng.normal(size=(n, n))) * k ** (-exponent / 2)).real


def blurred(rng, n, sigma):
    k2 = np.fft.fftfreq(n)[:, None] ** 2 + np.fft.fftfreq(n)[None] ** 2
    return np.fft.ifft2(np.fft.fft2(rng.normal(size=(n, n))) * np.exp(-2 * (np.pi * sigma) ** 2 * k2)).real


def drawn(n, draw):
    image = Image.new("L", (n, n), 40)
    draw(ImageDraw.Draw(image))
    return np.asarray(image).astype(float)


def grid(n):
    return np.meshgrid(np.arange(n), np.arange(n))


def shot_noise(rng, n):
    x, y = grid(n)
    light = np.exp(-(((x - n * rng.uniform(0.3, 0.7)) ** 2 + (y - n * rng.uniform(0.3, 0.7)) ** 2) / (n * rng.uniform(0.3, 0.7)) ** 2))
    return rng.poisson(10 ** rng.uniform(1, 3.5) * (0.2 + light)).astype(float)


def gradient(rng, n):
    x, y = grid(n)
    a = rng.uniform(0, 2 * np.pi)
    return 100 + np.cos(a) * x + np.sin(a) * y + rng.normal(size=(n, n)) * rng.uniform(0.1, 5)


def rings(rng, n):
    x, y = grid(n)
    r = np.hypot(x - n * rng.uniform(0.3, 0.7), y - n * rng.uniform(0.3, 0.7))
    return 100 + 40 * np.sin(r / rng.uniform(1, 6)) + rng.normal(size=(n, n)) * rng.uniform(1, 10)


def stripes(rng, n):
    x, y = grid(n)
    a = rng.uniform(0, 2 * np.pi)
    return 100 + 40 * np.sign(np.sin((np.cos(a) * x + np.sin(a) * y) / rng.uniform(1.5, 6))) + rng.normal(size=(n, n)) * rng.uniform(1, 20)


def grains(rng, n):
    """A micrograph of grains: cells of a random set of points, each of one grey."""
    points, grey = rng.uniform(0, n, (rng.integers(10, 80), 2)), rng.uniform(40, 220, 80)
    x, y = grid(n)
    nearest = np.argmin((x[..., None] - points[:, 0]) ** 2 + (y[..., None] - points[:, 1]) ** 2, axis=-1)
    return grey[nearest] + rng.normal(size=(n, n)) * rng.uniform(1, 15)


def discs(rng, n):
    def draw(d):
        for _ in range(rng.integers(5, 60)):
            x, y, r = rng.uniform(0, n), rng.uniform(0, n), rng.uniform(1, n / 8)
            d.ellipse([x - r, y - r, x + r, y + r], fill=int(rng.integers(60, 255)))
    return drawn(n, draw) + rng.normal(size=(n, n)) * rng.uniform(0, 10)


def rectangles(rng, n):
    def draw(d):
        for _ in range(rng.integers(3, 30)):
            x, y = rng.uniform(0, n, 2)
            d.rectangle([x, y, x + rng.uniform(2, n / 2), y + rng.uniform(2, n / 2)], fill=int(rng.integers(0, 255)))
    return drawn(n, draw) + rng.normal(size=(n, n)) * rng.uniform(0, 10)


def text(rng, n):
    def draw(d):
        for row in range(0, n, int(rng.integers(9, 16))):
            d.text((rng.integers(0, 8), row), "".join(chr(c) for c in rng.integers(33, 126, 40)), fill=230)
    return drawn(n, draw) + rng.normal(size=(n, n)) * rng.uniform(0, 10)


def hot_pixels(rng, n):
    image = 50 + rng.normal(size=(n, n)) * 5
    for _ in range(rng.integers(20, 400)):
        image[tuple(rng.integers(0, n, 2))] = rng.uniform(100, 255)
    return image


KINDS = {
    "white-noise": lambda r, n: r.normal(size=(n, n)), "shot-noise": shot_noise,
    "coloured-noise": lambda r, n: coloured(r, n, r.uniform(0.3, 3)),
    "blurred-noise": lambda r, n: blurred(r, n, r.uniform(0.7, 8)),
    "gradient": gradient, "rings": rings, "stripes": stripes, "grains": grains, "discs": discs,
    "rectangles": rectangles, "text": text, "hot-pixels": hot_pixels,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=128)
    options = parser.parse_args()
    for number, (name, kind) in enumerate(KINDS.items()):
        folder = options.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        for index in range(50):
            image = kind(np.random.default_rng([options.seed, number, index]), options.size)
            low, high = image.min(), image.max()
            pixels = np.round(255 * (image - low) / (high - low + 1e-9)).astype(np.uint8)
            Image.fromarray(pixels).save(folder / f"{index:02}.png")


main()
