#!/usr/bin/env python3
"""Time ednet's networks and their peers in turn, and print the ratios.

    cd Benchmarks && swift build -c release
    python peers/compare_networks.py --rounds 5 --json networks.json

In each round every program runs once for each network, size and number of threads, with several runs of its own after
warm-up runs; the medians over all runs of all rounds count, so that other load affects all programs alike. On Linux
a program waits until the machine is idle, for at most --patience seconds in total. PyTorch's best is the fastest of
contiguous, channels_last and torch.compile in float32.

The direct share is the speed of a training step on one thread relative to sgemm on one core, counting three times the
multiplications and additions of a direct forward pass. (Winograd's algorithm needs fewer, so the share can exceed 1.)
"""

import argparse
import collections
import json
import pathlib
import statistics
import sys

from rounds import Machine, ratio, show

PEERS = pathlib.Path(__file__).resolve().parent
EDNET, ONNX = "ednet", "ONNX Runtime"
TRAINING = {1: 1.75, 2: 2.2}  # goals: times PyTorch's best in float32, by threads
BFLOAT16 = 1.2  # times PyTorch under bfloat16 autocast, on two threads
INFERENCE, INFERENCE_ONNX, SINGLE_ONNX = 1.75, 1.0, 1.0
SHARE = 0.65  # of sgemm
SECOND_CORE = 1.9  # times one thread, on two


def torch_name(row):
    kind = "compiled " if row["compiled"] else "" if row["precision"] == "float32" else row["precision"] + " "
    return f"PyTorch {kind}{row['layout']}"


def measured(machine, ednet, network, size, threads, batch, runs):
    """The results of each program for one network, {(work, program): values}, and the multiply-adds."""
    words = ("--network", network, "--size", size, "--threads", threads, "--batch", batch, "--runs", runs)
    ours = machine.last_line(ednet, "training", threads, runs, size, batch, network)
    torch = machine.last_line(sys.executable, PEERS / "speed_pytorch.py", *words)
    onnx = machine.last_line(sys.executable, PEERS / "speed_onnx.py", *words)
    if torch["multiplyAdds"] != ours["multiplyAdds"]:
        raise SystemExit(f"error: {network} at {size} has {ours['multiplyAdds']} multiply-adds in ednet but "
                         f"{torch['multiplyAdds']} in networks.py; they must be the same network")
    values = {("training", EDNET): ours["training"], ("inference", EDNET): ours["inference"]}
    for row in torch["results"]:
        values[row["work"], torch_name(row)] = row["rates"]
    values["inference", ONNX] = onnx["inference"]
    if threads == 1:
        values["single", EDNET], values["single", ONNX] = ours["single"], onnx["single"]
        for layout, seconds in torch["single"].items():
            values["single", f"PyTorch {layout}"] = seconds
    return values, ours["multiplyAdds"]


