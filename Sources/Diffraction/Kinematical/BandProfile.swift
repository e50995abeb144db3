/// The intensity across a Kikuchi band as a function of u = sin χ / sin θ, 0 in the middle and ±1 at the edges.
///
/// A band is brighter than the background, with an optional bright line inside and dark line outside each edge, and
/// smooth transitions. The parameters approximate the profiles of dynamical diffraction (A. Winkelmann, in Electron
/// Backscatter Diffraction in Materials Science, 2009, chapter 2).
public struct BandProfile: Sendable, Hashable, Codable {
  /// The half-width of an edge, in units of the band's half-width.
  public var edgeWidth: Float
  /// The excess intensity of the edges, relative to the band.
  public var edgeExcess: Float
  /// The depth of the dark fringes outside the band, relative to the band.
  public var fringe: Float
  /// The excess intensity of the middle, relative to the band.
  public var ridge: Float

  /// Creates a profile.
  public init(edgeWidth: Float = 0.15, edgeExcess: Float = 0.3, fringe: Float = 0.2, ridge: Float = 0) {
    self.edgeWidth = edgeWidth
    self.edgeExcess = edgeExcess
    self.fringe = fringe
    self.ridge = ridge
  }

  /// The |u| beyond which the profile is 0.
  var reach: Float { 1 + 3 * edgeWidth }

  /// The profile at u.
  ///
  /// Free of branches, so that the compiler vectorizes it.
  @inline(__always) func callAsFunction(_ u: Float) -> Float {
    // The position within the edge: -1 at its start, 1 at its end.
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

  @inline(__always) private static func clamp(_ x: Float, _ low: Float, _ high: Float) -> Float {
    let raised = x > low ? x : low
    return raised < high ? raised : high
  }
}
