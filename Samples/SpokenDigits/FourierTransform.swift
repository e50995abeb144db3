import Foundation

/// The discrete Fourier transform of a power of two of numbers.
///
/// After Cooley and Tukey, Math. Comput. 19, 297 (1965).
struct FourierTransform {
  private let count: Int
  /// exp(−2πi k / count).
  private let roots: [(re: Float, im: Float)]
  private let reversed: [Int]

  /// Prepares transforms of `count` numbers.
  init(count: Int) {
    precondition(count > 1 && count & (count - 1) == 0, "\(count) is no power of two")
    self.count = count
    roots = (0..<count / 2).map { k in
      let angle = -2 * Double.pi * Double(k) / Double(count)
      return (Float(cos(angle)), Float(sin(angle)))
    }
    let bits = count.trailingZeroBitCount
    reversed = (0..<count).map { i in (0..<bits).reduce(0) { $0 | (i >> $1 & 1) << (bits - 1 - $1) } }
  }

  /// |X_k|² for k from 0 to count / 2.
  func powers(of values: [Float]) -> [Float] {
    var re = reversed.map { values[$0] }
    var im = [Float](repeating: 0, count: count)
    var half = 1
    while half < count {
      for start in stride(from: 0, to: count, by: 2 * half) {
        for k in 0..<half {
          let (root, a, b) = (roots[k * (count / (2 * half))], start + k, start + k + half)
          let (x, y) = (re[b] * root.re - im[b] * root.im, re[b] * root.im + im[b] * root.re)
          (re[b], im[b]) = (re[a] - x, im[a] - y)
          (re[a], im[a]) = (re[a] + x, im[a] + y)
        }
      }
      half *= 2
    }
    return (0...count / 2).map { re[$0] * re[$0] + im[$0] * im[$0] }
  }
}
