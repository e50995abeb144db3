import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers

/// The conditions under which patterns were recorded, as ranges from which similar patterns are drawn.
///
/// Geometry is that of the detectors. Noise is measured: a dose is similar if the inputs of the network that it gives
/// are as smooth as those of the patterns. Everything else varies as in `EBSDParameterRanges.wide`.
struct PhaseConditions: Sendable {
  /// The ranges of the patterns' parameters.
  private(set) var ranges: EBSDParameterRanges
  /// The size of simulated images relative to the network's input.
  let renderScale: ClosedRange<Float>

  /// The greatest error of a pattern centre, in units of the screen.
  private static let centerError: Float = 0.01
  /// The greatest error of an angle in degrees.
  private static let angleError: Float = 1
  /// The greatest size of simulated images relative to the input: more pixels would be averaged away again.
  private static let largestScale: Float = 1.5
  /// The doses in electrons per pixel that are compared with the patterns.
  private static let doses: [Float] = (0...22).map { 10 * pow(2, Float($0) / 2) }
  /// The strength of bands; a network sees only its ratio to the noise.
  private static let contrast: Float = 0.1
  /// The greatest blur in pixels of the network's input.
  private static let blur: Float = 1
  /// The factor by which doses may deviate from the measured ones.
  private static let margin: Float = 2

  /// The conditions of some detectors, with noise from weak to strong.
  ///
  /// - Parameters:
  ///   - detectors: the detectors, at least one.
  ///   - size: the width and height of the network's input in pixels.
  init(_ detectors: [DetectorGeometry], size: Int) {
    func range(_ values: [Double], error: Float) -> ClosedRange<Float> {
      Float(values.min() ?? 0) - error...Float(values.max() ?? 0) + error
    }
    var ranges = EBSDParameterRanges.wide
    ranges.patternCenterX = range(detectors.map(\.patternCenter.x), error: Self.centerError)
    ranges.patternCenterY = range(detectors.map(\.patternCenter.y), error: Self.centerError)
    let distance = range(detectors.map(\.patternCenter.z), error: Self.centerError)
    ranges.detectorDistance = max(distance.lowerBound, 0.05)...max(distance.upperBound, 0.06)
    ranges.detectorTilt = range(detectors.map(\.detectorTilt), error: Self.angleError)
    ranges.sampleTilt = range(detectors.map(\.sampleTilt), error: Self.angleError)
    ranges.azimuth = -Self.angleError...Self.angleError
    ranges.aspect = range(detectors.map { Double($0.width) / Double($0.height) }, error: 0)
    ranges.contrast = Self.contrast...Self.contrast
    ranges.blur = 0...Self.blur
    ranges.dose = (Self.doses.first ?? 1)...(Self.doses.last ?? 1)
    self.ranges = ranges
    let scales = detectors.map { detector in
      let aspect = Float(detector.width) / Float(detector.height)
      return min(Float(detector.width) / Float(size), max(aspect, 1) * Self.largestScale)
    }
    renderScale = max(scales.min() ?? 1, 0.1)...max(scales.max() ?? 1, 0.1)
  }

  /// The same conditions with the noise of some patterns.
  ///
  /// - Parameters:
  ///   - patterns: patterns as they were read.
  ///   - preprocessing: the steps to the network's input.
  ///   - simulated: inputs of the network by some simulated patterns of a dose.
  /// - Returns: the conditions; without patterns these ones.
  func withNoise(
    of patterns: [GrayImage],
    _ preprocessing: Preprocessing,
    simulated: (_ dose: Float) throws -> [[Float]]
  ) rethrows -> PhaseConditions {
    let measured = patterns.map { Self.smoothness(preprocessing($0), width: preprocessing.size) }.sorted()
    guard let least = measured.quantile(0.1), let greatest = measured.quantile(0.9) else { return self }
    let curves = try Self.doses.map { dose in
      try simulated(dose).map { Self.smoothness($0, width: preprocessing.size) }.sorted()
    }
    func dose(_ smoothness: Float, at share: Float) -> Float {
      // Doses beyond those that are compared look the same.
      Self.doses[curves.firstIndex { $0.quantile(share) ?? 0 >= smoothness } ?? Self.doses.count - 1]
    }
    let doses = (least: dose(least, at: 0.1), greatest: dose(greatest, at: 0.9))
    var conditions = self
    conditions.ranges.dose = min(doses.least, doses.greatest) / Self.margin...doses.greatest * Self.margin
    return conditions
  }

  /// The correlation of neighbouring pixels, which noise reduces.
  static func smoothness(_ input: [Float], width: Int) -> Float {
    var (products, squares): (Float, Float) = (0, 0)
    for index in 0..<max(input.count - width, 0) where (index + 1) % width != 0 {
      products += input[index] * (input[index + 1] + input[index + width]) / 2
      squares += input[index] * input[index]
    }
    return squares > 0 ? products / squares : 0
  }
}

extension [Float] {
  /// The value at a share of sorted values; nil if there are none.
  fileprivate func quantile(_ share: Float) -> Float? {
    isEmpty ? nil : self[Swift.min(Int(share * Float(count)), count - 1)]
  }
}
