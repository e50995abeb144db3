import Crystallography

/// The screen of a transmission electron microscope in diffraction mode.
///
/// The laboratory frame: x to the right and y down in the image, z along the beam; the image is the screen as seen
/// along the beam. Pixels are square; pixel (row, column) is centred at (row + ½, column + ½).
public struct SpotScreen: Codable, Sendable, Hashable {
  /// The number of image columns.
  public var width: Int
  /// The number of image rows.
  public var height: Int
  /// The size of a pixel near the direct beam, in Å⁻¹.
  ///
  /// This is the pixel size divided by the camera constant λL. Pixels farther out cover slightly less, since the screen
  /// is flat.
  public var scale: Double
  /// The offset of the direct beam from the image centre, to the right, in pixels.
  public var offsetX: Double
  /// The offset of the direct beam from the image centre, downwards, in pixels.
  public var offsetY: Double

  /// Creates a screen; see the properties.
  public init(width: Int, height: Int, scale: Double, offsetX: Double = 0, offsetY: Double = 0) {
    self.width = width
    self.height = height
    self.scale = scale
    self.offsetX = offsetX
    self.offsetY = offsetY
  }

  /// Computes ``scale`` from the camera length and the pixel size.
  ///
  /// - Parameters:
  ///   - pixelSize: the edge of a pixel in µm.
  ///   - cameraLength: the camera length L in mm.
  ///   - beam: the electron beam.
  /// - Returns: the size of a pixel near the direct beam, in Å⁻¹.
  public static func scale(pixelSize: Double, cameraLength: Double, beam: ElectronBeam) -> Double {
    pixelSize / 1000 / (beam.wavelength * cameraLength)
  }

  /// The position of the direct beam in the image, in pixels.
  public var center: (row: Double, column: Double) { (Double(height) / 2 + offsetY, Double(width) / 2 + offsetX) }

  /// The position of a diffracted beam in the image, in pixels.
  ///
  /// On leaving the crystal, the wave vector keeps its component **g**⊥ perpendicular to the beam and its length k. It
  /// meets a screen at distance L at the point L **g**⊥ / √(k² - g⊥²).
  ///
  /// - Parameters:
  ///   - x: the component of **g** along x, in Å⁻¹.
  ///   - y: the component of **g** along y, in Å⁻¹.
  ///   - wavenumber: k in Å⁻¹, greater than g⊥.
  /// - Returns: a point that may lie outside the image.
  public func position(x: Double, y: Double, wavenumber: Double) -> (row: Double, column: Double) {
    let across = (x * x + y * y) / (wavenumber * wavenumber)
    let pixels = 1 / (scale * (1 - across).squareRoot())
    return (center.row + y * pixels, center.column + x * pixels)
  }

  /// The distance from the direct beam to the farthest corner of the image, in pixels.
  var reach: Double {
    let (row, column) = center
    let far = (max(row, Double(height) - row), max(column, Double(width) - column))
    return (far.0 * far.0 + far.1 * far.1).squareRoot()
  }

  /// Validates the screen.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("width", width, in: 1...16384)
    try DiffractionError.check("height", height, in: 1...16384)
    try DiffractionError.check("scale", scale, in: 1e-6...10)
    try DiffractionError.check("offsetX", offsetX, in: -1e5...1e5)
    try DiffractionError.check("offsetY", offsetY, in: -1e5...1e5)
  }
}
