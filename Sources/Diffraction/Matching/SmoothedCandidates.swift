import Foundation
import Synchronization
import Workers

/// The candidates' patterns as images of coarse pixels show them.
///
/// A pixel of a measured pattern is a mean over its area. Simulated patterns are points of the master pattern, so bands
/// narrower than a pixel would come and go between pixels; a smoothed master pattern has no such bands. It also makes
/// the maxima of the correlation wider, so that a dictionary finds them from farther away.
final class SmoothedCandidates: Sendable {
  private let projectors: [any PatternProjecting]
  private let known = Mutex<[Int: [any PatternProjecting]]>([:])

  /// Names the candidates; nothing is smoothed yet.
  init(_ projectors: [any PatternProjecting]) { self.projectors = projectors }

  /// The number of steps by which the angle is doubled; angles between them are rounded.
  private static let stepsPerOctave = 2.0

  /// The candidates, smoothed by a number of pixels.
  ///
  /// - Parameters:
  ///   - pixels: the standard deviation in pixels at the pattern centre; 0 for none.
  ///   - filter: the size of the images.
  ///   - geometry: the detector.
  ///   - pool: the workers.
  /// - Returns: the smoothed candidates, in their order.
  func projectors(
    by pixels: Double,
    _ filter: MatchedFilter,
    _ geometry: DetectorGeometry,
    pool: WorkerPool
  ) -> [any PatternProjecting] {
    guard pixels > 0 else { return projectors }
    let pixel = atan(1 / (max(geometry.patternCenter.z, 0.1) * Double(filter.height))) * 180 / .pi
    let step = Int((log2(pixels * pixel) * Self.stepsPerOctave).rounded())
    if let found = known.withLock({ $0[step] }) { return found }
    let angle = exp2(Double(step) / Self.stepsPerOctave)
    let smoothed = pool.map(projectors.count) { projectors[$0].smoothed(by: angle) }
    known.withLock { $0[step] = smoothed }
    return smoothed
  }
}
