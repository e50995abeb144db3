/// The intensity across a Kikuchi band, as a function of u = sin χ / sin θ: 0 in its middle, -1 and 1 at its edges.
///
/// Between its edges a band is brighter than the background; near them there may be a bright line inside and a dark
/// one outside; all is smooth over a width. This describes what dynamical diffraction makes (A. Winkelmann, in
/// Electron Backscatter Diffraction in Materials Science, 2009, chapter 2) by numbers that can be varied.
public struct BandProfile: Sendable, Hashable, Codable {
  /// The half-width of an edge, in units of the half-width of the band.
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

  /// The |u| beyond which the profile is 0.
  var reach: Float { 1 + 3 * edgeWidth }

  /// The profile at u.
  ///
  /// Without a branch, so that the compiler does several pixels at once.
  @inline(__always)
  func callAsFunction(_ u: Float) -> Float {
    // In units of the edge's half-width: -1 where the edge begins, 1 where it ends.
    let offset = (u.magnitude - 1) / edgeWidth
    let t = Self.clamp(offset, -1, 1)
    let step = 0.5 - t * (0.75 - 0.25 * t * t)
    let inside = 0.5 * (offset + 1)
    let outside = 0.5 * (offset - 1)
    let excess = Self.clamp(1 - inside * inside, 0, 1)
    let dark = Self.clamp(1 - outside * outside, 0, 1)
    let middle = Self.clamp(1 - u * u, 0, 1)
    return step + edgeExcess * excess * excess - fringe * dark * dark + ridge * middle * middle
  }

  @inline(__always)
  private static func clamp(_ x: Float, _ low: Float, _ high: Float) -> Float {
    let raised = x > low ? x : low
    return raised < high ? raised : high
  }
}
