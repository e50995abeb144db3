import Crystallography
import Foundation
import Imaging

/// A simulator of TEM spot patterns of one crystal.
///
/// It simulates selected-area or precession diffraction of a parallel-sided foil perpendicular to the beam, by
/// kinematical or two-beam theory for each reflection. Both obey Friedel's law, so patterns show only the Laue class.
public struct SpotSimulator: Sendable {
  /// The spacing in Å of the finest planes that diffract.
  public let minimumSpacing: Double
  private let reflections: ReflectionTable

  /// The largest number of indices to enumerate, reached by edges of 32 Å with the default spacing.
  public static let greatestIndexCount = 4_000_000

  /// Computes the structure factors of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - minimumSpacing: the spacing in Å of the finest planes, 0.2 to 10; finer planes give no spots, even on a
  ///     larger screen.
  /// - Throws: `DiffractionError.invalidSetting` for a spacing out of range, or too fine for the cell.
  public init(_ crystal: Crystal, minimumSpacing: Double = 0.4) throws(DiffractionError) {
    try DiffractionError.check("minimumSpacing", minimumSpacing, in: 0.2...10)
    // |h| is at most a / spacing, and likewise |k| and |l|.
    let edges = crystal.cell.lengths
    let finest = cbrt(8 * edges.x * edges.y * edges.z / Double(Self.greatestIndexCount))
    guard minimumSpacing >= finest else {
      throw .invalidSetting(
        name: "minimumSpacing",
        value: "\(minimumSpacing) Å for edges of \(edges.x), \(edges.y) and \(edges.z) Å",
        expected: "at least \((finest * 100).rounded(.up) / 100) Å"
      )
    }
    self.minimumSpacing = minimumSpacing
    reflections = ReflectionTable(of: crystal, minimumSpacing: minimumSpacing)
  }

  /// The diffracted beams near the screen, without the direct beam, by increasing |**g**|.
  ///
  /// - Parameter settings: the parameters, which must be valid.
  /// - Returns: the beams with more than 10⁻⁵ of the largest possible intensity of the crystal's reflections.
  public func spots(_ settings: SpotParameters) -> [DiffractionSpot] {
    let screen = settings.screen
    let margin = Self.margin * Double(settings.profile.radius)
    // Positions on a flat screen are never closer than |g| / scale.
    let reach = (screen.reach + margin) * screen.scale
    return reflections.spots(settings, within: reach).filter { spot in
      spot.row > -margin && spot.row < Double(screen.height) + margin && spot.column > -margin
        && spot.column < Double(screen.width) + margin
    }
  }

  /// The distance outside the image within which spots still contribute, in radii.
  private static let margin = 5.0

  /// The smallest intensity that is drawn, in units of the strongest diffracted spot's peak.
  private static let least: Float = 1e-4

  /// The smallest reference intensity of the exposure, in units of the crystal's largest possible intensity.
  ///
  /// A pattern is exposed for its strongest spot; without this limit, a barely diffracting crystal would look like a
  /// strongly diffracting one.
  private static let faintest = 0.01

  /// The pattern with the given parameters, which determine every bit.
  ///
  /// - Parameters:
  ///   - settings: the parameters, which must be valid.
  ///   - bitDepth: the range of the result: 0...255 or 0...65535.
  /// - Returns: an image of the screen's size, its intensities not rounded.
  public func pattern(_ settings: SpotParameters, bitDepth: PNG.BitDepth = .eight) -> GrayImage {
    let screen = settings.screen
    let center = screen.center
    let spots = spots(settings)
    let strongest = max(spots.lazy.map(\.intensity).max() ?? 0, Self.faintest * reflections.greatestIntensity(settings))
    var canvas = SpotCanvas(width: screen.width, height: screen.height)
    canvas.addLorentzian(
      at: center,
      radius: settings.background.width / Float(screen.scale),
      peak: settings.background.strength,
      least: Self.least / 100
    )
    canvas.add(settings.profile, row: center.row, column: center.column, peak: settings.directBeam, least: Self.least)
    for spot in spots {
      canvas.add(
        settings.profile,
        row: spot.row,
        column: spot.column,
        peak: Float(spot.intensity / strongest),
        least: Self.least
      )
    }
    var image = canvas.image
    settings.beamStop?.cover(&image, center: center)
    image = settings.camera.record(image, seed: settings.noiseSeed)
    let largest: Float = bitDepth == .eight ? 255 : 65535
    PixelArithmetic.scale(&image.pixels, from: 0, count: image.pixels.count, by: largest, plus: 0)
    return image
  }
}
