import Imaging

/// The radial intensity profile of a spot, 1 at the centre.
///
/// All spots of a pattern share one profile, that of the focused beam.
public enum SpotProfile: Sendable, Hashable {
  /// exp(-ln 2 · d²/r²): the radius r in pixels is half the full width at half maximum.
  case gaussian(radius: Float)
  /// η / (1 + d²/r²) + (1 - η) exp(-ln 2 · d²/r²), where η is the Lorentzian fraction.
  ///
  /// G. K. Wertheim et al., Rev. Sci. Instrum. 45, 1369 (1974).
  case pseudoVoigt(radius: Float, lorentzian: Float)
  /// A disc with a sharp edge, from a convergent beam or a defocused selected area; the radius is in pixels.
  case disc(radius: Float)

  /// The half width at half maximum or the radius of the disc, in pixels.
  public var radius: Float {
    switch self {
    case .gaussian(let radius), .pseudoVoigt(let radius, _), .disc(let radius): radius
    }
  }

  /// The Lorentzian fraction; 0 for the other profiles.
  public var lorentzian: Float { if case .pseudoVoigt(_, let share) = self { share } else { 0 } }

  /// The profile's name: `gaussian`, `pseudo-voigt` or `disc`.
  public var name: String { shape.rawValue }

  /// Validates the profile.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("profile radius", radius, in: 0.1...1e4)
    try DiffractionError.check("profile lorentzian", lorentzian, in: 0...1)
  }
}

extension SpotProfile: Codable {
  private enum Key: String, CodingKey, CaseIterable { case shape, radius, lorentzian }

  private enum Shape: String, Codable {
    case gaussian, disc
    case pseudoVoigt = "pseudo-voigt"
  }

  private var shape: Shape {
    switch self {
    case .gaussian: .gaussian
    case .pseudoVoigt: .pseudoVoigt
    case .disc: .disc
    }
  }

  /// Reads `{"shape": "disc", "radius": 3}`, or `{"shape": "pseudo-voigt", "radius": 1, "lorentzian": 0.5}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(knowingOnly: Key.self, of: "profile")
    let radius = try container.decode(Float.self, forKey: .radius)
    switch try container.decode(Shape.self, forKey: .shape) {
    case .gaussian: self = .gaussian(radius: radius)
    case .disc: self = .disc(radius: radius)
    case .pseudoVoigt:
      let share = try container.decode(Float.self, forKey: .lorentzian)
      self = .pseudoVoigt(radius: radius, lorentzian: share)
    }
    try validate()
  }

  /// Writes what `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(radius, forKey: .radius)
    if case .pseudoVoigt(_, let share) = self { try container.encode(share, forKey: .lorentzian) }
  }
}
