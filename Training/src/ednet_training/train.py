"""Trains the network for a given time.

    python -m ednet_training.train data.npz --output OUT --seconds 400 [--start network.safetensors]
"""
import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from . import bands, evaluate, supply
from .dataset import Pool, Simulator
from .network import Network

MAP_WEIGHT, LAUE_WEIGHT, HISTOGRAM_WEIGHT, SMOOTHING = 2.0, 0.3, 0.3, 0.02


def losses(outputs, targets):
    """The losses of the four heads."""
    lattice, laue, maps, histogram = (o.float() for o in outputs)
    return (
        F.cross_entropy(lattice, targets[1], label_smoothing=SMOOTHING),
        F.cross_entropy(laue, targets[2]),
        F.binary_cross_entropy_with_logits(maps, targets[3]),
        F.mse_loss(histogram, targets[4]),
    )


class Average:
    """The running mean of a model's parameters and statistics."""

    def __init__(self, model, decay):
        self.model, self.decay, self.steps = model, decay, 0
        self.values = {k: v.detach().clone().float() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self):
        self.steps += 1
        decay = min(self.decay, (self.steps + 1) / (self.steps + 20))
        state = self.model.state_dict()
        keys = [k for k in self.values if state[k].is_floating_point()]
        torch._foreach_lerp_([self.values[k] for k in keys], [state[k].float() for k in keys], 1 - decay)

    def network(self, device):
        own = Network().to(device)
        state = own.state_dict()
        own.load_state_dict({k: v.to(state[k].dtype) for k, v in self.values.items()})
        return own.eval()

    def save(self, path):
        save_file({k: v.contiguous().cpu() for k, v in self.values.items()}, path)


def held_out_batches(simulator, packed, device, per_crystal):
    """The band tables of the held-out structures, each `per_crystal` times."""
    generator = np.random.default_rng(11)
    tables = [
        bands.Bands.of(c, bands.temperature_factors(c.numbers, generator))
        for c, is_held, _ in supply.structures(packed) if is_held
    ]
    stacked = {k: torch.as_tensor(v).to(device) for k, v in supply.stacked(tables).items()}
    return {k: v.repeat_interleave(per_crystal, 0) for k, v in stacked.items()}


