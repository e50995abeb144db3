#!/usr/bin/env python3
"""Measure how the rate of ednet's reference network falls with size, filters, batch, threads and patterns.

    cd Benchmarks && swift build -c release
    python peers/growth.py --picture ../Documentation/Images/growth.png

Varies one parameter at a time around 128 x 128 pixels, 16 filters in the first layer, batches of 64 and 256 patterns on
one thread. Prints medians as a table and draws them.
"""

import argparse
import json
import pathlib
import statistics
import subprocess

PEERS = pathlib.Path(__file__).resolve().parent
BASELINE = {"threads": 1, "size": 128, "batch": 64, "patterns": 256, "filters": 16}
VARIED = {"size": (32, 64, 128, 256), "filters": (8, 16, 32, 64), "batch": (16, 32, 64, 128), "threads": (1, 2, 3, 4),
          "patterns": (128, 256, 512, 1024)}
TITLES = {"size": "height and width in pixels", "filters": "filters of the first convolution",
          "batch": "batch size", "threads": "threads", "patterns": "patterns in an epoch"}


def rates(ednet, runs, **changed):
    values = {**BASELINE, **changed}
    words = [values["threads"], runs, values["size"], values["batch"], values["patterns"], values["filters"], "reference"]
    done = subprocess.run([str(ednet), "training", *map(str, words)], stdout=subprocess.PIPE, text=True, check=True)
    last = json.loads(done.stdout.splitlines()[-1])
    return statistics.median(last["training"]), statistics.median(last["inference"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ednet", default=PEERS.parent / ".build" / "release" / "ednet-benchmarks")
    parser.add_argument("--picture", help="a PNG file to draw into")
    options = parser.parse_args()
    table = {}
    for name, values in VARIED.items():
        for value in values:
            table[name, value] = rates(options.ednet, options.runs, **{name: value})
            training, inference = table[name, value]
            print(f"{name:<9} {value:>5}   training {training:8.0f} /s   inference {inference:8.0f} /s", flush=True)
    if options.picture:
        draw(table, options.picture)


def draw(table, path):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(VARIED), figsize=(15, 3.2), sharey=True, layout="constrained")
    for axis, (name, values) in zip(axes, VARIED.items()):
        for column, label, style in ((0, "training", "o-"), (1, "inference", "s--")):
            axis.plot(values, [table[name, value][column] for value in values], style, label=label)
        axis.set(xscale="log", yscale="log", xlabel=TITLES[name])
        axis.set_xticks(values, [str(value) for value in values])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("patterns a second")
    axes[0].legend()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
