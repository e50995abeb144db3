import Crystallography
import Foundation
import Imaging

/// Simulates spot patterns of one crystal as the camera of a transmission electron microscope records them.
///
/// Selected-area or precession diffraction by a parallel-sided foil perpendicular to the beam, in kinematical theory or
/// in two-beam theory for each reflection. Both obey Friedel's law, so the patterns reveal only the Laue class.
public struct SpotSimulator: Sendable {
  /// The smallest lattice spacing in Å that diffracts.
  public let minimumSpacing: Double
  private let reflections: ReflectionTable

  /// The largest number of Miller indices, reached by cell edges of 32 Å at the default spacing.
  public static let greatestIndexCount = 4_000_000

  /// Computes the structure factors of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - minimumSpacing: the smallest lattice spacing in Å, 0.2 to 10; patterns show no reflections of finer planes,
  ///     even on a larger screen.
  /// - Throws: `DiffractionError.invalidSetting` for a spacing that is out of range or too small for the cell.
  public init(_ crystal: Crystal, minimumSpacing: Double = 0.4) throws(DiffractionError) {
    try DiffractionError.check("minimumSpacing", minimumSpacing, in: 0.2...10)
    // |h| is at most a / spacing; likewise k and l.
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

  /// The diffracted beams on or near the screen, without the direct beam, by increasing |**g**|.
  ///
  /// - Parameter settings: valid parameters.
  /// - Returns: the beams above 10⁻⁵ of the highest possible intensity of the strongest reflection.
  public func spots(_ settings: SpotParameters) -> [DiffractionSpot] {
    let screen = settings.screen
    let margin = Self.margin * Double(settings.profile.radius)
    // Spots on a flat screen lie at or beyond |g| / scale.
    let reach = (screen.reach + margin) * screen.scale
    return reflections.spots(settings, within: reach).filter { spot in
      spot.row > -margin && spot.row < Double(screen.height) + margin && spot.column > -margin
        && spot.column < Double(screen.width) + margin
    }
  }

  /// The largest distance from the image, in spot radii, at which a spot still contributes to it.
  private static let margin = 5.0

  /// The negligible intensity, in units of the peak of the strongest diffracted spot.
  private static let least: Float = 1e-4

  /// The lower limit of the exposure reference, relative to the highest possible intensity of the crystal.
  ///
  /// Exposure is set by the strongest spot of a pattern; the limit keeps a pattern of faint spots faint.
  private static let faintest = 0.01

  /// Simulates the pattern of the given parameters.
  ///
  /// - Parameters:
  ///   - settings: valid parameters.
  ///   - bitDepth: the range of the result: 0...255 or 0...65535.
  /// - Returns: an image of the screen's size, with unrounded intensities.
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
