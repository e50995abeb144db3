import Foundation

/// The positions along one axis of a scan, in equal steps.
struct ScanAxis: Sendable {
  /// The index of the step of each number, from 0.
  let indices: [Int]
  /// The number of steps, those without an image included.
  let count: Int
  /// The step as text; nil for a single position.
  let step: String?
  /// True if the numbers are multiples of the step only within their precision.
  let isRounded: Bool
  /// The step in micrometres; nil for a single position, or numbers without a unit of length.
  let length: Double?
  private let origin: Double
  private let spacing: Double

  /// The greatest number of steps.
  private static let maximumCount = 16_000_000

  /// Finds the steps that explain the numbers, the more plausible first; empty if they are not in equal steps.
  ///
  /// If all differences are multiples of the smallest, this is the step. Otherwise the numbers may be rounded, as
  /// 0.33, 0.67 and 1.00 are; otherwise the step is the greatest common divisor, as 1 for 0, 2 and 5, if at least a
  /// quarter of its multiples occur.
  static func readings(of numbers: [ScanNumber]) -> [ScanAxis] {
    // Exact integers in units of the last digit of the most precise number.
    let unit = numbers.filter { $0.mantissa != 0 }.map(\.exponent).min() ?? 0
    let isLength = numbers.contains { $0.mantissa != 0 && $0.unit == .metre }
    var values: [Int] = []
    for number in numbers {
      guard let value = scaled(number.mantissa, by: number.mantissa == 0 ? 0 : number.exponent - unit) else {
        return []
      }
      values.append(value)
    }
    let distinct = Set(values).sorted()
    guard distinct.count > 1, let first = distinct.first, let last = distinct.last else {
      return [
        ScanAxis(values, first: distinct.first ?? 0, unit: unit, step: nil, isLength: isLength, isRounded: false) { _ in
          0
        }
      ]
    }
    let differences = zip(distinct, distinct.dropFirst()).map { $1 - $0 }
    let smallest = differences.min() ?? 1
    let divisor = differences.reduce(0, greatestCommonDivisor)
    let exact = ScanAxis(values, first: first, unit: unit, step: Double(divisor), isLength: isLength, isRounded: false)
    {
      ($0 - first) / divisor
    }
    if divisor == smallest { return [exact].filter { $0.count <= maximumCount } }
    let precision = numbers.map { $0.mantissa == 0 ? 0 : pow(10, Double($0.exponent - unit)) }.max() ?? 1
    var found: [ScanAxis] = []
    if let (places, step) = roundedSteps(distinct, differences, precision: precision) {
      found.append(
        ScanAxis(values, first: first, unit: unit, step: step, isLength: isLength, isRounded: true) { places[$0] ?? 0 }
      )
    }
    if (last - first) / divisor < 4 * distinct.count { found.append(exact) }
    return found.filter { $0.count <= maximumCount }
  }

  private init(
    _ values: [Int],
    first: Int,
    unit: Int,
    step: Double?,
    isLength: Bool,
    isRounded: Bool,
    index: (Int) -> Int
  ) {
    indices = values.map(index)
    count = (indices.max() ?? 0) + 1
    origin = Double(first) * pow(10, Double(unit))
    spacing = (step ?? 0) * pow(10, Double(unit))
    length = isLength ? step.map { $0 * pow(10, Double(unit + 6)) } : nil
    self.isRounded = isRounded
    self.step = step.map { String(format: "%.4g", $0 * pow(10, Double(unit))) }
  }

  /// The position of a step as text.
  func position(_ index: Int) -> String { String(format: "%.6g", origin + Double(index) * spacing) }

  /// The step of numbers that are rounded to a precision, and the index of each; nil if they are not.
  private static func roundedSteps(
    _ values: [Int],
    _ differences: [Int],
    precision: Double
  ) -> (places: [Int: Int], step: Double)? {
    let smallest = Double(differences.min() ?? 1)
    // Rounding changes a difference by at most the precision.
    let single = differences.map(Double.init).filter { $0 <= smallest + 2 * precision }
    var step = single.reduce(0, +) / Double(single.count)
    guard step >= 3 * precision, let first = values.first, let last = values.last else { return nil }
    var places: [Int] = []
    for _ in 0..<3 {
      places = [0]
      for difference in differences {
        places.append((places.last ?? 0) + max(1, Int((Double(difference) / step).rounded())))
      }
      step = Double(last - first) / Double(max(1, places.last ?? 1))
    }
    let isFitting = zip(values, places).allSatisfy { abs(Double($0 - first) - Double($1) * step) <= 1.001 * precision }
    return isFitting ? (Dictionary(uniqueKeysWithValues: zip(values, places)), step) : nil
  }

  private static func scaled(_ mantissa: Int, by power: Int) -> Int? {
    guard power <= 18 else { return nil }
    var value = mantissa
    for _ in 0..<power {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      if overflows { return nil }
      value = product
    }
    // Differences of two values must not overflow either.
    return abs(value) < Int.max / 4 ? value : nil
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
