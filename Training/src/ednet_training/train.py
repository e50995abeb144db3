"""Trains the network for a given time."""

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import arguments, evaluate, start, structures, supply, tables
from .average import Average
from .dataset import Simulator
from .network import BLOCKS, WIDTHS, Network
from .pools import Crystals
from .preprocess import SIZE

MAP_WEIGHT, LAUE_WEIGHT, HISTOGRAM_WEIGHT, SMOOTHING = 2.0, 0.3, 0.3, 0.02
NETWORK, HISTORY = "network.safetensors", "history.json"
RESERVED = 20  # seconds of a training on a GPU for the last evaluation


def losses(outputs, targets):
    """The losses of the four heads."""
    lattice, laue, maps, histogram = (o.float() for o in outputs)
    return (
        F.cross_entropy(lattice, targets[1], label_smoothing=SMOOTHING),
        F.cross_entropy(laue, targets[2]),
        F.binary_cross_entropy_with_logits(maps, targets[3]),
        F.mse_loss(histogram, targets[4]),
    )


def add_arguments(parser: argparse.ArgumentParser):
    """Adds the arguments of the command."""
    parser.add_argument("data", type=Path, help="the packed file of `ednet-train-gpu pack`")
    parser.add_argument("--output", type=Path, required=True, help="the folder of the network and its history")
    parser.add_argument("--seconds", type=arguments.positive, required=True, help="for everything, evaluation included")
    parser.add_argument("--patterns", type=arguments.count, help="end after this number of patterns if it is earlier")
    parser.add_argument("--start", type=Path, help="a network to begin from, or a model of ednet")
    parser.add_argument("--widths", type=arguments.counts, default=WIDTHS, help="channels of the stages")
    parser.add_argument("--blocks", type=arguments.counts, default=BLOCKS, help="residual blocks of the stages")
    parser.add_argument("--batch", type=arguments.count, default=1024, help="patterns a step")
    parser.add_argument("--rate", type=arguments.positive, default=1.5e-3, help="the highest learning rate")
    parser.add_argument(
        "--steady", type=arguments.share, default=0.35, help="the share of the time before the rate falls"
    )
    parser.add_argument("--averaging", type=arguments.share, default=0.999, help="the decay of the running mean a step")
    parser.add_argument("--capacity", type=arguments.count, default=6000, help="virtual crystals a lattice in memory")
    parser.add_argument(
        "--real-share", type=arguments.share, default=0.1, help="the share of patterns of real structures"
    )
    parser.add_argument(
        "--master-share", type=arguments.share, default=0.2, help="the share of patterns from dynamical master patterns"
    )
    parser.add_argument(
        "--master-time", type=arguments.share, default=0.2, help="the share of the time that master patterns may take"
    )
    parser.add_argument("--master-capacity", type=arguments.count, default=100, help="master patterns a lattice")
    parser.add_argument(
        "--first-masters", type=arguments.count, default=140, help="master patterns before the first step"
    )
    parser.add_argument(
        "--workers", type=arguments.count, default=max(1, (os.cpu_count() or 2) - 1), help="makers of crystals"
    )
    parser.add_argument("--first", type=arguments.count, default=4000, help="crystals before the first step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluations", type=int, default=3, help="evaluations before the last one")
    parser.add_argument("--every-set", action="store_true", help="evaluate on all sets each time, for learning curves")
    parser.add_argument("--per-crystal", type=arguments.count, default=20, help="patterns of each held-out structure")
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--drawn-bands", action="store_true", help="bands of one profile, for comparison")
    parser.add_argument("--good-cameras", action="store_true", help="only good conditions of cameras, for comparison")
    parser.add_argument("--plain", action="store_true", help="no clouds and one high pass, for comparison")


