#!/usr/bin/env python3
"""Time kikuchipy and de-ebsd at projecting a master pattern onto a detector: patterns per second on one core.

    python projection.py --runs 5

Same settings as `ednet-benchmarks projection`: a master pattern of 401 rows, detectors of 128x128, float32, one detector for all
patterns, no rescaling, all patterns of a run kept. kikuchipy (numba) is asked for patterns at once (`compute=True`) and
as a lazy signal that is then computed; de-ebsd (PyTorch) takes batches of several sizes. The first run compiles and is dropped. Ends
with one JSON line.
"""

import argparse
import json
import os
import statistics
import time

# Read when the libraries are loaded.
os.environ.update({name: "1" for name in (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")})

import dask
import kikuchipy
import numpy as np
import orix.crystal_map
import orix.quaternion
import torch

import de_ebsd

ROWS, SIZE, PATTERNS, ENERGY = 401, 128, 500, 20.0
PATTERN_CENTER, SAMPLE_TILT = (0.5, 0.3, 0.6), 70.0


def rates(work, runs):
    work()
    values = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        values.append(PATTERNS / (time.perf_counter() - start))
    return values


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    torch.set_num_threads(1)
    dask.config.set(scheduler="synchronous")

    # Intensities do not affect the speed.
    random = np.random.default_rng(1)
    data = random.uniform(1, 2, (2, ROWS, ROWS)).astype(np.float32)
    rotations = orix.quaternion.Rotation(random.normal(size=(PATTERNS, 4))).unit

    master = kikuchipy.signals.EBSDMasterPattern(
        data, projection="lambert", hemisphere="both",
        phase=orix.crystal_map.Phase(name="any", point_group="1"))
    detector = kikuchipy.detectors.EBSDDetector(
        shape=(SIZE, SIZE), pc=PATTERN_CENTER, convention="bruker", sample_tilt=SAMPLE_TILT, tilt=0)
    torch_master = de_ebsd.MasterPattern(torch.from_numpy(data)[None], np.array([ENERGY]))
    torch_detector = de_ebsd.EBSDDetector((SIZE, SIZE), PATTERN_CENTER, sample_tilt=SAMPLE_TILT)
    quaternions = torch.from_numpy(rotations.data).float()

    def computed():
        return master.get_patterns(rotations, detector, compute=True, show_progressbar=False).data

    def lazy(chunk=None):
        shape = {} if chunk is None else {"chunk_shape": chunk}
        signal = master.get_patterns(rotations, detector, compute=False, show_progressbar=False, **shape)
        return signal.data.compute()

    @torch.inference_mode()
    def batches(size):
        return [torch_master.project(torch_detector, part, rescale=False) for part in quaternions.split(size)]

    # Both must give the same projection.
    difference = np.abs(computed().reshape(-1, SIZE, SIZE) - torch.cat(batches(50)).numpy())
    if np.median(difference) > 1e-3:
        raise SystemExit(f"error: kikuchipy's and de-ebsd's patterns differ by {np.median(difference)}")

    works = {"kikuchipy, compute": computed, "kikuchipy, lazy": lazy,
             "kikuchipy, lazy, chunks of 25": lambda: lazy(25)}
    for size in (1, 4, 16, 64):
        works[f"de-ebsd, batches of {size}"] = lambda size=size: batches(size)
    results = {name: rates(work, options.runs) for name, work in works.items()}
    for name, values in results.items():
        print(f"{name:<30} {statistics.median(values):8.1f} patterns/s ({min(values):.1f} to {max(values):.1f})")
    print(json.dumps(results))


if __name__ == "__main__":
    main()