def ratios(medians, cases, multiply_adds, gigaflops):
    """Rows (name, value, peer, goal) of the ratios; `medians` by (network, size, threads, work, program)."""
    rows = []

    def best(case, work, precision):
        """The fastest PyTorch: (its name, its rate)."""
        of_work = {key[-1]: value for key, value in medians.items() if key[:-1] == (*case, work)}
        kinds = {name: value for name, value in of_work.items()
                 if name.startswith("PyTorch") and ("bfloat16" in name) == (precision == "bfloat16")}
        return max(kinds.items(), key=lambda item: item[1])

    for network, size, threads in cases:
        case = (network, size, threads)
        name = f"{network} {size}, {threads} thread(s)"
        training, inference = medians[*case, "training", EDNET], medians[*case, "inference", EDNET]
        peer, rate = best(case, "training", "float32")
        rows.append((f"{name}, training", training / rate, peer, TRAINING[threads]))
        if threads == 2:
            peer, rate = best(case, "training", "bfloat16")
            rows.append((f"{name}, training", training / rate, peer, BFLOAT16))
        peer, rate = best(case, "inference", "float32")
        rows.append((f"{name}, inference", inference / rate, peer, INFERENCE))
        rows.append((f"{name}, inference", inference / medians[*case, "inference", ONNX], ONNX, INFERENCE_ONNX))
        if threads == 1:
            seconds = medians[*case, "single", ONNX] / medians[*case, "single", EDNET]
            rows.append((f"{name}, single", seconds, ONNX, SINGLE_ONNX))
            share = 3 * 2e-9 * multiply_adds[network, size] * training / gigaflops
            rows.append((f"{name}, direct share", share, "sgemm", SHARE))
        elif (network, size, 1) in cases:
            for work, ours in (("training", training), ("inference", inference)):
                rows.append((f"{name}, {work}", ours / medians[network, size, 1, work, EDNET],
                             "ednet on one thread", SECOND_CORE))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", nargs="+", default=["reference", "residual"],
                        choices=("reference", "plain", "residual"))
    parser.add_argument("--size", type=int, nargs="+", default=[128, 64], help="height and width of a pattern")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], choices=sorted(TRAINING))
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--runs", type=int, default=3, help="of each kind of work in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patience", type=int, default=600, help="seconds to wait for an idle machine, in total")
    parser.add_argument("--ednet", default=PEERS.parent / ".build" / "release" / "ednet-benchmarks")
    parser.add_argument("--json", type=pathlib.Path, help="a file for all numbers")
    options = parser.parse_args()
    if min(options.batch, options.runs, options.rounds, min(options.size) - 3) < 1:
        parser.error("--batch, --runs and --rounds must be at least 1, --size at least 4")

    machine = Machine(options.patience)
    cases = [(network, size, threads) for size in options.size for network in options.network
             for threads in sorted(options.threads)]
    values, multiply_adds, gigaflops = collections.defaultdict(list), {}, []
    for number in range(options.rounds):
        print(f"round {number + 1}", flush=True)
        gigaflops += machine.last_line(options.ednet, "sgemm", 3 * options.runs)["gigaflops"]
        for network, size, threads in cases:
            new, multiply_adds[network, size] = measured(
                machine, options.ednet, network, size, threads, options.batch, options.runs)
            for (work, program), some in new.items():
                values[network, size, threads, work, program] += some
                if work == "training":
                    print(f"    {network} {size}, {threads} thread(s), {program}: {statistics.median(some):.0f} /s",
                          flush=True)
    medians = {key: statistics.median(some) for key, some in values.items()}
    sgemm = statistics.median(gigaflops)

    print(f"\nmedian (minimum to maximum) of {options.rounds} rounds")
    show("sgemm, one core", gigaflops, "GFLOP/s")
    for (network, size, threads, work, program), some in values.items():
        name = f"{network} {size}, {threads} thread(s), {work}, {program}"
        if work == "single":
            show(name, [1000 * seconds for seconds in some], "ms")
        else:
            show(name, some, "/s")
    if not any("compiled" in key[-1] for key in values):
        print("torch.compile did not work on this machine")

    print("\nratios")
    rows = ratios(medians, cases, multiply_adds, sgemm)
    for row in rows:
        ratio(*row)
    if options.json:
        document = {
            "rounds": options.rounds, "runs": options.runs, "batch": options.batch, "gigaflops": gigaflops,
            "measured": [
                {"network": network, "size": size, "threads": threads, "work": work, "program": program,
                 "unit": "seconds" if work == "single" else "patterns per second",
                 "multiplyAdds": multiply_adds[network, size],
                 "median": medians[network, size, threads, work, program], "values": some}
                for (network, size, threads, work, program), some in values.items()],
            "ratios": [{"name": name, "ratio": value, "to": peer, "goal": goal, "met": value >= goal}
                       for name, value, peer, goal in rows],
        }
        try:
            options.json.write_text(json.dumps(document, indent=1) + "\n")
        except OSError as error:
            raise SystemExit(f"error: {options.json} cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    main()
