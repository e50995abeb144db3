#!/usr/bin/env python3
"""Time PyTorch on ednet's networks: patterns per second in training and in inference.

    python speed_pytorch.py --threads 2 --runs 20
    python speed_pytorch.py --network residual --size 64

The networks are those of networks.py: by default the reference network, input 1x128x128; float32. A training step is
forward, softmax cross-entropy, backward and Adam; also under bfloat16 autocast. Inference has the normalisation folded
into the convolutions. Covers the contiguous and channels_last layouts, torch.compile in the faster of the two, and a
single pattern on one thread. Reports medians of the runs after warm-up runs. Ends with one JSON line.
"""

import contextlib
import copy
import json
import os
import shutil
import statistics

import torch
import torch.nn.functional as F

import networks
from convolutional_network import parameter_count

LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def training_step(network, images, labels, half=False):
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4, fused=True)

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16) if half else contextlib.nullcontext():
            loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()

    return step


def inference(network, images):
    @torch.inference_mode()
    def infer():
        network(images)

    return infer


def main():
    parser = networks.parser(__doc__.splitlines()[0])
    parser.add_argument("--no-compile", action="store_true", help="skip torch.compile")
    options = networks.checked(parser)
    torch.set_num_threads(options.threads)

    torch.manual_seed(1)
    original = networks.network(options.network, options.size)
    shape = (options.batch, 1, options.size, options.size)
    labels = torch.randint(networks.CLASSES, (options.batch,))
    results, single = [], {}

    def prepared(layout, count=options.batch, folded=False):
        """A copy of the network and its input in that layout."""
        network = copy.deepcopy(original)
        if folded:
            network = networks.fold_normalization(network.eval())
        images = torch.randn(count, *shape[1:]).contiguous(memory_format=LAYOUTS[layout])
        return network.to(memory_format=LAYOUTS[layout]), images

    def record(work, layout, body, precision="float32", compiled=False):
        seconds = networks.seconds_of(body, options.runs, options.warm_up)
        rate = options.batch / statistics.median(seconds)
        results.append({"work": work, "layout": layout, "precision": precision, "compiled": compiled,
                        "patternsPerSecond": round(rate, 1), "rates": [options.batch / s for s in seconds]})
        note = " compiled" if compiled else "" if precision == "float32" else " " + precision
        print(f"{work:<10} {layout + note:<24} {rate:10.1f} patterns/s", flush=True)

    for layout in LAYOUTS:
        record("training", layout, training_step(*prepared(layout), labels))
        record("inference", layout, inference(*prepared(layout, folded=True)))
    for layout in LAYOUTS:
        record("training", layout, training_step(*prepared(layout), labels, half=True), precision="bfloat16")

    if not options.no_compile:
        # torch.compile uses CXX if it finds none of its compilers.
        if not any(map(shutil.which, ("g++", "c++"))) and (clang := shutil.which("clang++")):
            os.environ.setdefault("CXX", clang)
        for work in ("training", "inference"):
            layout = max((r for r in results if r["work"] == work and r["precision"] == "float32"),
                         key=lambda r: r["patternsPerSecond"])["layout"]
            network, images = prepared(layout, folded=work == "inference")
            try:
                torch.compiler.reset()
                if work == "training":
                    compiled = torch.compile(network, dynamic=False)
                    body = training_step(compiled, images, labels)
                else:
                    body = inference(torch.compile(network, dynamic=False, options={"freezing": True}), images)
                body()
                body()
                record(work, layout, body, compiled=True)
            except Exception as error:  # compiler errors have no common type
                reason = str(error).strip().splitlines() or [type(error).__name__]
                print(f"{work:<10} torch.compile failed: {reason[0]}", flush=True)

    torch.set_num_threads(1)
    for layout in LAYOUTS:
        body = inference(*prepared(layout, 1, folded=True))
        single[layout] = networks.seconds_of(body, 10 * options.runs, max(10, options.warm_up))
        print(f"single     {layout:<24} {1000 * statistics.median(single[layout]):10.3f} ms, 1 thread", flush=True)

    print(json.dumps({
        "torch": torch.__version__, "vectorUnits": torch.backends.cpu.get_cpu_capability(),
        "network": options.network, "size": options.size,
        "threads": options.threads, "batch": options.batch, "runs": options.runs,
        "parameters": parameter_count(original), "multiplyAdds": networks.multiply_adds(original, options.size),
        "results": results, "single": single,
    }))


if __name__ == "__main__":
    main()
