import Crystallography

/// The screen of a transmission electron microscope in diffraction mode.
///
/// The laboratory frame: x points right and y down in the image, z along the beam; the image is the screen seen along
/// the beam. Pixels are squares; the centre of pixel (row, column) is (row + ½, column + ½).
public struct SpotScreen: Codable, Sendable, Hashable {
  /// The number of columns of the image.
  public var width: Int
  /// The number of rows of the image.
  public var height: Int
  /// The size of a pixel near the direct beam, in Å⁻¹.
  ///
  /// It is the pixel's edge divided by the camera constant λL. A pixel farther out covers slightly less, since the
  /// screen is flat.
  public var scale: Double
  /// The offset of the direct beam to the right of the image's centre, in pixels.
  public var offsetX: Double
  /// The offset of the direct beam below the image's centre, in pixels.
  public var offsetY: Double

  /// Creates a screen; see the properties.
  public init(width: Int, height: Int, scale: Double, offsetX: Double = 0, offsetY: Double = 0) {
    self.width = width
    self.height = height
    self.scale = scale
    self.offsetX = offsetX
    self.offsetY = offsetY
  }

  /// The size of a pixel in Å⁻¹ from the parameters of a microscope.
  ///
  /// - Parameters:
  ///   - pixelSize: the edge of a pixel in µm.
  ///   - cameraLength: the camera length L in mm.
  ///   - beam: the electrons.
  /// - Returns: the value of ``scale``.
  public static func scale(pixelSize: Double, cameraLength: Double, beam: ElectronBeam) -> Double {
    pixelSize / 1000 / (beam.wavelength * cameraLength)
  }

  /// The position of the direct beam in the image, in pixels.
  public var center: (row: Double, column: Double) { (Double(height) / 2 + offsetY, Double(width) / 2 + offsetX) }

  /// The position of a diffracted beam in the image, in pixels.
  ///
  /// Outside the crystal the wave vector has the transverse component **g**⊥ and the length k, so the beam meets a
  /// screen at the distance L at L **g**⊥ / √(k² - g⊥²).
  ///
  /// - Parameters:
  ///   - x: the component of **g** along x, in Å⁻¹.
  ///   - y: the component of **g** along y, in Å⁻¹.
  ///   - wavenumber: k in Å⁻¹, larger than g⊥.
  /// - Returns: a position, which may be outside the image.
  public func place(x: Double, y: Double, wavenumber: Double) -> (row: Double, column: Double) {
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