@torch.no_grad()
def judge_own(model, simulator, held, seed=99):
    """Right answers of a model on patterns of held-out structures, single and fused."""
    with torch.random.fork_rng(devices=[0] if simulator.device == "cuda" else []):
        torch.manual_seed(seed)
        right, outputs = 0, []
        count = len(held["lattice"])
        for start in range(0, count, 500):
            x = simulator.batch({k: v[start : start + 500] for k, v in held.items()})[0]
            outputs.append(torch.log_softmax(model(x)[0].float(), 1))
    log_p, labels = torch.cat(outputs), held["lattice"]
    right = int((log_p.argmax(1) == labels).sum())
    per = simulator.per_crystal
    fused = int((log_p.reshape(-1, per, 14).sum(1).argmax(1) == labels[::per]).sum())
    return dict(right=right, patterns=count, fused=fused, specimens=count // per)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="for everything, evaluation included")
    parser.add_argument("--start", type=Path, help="a network to begin from")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=1.5e-3, help="the highest learning rate")
    parser.add_argument("--steady", type=float, default=0.35, help="the share of the time before the rate falls")
    parser.add_argument("--averaging", type=float, default=0.999)
    parser.add_argument("--capacity", type=int, default=6000, help="crystals a lattice in memory")
    parser.add_argument("--real-share", type=float, default=0.1)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--first", type=int, default=4000, help="crystals before the first step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluations", type=int, default=3)
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    began = time.time()
    say = lambda *a: print(f"[{time.time() - began:6.1f}]", *a, flush=True)
    options.output.mkdir(parents=True, exist_ok=True)
    packed = dict(np.load(options.data, allow_pickle=True))
    known = supply.structures(packed)
    source = supply.Supply([p for _, _, p in known if p], options.workers, options.seed)

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    say("device", torch.cuda.get_device_name() if device == "cuda" else "cpu", "workers", options.workers)
    model = Network().to(device, memory_format=torch.channels_last)
    if options.start:
        model.load_state_dict(load_file(options.start), strict=False)
    step_model = model
    if options.compile and device == "cuda":
        try:
            step_model = torch.compile(model)
            with torch.autocast(device, torch.bfloat16):
                sum(o.float().sum() for o in step_model(torch.randn(options.batch, 1, 128, 128, device=device))).backward()
            model.zero_grad()
            if options.start:  # the statistics of normalisation must not have seen noise
                model.load_state_dict(load_file(options.start), strict=False)
            say("compiled")
        except Exception as error:
            step_model = model
            say("not compiled:", repr(error)[:200])
    average = Average(model, options.averaging)
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [dict(params=decayed, weight_decay=0.03), dict(params=plain, weight_decay=0)],
        lr=options.rate, betas=(0.9, 0.98), fused=device == "cuda",
    )
    simulator = Simulator(device)
    simulator.per_crystal = 20
    held = held_out_batches(simulator, packed, device, simulator.per_crystal)
    generator = np.random.default_rng(options.seed)
    real = [bands.Bands.of(c, bands.temperature_factors(c.numbers, generator)) for c, is_held, _ in known if not is_held]
    say(f"{len(real)} real structures, {len(held['lattice']) // simulator.per_crystal} held out")
    real_tables = supply.stacked(real)
    most = int(np.bincount(real_tables["lattice"], minlength=14).max())
    real_pool, pool = Pool(most, real_tables, device), Pool(options.capacity, real_tables, device)
    real_pool.add(real_tables)
    while pool.added < options.first or min(pool.filled) == 0:
        made = source.take(wait=30)
        if made is not None:
            pool.add(made)
    say(f"{pool.added} virtual crystals to begin with: {pool.filled}")

    def batch():
        few = int(round(options.batch * options.real_share))
        a, b = real_pool.draw(few), pool.draw(options.batch - few)
        return simulator.batch({f: torch.cat([real_pool.data[f][a], pool.data[f][b]]) for f in supply.FIELDS})

    def judge(names):
        network = average.network(device)
        scores = {"held-out": judge_own(network, simulator, held)}
        for name in names:
            if f"{name}.images" in packed:
                scores[name] = evaluate.evaluate(network, packed, name, device)
        return scores

    if options.start:
        say("start", json.dumps(judge(["emsoft", "deebsd", "experimental"])))
    first = time.time()
    end = began + options.seconds - (20 if device == "cuda" else 0)
    step, seen, sums, history, next_judge = 0, 0, np.zeros(5), [], 1
    model.train()
    while True:
        elapsed = (time.time() - first) / (end - first)
        if elapsed >= 1:
            break
        rate = options.rate * min(1, (step + 1) / 300)
        if elapsed > options.steady:
            rate *= max(0, (1 - elapsed) / (1 - options.steady))
        for group in optimizer.param_groups:
            group["lr"] = max(rate, 1e-7)
        if step % 10 == 0:
            while (made := source.take()) is not None:
                pool.add(made)
        with torch.no_grad():
            data = batch()
        with torch.autocast(device, torch.bfloat16):
            outputs = step_model(data[0].to(memory_format=torch.channels_last))
        parts = losses(outputs, data)
        loss = parts[0] + LAUE_WEIGHT * parts[1] + MAP_WEIGHT * parts[2] + HISTOGRAM_WEIGHT * parts[3]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        average.update()
        step, seen = step + 1, seen + options.batch
        if step % 50 == 0 or step in (1, 5, 20):
            accuracy = (outputs[0].argmax(1) == data[1]).float().mean()
            record = dict(
                seconds=round(time.time() - began, 1), step=step, seen=seen, crystals=pool.added, rate=round(rate, 6),
                lattice=round(parts[0].item(), 4), laue=round(parts[1].item(), 4), maps=round(parts[2].item(), 4),
                histogram=round(parts[3].item(), 4), accuracy=round(accuracy.item(), 4), per_second=round(seen / (time.time() - first)),
            )
            history.append(record)
            if not math.isfinite(record["lattice"]):
                say("diverged", json.dumps(record))
                break
            if step % 500 == 0 or step <= 50:
                say(json.dumps(record))
        if elapsed > next_judge / (options.evaluations + 1):
            next_judge += 1
            average.save(options.output / "network.safetensors")
            scores = judge(["emsoft"])
            history[-1]["scores"] = scores
            say("judged", json.dumps(scores))
            (options.output / "history.json").write_text(json.dumps(history))
    average.save(options.output / "network.safetensors")
    scores = judge(["emsoft", "deebsd", "experimental"])
    say("end", json.dumps(scores))
    history.append(dict(end=scores, seen=seen))
    (options.output / "history.json").write_text(json.dumps(history))
    source.stop()
    os._exit(0)


if __name__ == "__main__":
    main()
