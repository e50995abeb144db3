"""The crystals that a network learns from, on its device: real ones, virtual ones and master patterns of small ones."""

import time

import numpy as np
import torch

from . import dynamical, structures, supply
from .dataset import TARGETS, Pool


class Crystals:
    """Pools of crystals that workers refill while a network learns; trainings may share them, one after the other."""

    def __init__(self, options, packed, source, master_source, device, say):
        """`master_source` makes potentials for master patterns and is None if no pattern comes from one."""
        self.source, self.master_source, self.device = source, master_source, device
        known = structures.unpacked(str(packed["structures"]))
        held_out = [s.crystal for s in known if s.held_out]
        self.held_out = supply.real_tables(held_out, seed=11) if held_out else None
        real = supply.real_tables([s.crystal for s in known if not s.held_out], options.seed)
        most = int(np.bincount(real["lattice"]).max())
        self.real, self.virtual = Pool(most, real, device), Pool(options.capacity, real, device)
        self.real.add(real)
        say(f"{len(real['lattice'])} real structures, {len(held_out)} held out")
        while self.virtual.added < options.first or min(self.virtual.filled) == 0:
            made = source.take(wait=30)
            if made is not None:
                self.virtual.add(made)
        say(f"{self.virtual.added} virtual crystals to begin with: {self.virtual.filled}")
        self.masters, self.began, self.spent = None, time.time(), 0.0
        if master_source:
            self._rng, self._waiting = np.random.default_rng(options.seed + 1), []
            self.capacity = options.master_capacity
            while self.masters is None or self.masters.added < options.first_masters:
                self.add_master(wait=30)
            say(f"{self.masters.added} master patterns to begin with: {self.masters.filled}")

    def add_master(self, wait: float = 0.0):
        """Computes one master pattern if a worker has a potential."""
        if not self._waiting:
            self._waiting = self.master_source.take(wait) or []
        if not self._waiting:
            return
        began = time.time()
        bands, potential = self._waiting.pop()
        own = {f: v[None].cpu() for f, v in dynamical.master(potential, self._rng, self.device).items()}
        own |= {f: torch.as_tensor(v) for f, v in supply.stacked([bands]).items() if f in TARGETS}
        if self.masters is None:
            self.masters = Pool(self.capacity, own, self.device)
        self.masters.add(own)
        self.spent += time.time() - began

    def refill(self, share_of_time: float):
        """Takes what workers have made; master patterns are computed in a share of the time."""
        while (made := self.source.take()) is not None:
            self.virtual.add(made)
        if self.masters is not None and self.spent < share_of_time * (time.time() - self.began):
            self.add_master()

    def draw(self, real: int, masters: int, total: int):
        """Tables of crystals of two-beam theory, and of master patterns or None: `total` patterns in all."""
        virtual = total - real - masters
        parts = [pool.draw(n) for pool, n in ((self.real, real), (self.virtual, virtual)) if n]
        crystals = {f: torch.cat([p[f] for p in parts]) for f in supply.FIELDS}
        return crystals, self.masters.draw(masters) if masters else None
