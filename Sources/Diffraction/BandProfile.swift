/// The intensity across a Kikuchi band, as a function of u = sin χ / sin θ: -1 and 1 at its edges, 0 in its middle.
///
/// Between its edges a band is brighter than the background, its edges are brighter still or dark outside, and all is
/// smooth over a width: a description of what dynamical diffraction makes (A. Winkelmann, in Electron Backscatter
/// Diffraction in Materials Science, 2009, chapter 2), by numbers that can be varied.
public struct BandProfile: Sendable, Hashable, Codable {
  /// The half-width of an edge as a part of the half-width of the band.
  public var edgeWidth: Float
  /// How much brighter than the band its edges are, in units of the band.
  public var edgeExcess: Float
  /// How dark the fringes outside are, in units of the band.
  public var fringe: Float
  /// How much brighter the middle is than the rest of the band, in units of the band.
  public var ridge: Float

  /// Creates a profile.
  public init(
    edgeWidth: Float = 0.15,
    edgeExcess: Float = 0.3,
    fringe: Float = 0.2,
    ridge: Float = 0
  ) {
    self.edgeWidth = edgeWidth
    self.edgeExcess = edgeExcess
    self.fringe = fringe
    self.ridge = ridge
  }

  /// Where the profile ends, in u.
  var reach: Float { 1 + 3 * edgeWidth }

  /// The profile at u, by the vector form that draws.
  func callAsFunction(_ u: Float) -> Float { Evaluator(self).value(SIMD4(repeating: u))[0] }

  /// The profile with its constants laid out for many pixels at once.
  struct Evaluator {
    private let inverseWidth, width: Float
    private let edgeExcess, fringe, ridge: Float

    init(_ profile: BandProfile) {
      width = profile.edgeWidth
      inverseWidth = 1 / profile.edgeWidth
      (edgeExcess, fringe, ridge) = (profile.edgeExcess, profile.fringe, profile.ridge)
    }

    /// The profile at four places.
    @inline(__always)
    func value(_ u: SIMD4<Float>) -> SIMD4<Float> {
      let one = SIMD4<Float>(repeating: 1)
      let squared = u * u
      let distance = squared.squareRoot()  // |u|
      // In units of the edge's half-width: -1 inside the band, 1 outside.
      let t = ((distance - 1) * inverseWidth).clamped(lowerBound: -one, upperBound: one)
      let step = 0.5 - t * (0.75 - 0.25 * t * t)
      func bump(_ middle: Float) -> SIMD4<Float> {
        let x = (distance - middle) * inverseWidth * 0.5
        let y = (1 - x * x).clamped(lowerBound: SIMD4(), upperBound: one)
        return y * y
      }
      let middle = (1 - squared).clamped(lowerBound: SIMD4(), upperBound: one)
      return step + edgeExcess * bump(1 - width) - fringe * bump(1 + width) + ridge * middle
        * middle
    }
  }
}
