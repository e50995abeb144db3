"""Tables of crystals without end, made by worker processes while a network learns."""

import multiprocessing as mp
import os
import queue

import numpy as np

from . import bands, crystals, dynamical, tables

FIELDS = ("vectors", "potentials", "weights", "axes", "kinds", "histogram", "lattice", "laue")


def stacked(crystals_tables) -> dict:
    """The tables of crystals as one array for each field."""
    return {f: np.stack([np.asarray(getattr(t, f)) for t in crystals_tables]) for f in FIELDS}


def real_tables(structures, seed: int) -> dict:
    """The stacked tables of crystals with drawn Debye–Waller factors."""
    rng = np.random.default_rng(seed)
    return stacked([bands.Bands.of(c, bands.temperature_factors(c.numbers, rng)) for c in structures])


def two_beam(crystal, rng):
    """The tables of a crystal for two-beam theory."""
    return bands.Bands.of(crystal, bands.temperature_factors(crystal.numbers, rng))


def many_beam(crystal, rng):
    """The tables of a crystal and its potential, for dynamical theory; None if its cell is large."""
    if abs(np.linalg.det(crystal.cell)) > dynamical.LARGEST_CELL:
        return None
    factors = bands.temperature_factors(crystal.numbers, rng)
    return bands.Bands.of(crystal, factors), dynamical.Potential.of(crystal, factors)


def _work(seed, prototypes, out, batch, make):
    os.environ["OMP_NUM_THREADS"] = "1"
    rng = np.random.default_rng(seed)
    lattices = tables.value("lattices")
    number = int(rng.integers(len(lattices)))
    made = []
    try:
        while True:
            crystal = crystals.virtual_crystal(lattices[number % len(lattices)], prototypes, rng)
            tables_ = crystal and make(crystal, rng)
            if tables_ is None:
                continue
            made.append(tables_)
            number += 1
            if len(made) == batch:
                out.put(stacked(made) if make is two_beam else made)
                made = []
    except KeyboardInterrupt:
        pass
    except Exception as error:
        out.put(error)
        raise


class Supply:
    """Workers that make virtual crystals for ever, balanced over the lattices.

    `make` turns a crystal into the tables of a theory: `two_beam`, whose tables come stacked, or `many_beam`.
    """

    def __init__(self, prototypes, workers: int, seed: int, batch: int = 28, make=two_beam):
        tables.value("lattices")  # read before the fork
        self._context = mp.get_context("fork")
        # Room for the crystals that are made while the network is compiled.
        self._queue = self._context.Queue(maxsize=20 * workers)
        self._prototypes, self._batch, self._make, self._next_seed = prototypes, batch, make, seed * 1009
        self._processes = [self._started() for _ in range(workers)]

    def _started(self):
        arguments = (self._next_seed, self._prototypes, self._queue, self._batch, self._make)
        self._next_seed += 1
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        return process

    def _replace_crashed(self):
        """Starts a worker for each that a signal ended, as a fault in a library does."""
        for i, process in enumerate(self._processes):
            if process.exitcode is not None and process.exitcode < 0:
                print(f"warning: signal {-process.exitcode} ended a worker; another one starts", flush=True)
                self._processes[i] = self._started()

    def take(self, wait: float = 0.0):
        """The next tables; None if there are none yet.

        Raises the error of a worker that failed.
        """
        try:
            made = self._queue.get(timeout=wait) if wait else self._queue.get_nowait()
        except queue.Empty:
            self._replace_crashed()
            return None
        if isinstance(made, Exception):
            raise made
        return made

    def stop(self):
        """Ends the workers."""
        for p in self._processes:
            p.kill()
            p.join()
        self._queue.cancel_join_thread()
        self._queue.close()
