#!/usr/bin/env python3
"""Time PyTorch's training of the networks of `spoken-digits speed`, on one thread.

    python Samples/SpokenDigits/Scripts/peer_speed.py [--lstm] [--units 64] [--layers 1] [--epochs 6]

Batches are put together beforehand and not timed. Each epoch is timed with packed sequences, sorted beforehand, and
with padded ones; the faster of the two medians is PyTorch's time.
"""

import argparse
import statistics
import time

import torch
from torch.nn.utils.rnn import pack_padded_sequence

parser = argparse.ArgumentParser()
parser.add_argument("--lstm", action="store_true")
parser.add_argument("--units", type=int, default=64)
parser.add_argument("--layers", type=int, default=1)
parser.add_argument("--epochs", type=int, default=6)
arguments = parser.parse_args()
torch.set_num_threads(1)
torch.manual_seed(1)

FEATURES, BATCH = 40, 32
sequences = []
for index in range(2048):
    values = torch.arange(FEATURES * (20 + index * 7919 % 60))
    values = ((values * 31 + index * 17) % 101).float() / 50 - 1
    sequences.append((values.reshape(-1, FEATURES), index % 10))


class Classifier(torch.nn.Module):
    def __init__(self):
        super().__init__()
        kind = torch.nn.LSTM if arguments.lstm else torch.nn.GRU
        self.recurrent = kind(
            FEATURES, arguments.units, arguments.layers, batch_first=True, bidirectional=True)
        self.dense = torch.nn.Linear(2 * arguments.units, 10)

    def forward(self, batch):
        states = self.recurrent(batch)[1]
        states = states[0] if arguments.lstm else states
        return self.dense(torch.cat([states[-2], states[-1]], 1))


def batches(packed):
    order = torch.randperm(len(sequences), generator=torch.Generator().manual_seed(1)).tolist()
    result = []
    for start in range(0, len(order), BATCH):
        chosen = sorted((sequences[i] for i in order[start:start + BATCH]), key=lambda s: -len(s[0]))
        inputs = torch.nn.utils.rnn.pad_sequence([s for s, _ in chosen], batch_first=True)
        if packed:
            inputs = pack_padded_sequence(inputs, [len(s) for s, _ in chosen], batch_first=True)
        result.append((inputs, torch.tensor([label for _, label in chosen])))
    return result


for packed in (True, False):
    prepared = batches(packed)
    model = Classifier()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    times = []
    for _ in range(arguments.epochs):
        began = time.perf_counter()
        for inputs, labels in prepared:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(inputs), labels).backward()
            optimizer.step()
        times.append(time.perf_counter() - began)
    times = times[1:]
    print(f"{'packed' if packed else 'padded'}: {statistics.median(times):.3f} s an epoch "
          f"(median of {len(times)}; {min(times):.3f} to {max(times):.3f})")
