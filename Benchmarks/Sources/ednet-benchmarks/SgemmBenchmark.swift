import BLASKernels
import COpenBLAS

/// GFLOP/s of OpenBLAS for two square matrices on one core: a yardstick of the machine.
enum SgemmBenchmark {
  private struct Rates: Encodable {
    var core: String
    var size: Int
    var gigaflops: [Double]
    var doubleGigaflops: [Double]
  }

  static func run(runs: Int) throws {
    for line in KernelReport.current.lines { print(line) }
    for n in [64, 256, 1024] {
      let rates = Rates(
        core: KernelReport.current.core,
        size: n,
        gigaflops: single(n, runs),
        doubleGigaflops: double(n, runs)
      )
      print(
        """
        \(n)×\(n)×\(n), one thread: sgemm \(Timing.median(rates.gigaflops)), \
        dgemm \(Timing.median(rates.doubleGigaflops)) GFLOP/s
        """
      )
      try Report.print(rates)
    }
  }

  /// The products in one timed run, so that it takes milliseconds.
  private static func repetitions(_ n: Int) -> Int { max(1, 200_000_000 / (n * n * n)) }

  private static func rates(_ n: Int, _ runs: Int, _ body: () -> Void) -> [Double] {
    let count = repetitions(n)
    return Timing.seconds(runs: runs) { for _ in 0..<count { body() } }
      .map { 2e-9 * Double(n * n * n * count) / $0 }
  }

  private static func single(_ n: Int, _ runs: Int) -> [Double] {
    let a = (0..<n * n).map { Float($0 % 7) }
    let b = (0..<n * n).map { Float($0 % 5) }
    var c = [Float](repeating: 0, count: n * n)
    let m = Int32(n)
    return rates(n, runs) {
      ednet_sgemm(EDNET_PLAIN, EDNET_PLAIN, m, m, m, 1, a, m, b, m, 0, &c, m)
    }
  }

  private static func double(_ n: Int, _ runs: Int) -> [Double] {
    let a = (0..<n * n).map { Double($0 % 7) }
    let b = (0..<n * n).map { Double($0 % 5) }
    var c = [Double](repeating: 0, count: n * n)
    let m = Int32(n)
    return rates(n, runs) {
      ednet_dgemm(EDNET_PLAIN, EDNET_PLAIN, m, m, m, 1, a, m, b, m, 0, &c, m)
    }
  }
}
