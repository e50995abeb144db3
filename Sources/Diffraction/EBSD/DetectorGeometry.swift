import Crystallography
import Foundation

/// The position of an EBSD detector and the tilts of detector and sample.
///
/// The laboratory frame of a detector: z from the sample to the screen and perpendicular to it, y down in the image,
/// and x to the left in the image, since the camera looks at the back of the screen. Pixels are square; pixel
/// (row, column) is centred at (row + ½, column + ½).
///
/// The sample frame: z out of the surface, x along the tilt axis, y down the slope. With a sample tilt of 90° and
/// an upright detector, it agrees with the laboratory frame.
public struct DetectorGeometry: Codable, Sendable, Hashable {
  /// The number of image columns.
  public var width: Int
  /// The number of image rows.
  public var height: Int
  /// The pattern centre in Bruker's convention.
  ///
  /// x from the left in units of the width, y from the top in units of the height, and z the distance from sample to
  /// screen in units of the height.
  public var patternCenter: Vector3
  /// The tilt of the detector in degrees, positive if its z axis points below the horizontal.
  public var detectorTilt: Double
  /// The rotation of the detector about the vertical in degrees, positive from its z axis towards x.
  public var azimuth: Double
  /// The angle between the sample surface and the horizontal, in degrees.
  public var sampleTilt: Double

  /// Creates a geometry; angles are in degrees.
  ///
  /// - Parameters:
  ///   - width: the number of columns.
  ///   - height: the number of rows.
  ///   - patternCenter: x*, y* and z*.
  ///   - convention: the convention of these three numbers.
  ///   - detectorTilt: the tilt of the detector, positive below the horizontal.
  ///   - azimuth: the rotation of the detector about the vertical.
  ///   - sampleTilt: the tilt of the sample.
  public init(
    width: Int,
    height: Int,
    patternCenter: Vector3,
    convention: PatternCenterConvention = .bruker,
    detectorTilt: Double = 0,
    azimuth: Double = 0,
    sampleTilt: Double = 70
  ) {
    self.width = width
    self.height = height
    self.patternCenter = convention.toBruker(patternCenter, width: width, height: height)
    self.detectorTilt = detectorTilt
    self.azimuth = azimuth
    self.sampleTilt = sampleTilt
  }

  /// Validates the geometry.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("width", width, in: 1...16384)
    try DiffractionError.check("height", height, in: 1...16384)
    try DiffractionError.check("patternCenter x", patternCenter.x, in: -10...10)
    try DiffractionError.check("patternCenter y", patternCenter.y, in: -10...10)
    try DiffractionError.check("patternCenter z", patternCenter.z, in: 0.01...100)
    try DiffractionError.check("detectorTilt", detectorTilt, in: -180...180)
    try DiffractionError.check("azimuth", azimuth, in: -180...180)
    try DiffractionError.check("sampleTilt", sampleTilt, in: -180...180)
  }

  /// The unit vector in the laboratory frame from the sample to a point of the image, in pixels.
  ///
  /// The top left corner is (0, 0), the centre of the first pixel (½, ½).
  public func direction(row: Double, column: Double) -> Vector3 { vector(row: row, column: column).normalized }

  /// The point of the image, in pixels, where a direction of the laboratory frame meets the screen.
  ///
  /// - Returns: `nil` if the direction points away from the screen; the point may lie outside the image.
  public func position(of direction: Vector3) -> (row: Double, column: Double)? {
    guard direction.z > 0 else { return nil }
    let distance = patternCenter.z * Double(height) / direction.z
    return (
      patternCenter.y * Double(height) + direction.y * distance,
      patternCenter.x * Double(width) - direction.x * distance
    )
  }

  /// The rotation from the sample frame to the laboratory frame.
  public var sampleToLaboratory: Matrix3 {
    rotation(aboutX: detectorTilt) * rotation(aboutY: -azimuth) * rotation(aboutX: 90 - sampleTilt)
  }

  /// The rotation from the frame of a crystal with this orientation to the laboratory frame.
  public func crystalToLaboratory(_ orientation: Orientation) -> Matrix3 { sampleToLaboratory * orientation.matrix }

  /// The vector from the sample to a point of the image, in pixels.
  func vector(row: Double, column: Double) -> Vector3 {
    [
      patternCenter.x * Double(width) - column, row - patternCenter.y * Double(height),
      patternCenter.z * Double(height),
    ]
  }
}

private func rotation(aboutX degrees: Double) -> Matrix3 {
  let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
  return Matrix3(rows: [1, 0, 0], [0, cosine, -sine], [0, sine, cosine])
}

private func rotation(aboutY degrees: Double) -> Matrix3 {
  let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
  return Matrix3(rows: [cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine])
}
