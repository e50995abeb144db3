"""ednet's named architectures in PyTorch.

They have the layers of SymmetryClassification's Architecture.
"""

import argparse
import time

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from convolutional_network import convolutional_network

NAMES = ("reference", "plain", "residual", "wide-residual")
FILTERS, UNITS, CLASSES = (16, 32, 64, 128), 128, 14


def parser(description):
    """Command-line options shared by the programs that time a network."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--network", default="reference", choices=NAMES)
    parser.add_argument("--size", type=int, default=128, help="height and width of a pattern")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--runs", type=int, default=15, help="number of runs; ten times as many for a single pattern")
    parser.add_argument("--warm-up", type=int, default=3)
    return parser


def checked(parser):
    """The parsed options of `parser`; invalid ones are an error."""
    options = parser.parse_args()
    if min(options.threads, options.batch, options.runs) < 1 or options.warm_up < 0 or options.size < 4:
        parser.error("--threads, --batch and --runs must be at least 1, --size at least 4, --warm-up at least 0")
    return options


def seconds_of(work, runs, warm_up):
    """The seconds of each run, after warm-up runs."""
    for _ in range(warm_up):
        work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


class Residual(nn.Module):
    """The sum of a body and its input, then ReLU."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return torch.relu_(self.body(x) + x)


def filters_for(size):
    """One number of filters for each halving that leaves at least 4 positions, four at most."""
    side, count = size, 0
    while side >= 8 and count < len(FILTERS):
        side, count = side // 2, count + 1
    return FILTERS[:max(count, 1)]


def normalized_convolution(channels, filters):
    return [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters)]


def residual_block(filters):
    return Residual(nn.Sequential(*normalized_convolution(filters, filters), nn.ReLU(inplace=True),
                                  *normalized_convolution(filters, filters)))


def network(name, size, classes=CLASSES):
    """The named network for patterns of one channel and `size` x `size` pixels, with random weights."""
    filters = filters_for(size)
    if name == "reference":
        return convolutional_network((1, size, size), filters, UNITS, classes)
    layers, channels = [], 1
    if name == "plain":
        for count in filters:
            layers += [*normalized_convolution(channels, count), nn.ReLU(inplace=True), nn.MaxPool2d(2)]
            channels = count
        layers += [*normalized_convolution(channels, 128), nn.ReLU(inplace=True)]
        channels = 128
    elif name in ("residual", "wide-residual"):
        is_wide = name == "wide-residual"
        for stage, count in enumerate(2 * count if is_wide else count for count in filters):
            convolution, normalization = normalized_convolution(channels, count)
            layers += [convolution, nn.MaxPool2d(2), normalization, nn.ReLU(inplace=True)]
            layers += [residual_block(count)] if stage > 0 else []
            layers += [residual_block(count)] if stage == 3 and is_wide else []
            channels = count
    else:
        raise SystemExit(f"no network is named {name}: there are {', '.join(NAMES)}")
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(channels, classes))


def fold_normalization(module):
    """Folds each normalisation of a network in eval mode into the convolution before it, in place, as ednet does.

    Max pooling may lie between the two if no scale is negative.
    """
    for parent in module.modules():
        if not isinstance(parent, nn.Sequential):
            continue
        for index in range(1, len(parent)):
            normalization, before = parent[index], index - 1
            if not isinstance(normalization, nn.BatchNorm2d):
                continue
            if before > 0 and isinstance(parent[before], nn.MaxPool2d) and (normalization.weight >= 0).all():
                before -= 1
            if isinstance(parent[before], nn.Conv2d):
                parent[before] = fuse_conv_bn_eval(parent[before], normalization)
                parent[index] = nn.Identity()
    return module


def multiply_adds(module, size):
    """The multiply-adds of the convolutions and dense layers for one pattern."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        total += layer.weight[0].numel() * output[0].numel()

    hooks = [layer.register_forward_hook(count) for layer in module.modules()
             if isinstance(layer, (nn.Conv2d, nn.Linear))]
    training = module.training
    with torch.no_grad():
        module.eval()(torch.zeros(1, 1, size, size))
    module.train(training)
    for hook in hooks:
        hook.remove()
    return total
