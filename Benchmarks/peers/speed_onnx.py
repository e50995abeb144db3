#!/usr/bin/env python3
"""Time ONNX Runtime on ednet's networks: patterns per second in inference, and one pattern alone.

    python speed_onnx.py --network residual --size 64 --threads 2

The networks are those of networks.py, with random weights in eval mode, exported by PyTorch with a batch of any size
and run on the CPU with all optimisations of the graph, which fold the normalisation into the convolutions. The median
of the runs counts, after warm-up runs that do not. Ends with one JSON line.
"""

import argparse
import io
import json
import statistics
import time
import warnings

import numpy
import onnxruntime
import torch

import networks


def exported(name, size):
    """The network as the bytes of an ONNX file."""
    torch.manual_seed(1)
    network = networks.network(name, size).eval()
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs one more package
        torch.onnx.export(network, (torch.randn(2, 1, size, size),), file, dynamo=False, input_names=["patterns"],
                          output_names=["logits"], dynamic_axes={"patterns": {0: "batch"}, "logits": {0: "batch"}})
    return file.getvalue(), network


def new_session(model, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def seconds_of(session, patterns, runs, warm_up):
    for _ in range(warm_up):
        session.run(None, {"patterns": patterns})
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        session.run(None, {"patterns": patterns})
        seconds.append(time.perf_counter() - start)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", default="reference", choices=networks.NAMES)
    parser.add_argument("--size", type=int, default=128, help="height and width of a pattern")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--runs", type=int, default=15, help="ten times as many of one pattern alone")
    parser.add_argument("--warm-up", type=int, default=3)
    options = parser.parse_args()
    if min(options.threads, options.batch, options.runs) < 1 or options.warm_up < 0 or options.size < 4:
        parser.error("--threads, --batch and --runs must be at least 1, --size at least 4, --warm-up at least 0")

    model, network = exported(options.network, options.size)
    patterns = numpy.random.default_rng(1).standard_normal(
        (options.batch, 1, options.size, options.size), dtype=numpy.float32)

    session = new_session(model, 1)
    with torch.inference_mode():
        expected = network(torch.from_numpy(patterns[:1])).numpy()
    difference = abs(session.run(None, {"patterns": patterns[:1]})[0] - expected).max()
    if not difference < 1e-3:
        raise SystemExit(f"error: ONNX Runtime's outputs differ from PyTorch's by {difference}")
    single = seconds_of(session, patterns[:1], 10 * options.runs, max(10, options.warm_up))
    del session  # with its threads
    seconds = seconds_of(new_session(model, options.threads), patterns, options.runs, options.warm_up)
    rates = [options.batch / s for s in seconds]
    print(f"inference  {statistics.median(rates):10.1f} patterns/s")
    print(f"one alone  {1000 * statistics.median(single):10.3f} ms, 1 thread")
    print(json.dumps({
        "onnxruntime": onnxruntime.__version__, "network": options.network, "size": options.size,
        "threads": options.threads, "batch": options.batch, "runs": options.runs,
        "inference": rates, "single": single,
    }))


if __name__ == "__main__":
    main()
