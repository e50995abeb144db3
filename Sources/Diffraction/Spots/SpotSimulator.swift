import Crystallography
import Foundation
import Imaging

/// Makes spot patterns of one crystal as the camera of a transmission electron microscope records them.
///
/// Selected-area or precession diffraction of a parallel-sided foil across the beam, by the kinematical theory or by
/// the two-beam theory reflection by reflection. Both obey Friedel's law: of the point groups only the Laue class
/// shows.
public struct SpotSimulator: Sendable {
  /// The spacing in Å of the finest planes that diffract.
  public let minimumSpacing: Double
  private let reflections: ReflectionTable

  /// The most indices that a simulator goes through, which edges of 32 Å reach with the usual spacing.
  public static let greatestIndexCount = 4_000_000

  /// Computes the structure factors of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - minimumSpacing: the spacing in Å of the finest planes, 0.2 to 10; reflections beyond are not on patterns,
  ///     however far the screen reaches.
  /// - Throws: `DiffractionError.invalidSetting` for a spacing out of range, or too fine for so great a cell.
  public init(_ crystal: Crystal, minimumSpacing: Double = 0.4) throws(DiffractionError) {
    try DiffractionError.check("minimumSpacing", minimumSpacing, in: 0.2...10)
    // |h| is at most a / spacing, and so on.
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

  /// The diffracted beams near the screen that settings describe, without the direct beam, by rising |**g**|.
  ///
  /// - Parameter settings: must be valid.
  /// - Returns: those of more than 10⁻⁵ of the intensity that the crystal's strongest reflection can have.
  public func spots(_ settings: SpotParameters) -> [DiffractionSpot] {
    let screen = settings.screen
    let margin = Self.margin * Double(settings.profile.radius)
    // Places on a flat screen are further out than |g| / scale, never nearer.
    let reach = (screen.reach + margin) * screen.scale
    return reflections.spots(settings, within: reach).filter { spot in
      spot.row > -margin && spot.row < Double(screen.height) + margin
        && spot.column > -margin && spot.column < Double(screen.width) + margin
    }
  }

  /// How far outside of the image a spot may lie that shines into it, in radii.
  private static let margin = 5.0

  /// Intensities below this do not matter, in units of the peak of the strongest diffracted spot.
  private static let least: Float = 1e-4

  /// A pattern is exposed for its strongest spot, but for none fainter than this part of what the crystal can have.
  ///
  /// Else a crystal that hardly diffracts would look like one that does.
  private static let faintest = 0.01

  /// The pattern that settings describe: the same for the same settings.
  ///
  /// - Parameters:
  ///   - settings: must be valid.
  ///   - bitDepth: the range of the result: 0...255 or 0...65535.
  /// - Returns: an image of the screen's size, its intensities not rounded.
  public func pattern(_ settings: SpotParameters, bitDepth: PNG.BitDepth = .eight) -> GrayImage {
    let screen = settings.screen
    let center = screen.center
    let spots = spots(settings)
    let strongest = max(
      spots.lazy.map(\.intensity).max() ?? 0,
      Self.faintest * reflections.greatestIntensity(settings)
    )
    var canvas = SpotCanvas(width: screen.width, height: screen.height)
    canvas.addLorentzian(
      at: center,
      radius: settings.background.width / Float(screen.scale),
      peak: settings.background.strength,
      least: Self.least / 100
    )
    canvas.add(
      settings.profile,
      row: center.row,
      column: center.column,
      peak: settings.directBeam,
      least: Self.least
    )
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
