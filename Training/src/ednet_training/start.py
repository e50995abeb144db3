"""Networks to begin from: those of this trainer, and models of ednet that `Scripts/import-pilot` made of one."""

from pathlib import Path

from safetensors import safe_open
from safetensors.torch import load_file

from .network import Network

AUXILIARY = ("laue.", "maps.", "hist.")  # heads that a network for inference may lack


def load(network: Network, path: Path):
    """Sets the parameters of a network to those of a file.

    The network may have more residual blocks than the file; they begin as identities. Raises SystemExit if another
    network is in the file.
    """
    values = load_file(path)
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata() or {}
    if metadata.get("format") == "ednet":
        values = _of_model(values)
    try:
        differences = network.load_state_dict(values, strict=False)
    except RuntimeError as error:  # other shapes
        raise SystemExit(f"error: {path} holds another network: {error}") from None
    lacking = [k for k in differences.missing_keys if not k.startswith(AUXILIARY) and ".blocks." not in k]
    if differences.unexpected_keys or lacking:
        raise SystemExit(f"error: {path} holds another network: {differences}")


def _of_model(tensors: dict) -> dict:
    """The parameters of a model of ednet, whose layers are in the order of the network."""
    stack = sorted((k for k in tensors if k.startswith("layers.")), key=_place)
    blocks = [0, 0, 0, 0]
    # A stage begins with a convolution; each residual block has two.
    stage = -1
    for name in stack:
        if name.endswith(".weight") and tensors[name].dim() == 4 and ".body." not in name:
            stage += 1
        blocks[stage] += name.endswith("body.0.weight")
    names = Network(blocks=blocks).state_dict()
    own = [k for k in names if k.startswith("stages.") and not k.endswith("num_batches_tracked")]
    values = {k: tensors[n].float() for k, n in zip([*own, "head.weight", "head.bias"], stack, strict=True)}
    values |= {k: tensors[k].float().reshape(names[k].shape) for k in names if k in tensors and k.startswith(AUXILIARY)}
    return values


def _place(name: str):
    parts = ["weight", "bias", "running_mean", "running_var"]
    *path, part = name.split(".")
    return [int(p) for p in path if p.isdigit()], parts.index(part)
