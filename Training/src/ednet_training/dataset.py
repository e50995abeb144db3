"""Batches of simulated patterns: crystals from a pool on the device, drawn, imaged and preprocessed there."""
import math

import torch
import torch.nn.functional as F

from . import render
from .camera import Camera
from .preprocess import SIZE, LocalContrast
from .supply import FIELDS


def random_rotations(n, device):
    q = F.normalize(torch.randn(n, 4, device=device), dim=1)
    w, x, y, z = q.unbind(1)
    return torch.stack(
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), 2 * (x * y + z * w), 1 - 2 * (x * x + z * z),
         2 * (y * z - x * w), 2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], 1,
    ).reshape(n, 3, 3)


class Pool:
    """Crystals of each lattice in rings: new ones take the room of the oldest."""

    def __init__(self, capacity: int, example, device):
        """`capacity` crystals a lattice; `example` holds tables of one or more crystals, for their shapes."""
        self.capacity, self.device = capacity, device
        self.data = {
            f: torch.zeros((14 * capacity, *example[f].shape[1:]), dtype=torch.as_tensor(example[f]).dtype, device=device)
            for f in FIELDS
        }
        self.filled, self.next, self.added = [0] * 14, [0] * 14, 0

    def add(self, tables):
        """Adds tables of crystals (numpy, stacked)."""
        slots = []
        for lattice in tables["lattice"].tolist():
            slots.append(lattice * self.capacity + self.next[lattice])
            self.next[lattice] = (self.next[lattice] + 1) % self.capacity
            self.filled[lattice] = min(self.filled[lattice] + 1, self.capacity)
        index = torch.tensor(slots, device=self.device)
        for f in FIELDS:
            self.data[f][index] = torch.as_tensor(tables[f]).to(self.device)
        self.added += len(slots)

    def draw(self, n):
        """Slots of n crystals, the lattices balanced."""
        lattice = torch.randint(0, 14, (n,), device=self.device)
        filled = torch.tensor(self.filled, device=self.device)[lattice]
        return lattice * self.capacity + (torch.rand(n, device=self.device) * filled).long()


class Simulator:
    """Turns slots of pools into what a network learns from."""

    HIGH_PASSES = (1.2, 1.6, 2.2, 3.0, 4.0, 6.0)  # σ in pixels of 128

    def __init__(self, device, size: int = SIZE):
        self.device, self.size = device, size
        self.camera, self.preprocess = Camera(device, size), LocalContrast(device, size)
        self.high = self.preprocess.high_pass_matrices(self.HIGH_PASSES)

    def batch(self, crystals):
        """Inputs (B, 1, n, n), lattices, Laue classes, maps and histograms for tables of B crystals (on the device)."""
        n, device = len(crystals["lattice"]), self.device
        r = lambda low, high: torch.rand(n, device=device) * (high - low) + low
        normal = lambda deviation: torch.randn(n, device=device) * deviation
        usual = torch.rand(n, device=device) < 0.85
        bands = render.draw_bands(
            crystals["vectors"], crystals["potentials"], crystals["weights"],
            voltage=torch.where(torch.rand(n, device=device) < 0.5, torch.full((n,), 20.0, device=device), r(10, 30)),
            sharpness=r(0.8, 1.7),
            thickness=torch.exp(r(math.log(25), math.log(120))),
            absorption=torch.where(usual, -0.85 + normal(0.3), r(-1.7, 0.6)),
            strength=(normal(0.3), r(2, 12), r(0, 2 * math.pi)),
        )
        rotation = random_rotations(n, device)  # detector frame to crystal frame
        directions, centre = self.camera.geometry(n)
        # Not a matrix product: the reduced precision of tensor cores would move edges.
        seen = sum(rotation[:, None, :, i] * directions[:, :, i, None] for i in range(3))
        light = render.render(seen, bands).reshape(n, self.size, self.size)
        images, upsampled = self.camera.images(light)
        least = torch.tensor([math.log(s) for s in self.HIGH_PASSES], device=device)
        # Interpolated images hold nothing finer than their own pixels.
        low = torch.bucketize(torch.log(1.2 * upsampled[:, 0, 0]), least - 0.15).clamp(max=len(least) - 1)
        pick = low + (torch.rand(n, device=device) ** 1.5 * (len(least) - low)).long()
        inputs = self.preprocess(images, self.high[pick.clamp(max=len(least) - 1)])
        return inputs[:, None], crystals["lattice"], crystals["laue"], self.maps(rotation, centre, crystals), crystals["histogram"]

    def maps(self, rotation, centre, crystals):
        """Where axes pierce the screen and mirror planes cross it: (B, 5, n/8, n/8), 0 to 1."""
        side = self.size // 8
        c = (torch.arange(side, device=self.device) + 0.5) / side
        y, x = torch.meshgrid(c, c, indexing="ij")
        pc_x, pc_y, distance = centre
        n = len(rotation)
        d = F.normalize(torch.stack([x - pc_x, pc_y - y, distance.expand(n, side, side)], -1), dim=-1).reshape(n, -1, 3)
        axes = torch.einsum("bki,bij->bkj", crystals["axes"], rotation)
        dot = torch.bmm(d, axes.transpose(1, 2)).abs().clamp(max=1)
        near, on = torch.exp(-(1 - dot) / 0.004), torch.exp(-((dot / 0.06) ** 2))
        zero = torch.zeros((), device=self.device)
        kinds = crystals["kinds"][:, None, :]
        return torch.stack(
            [torch.where(kinds == k, on if k == 4 else near, zero).amax(2) for k in range(5)], 1
        ).reshape(n, 5, side, side)
