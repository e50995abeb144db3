#!/usr/bin/env python3
"""Time ONNX Runtime on ednet's networks: patterns per second in inference, and the latency of a single pattern.

    python speed_onnx.py --network residual --size 64 --threads 2

The networks are those of networks.py, with random weights in eval mode, the normalisation folded into the convolutions,
exported by PyTorch with a dynamic batch size and run on the CPU with all graph optimisations. Reports the median of the
runs after warm-up runs. Ends with one JSON line.
"""

import io
import json
import statistics
import warnings

import numpy
import onnxruntime
import torch

import networks


def exported(name, size):
    """The network as the bytes of an ONNX file."""
    torch.manual_seed(1)
    network = networks.fold_normalization(networks.network(name, size).eval())
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs another package
        torch.onnx.export(network, (torch.randn(2, 1, size, size),), file, dynamo=False, input_names=["patterns"],
                          output_names=["logits"], dynamic_axes={"patterns": {0: "batch"}, "logits": {0: "batch"}})
    return file.getvalue(), network


def new_session(model, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def main():
    options = networks.checked(networks.parser(__doc__.splitlines()[0]))

    model, network = exported(options.network, options.size)
    patterns = numpy.random.default_rng(1).standard_normal(
        (options.batch, 1, options.size, options.size), dtype=numpy.float32)

    session = new_session(model, 1)
    with torch.inference_mode():
        expected = network(torch.from_numpy(patterns[:1])).numpy()
    difference = abs(session.run(None, {"patterns": patterns[:1]})[0] - expected).max()
    if not difference < 1e-3:
        raise SystemExit(f"error: ONNX Runtime's outputs differ from PyTorch's by {difference}")
    single = networks.seconds_of(lambda: session.run(None, {"patterns": patterns[:1]}), 10 * options.runs,
                                 max(10, options.warm_up))
    session = new_session(model, options.threads)  # releases the previous session and its threads
    seconds = networks.seconds_of(lambda: session.run(None, {"patterns": patterns}), options.runs, options.warm_up)
    rates = [options.batch / s for s in seconds]
    print(f"inference  {statistics.median(rates):10.1f} patterns/s")
    print(f"single     {1000 * statistics.median(single):10.3f} ms, 1 thread")
    print(json.dumps({
        "onnxruntime": onnxruntime.__version__, "network": options.network, "size": options.size,
        "threads": options.threads, "batch": options.batch, "runs": options.runs,
        "inference": rates, "single": single,
    }))


if __name__ == "__main__":
    main()
