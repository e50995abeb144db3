#!/usr/bin/env python3
"""Time ONNX Runtime and OpenVINO in 32 bits and in 8 bits on ednet's networks, each with its own best settings.

    python speed_int8.py --network residual --size 96 --threads 1

The networks are those of speed_onnx.py, with random weights. ONNX Runtime's static quantization (QDQ, unsigned activations,
signed weights with a scale for each filter) gives the 8-bit graph, which OpenVINO reads too. OpenVINO runs with its default,
which takes bfloat16 where the processor has it, and with the hint float32. Reports patterns a second for a batch (with
OpenVINO the faster of one request and one for each thread) and the median latency of a single pattern on one thread, in turn.
Ends with one JSON line.
"""

import json
import pathlib
import statistics
import tempfile

import numpy
import onnxruntime
import openvino
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

import networks
from speed_onnx import exported, new_session


class Patterns(CalibrationDataReader):
    """Batches of one pattern for the calibration."""

    def __init__(self, patterns):
        self.batches = iter([{"patterns": patterns[n:n + 1]} for n in range(len(patterns))])

    def get_next(self):
        return next(self.batches, None)


def quantized(model, patterns, folder):
    """The path of the 8-bit graph."""
    source, prepared, target = (str(folder / name) for name in ("float.onnx", "prepared.onnx", "int8.onnx"))
    pathlib.Path(source).write_bytes(model)
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_static(prepared, target, Patterns(patterns), quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    return source, target


def onnx_runtime(path, threads):
    session = new_session(path, threads)
    return lambda patterns: session.run(None, {"patterns": patterns})[0]


def open_vino(path, threads, mode, precision):
    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": mode, "ENABLE_HYPER_THREADING": True}
    if precision:
        settings["INFERENCE_PRECISION_HINT"] = precision
    model = openvino.Core().compile_model(path, "CPU", settings)
    request = model.create_infer_request()
    return lambda patterns: request.infer({0: patterns})[0]


def in_parallel(path, threads, precision):
    """A batch cut into parts, one for each of OpenVINO's requests."""
    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": threads}
    if precision:
        settings["INFERENCE_PRECISION_HINT"] = precision
    queue = openvino.AsyncInferQueue(openvino.Core().compile_model(path, "CPU", settings), threads)

    def run(patterns):
        for part in numpy.array_split(patterns, max(threads, len(patterns) // 8)):
            queue.start_async({0: part})
        queue.wait_all()

    return run


def seconds_of(work, patterns, runs, warm_up):
    return networks.seconds_of(lambda: work(patterns), runs, warm_up)


def main():
    options = networks.checked(networks.parser(__doc__.splitlines()[0]))
    model, _ = exported(options.network, options.size)
    patterns = numpy.random.default_rng(1).standard_normal(
        (options.batch, 1, options.size, options.size), dtype=numpy.float32)
    with tempfile.TemporaryDirectory() as folder:
        floats, integers = quantized(model, patterns[:16], pathlib.Path(folder))
        threads = options.threads
        batches = {
            "ONNX Runtime float32": [onnx_runtime(floats, threads)],
            "ONNX Runtime int8": [onnx_runtime(integers, threads)],
        }
        singles = {"ONNX Runtime float32": onnx_runtime(floats, 1), "ONNX Runtime int8": onnx_runtime(integers, 1)}
        for name, path, precision in (("OpenVINO default", floats, None), ("OpenVINO float32", floats, "f32"),
                                      ("OpenVINO int8", integers, None)):
            batches[name] = [open_vino(path, threads, "LATENCY", precision), in_parallel(path, threads, precision)]
            singles[name] = open_vino(path, 1, "LATENCY", precision)
        results = {}
        expected = singles["ONNX Runtime float32"](patterns[:4])
        for name, work in singles.items():
            difference = abs(work(patterns[:4]) - expected).max() / abs(expected).max()
            single = seconds_of(work, patterns[:1], 10 * options.runs, max(10, options.warm_up))
            rates = [[options.batch / s for s in seconds_of(way, patterns, options.runs, options.warm_up)]
                     for way in batches[name]]
            best = max(rates, key=statistics.median)
            results[name] = {"inference": best, "single": single}
            print(f"{name:22} {statistics.median(best):9.1f} patterns/s, single {1000 * statistics.median(single):7.3f} ms, "
                  f"relative difference {difference:.1g}", flush=True)
    print(json.dumps({
        "onnxruntime": onnxruntime.__version__, "openvino": openvino.__version__, "network": options.network,
        "size": options.size, "threads": options.threads, "batch": options.batch, "results": results,
    }))


if __name__ == "__main__":
    main()
