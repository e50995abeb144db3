#!/usr/bin/env python3
"""Time matrix products of OpenBLAS with each of its core types on one thread: the system's library and that of PyPI.

    pip install scipy-openblas32 numpy
    python speed_blas.py --runs 9

Each core type runs in a process of its own with OPENBLAS_CORETYPE; "own choice" runs without it. Prints the median and the range
of the runs in GFLOP/s. A core type that a library does not have is run under the name of the one that it takes instead.
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import time

import numpy

CORES = ["own choice", "Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX", "Cooperlake"]
SIZES = [64, 256, 1024]
PRODUCTS = 200_000_000  # multiply-adds in a run, about


def library(name):
    """The library, and the prefix of its functions."""
    if name != "scipy-openblas32":
        return ctypes.CDLL(name), ""
    import scipy_openblas32
    return ctypes.CDLL(os.path.join(scipy_openblas32.get_lib_dir(), "libscipy_openblas.so")), "scipy_"


def rates(multiply, number, n, runs):
    a = (numpy.arange(n * n) % 7).astype(number)
    b = (numpy.arange(n * n) % 5).astype(number)
    c = numpy.zeros(n * n, number)
    scalar = ctypes.c_float if number == numpy.float32 else ctypes.c_double
    pointers = [ctypes.c_void_p(x.ctypes.data) for x in (a, b, c)]
    count = max(1, PRODUCTS // n**3)

    def run():
        start = time.perf_counter()
        for _ in range(count):
            multiply(101, 111, 111, n, n, n, scalar(1), pointers[0], n, pointers[1], n, scalar(0), pointers[2], n)
        return 2e-9 * count * n**3 / (time.perf_counter() - start)

    run()
    return [run() for _ in range(runs)]


def measure(name, runs):
    """One process: prints the core type in use, the version and the rates as JSON."""
    loaded, prefix = library(name)
    core = getattr(loaded, prefix + "openblas_get_corename")
    configuration = getattr(loaded, prefix + "openblas_get_config")
    core.restype = configuration.restype = ctypes.c_char_p
    getattr(loaded, prefix + "openblas_set_num_threads")(1)
    results = {
        f"{routine} {n}": rates(getattr(loaded, f"{prefix}cblas_{routine}"), number, n, runs)
        for routine, number in [("sgemm", numpy.float32), ("dgemm", numpy.float64)] for n in SIZES
    }
    print(json.dumps({"core": core().decode(), "version": configuration().decode().split()[1], "results": results}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--libraries", nargs="+", default=["libopenblas.so.0", "scipy-openblas32"])
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.measure, options.runs)

    for name in options.libraries:
        for wanted in CORES:
            environment = {key: value for key, value in os.environ.items()
                           if key not in ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS")}
            if wanted != "own choice":
                environment["OPENBLAS_CORETYPE"] = wanted
            command = [sys.executable, __file__, "--measure", name, "--runs", str(options.runs)]
            run = subprocess.run(command, env=environment, capture_output=True, text=True)
            if run.returncode != 0:
                print(f"{name}, {wanted}: ended with status {run.returncode}")
                continue
            result = json.loads(run.stdout)
            if wanted not in ("own choice", result["core"]):
                print(f"{name} {result['version']}, {wanted}: takes {result['core']}")
                continue
            print(f"{name} {result['version']}, {wanted}: {result['core']}")
            for product, values in result["results"].items():
                print(f"  {product:10} {statistics.median(values):6.1f} ({min(values):.1f} to {max(values):.1f})")


if __name__ == "__main__":
    main()
