"""Trains networks one after the other on the same crystals, to compare options of `train`."""

import argparse
import json
import shlex
from pathlib import Path

from . import train
from .pools import Crystals


def add_arguments(parser: argparse.ArgumentParser):
    """Adds the arguments of the command: those of `train`, for all trainings, and the trainings."""
    train.add_arguments(parser)
    parser.add_argument(
        "--trainings",
        type=Path,
        required=True,
        help="a JSON object: the name of each training and its own options, as text",
    )


def run(options):
    """Runs the command; each training gets a folder of its name in the output folder."""
    try:
        trainings = dict(json.loads(options.trainings.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"error: {options.trainings} cannot be read as trainings ({error})") from None
    parser = argparse.ArgumentParser(prog=f"{options.trainings}")
    train.add_arguments(parser)
    own = {}
    for name, words in trainings.items():
        namespace = argparse.Namespace(**vars(options))
        own[name] = parser.parse_args(
            [
                str(options.data),
                "--output",
                str(options.output / name),
                "--seconds",
                str(options.seconds),
                *shlex.split(words),
            ],
            namespace,
        )
        if own[name].master_share and not options.master_share:
            raise SystemExit(f"error: {name} needs master patterns; give the comparison a --master-share above 0, too")
        train.check(own[name])
    packed, say = train.opened(options.data), train.clock()
    workers = train.Workers(options, packed)
    try:
        crystals = Crystals(options, packed, workers.crystals, workers.masters, train.device(), say)
        for name, its in own.items():
            say(f"training {name}")
            train.Training(its, packed, lambda: crystals, say).run()
    finally:
        workers.stop()
