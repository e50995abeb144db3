"""Batches of simulated patterns: crystals from a pool on the device, drawn, imaged and preprocessed there."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from . import dynamical, render, tables
from .camera import Camera
from .network import LATTICES
from .preprocess import SIZE, LocalContrast

COARSE_SHARE, COARSE_SPACING = 0.3, (0.6, 1.0)  # of patterns without the finest planes; Å
TARGETS = ("axes", "kinds", "histogram", "lattice", "laue")  # the fields that say what a network should answer


def random_rotations(n, device):
    """Rotation matrices (n, 3, 3), drawn uniformly."""
    q = F.normalize(torch.randn(n, 4, device=device), dim=1)
    w, x, y, z = q.unbind(1)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return torch.stack([torch.stack(row, 1) for row in rows], 1)


class Pool:
    """Crystals of each lattice in rings: new ones take the room of the oldest."""

    def __init__(self, capacity: int, example, device):
        """`capacity` crystals a lattice; `example` holds tables of one or more crystals, for their shapes."""
        self.capacity, self.device = capacity, device
        self.data = {
            f: torch.zeros((LATTICES * capacity, *a.shape[1:]), dtype=torch.as_tensor(a).dtype, device=device)
            for f, a in example.items()
        }
        self.filled, self.next, self.added = [0] * LATTICES, [0] * LATTICES, 0

    def add(self, crystals):
        """Adds tables of crystals (numpy, stacked)."""
        slots = []
        for lattice in crystals["lattice"].tolist():
            slots.append(lattice * self.capacity + self.next[lattice])
            self.next[lattice] = (self.next[lattice] + 1) % self.capacity
            self.filled[lattice] = min(self.filled[lattice] + 1, self.capacity)
        # Of two crystals for one slot the later one counts; the order of writing is not defined on a GPU.
        last = {slot: row for row, slot in enumerate(slots)}
        index = torch.tensor(list(last), device=self.device)
        for f in self.data:
            self.data[f][index] = torch.as_tensor(crystals[f])[list(last.values())].to(self.device)
        self.added += len(slots)

    def draw(self, n):
        """Tables of n crystals, balanced over the lattices that have any."""
        present = torch.tensor([i for i, count in enumerate(self.filled) if count], device=self.device)
        lattice = present[torch.randint(0, len(present), (n,), device=self.device)]
        filled = torch.tensor(self.filled, device=self.device)[lattice]
        slots = lattice * self.capacity + (torch.rand(n, device=self.device) * filled).long()
        return {f: values[slots] for f, values in self.data.items()}


class Simulator:
    """Turns tables of crystals into inputs and targets of a network.

    For comparisons, `drawn` gives all bands one profile instead of that of two-beam theory, `good` draws only good
    conditions of cameras, and `plain` leaves out clouds and high passes of drawn width.
    """

    def __init__(self, device, size: int = SIZE, drawn=False, good=False, plain=False):
        self.device, self.size, self.drawn, self.plain = device, size, drawn, plain
        self.camera, self.preprocess = Camera(device, size, good, clouds=not plain), LocalContrast(device, size)
        low, high = tables.value("highPass")
        self.high_passes = np.geomspace(low, high, 6)
        self.high = self.preprocess.high_pass_matrices(self.high_passes)

    def bands(self, crystals):
        """The coefficients (B, N, 7) of the bands of crystals, with drawn parameters of two-beam theory."""
        n, device, ranges = len(crystals["lattice"]), self.device, tables.value("twoBeam")

        def uniform(low, high):
            return torch.rand(n, device=device) * (high - low) + low

        def logarithmic(low, high):
            return torch.exp(uniform(math.log(low), math.log(high)))

        def normal(deviation):
            return torch.randn(n, device=device) * deviation

        varied = torch.rand(n, device=device) < ranges["variedShare"]
        # Simulators differ in the finest planes that they include.
        length = crystals["vectors"].norm(dim=2)
        coarse = torch.rand(n, device=device) < COARSE_SHARE
        most = torch.where(coarse, 1 / uniform(*COARSE_SPACING), math.inf)
        weights = torch.where(length <= most[:, None], crystals["weights"], 0)
        usual = torch.full((n,), tables.value("masterPatternVoltage"), device=device)
        draw = render.draw_profile if self.drawn else render.draw_bands
        return draw(
            crystals["vectors"],
            crystals["potentials"],
            weights,
            voltage=torch.where(torch.rand(n, device=device) < 0.5, usual, uniform(*tables.value("twoBeamVoltage"))),
            sharpness=uniform(*ranges["sharpness"]),
            thickness=logarithmic(*ranges["thickness"]),
            absorption=ranges["absorption"]
            + normal(ranges["absorptionDeviation"]) * torch.where(varied, ranges["variedFactor"], 1.0),
            strength=(
                normal(ranges["strengthDeviation"]),
                logarithmic(*ranges["strengthPeriod"]),
                uniform(0, 2 * math.pi),
            ),
        )

    def batch(self, crystals, masters=None):
        """Inputs (B, 1, n, n), lattices, Laue classes, maps and histograms of crystals (tables on the device).

        `crystals` are drawn by two-beam theory, `masters`, which follow them in the batch, from master patterns.
        """
        count = len(crystals["lattice"])
        targets = {f: crystals[f] for f in TARGETS}
        if masters is not None:
            targets = {f: torch.cat([targets[f], masters[f]]) for f in TARGETS}
        n = len(targets["lattice"])
        rotation = random_rotations(n, self.device)  # detector frame to crystal frame
        directions, centre = self.camera.geometry(n)
        directions = render.turned(rotation, directions)
        light = render.render(directions[:count], self.bands(crystals))
        if masters is not None:
            light = torch.cat([light, dynamical.sampled(directions[count:], masters)])
        images, upsampled = self.camera.images(light.reshape(n, self.size, self.size))
        high_pass = self.high[0] if self.plain else self.high[self._high_pass(upsampled[:, 0, 0])]
        inputs = self.preprocess(images, high_pass)
        maps = self.maps(rotation, centre, targets)
        return inputs[:, None], targets["lattice"], targets["laue"], maps, targets["histogram"]

    def _high_pass(self, upsampled):
        """The indices of drawn high passes: interpolated images hold nothing finer than their own pixels."""
        count = len(self.high_passes)
        widths = torch.tensor(np.log(self.high_passes), dtype=torch.float32, device=self.device)
        low = torch.bucketize(widths[0] + torch.log(upsampled), widths + 0.15).clamp(max=count - 1)
        chosen = low + (torch.rand(len(low), device=self.device) ** 1.5 * (count - low)).long()
        return chosen.clamp(max=count - 1)

    def maps(self, rotation, centre, crystals):
        """Maps of axes and mirror planes on the screen: (B, 5, n/8, n/8), 0 to 1."""
        side, n = self.size // 8, len(rotation)
        d = render.directions(side, centre, self.device).reshape(n, -1, 3)
        axes = torch.einsum("bki,bij->bkj", crystals["axes"], rotation)
        dot = torch.bmm(d, axes.transpose(1, 2)).abs().clamp(max=1)
        near, on = torch.exp(-(1 - dot) / 0.004), torch.exp(-((dot / 0.06) ** 2))
        zero = torch.zeros((), device=self.device)
        kinds = crystals["kinds"][:, None, :]
        own = [torch.where(kinds == k, on if k == 4 else near, zero).amax(2) for k in range(5)]
        return torch.stack(own, 1).reshape(n, 5, side, side)