class Training:
    """A training: its crystals, its network and their running state."""

    def __init__(self, options, packed, crystals_of, say):
        """`crystals_of` makes or returns the crystals; it is called when the network is ready to learn."""
        self.options, self.packed, self.say, self.began = options, packed, say, time.time()
        self.device = device()
        self.simulator = Simulator(
            self.device, drawn=options.drawn_bands, good=options.good_cameras, plain=options.plain
        )
        # All trainings are evaluated on the same patterns.
        self.evaluator, self.history = Simulator(self.device), []
        self.model = Network(options.widths, options.blocks).to(self.device, memory_format=torch.channels_last)
        self._load_start()
        self.step_model = self._compiled() if options.compile and self.device == "cuda" else self.model
        self.average = Average(self.model, options.averaging)
        many = [p for p in self.model.parameters() if p.dim() > 1]
        few = [p for p in self.model.parameters() if p.dim() <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": many, "weight_decay": 0.03}, {"params": few, "weight_decay": 0}],
            lr=options.rate,
            betas=(0.9, 0.98),
            fused=self.device == "cuda",
        )
        self.crystals = crystals_of()

    def _load_start(self):
        if self.options.start:
            start.load(self.model, self.options.start)

    def _compiled(self):
        try:
            compiled = torch.compile(self.model)
            noise = torch.randn(self.options.batch, 1, SIZE, SIZE, device=self.device)
            with torch.autocast(self.device, torch.bfloat16):
                sum(o.float().sum() for o in compiled(noise)).backward()
        except Exception as error:  # a compiler that fails costs speed only
            self.say("not compiled:", repr(error)[:200])
            compiled = self.model
        self.model.zero_grad()
        # The statistics of normalisation must not have seen noise.
        for module in self.model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.reset_running_stats()
        self._load_start()
        return compiled

    def evaluated(self, names) -> dict:
        """The scores of the mean network on held-out structures and sets of patterns."""
        network = self.average.network(self.device)
        per_crystal = self.options.per_crystal
        scores = {name: evaluate.evaluate(network, self.packed, name, self.device) for name in names}
        if self.crystals.held_out:
            own = evaluate.evaluate_simulated(network, self.evaluator, self.crystals.held_out, per_crystal)
            scores["held-out structures"] = own
        return scores

    def _rate(self, step, elapsed):
        options = self.options
        rate = options.rate * min(1, (step + 1) / 300)
        if elapsed > options.steady:
            rate *= max(0, (1 - elapsed) / (1 - options.steady))
        return max(rate, 1e-7)

    def _step(self, rate):
        """One step of the optimizer: losses by head and the accuracy, as tensors."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        options = self.options
        real, masters = (round(options.batch * share) for share in (options.real_share, options.master_share))
        with torch.no_grad():
            data = self.simulator.batch(*self.crystals.draw(real, masters, options.batch))
        with torch.autocast(self.device, torch.bfloat16):
            outputs = self.step_model(data[0].to(memory_format=torch.channels_last))
        lattice, laue, maps, histogram = losses(outputs, data)
        loss = lattice + LAUE_WEIGHT * laue + MAP_WEIGHT * maps + HISTOGRAM_WEIGHT * histogram
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        self.optimizer.step()
        self.average.update()
        accuracy = (outputs[0].argmax(1) == data[1]).float().mean()
        return {"lattice": lattice, "laue": laue, "maps": maps, "histogram": histogram, "accuracy": accuracy}

    def run(self):
        """Trains until the time is over; writes the network and the history.

        Raises SystemExit if the loss is no longer a number; the network of the last evaluation stays.
        """
        options, names = self.options, evaluate.pattern_sets(self.packed)
        if options.start:
            self.say("start", json.dumps(self.evaluated(names)))
        first = time.time()
        end = self.began + options.seconds - (RESERVED if self.device == "cuda" else 0)
        step, next_evaluation = 0, 1
        self.model.train()
        most = options.patterns or math.inf
        while (
            elapsed := max((time.time() - first) / max(end - first, 1e-3), step * options.batch / most)
        ) < 1 or step == 0:
            if step % 5 == 0:
                self.crystals.refill(options.master_time)
            rate = self._rate(step, elapsed)
            result = self._step(rate)
            step += 1
            if step % 50 == 0 or step in (1, 5, 20):
                self._record(step, rate, result, time.time() - first)
            if elapsed > next_evaluation / (options.evaluations + 1):
                next_evaluation += 1
                # Only the first set of patterns may choose between trainings; the others are for the end.
                seen = step * options.batch
                scores = self.evaluated(names if options.every_set else names[:1])
                self._save({"scores": scores, "seen": seen}, f"network-{seen}.safetensors")
        self._save({"end": self.evaluated(names), "seen": step * options.batch}, NETWORK)

    def _record(self, step, rate, result, seconds):
        seen = step * self.options.batch
        record = {"seconds": round(time.time() - self.began, 1), "step": step, "seen": seen}
        masters = self.crystals.masters.added if self.crystals.masters else 0
        record |= {"crystals": self.crystals.virtual.added, "masters": masters}
        record |= {"rate": round(rate, 6), "per_second": round(seen / seconds)}
        record |= {name: round(number.item(), 4) for name, number in result.items()}
        if not math.isfinite(record["lattice"]):
            raise SystemExit(
                f"error: the training diverged at step {step}; try a lower --rate than {self.options.rate}"
            )
        self.history.append(record)
        if step % 500 == 0 or step <= 50:
            self.say(json.dumps(record))

    def _save(self, entry, name):
        self.say(json.dumps(entry))
        self.history.append(entry)
        self.average.save(self.options.output / name)
        (self.options.output / HISTORY).write_text(json.dumps(self.history))


def device() -> str:
    """The device that trains."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def clock():
    """A function that prints a line with the seconds since now."""
    began = time.time()
    return lambda *words: print(f"[{time.time() - began:6.1f}]", *words, flush=True)


def opened(path):
    """The content of a packed file, whose tables are used from now on."""
    try:
        packed = dict(np.load(path))
        tables.use(json.loads(str(packed["tables"])))
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(f"error: {path} is not a file of `ednet-train-gpu pack` ({error})") from None
    return packed


def check(options):
    """Refuses options that cannot work, before anything is written."""
    if options.start and not options.start.exists():
        raise SystemExit(f"error: {options.start}: no such network")
    if (options.output / NETWORK).exists():
        raise SystemExit(f"error: {options.output} holds a network already; choose another --output")
    if options.real_share + options.master_share > 1:
        raise SystemExit("error: --real-share and --master-share add up to more than 1; lower one of them")
    options.output.mkdir(parents=True, exist_ok=True)


class Workers:
    """The workers of trainings. They start before CUDA does, which a fork would break."""

    def __init__(self, options, packed):
        torch.manual_seed(options.seed)
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
        prototypes = [s.prototype for s in structures.unpacked(str(packed["structures"])) if s.prototype]
        few = max(1, options.workers // 5) if options.master_share else 0
        self.masters = None
        if few:
            self.masters = supply.Supply(prototypes, few, options.seed + 7, batch=4, make=supply.many_beam)
        self.crystals = supply.Supply(prototypes, max(1, options.workers - few), options.seed)

    def stop(self):
        """Ends the workers."""
        self.crystals.stop()
        if self.masters:
            self.masters.stop()


def run(options):
    """Runs the command."""
    packed, say = opened(options.data), clock()
    check(options)
    workers = Workers(options, packed)
    try:

        def crystals():
            return Crystals(options, packed, workers.crystals, workers.masters, device(), say)

        say(torch.cuda.get_device_name() if device() == "cuda" else "CPU", f"{options.workers} workers")
        Training(options, packed, crystals, say).run()
    finally:
        workers.stop()
