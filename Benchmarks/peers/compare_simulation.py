#!/usr/bin/env python3
"""Time ednet's simulator and its peers in turn, and print the ratios.

    cd Benchmarks && swift build -c release
    python peers/compare_simulation.py --rounds 5

In each round every program runs once, the projection five times (after a warm-up of its own); the medians over the
rounds count, so that other load affects all programs alike. On Linux a program waits until the machine is idle,
for at most --patience seconds in total. de-ebsd's master pattern of the triclinic cell is timed on --directions of its
directions and scaled up.
"""

import argparse
import collections
import pathlib
import statistics
import sys

from rounds import Machine, ratio, show

PEERS = pathlib.Path(__file__).resolve().parent
STRUCTURES = PEERS.parent.parent / "Samples" / "structures"
CELLS = {"nickel": STRUCTURES / "cF" / "nickel.cif",
         "diphosphorus-tetraiodide": STRUCTURES / "aP" / "diphosphorus-tetraiodide.cif"}
BACKENDS = ("bloch", "bloch_prism", "bloch_prism_complex64")
GOAL = 5
RUNS = 5  # of the projection in each round: a run is a fraction of a second


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--directions", type=int, default=400)
    parser.add_argument("--patience", type=int, default=600, help="seconds to wait for an idle machine, in total")
    parser.add_argument("--ednet", default=PEERS.parent / ".build" / "release" / "ednet-benchmarks")
    options = parser.parse_args()
    if min(options.rounds, options.directions) < 1:
        parser.error("--rounds and --directions must be at least 1")

    seconds, beams = collections.defaultdict(list), {}
    rates = collections.defaultdict(list)
    machine = Machine(options.patience)

    for number in range(options.rounds):
        print(f"round {number + 1}", flush=True)
        for threads in (1, 2):
            for cell, path in CELLS.items():
                some = [] if cell == "nickel" else ["--directions", options.directions]
                runs = {"ednet": machine.last_line(options.ednet, "master-pattern", threads, 1, path)}
                for backend in BACKENDS:
                    runs[f"de-ebsd, {backend}"] = machine.last_line(
                        sys.executable, PEERS / "master_pattern.py", "--threads", threads, "--runs", 1,
                        "--backend", backend, *some, path)
                for program, (row,) in runs.items():
                    seconds[cell, threads, program] += row["seconds"]
                    beams[cell, program] = f", {row['strongBeams']:.1f} strong, {row['weakBeams']:.1f} weak beams"
                    print(f"    {cell}, {threads} thread(s), {program}: {row['seconds'][0]:.3f} s", flush=True)
        ours = machine.last_line(options.ednet, "projection", RUNS)
        theirs = machine.last_line(sys.executable, PEERS / "projection.py", "--runs", RUNS)
        both = {"ednet": ours["projection"], "ednet, with camera and correction": ours["camera"], **theirs}
        for name, values in both.items():
            rates[name] += values
            print(f"    {name}: {statistics.median(values):.0f} /s", flush=True)

    print(f"\nmaster patterns, seconds; median (minimum to maximum) of {options.rounds} rounds")
    for (cell, threads, program), values in seconds.items():
        show(f"{cell}, {threads} thread(s), {program}", values, "s", beams[cell, program])
    print("\nprojection, patterns a second on one core")
    for name, values in rates.items():
        show(name, values, "/s")

    print("\nratios to the fastest peer")
    for cell in CELLS:
        for threads in (1, 2):
            theirs = {b: statistics.median(seconds[cell, threads, f"de-ebsd, {b}"]) for b in BACKENDS}
            best = min(theirs, key=theirs.get)
            ours = statistics.median(seconds[cell, threads, "ednet"])
            ratio(f"{cell}, {threads} thread(s)", theirs[best] / ours, best, GOAL)
    theirs = {name: statistics.median(values) for name, values in rates.items() if not name.startswith("ednet")}
    best = max(theirs, key=theirs.get)
    ratio("projection", statistics.median(rates["ednet"]) / theirs[best], best, GOAL)


if __name__ == "__main__":
    main()
