#!/usr/bin/env python3
"""Time PyTorch on ednet's reference network: patterns per second in training and in inference.

    python speed_pytorch.py --threads 2 --runs 20

Input 1x128x128; Conv2D 3x3 same + bias + ReLU + MaxPool2D 2 with 16, 32, 64, 128 filters; Dense 128 ReLU;
Dense 14; float32. A training step is forward, softmax cross-entropy, backward and Adam. The median of
the runs counts, after warm-up runs that do not. Ends with one JSON line.
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F

from convolutional_network import convolutional_network, parameter_count

INPUT, FILTERS, UNITS, CLASSES = (1, 128, 128), (16, 32, 64, 128), 128, 14


def median_seconds(work, runs, warm_up):
    for _ in range(warm_up):
        work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--warm-up", type=int, default=3)
    options = parser.parse_args()
    if min(options.threads, options.batch, options.runs) < 1 or options.warm_up < 0:
        parser.error("--threads, --batch and --runs must be at least 1, --warm-up at least 0")
    torch.set_num_threads(options.threads)

    results = []
    for name, layout in (("contiguous", torch.contiguous_format), ("channels_last", torch.channels_last)):
        torch.manual_seed(1)
        network = convolutional_network(INPUT, FILTERS, UNITS, CLASSES).to(memory_format=layout)
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
        images = torch.randn(options.batch, *INPUT).contiguous(memory_format=layout)
        labels = torch.randint(CLASSES, (options.batch,))

        def step():
            optimizer.zero_grad()
            F.cross_entropy(network(images), labels).backward()
            optimizer.step()

        @torch.inference_mode()
        def infer():
            network(images)

        for work, body in (("training", step), ("inference", infer)):
            rate = options.batch / median_seconds(body, options.runs, options.warm_up)
            results.append({"work": work, "layout": name, "patternsPerSecond": round(rate, 1)})
            print(f"{work:<10} {name:<14} {rate:10.1f} patterns/s", flush=True)

    print(json.dumps({
        "torch": torch.__version__, "vectorUnits": torch.backends.cpu.get_cpu_capability(),
        "threads": options.threads, "batch": options.batch, "runs": options.runs,
        "parameters": parameter_count(network), "results": results,
    }))


if __name__ == "__main__":
    main()
