#!/usr/bin/env python3
"""Train ednet's network in PyTorch on a folder of PNG patterns.

    python train_pytorch.py patterns/ --epochs 20 --seed 1 2 3

The folder holds train/ and val/, inside each <class>/<image>.png or <class>/<specimen>/<image>.png.
Each image is scaled to zero mean and unit variance; no augmentation. Adam with a
constant learning rate, softmax cross-entropy, every example once an epoch in a new order; the last
batch may be smaller. Prints a line for each epoch and ends with one JSON line.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy
import torch
import torch.nn.functional as F
from PIL import Image

from convolutional_network import convolutional_network, parameter_count


def standardized(path):
    with Image.open(path) as image:
        if image.mode != "L":
            raise SystemExit(f"{path}: mode {image.mode}; convert it to 8-bit grey first")
        pixels = numpy.asarray(image, dtype=numpy.float32)
    deviation = pixels.std()  # population deviation
    if deviation == 0:
        return numpy.zeros_like(pixels)
    return (pixels - pixels.mean()) / deviation


def load(folder, classes):
    """All PNG files below <folder>/<class>, in order of their paths: (images, labels)."""
    images, labels = [], []
    for label, name in enumerate(classes):
        for path in sorted((folder / name).rglob("*.png")):
            images.append(standardized(path))
            labels.append(label)
            if images[-1].shape != images[0].shape:
                raise SystemExit(f"{path}: {images[-1].shape}, the others {images[0].shape}")
    if not images:
        raise SystemExit(f"{folder}: no PNG file in a class folder")
    return torch.from_numpy(numpy.stack(images)[:, None]), torch.tensor(labels)


def class_names(folder):
    if not folder.is_dir():
        raise SystemExit(f"{folder}: no such folder; the data needs train/ and val/")
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


@torch.inference_mode()
def accuracy(network, images, labels, batch):
    correct = sum(
        (network(x).argmax(1) == y).sum().item() for x, y in zip(images.split(batch), labels.split(batch))
    )
    return correct / len(labels)


def train(seed, options, classes, training, validation):
    torch.manual_seed(seed)
    images, labels = training
    network = convolutional_network(images.shape[1:], options.filters, options.units, len(classes))
    optimizer = torch.optim.Adam(network.parameters(), lr=options.learning_rate)
    accuracies = []
    for epoch in range(1, options.epochs + 1):
        start, total = time.perf_counter(), 0.0
        for indices in torch.randperm(len(labels)).split(options.batch):
            optimizer.zero_grad()
            loss = F.cross_entropy(network(images[indices]), labels[indices])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(indices)
        seconds = time.perf_counter() - start
        accuracies.append(accuracy(network, *validation, options.batch))
        print(f"seed {seed} epoch {epoch}: loss {total / len(labels):.4f}, validation accuracy "
              f"{accuracies[-1]:.4f}, {len(labels) / seconds:.0f} patterns/s", flush=True)
    result = {"seed": seed, "trainingLoss": round(total / len(labels), 6),
              "finalAccuracy": accuracies[-1], "bestAccuracy": max(accuracies)}
    return result, parameter_count(network)


def summary(values):
    """Mean and sample standard deviation over the seeds."""
    spread = statistics.stdev(values) if len(values) > 1 else None
    return {"mean": statistics.mean(values), "standardDeviation": spread}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("patterns", type=pathlib.Path)
    parser.add_argument("--filters", type=int, nargs="+", default=[16, 32, 64])
    parser.add_argument("--units", type=int, default=64, help="units of the hidden dense layer")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="one run for each seed")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if min(options.epochs, options.batch, options.threads, options.units, *options.filters) < 1:
        parser.error("--epochs, --batch, --threads, --units and --filters must be at least 1")
    torch.set_num_threads(options.threads)

    classes = class_names(options.patterns / "train")
    unknown = set(class_names(options.patterns / "val")) - set(classes)
    if unknown:
        raise SystemExit(f"{options.patterns / 'val'}: classes missing from train/: {sorted(unknown)}")
    training = load(options.patterns / "train", classes)
    validation = load(options.patterns / "val", classes)
    print(f"{len(training[1])} training, {len(validation[1])} validation images of "
          f"{tuple(training[0].shape[2:])}, {len(classes)} classes")

    runs, parameters = zip(*(train(s, options, classes, training, validation) for s in options.seed))
    print(json.dumps({
        "torch": torch.__version__, "filters": options.filters, "units": options.units,
        "parameters": parameters[0], "epochs": options.epochs, "batch": options.batch,
        "learningRate": options.learning_rate, "runs": runs,
        "finalAccuracy": summary([r["finalAccuracy"] for r in runs]),
        "bestAccuracy": summary([r["bestAccuracy"] for r in runs]),
    }))


if __name__ == "__main__":
    main()
