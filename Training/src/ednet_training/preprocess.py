"""Local contrast normalisation of batches: ednet's preprocessing, the same for simulated and real patterns."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from . import tables

SIZE = 128


def gaussian_matrix(n: int, sigma: float) -> np.ndarray:
    """(n, n): a Gaussian mean with mirrored edges along one axis; σ in pixels."""
    if sigma <= 0:
        return np.eye(n)
    reach = math.ceil(4 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    m = np.zeros((n, n))
    for offset, weight in zip(range(-reach, reach + 1), kernel, strict=True):
        j = (np.arange(n) + offset) % (2 * n)
        np.add.at(m, (np.arange(n), np.where(j >= n, 2 * n - 1 - j, j)), weight)
    return m


def gaussian_matrices(n: int, sigmas, device="cpu"):
    """(S, n, n): the Gaussian means of several σ in pixels."""
    return torch.tensor(np.stack([gaussian_matrix(n, s) for s in sigmas]), dtype=torch.float32, device=device)


def blur(images, matrix):
    """Blurs images (B, n, n) by one matrix (n, n) or one an image (B, n, n)."""
    return torch.matmul(torch.matmul(matrix, images), matrix.transpose(-1, -2))


def standardized(images):
    """Images of mean 0 and standard deviation 1 each."""
    images = images - images.mean((1, 2), keepdim=True)
    return images / images.std((1, 2), correction=0, keepdim=True).clamp(min=1e-6)


class LocalContrast:
    """The steps of Sources/Imaging/Processing/LocalContrast.swift, with shadows excluded."""

    def __init__(self, device="cpu", size: int = SIZE):
        contrast, self.limits = tables.value("localContrast"), tables.value("shadows")
        widths = (contrast["background"] * size, contrast["neighbourhood"] * size, size / self.limits["widthOverSigma"])
        self.wide, self.near, self.edge = gaussian_matrices(size, widths, device)
        self.limit, self.size, self.device = contrast["limit"], size, device
        self.rounding = tables.value("localContrastRounding")

    def high_pass_matrices(self, sigmas):
        """(S, n, n): the Gaussians that a high pass subtracts, σ in pixels of 128."""
        return gaussian_matrices(self.size, [s * self.size / SIZE for s in sigmas], self.device)

    def shadow_weights(self, images):
        """Weights (B, n, n) of pixels, 0 in shadows and 1 far from them: GrayImage.shadowWeights of ednet."""
        smooth = blur(images, self.edge)
        rank = (self.size * self.size - 1) * self.limits["percentile"] // 100
        bright = smooth.flatten(1).kthvalue(rank + 1).values[:, None, None].clamp(min=1e-12)
        dark, lit = self.limits["dark"], self.limits["lit"]
        shade = ((lit - smooth / bright) / (lit - dark)).clamp(0, 1)
        return (1 - self.limits["reach"] * blur(shade, self.edge)).clamp(0, 1)

    def __call__(self, images, high_pass=None):
        """Images (B, n, n), positive, to network inputs; `high_pass` is a matrix (n, n) or (B, n, n), or None."""
        weights = self.shadow_weights(images)

        def mean_by(matrix):
            """A weighted mean with one matrix; the sums of its weights are computed once."""
            total = blur(weights, matrix).clamp(min=1e-4)
            return lambda x: blur(x * weights, matrix) / total

        wide_mean = mean_by(self.wide)
        background = wide_mean(images)
        x = images / torch.maximum(background, background.amax((1, 2), keepdim=True) * 1e-3) - 1
        for _ in range(2):
            x = x - wide_mean(x)
        if high_pass is not None:
            x = x - mean_by(high_pass)(x)
        # Less is the rounding of a constant image.
        x = x * ((x * weights).abs().amax((1, 2), keepdim=True) > self.rounding)
        x = (x / mean_by(self.near)(x * x).clamp(min=1e-12).sqrt()).clamp(-self.limit, self.limit)
        return standardized(x * weights)


def squared(image: np.ndarray, size: int = SIZE) -> np.ndarray:
    """A centred square crop brought to size: averaged over areas if larger, interpolated if smaller."""
    side = min(image.shape)
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    x = torch.tensor(image[top : top + side, left : left + side].astype(np.float32))
    if side > size:
        m = _area_matrix(side, size)
        x = m @ x @ m.T
    elif side < size:
        x = F.interpolate(x[None, None], size=(size, size), mode="bilinear", align_corners=False)[0, 0]
    return x.numpy()


def _area_matrix(side: int, size: int):
    """(size, side): means over equal parts of a row."""
    edges = np.linspace(0, side, size + 1)
    j = np.arange(side)
    m = np.minimum(j + 1, edges[1:, None]) - np.maximum(j, edges[:-1, None])
    m = np.maximum(m, 0)
    return torch.tensor(m / m.sum(1, keepdims=True), dtype=torch.float32)
