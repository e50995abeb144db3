"""Writes golden.safetensors with PyPI's numpy and safetensors, for SafeTensorsTests.swift.

    python3 -m venv venv && venv/bin/pip install numpy safetensors
    venv/bin/python make_safetensors_fixture.py
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

tensors = {
    "layers.0.weight": (np.arange(18, dtype=np.float32) / 4 - 2).reshape(2, 1, 3, 3),
    "layers.0.bias": np.array([0.1, -0.25], dtype=np.float32),
    # 2**-24 is the smallest subnormal of binary16, 65504 its largest number.
    "half": np.array([1.5, -0.0, 2.0**-24, 65504.0], dtype=np.float16),
    "double": np.array([[np.pi], [1e-300]], dtype=np.float64),
    "scalar": np.array(7.0, dtype=np.float32),
    "empty": np.zeros((0, 3), dtype=np.float32),
}
# One key only: safetensors writes several in random order.
metadata = {"classes": '["cF","hP","\u00e9\\"\\n"]'}
save_file(tensors, Path(__file__).parent / "golden.safetensors", metadata=metadata)
