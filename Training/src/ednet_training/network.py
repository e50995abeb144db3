"""The network, of layers that ednet has; `Scripts/import-pilot` turns its parameters into a model of ednet."""

import torch.nn.functional as F
from torch import nn

from . import bands

WIDTHS, BLOCKS, MAP_STAGE = (32, 64, 128, 256), (0, 1, 1, 2), 2
LATTICES, LAUE_CLASSES, MAPS = 14, 11, 5


class Block(nn.Module):
    """A residual block of two 3 × 3 convolutions."""

    def __init__(self, channels):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        self.c2, self.b2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        nn.init.zeros_(self.b2.weight)

    def forward(self, x):
        return F.relu(x + self.b2(self.c2(F.relu(self.b1(self.c1(x))))))


class Network(nn.Module):
    """Four stages of convolution, pooling and residual blocks; heads for lattice, Laue class, symmetry maps, |U_g|."""

    def __init__(self, widths=WIDTHS, blocks=BLOCKS):
        super().__init__()
        self.widths, self.blocks = tuple(widths), tuple(blocks)
        self.stages, channels = nn.ModuleList(), 1
        for width, count in zip(widths, blocks, strict=True):
            conv = nn.Conv2d(channels, width, 3, padding=1, bias=False)
            residual = nn.Sequential(*[Block(width) for _ in range(count)])
            self.stages.append(nn.ModuleDict({"conv": conv, "bn": nn.BatchNorm2d(width), "blocks": residual}))
            channels = width
        self.maps = nn.Conv2d(widths[MAP_STAGE], MAPS, 1)
        self.drop = nn.Dropout(0.1)
        self.head, self.laue = nn.Linear(channels, LATTICES), nn.Linear(channels, LAUE_CLASSES)
        self.hist = nn.Linear(channels, bands.BINS)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, nonlinearity="relu")

    def forward(self, x):
        """(B, 1, n, n) to logits of 14 lattices and 11 Laue classes, maps (B, 5, n/8, n/8), histogram (B, 64)."""
        for i, stage in enumerate(self.stages):
            x = stage["blocks"](F.relu(stage["bn"](F.max_pool2d(stage["conv"](x), 2))))
            if i == MAP_STAGE:
                maps = self.maps(x)
        f = self.drop(x.mean((2, 3)))
        return self.head(f), self.laue(f), maps, self.hist(f)
