// How fast ednet is; each number is the median of several runs, after one that does not count.
import Foundation

let usage = """
  usage: ednet-benchmarks [training] [threads] [runs]
         ednet-benchmarks master-pattern [threads] [runs] file.cif ...
         ednet-benchmarks projection [runs]
         ednet-benchmarks virtual-crystals [runs] file.cif ...
  """

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let isNamed = arguments.first.map { Int($0) == nil } ?? false
let benchmark = isNamed ? arguments.removeFirst() : "training"
let numbers = arguments.prefix { Int($0) != nil }.compactMap(Int.init)
let paths = arguments.dropFirst(numbers.count)
let takesPaths = ["master-pattern", "virtual-crystals"].contains(benchmark)
guard numbers.allSatisfy({ $0 >= 1 }), paths.isEmpty != takesPaths,
  numbers.count <= (["projection", "virtual-crystals"].contains(benchmark) ? 1 : 2)
else { fail(usage) }

let threads = numbers.first ?? 1
let runs = numbers.dropFirst().first ?? 5
do {
  switch benchmark {
  case "training": try TrainingBenchmark.run(threads: threads, runs: runs)
  case "master-pattern":
    try MasterPatternBenchmark.run(threads: threads, runs: runs, paths: Array(paths))
  case "projection": try ProjectionBenchmark.run(runs: numbers.first ?? 5)
  case "virtual-crystals":
    try VirtualCrystalBenchmark.run(runs: numbers.first ?? 5, paths: Array(paths))
  default: fail(usage)
  }
} catch {
  fail("error: \(error)")
}
