import COpenBLAS

/// GFLOP/s of OpenBLAS for two matrices of 1024 × 1024 on one core: a yardstick of the machine.
enum SgemmBenchmark {
  private struct Rates: Encodable { var gigaflops: [Double] }

  static func run(runs: Int) throws {
    openblas_set_num_threads(1)
    let n = 1024
    let a = (0..<n * n).map { Float($0 % 7) }
    let b = (0..<n * n).map { Float($0 % 5) }
    var c = [Float](repeating: 0, count: n * n)
    let size = blasint(n)
    let seconds = Timing.seconds(runs: runs) {
      cblas_sgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        size,
        size,
        size,
        1,
        a,
        size,
        b,
        size,
        0,
        &c,
        size
      )
    }
    let rates = seconds.map { 2e-9 * Double(n * n * n) / $0 }
    print("sgemm \(n)×\(n)×\(n), one thread: \(Timing.median(rates)) GFLOP/s")
    try Report.print(Rates(gigaflops: rates))
  }
}
