"""Local contrast: the preprocessing of networks at 128 pixels, the same for simulated and real patterns."""
import math

import numpy as np
import torch
import torch.nn.functional as F

SIZE = 128
WIDE, NEAR, CLIP = 16.0, 8.0, 2.5  # σ in pixels of 128, clip in standard deviations


def gaussian_matrix(n: int, sigma: float) -> np.ndarray:
    """(n, n): a Gaussian mean with mirrored edges along one axis; σ in pixels."""
    if sigma <= 0:
        return np.eye(n)
    reach = int(math.ceil(4 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    m = np.zeros((n, n))
    for offset, weight in zip(range(-reach, reach + 1), kernel):
        j = (np.arange(n) + offset) % (2 * n)
        j = np.where(j >= n, 2 * n - 1 - j, j)
        np.add.at(m, (np.arange(n), j), weight)
    return m


def blur(images, matrix):
    """Blurs images (B, n, n) by one matrix (n, n) or one an image (B, n, n)."""
    return torch.matmul(torch.matmul(matrix, images), matrix.transpose(-1, -2))


def standardized(images):
    """Images of mean 0 and standard deviation 1 each."""
    images = images - images.mean((1, 2), keepdim=True)
    return images / images.std((1, 2), keepdim=True).clamp(min=1e-6)


class LocalContrast:
    """Divides by the Gaussian (16 px), subtracts what shading is left, high-passes, divides by the local spread (8 px)."""

    def __init__(self, device="cpu", size: int = SIZE):
        matrix = lambda sigma: torch.tensor(gaussian_matrix(size, sigma), dtype=torch.float32, device=device)
        self.wide, self.near, self.size, self.device = matrix(WIDE * size / 128), matrix(NEAR * size / 128), size, device

    def high_pass_matrices(self, sigmas):
        """(S, n, n): the Gaussians that a high pass subtracts, σ in pixels of 128."""
        return torch.tensor(
            np.stack([gaussian_matrix(self.size, s * self.size / 128) for s in sigmas]), dtype=torch.float32, device=self.device
        )

    def __call__(self, images, high_pass=None):
        """Images (B, n, n), positive, to network inputs; `high_pass` is a matrix (n, n) or (B, n, n), or None."""
        background = blur(images, self.wide)
        x = images / torch.maximum(background, background.amax((1, 2), keepdim=True) * 1e-3) - 1
        for _ in range(2):
            x = x - blur(x, self.wide)
        if high_pass is not None:
            x = x - blur(x, high_pass)
        x = (x / blur(x * x, self.near).clamp(min=1e-12).sqrt()).clamp(-CLIP, CLIP)
        return standardized(x)


def squared(image: np.ndarray, size: int = SIZE) -> np.ndarray:
    """A centred square crop brought to size: averaged over areas where larger, interpolated where smaller."""
    side = min(image.shape)
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    x = torch.tensor(image[top : top + side, left : left + side].astype(np.float32))[None, None]
    if side > size:
        x = F.interpolate(x, size=(size, size), mode="area") if side % size == 0 else _area(x, size)
    elif side < size:
        x = F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)
    return x[0, 0].numpy()


def _area(x, size):
    """Area averages for sizes that do not divide."""
    side = x.shape[-1]
    edges = np.linspace(0, side, size + 1)
    m = np.zeros((size, side))
    for i in range(size):
        low, high = edges[i], edges[i + 1]
        j = np.arange(int(low), min(int(np.ceil(high)), side))
        m[i, j] = np.minimum(j + 1, high) - np.maximum(j, low)
    m = torch.tensor(m / m.sum(1, keepdims=True), dtype=x.dtype)
    return m @ x[0, 0] @ m.T if x.dim() == 2 else (m @ x[0, 0] @ m.T)[None, None]
