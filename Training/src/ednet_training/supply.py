"""Band tables of crystals without end, made by worker processes while a network learns."""
import multiprocessing as mp
import os
import queue

import numpy as np

from . import bands, crystals, tables

FIELDS = ("vectors", "potentials", "weights", "axes", "kinds", "histogram", "lattice", "laue")


def structures(packed):
    """The structures of a packed file: (Crystal, is held out, Prototype or None)."""
    result = []
    for cell, positions, numbers, group, rotations, held, prototype in packed["structures"]:
        crystal = crystals.Crystal(cell, positions, numbers, int(group), rotations)
        result.append((crystal, bool(held), crystals.Prototype(*prototype) if prototype else None))
    return result


def stacked(tables_):
    return {f: np.stack([np.asarray(getattr(t, f)) for t in tables_]) for f in FIELDS}


def _work(seed, prototypes, out, batch):
    os.environ["OMP_NUM_THREADS"] = "1"
    generator = np.random.default_rng(seed)
    number = int(generator.integers(14))
    made = []
    while True:
        lattice = tables.LATTICES[number % 14]
        try:
            crystal = crystals.virtual_crystal(lattice, prototypes, generator)
            if crystal is None:
                continue
            made.append(bands.Bands.of(crystal, bands.temperature_factors(crystal.numbers, generator)))
        except Exception:  # chance makes crystals that spglib cannot digest
            continue
        number += 1
        if len(made) == batch:
            out.put(stacked(made))
            made = []


class Supply:
    """Workers that make virtual crystals for ever, balanced over the lattices."""

    def __init__(self, prototypes, workers: int, seed: int, batch: int = 28):
        context = mp.get_context("fork")
        self._queue = context.Queue(maxsize=4 * workers)
        self._processes = [
            context.Process(target=_work, args=(seed * 1009 + i, prototypes, self._queue, batch), daemon=True)
            for i in range(workers)
        ]
        for p in self._processes:
            p.start()

    def take(self, wait: float = 0.0):
        """The next tables; None where there are none yet."""
        try:
            return self._queue.get(timeout=wait) if wait else self._queue.get_nowait()
        except queue.Empty:
            return None

    def stop(self):
        for p in self._processes:
            p.kill()
