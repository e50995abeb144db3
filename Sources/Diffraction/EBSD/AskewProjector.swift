import Crystallography
import Imaging
import RandomNumbers

/// A projector of a master pattern whose interpolation does not repeat with the symmetry of the crystal.
///
/// The grid of a ``MasterPattern`` lies along the axes of the crystal, so that the errors of bilinear interpolation are
/// equal in directions that the crystal's operations map onto each other, and a network can read the Laue class off
/// them. Here the intensities are brought onto a grid of the same size that is turned by a random rotation, of its own
/// for each master pattern, by cubic interpolation, whose errors are much smaller.
public struct AskewProjector: PatternProjecting {
  private let projector: KikuchiProjector
  /// The rotation from the frame of the turned grid to the crystal's.
  private let turn: Matrix3

  /// The mean and the standard deviation of the intensity over all directions.
  public var statistics: (mean: Float, deviation: Float) { projector.statistics }

  /// Prepares a master pattern for projection; its size must not exceed ``MasterPattern/largestSize``.
  public init(_ masterPattern: MasterPattern) {
    // The key is in which of many points the intensity is above its mean: the unit of the intensity has no effect.
    let (mean, points) = (masterPattern.statistics.mean, masterPattern.northern + masterPattern.southern)
    let key = (0..<61).reduce(0) { 2 * $0 + (points[$1 * (points.count - 1) / 60] > mean ? 1 : 0) }
    var generator = KeyedGenerator(key)
    self.init(masterPattern, turn: Orientation(uniformlyUsing: &generator).matrix)
  }

  /// Prepares a master pattern with a rotation from the frame of the turned grid to the crystal's.
  init(_ masterPattern: MasterPattern, turn: Matrix3) {
    self.turn = turn
    projector = KikuchiProjector(MasterPatternSpline(masterPattern).turned(by: turn))
  }

  /// The pattern of a crystal with this rotation from the crystal frame to the laboratory frame.
  public func project(crystalToLaboratory rotation: Matrix3, onto geometry: DetectorGeometry) -> GrayImage {
    projector.project(crystalToLaboratory: rotation * turn, onto: geometry)
  }
}
