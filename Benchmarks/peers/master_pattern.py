#!/usr/bin/env python3
"""Time de-ebsd's dynamical master patterns, on the CPU.

    python master_pattern.py --threads 2 --runs 5 --backend bloch_prism Samples/structures/cF/nickel.cif

Same settings as `ednet-benchmarks master-pattern`: 201x201x2, 20 kV, d >= 0.8 A. A run is `MasterPatternSimulator.compute` of a new
simulator (structure factors, tables, waves, unfolding); Excluded are the import, the folding of directions by
symmetry (de-ebsd caches it after the first call) and the Monte Carlo simulation of depths, for which ednet has a formula.

Backends: `bloch` (one direction at a time, float64), `bloch_prism` (batches, complex128: de-ebsd's default) and
`bloch_prism_complex64` (the same in single precision, as ednet). --directions computes a number of evenly spread
symmetry-distinct directions and scales their time up to all of them.

Thresholds: both programs call a beam strong if |s_g| <= strong * lambda * U, weak if <= weak * lambda * U, and omit it
beyond cutoff * lambda * |U_g|. ednet's U is the largest of the crystal except U_0; de-ebsd takes the largest
|U_(g-h)| over candidates h. Since h = g is a candidate, its U is U_0, about twice as large. So `--thresholds matched`
gives de-ebsd ednet's numbers times U_max / U_0 and the same cutoff, which gives the same strong and weak beams;
`same` gives it ednet's numbers unchanged, `default` its own (8, 50, 100). Ends with one JSON line.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy as np
import threadpoolctl
import torch

import de_ebsd
from de_ebsd.crystal.structure_factors import compute_structure_factors
from de_ebsd.diffraction.backends import BlochWaveBackend, SimulationInputs, classify_reflections
from de_ebsd.diffraction.kvectors import reduce_to_fundamental_sector, sample_incident_directions
from de_ebsd.diffraction.prism import BlochPrismBackend
from de_ebsd.sim.montecarlo.depth import DepthDistribution

HALF_WIDTH, ENERGY, SPACING = 100, 20.0, 0.08  # 201 rows; keV; nm
STRONG, WEAK, CUTOFF = 8, 60, 400  # ednet's BetheThresholds


def bethe_parameters(kind, factors):
    if kind == "default":
        return de_ebsd.BetheParameters()
    scale = 1.0
    if kind == "matched":
        scale = float(np.abs(factors.ucg).max() / abs(factors.lookup(np.zeros(3, np.int64))))
    return de_ebsd.BetheParameters(strong=STRONG * scale, weak=WEAK * scale, cutoff=CUTOFF)


def new_backend(name, candidates, strong):
    if name == "bloch":
        return BlochWaveBackend()
    backend = BlochPrismBackend(torch.complex64 if name.endswith("complex64") else torch.complex128)
    # The default batches are meant for a GPU and would need tens of gigabytes for a cell of 200 cubic angstroms. These
    # sizes were the fastest on the CPU (tried: sorting 1 to 128 beams at a time, solving 16 to 1024).
    backend.class_chunk = max(1, round(1e6 / candidates**2))
    backend.matmul_batch = min(1024, max(16, round(3e5 / strong**2)))
    return backend


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cif", nargs="+")
    parser.add_argument("--backend", default="bloch_prism",
                        choices=("bloch", "bloch_prism", "bloch_prism_complex64"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--thresholds", default="matched", choices=("matched", "same", "default"))
    parser.add_argument("--directions", type=int, help="compute this number of directions and scale up")
    options = parser.parse_args()
    if min(options.threads, options.runs, 1 if options.directions is None else options.directions) < 1:
        parser.error("all numbers must be at least 1")
    torch.set_num_threads(options.threads)
    threadpoolctl.threadpool_limits(options.threads)

    rows = []
    for path in options.cif:
        crystal = de_ebsd.Crystal.from_cif(path)
        depths = DepthDistribution.from_simulation(crystal, ENERGY, n_electrons=200_000, seed=0)
        directions, _ = reduce_to_fundamental_sector(
            sample_incident_directions(HALF_WIDTH).flat(), crystal.space_group, cache_key=HALF_WIDTH)
        total = len(directions)
        count = min(options.directions or total, total)
        sample = directions[torch.linspace(0, total - 1, count).round().long()]

        factors = compute_structure_factors(crystal, ENERGY, SPACING)
        bethe = bethe_parameters(options.thresholds, factors)
        beams = [classify_reflections(factors, k, bethe)
                 for k in directions[:: max(1, total // 200)].double().numpy()]
        candidates, strong, weak = (
            float(np.mean(numbers)) for numbers in zip(*((len(b), b.n_strong, b.n_weak) for b in beams)))

        def simulator():
            return de_ebsd.MasterPatternSimulator(
                crystal, de_ebsd.Microscope(energy=1000 * ENERGY), npx=HALF_WIDTH, dmin=SPACING, bethe=bethe,
                monte_carlo=depths, backend=new_backend(options.backend, candidates, strong))

        def prepare():
            new = simulator()
            new.backend.prepare(SimulationInputs(
                new.structure_factors(), bethe, depths, torch.device("cpu"), torch.float32))
            return new.backend

        prepare().intensities(sample[:: max(1, count // 32)])  # a warm-up
        seconds = []
        for _ in range(options.runs):
            start = time.perf_counter()
            if count == total:
                simulator().compute(device="cpu")
                seconds.append(time.perf_counter() - start)
            else:
                backend = prepare()
                prepared = time.perf_counter()
                backend.intensities(sample)
                seconds.append(prepared - start + (time.perf_counter() - prepared) * total / count)

        row = {
            "cell": pathlib.Path(path).stem, "backend": options.backend, "threads": options.threads,
            "thresholds": options.thresholds, "seconds": seconds, "directions": total, "computed": count,
            "strongBeams": strong, "weakBeams": weak,
            "depths": int(depths.integration_depths()[depths.energy_index(ENERGY)]),
        }
        rows.append(row)
        print(f"{row['cell']:<28} {options.backend:<22} {options.threads} threads {statistics.median(seconds):10.2f} s "
              f"({min(seconds):.2f} to {max(seconds):.2f}), {count} of {total} directions, "
              f"{strong:.1f} strong, {weak:.1f} weak beams", flush=True)
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
