"""Screens and cameras as they are: from intensities on a sphere to images, a batch at a time on one device."""
import math

import torch
import torch.nn.functional as F

from .preprocess import SIZE, blur, gaussian_matrix, standardized


class Camera:
    """Draws geometries and turns modulations into images. Widths are in pixels of 128."""

    CLOUDS = (1.5, 2.2, 3.2, 4.5, 6.0)
    BLURS = [0.0] + [0.25 * 1.12**i for i in range(19)]

    def __init__(self, device="cpu", size: int = SIZE):
        self.size, self.device = size, device
        scale = size / 128
        matrices = lambda sigmas: torch.stack(
            [torch.tensor(gaussian_matrix(size, s * scale), dtype=torch.float32, device=device) for s in sigmas]
        )
        self.clouds, self.blurs = matrices(self.CLOUDS), matrices(self.BLURS)
        self.shade = matrices([12.0])[0]
        c = (torch.arange(size, device=device) + 0.5) / size
        self.y, self.x = torch.meshgrid(c, c, indexing="ij")

    # Draws of one number an image, shaped to multiply images.
    def uniform(self, n, low, high):
        return torch.rand(n, 1, 1, device=self.device) * (high - low) + low

    def logarithmic(self, n, low, high):
        return torch.exp(self.uniform(n, math.log(low), math.log(high)))

    def normal(self, n, deviation=1.0):
        return torch.randn(n, 1, 1, device=self.device) * deviation

    def chance(self, n, probability):
        return torch.rand(n, 1, 1, device=self.device) < probability

    def geometry(self, n):
        """Unit directions (n, P, 3) of the pixels in the detector frame, and the pattern centres (x, y, distance)."""
        wide = self.chance(n, 0.5)
        pc_x = 0.5 + self.normal(n, 0.06)
        pc_y = torch.where(wide, self.uniform(n, 0.1, 0.75), (0.33 + self.normal(n, 0.1)).clamp(0.08, 0.75))
        distance = torch.where(wide, self.logarithmic(n, 0.42, 1.05), (0.57 + self.normal(n, 0.07)).clamp(0.4, 0.95))
        d = torch.stack([self.x - pc_x, pc_y - self.y, distance.expand(n, self.size, self.size)], -1)
        return F.normalize(d, dim=-1).reshape(n, -1, 3), (pc_x, pc_y, distance)

    def images(self, modulation):
        """Bands (n, size, size) to images as they come from a camera, and the factor by which each was upsampled."""
        n = len(modulation)
        p = standardized(modulation)
        sharp = self.chance(n, 0.5)[:, 0, 0]
        few = int(sum(b < 0.5 for b in self.BLURS))
        pick = torch.where(
            sharp,
            torch.randint(0, few, (n,), device=self.device),
            torch.randint(few, len(self.BLURS), (n,), device=self.device),
        )
        p = standardized(blur(p, self.blurs[pick]))
        # Excess and deficiency: bands are brighter on one side.
        slope = self.normal(n, 0.35) * self.chance(n, 0.6)
        p = p + slope * (F.pad(p[:, 2:], (0, 0, 1, 1)) - F.pad(p[:, :-2], (0, 0, 1, 1)))
        p = standardized(torch.sign(p) * p.abs() ** torch.exp(self.normal(n, 0.2)))
        # Structure as broad as bands that no simulation has.
        noise = torch.randn_like(p)
        clouds = standardized(blur(noise, self.clouds[torch.randint(0, len(self.clouds), (n,), device=self.device)]))
        # Half of the patterns come from good conditions, so that a network learns crystals from them and noise from the rest.
        good = self.chance(n, 0.5)
        p = p + clouds * self.uniform(n, 0, 0.9) * self.chance(n, 0.6) * torch.where(good, 0.5, 1.0)
        background = self._background(n)
        contrast = torch.where(good, self.logarithmic(n, 0.05, 0.3), self.logarithmic(n, 0.012, 0.35))
        light = background * (1 + contrast * p.clamp(-3, 5)).clamp(min=0.02)
        light = light * self._static(n, contrast, good)
        dose = torch.where(good, self.logarithmic(n, 200, 6000), self.logarithmic(n, 100, 9000))
        # No fewer electrons than it takes to see the bands at all.
        dose = torch.maximum(dose, 0.25 / contrast**2)
        light = light + torch.sqrt(light / dose) * torch.randn_like(light) + torch.randn_like(light) * self.uniform(n, 0, 6) / dose
        # A static background is divided out, never quite the right one.
        tilt = torch.exp((self.x - 0.5) * self.normal(n, 0.05) + (self.y - 0.5) * self.normal(n, 0.05))
        light = torch.where(self.chance(n, 0.45), light / (background * tilt).clamp(min=0.02), light)
        light, factor = self._resampled(light)
        return self._framed(light, good).clamp(min=1e-4), factor

    def _background(self, n):
        x, y = 0.5 + self.normal(n, 0.12), 0.45 + self.normal(n, 0.15)
        width = self.uniform(n, 0.35, 1.0)
        return torch.exp(-((self.x - x) ** 2 + (self.y - y) ** 2) / (2 * width * width)) * 0.95 + 0.05

    def _static(self, n, contrast, good):
        """What is fixed on a screen and was not divided out: shades, grain, specks; now and then stronger than bands."""
        shades = standardized(blur(torch.randn(n, self.size, self.size, device=self.device), self.shade))
        grain = torch.randn(n, self.size, self.size, device=self.device)
        strong = self.chance(n, 0.24) & ~good
        shade_strength = torch.where(strong, (3 * contrast).clamp(max=0.2), self.logarithmic(n, 0.003, 0.06))
        grain_strength = torch.where(strong, (0.6 * contrast).clamp(max=0.05), self.logarithmic(n, 0.001, 0.02))
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
        quarter = n // 4
        start = 0
        for small in (60, 80, 96):
            count = quarter // 3
            if count == 0:
                break
            part = light[start : start + count, None]
            reduced = F.interpolate(part, size=(small, small), mode="area" if self.size % small == 0 else "bilinear", antialias=self.size % small != 0)
            light[start : start + count] = F.interpolate(reduced, size=(self.size, self.size), mode="bilinear")[:, 0]
            factor[start : start + count] = self.size / small
            start += count
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
