// Benchmarks of ednet; each number is the median of several runs after a warm-up run.
import BLASKernels
import Foundation
import Imaging
import SymmetryClassification

let usage = """
  usage: ednet-benchmarks training [threads] [runs] [size] [batch] [patterns] [filters]
                                   [reference|plain|residual]
         ednet-benchmarks profile [runs] [size] [reference|plain|residual|products]
         ednet-benchmarks int8 [runs] [patterns] model.safetensors ...
         ednet-benchmarks sgemm [runs]
         ednet-benchmarks master-pattern [threads] [runs] file.cif ...
         ednet-benchmarks images [runs] folder
         ednet-benchmarks projection [runs]
         ednet-benchmarks virtual-crystals [runs] file.cif ...
         ednet-benchmarks crystal-queue [threads] file.cif ...
         ednet-benchmarks emsoft folder
         ednet-benchmarks paired model.safetensors sets.json
         ednet-benchmarks realism sets.json folder
         ednet-benchmarks phases [patterns] folder
         ednet-benchmarks phases [patterns] file.cif file.cif ...
         ednet-benchmarks phase-maps [side] folder
         ednet-benchmarks phase-network [patterns] [training patterns] folder model.safetensors
         ednet-benchmarks direction-colors [directions]
         ednet-benchmarks outliers model.safetensors folder
         ednet-benchmarks aspect [patterns] folder model.safetensors ...
         ednet-benchmarks finest-planes [rows] model.safetensors file.cif ...
  """

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

// Matches the kernels of the command.
KernelChoice.make()
let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.dropFirst().prefix { Int($0) != nil }.compactMap(Int.init)
let words = Array(arguments.dropFirst(1 + numbers.count))
guard numbers.allSatisfy({ $0 >= 1 }) else { fail(usage) }

/// The number at an index, or a default.
func number(_ index: Int, _ standard: Int) -> Int {
  index < numbers.count ? numbers[index] : standard
}

/// The named network, or the reference network.
func architecture() -> Architecture {
  guard let architecture = Architecture(rawValue: words.first ?? "reference") else { fail(usage) }
  return architecture
}

// Matches the memory settings of the command.
ReusedMemory.keep()
do {
  switch (arguments.first, numbers.count, words.count) {
  case ("training", 0...6, 0...1):
    try TrainingBenchmark.run(
      architecture: architecture(),
      size: number(2, 128),
      filters: number(5, TrainingBenchmark.defaultFilters),
      batch: number(3, 64),
      patterns: number(4, 128),
      threads: number(0, 1),
      runs: number(1, 5)
    )
  case ("profile", 0...2, 1) where words == ["products"]:
    try ProfileBenchmark.runProducts(size: number(1, 96), runs: number(0, 9))
  case ("profile", 0...2, 0...1):
    try ProfileBenchmark.run(
      architecture: architecture(),
      size: number(1, 128),
      runs: number(0, 9)
    )
  case ("int8", 0...2, 1...):
    try QuantizationBenchmark.run(models: words, patterns: number(1, 128), runs: number(0, 9))
  case ("sgemm", 0...1, 0): try SgemmBenchmark.run(runs: number(0, 9))
  case ("master-pattern", 0...2, 1...):
    try MasterPatternBenchmark.run(threads: number(0, 1), runs: number(1, 5), paths: words)
  case ("images", 0...1, 1): try ImageBenchmark.run(folder: words[0], runs: number(0, 5))
  case ("projection", 0...1, 0): try ProjectionBenchmark.run(runs: number(0, 5))
  case ("virtual-crystals", 0...1, 1...):
    try VirtualCrystalBenchmark.run(runs: number(0, 5), paths: words)
  case ("crystal-queue", 0...1, 1...): try CrystalQueueBenchmark.run(threads: number(0, 2), paths: words)
  case ("emsoft", 0, 1): try AgreementWithEMsoft.run(folder: words[0])
  case ("paired", 0, 2): try PairedTest.run(model: words[0], sets: words[1])
  case ("realism", 0, 2): try RealismBenchmark.run(sets: words[0], output: words[1])
  case ("phases", 0...1, 2...):
    try PhaseBenchmark.run(structures: words, count: number(0, 12))
  case ("phases", 0...1, 1): try PhaseBenchmark.run(folder: words[0], count: number(0, 12))
  case ("phase-network", 0...2, 2):
    try PhaseNetworkBenchmark.run(
      folder: words[0],
      count: number(0, 12),
      trainingPatterns: number(1, 100_000),
      start: words[1]
    )
  case ("phase-maps", 0...1, 1): try PhaseMapBenchmark.run(folder: words[0], side: number(0, 16))
  case ("direction-colors", 0...1, 0): DirectionColors.run(count: number(0, 100))
  case ("outliers", 0, 2): try OutlierBenchmark.run(model: words[0], folder: words[1])
  case ("aspect", 0...1, 2...):
    try AspectBenchmark.run(count: number(0, 6), folder: words[0], models: Array(words.dropFirst()))
  case ("finest-planes", 0...1, 2...):
    try FinestPlanesBenchmark.run(rows: number(0, 201), model: words[0], paths: Array(words.dropFirst()))
  default: fail(usage)
  }
} catch {
  fail("error: \(error)")
}
