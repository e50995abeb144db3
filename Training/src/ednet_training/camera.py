"""Cameras as they are in laboratories: from bands to images, a batch at a time on one device.

Ranges come from ednet's EBSDParameterRanges.wide (`camera` in the tables) if they mean the same. The numbers in this
file differ from ednet's camera on purpose; README.md lists the differences.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from . import render, tables
from .preprocess import SIZE, blur, gaussian_matrices, standardized


class Camera:
    """Draws geometries and turns modulations into images. Widths are in pixels of 128."""

    def __init__(self, device="cpu", size: int = SIZE, good=False, clouds=True):
        self.size, self.device, self.ranges = size, device, tables.value("camera")
        self.good_share, self.cloud_share = 1.0 if good else 0.5, self.ranges["diffuseProbability"] if clouds else 0.0
        least, most = (w * size for w in self.ranges["cloudWidth"])
        self.clouds = gaussian_matrices(size, np.geomspace(least, most, 5), device)
        widest = self.ranges["blur"][1]
        widths = [0.0, *np.geomspace(widest / 8, widest, 19)]
        self.blurs = gaussian_matrices(size, [w * size / SIZE for w in widths], device)
        self.few_blurs = sum(w < widest / 4 for w in widths)
        self.shade = gaussian_matrices(size, [tables.value("shadeWidth") * size], device)[0]
        c = (torch.arange(size, device=device) + 0.5) / size
        self.y, self.x = torch.meshgrid(c, c, indexing="ij")

    # Draws have one number an image and a shape to multiply images.

    def uniform(self, n, low, high):
        """Numbers drawn uniformly."""
        return torch.rand(n, 1, 1, device=self.device) * (high - low) + low

    def logarithmic(self, n, low, high):
        """Numbers whose logarithms are drawn uniformly."""
        return torch.exp(self.uniform(n, math.log(low), math.log(high)))

    def normal(self, n, deviation=1.0):
        """Numbers drawn from a normal distribution of mean 0."""
        return torch.randn(n, 1, 1, device=self.device) * deviation

    def chance(self, n, probability):
        """Truth values, true with a probability."""
        return torch.rand(n, 1, 1, device=self.device) < probability

    def geometry(self, n):
        """Unit directions (n, P, 3) of the pixels in the detector frame, and the pattern centres (x, y, distance)."""
        wide = ~self.chance(n, self.good_share)
        pc_x = 0.5 + self.normal(n, 0.06)
        anywhere = self.uniform(n, *self.ranges["patternCenterY"])
        pc_y = torch.where(wide, anywhere, (0.33 + self.normal(n, 0.1)).clamp(0.08, 0.75))
        anywhere = self.logarithmic(n, *self.ranges["detectorDistance"])
        distance = torch.where(wide, anywhere, (0.57 + self.normal(n, 0.07)).clamp(0.4, 0.95))
        centre = pc_x, pc_y, distance
        return render.directions(self.size, centre, self.device).reshape(n, -1, 3), centre

    def images(self, modulation):
        """Images of bands (n, size, size) as a camera records them, and the factor by which each was upsampled."""
        n, ranges = len(modulation), self.ranges
        p = standardized(modulation)
        sharp = self.chance(n, 0.5)[:, 0, 0]
        few, count = self.few_blurs, len(self.blurs)
        pick = torch.where(
            sharp,
            torch.randint(0, few, (n,), device=self.device),
            torch.randint(few, count, (n,), device=self.device),
        )
        p = standardized(blur(p, self.blurs[pick]))
        # Excess and deficiency: bands are brighter on one side.
        slope = self.normal(n, 0.35) * self.chance(n, 0.6)
        p = p + slope * (F.pad(p[:, 2:], (0, 0, 1, 1)) - F.pad(p[:, :-2], (0, 0, 1, 1)))
        p = standardized(torch.sign(p) * p.abs() ** torch.exp(self.normal(n, 0.2)))
        # Structure as broad as bands that no simulation has.
        width = torch.randint(0, len(self.clouds), (n,), device=self.device)
        clouds = standardized(blur(torch.randn_like(p), self.clouds[width]))
        # Half of the patterns come from good conditions: a network learns crystals from them and noise from the rest.
        good = self.chance(n, self.good_share)
        strength = self.uniform(n, *ranges["clouds"]) * self.chance(n, self.cloud_share)
        p = p + clouds * strength * torch.where(good, 0.5, 1.0)
        background = self._background(n)
        faint, strong = ranges["contrast"]
        contrast = torch.where(good, self.logarithmic(n, 0.05, 0.3), self.logarithmic(n, 0.6 * faint, strong))
        light = background * (1 + contrast * p.clamp(-3, 5)).clamp(min=0.02)
        light = light * self._static(n, contrast, good)
        dose = torch.where(good, self.logarithmic(n, 200, 6000), self.logarithmic(n, *ranges["dose"]))
        # No fewer electrons than it takes to see the bands at all.
        dose = torch.maximum(dose, 0.25 / contrast**2)
        light = light + torch.sqrt(light / dose) * torch.randn_like(light)
        light = light + torch.randn_like(light) * self.uniform(n, 0, 6) / dose
        # A static background is divided out, never quite the right one.
        tilt = torch.exp((self.x - 0.5) * self.normal(n, 0.05) + (self.y - 0.5) * self.normal(n, 0.05))
        light = torch.where(self.chance(n, 0.45), light / (background * tilt).clamp(min=0.02), light)
        light, factor = self._resampled(light)
        return self._framed(light, good).clamp(min=1e-4), factor

    def _background(self, n):
        x, y = 0.5 + self.normal(n, 0.12), 0.45 + self.normal(n, 0.15)
        width = self.uniform(n, *self.ranges["backgroundWidth"])
        return torch.exp(-((self.x - x) ** 2 + (self.y - y) ** 2) / (2 * width * width)) * 0.95 + 0.05

    def _static(self, n, contrast, good):
        """Factors of a screen that were not divided out: shades, grain, specks; now and then stronger than bands."""
        shades = standardized(blur(torch.randn(n, self.size, self.size, device=self.device), self.shade))
        grain = torch.randn(n, self.size, self.size, device=self.device)
        strong = self.chance(n, 0.24) & ~good
        shade_strength = torch.where(strong, (3 * contrast).clamp(max=0.2), self.logarithmic(n, *self.ranges["shades"]))
        grain_strength = torch.where(
            strong, (0.6 * contrast).clamp(max=0.05), self.logarithmic(n, *self.ranges["grain"])
        )
        static = 1 + (shades * shade_strength + grain * grain_strength) * torch.where(good, 0.4, 1.0)
        # Specks: a few dark discs on one image in three.
        for _ in range(4):
            x, y = self.uniform(n, 0, 1), self.uniform(n, 0, 1)
            r = self.logarithmic(n, 0.008, 0.06)
            depth = self.uniform(n, 0.02, 0.8) * self.chance(n, 0.4) * ~good
            distance = ((self.x - x) ** 2 + (self.y - y) ** 2).sqrt() / r
            static = static * (1 - depth * (2 - distance).clamp(0, 1))
        return static.clamp(min=0.1)

    def _resampled(self, light):
        """One image in four was recorded with fewer pixels and is interpolated to size."""
        n = len(light)
        factor = torch.ones(n, 1, 1, device=self.device)
        count = n // 12
        for index, small in enumerate((60, 80, 96) if count else ()):
            part = slice(index * count, (index + 1) * count)
            reduced = F.interpolate(light[part, None], size=(small, small), mode="bilinear", antialias=True)
            light[part] = F.interpolate(reduced, size=(self.size, self.size), mode="bilinear")[:, 0]
            factor[part] = self.size / small
        return light, factor

    def _framed(self, light, good):
        """Round screens, their outside dark or filled, and images filled up to a square."""
        n = len(light)
        bars = torch.where(self.chance(n, 0.8), (self.y - 0.5).abs(), (self.x - 0.5).abs())
        half = torch.where(self.chance(n, 0.3), self.uniform(n, 0.36, 0.5), torch.tensor(9.0, device=self.device))
        radius = torch.where(self.chance(n, 0.4), self.uniform(n, 0.44, 0.68), torch.tensor(9.0, device=self.device))
        x, y = 0.5 + self.normal(n, 0.02), 0.5 + self.normal(n, 0.02)
        distance = ((self.x - x) ** 2 + (self.y - y) ** 2).sqrt()
        inside = (((bars <= half) & (distance <= radius)) | good).float()
        mean = (light * inside).sum((1, 2), keepdim=True) / inside.sum((1, 2), keepdim=True)
        dark = torch.where(self.chance(n, 0.5), mean * self.uniform(n, 0.02, 0.2), mean)
        return torch.where(inside > 0, light, dark)
