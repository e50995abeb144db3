import Foundation
import Imaging

/// A disc on an arm in front of the screen that blocks the direct beam.
public struct BeamStop: Codable, Sendable, Hashable {
  /// The radius of the disc around the direct beam, in pixels.
  public var radius: Float
  /// The width of the arm, in pixels; 0 for none.
  public var armWidth: Float
  /// The direction of the arm from the disc to the edge of the image, in degrees from x (right) to y (down).
  public var armDirection: Float

  /// Creates a beam stop; see the properties.
  public init(radius: Float, armWidth: Float = 0, armDirection: Float = 0) {
    self.radius = radius
    self.armWidth = armWidth
    self.armDirection = armDirection
  }

  /// Validates the beam stop.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("beamStop radius", radius, in: 0...1e5)
    try DiffractionError.check("beamStop armWidth", armWidth, in: 0...1e5)
    try DiffractionError.check("beamStop armDirection", armDirection, in: -360...360)
  }

  /// Blackens the pixels under the stop; pixels on its edge keep a fraction.
  func cover(_ image: inout GrayImage, center: (row: Double, column: Double)) {
    let angle = armDirection * .pi / 180
    let (alongX, alongY) = (cos(angle), sin(angle))
    var pixels = image.pixels
    for row in 0..<image.height {
      let y = Float(Double(row) + 0.5 - center.row)
      for column in 0..<image.width {
        let x = Float(Double(column) + 0.5 - center.column)
        var inside = radius - (x * x + y * y).squareRoot()
        if armWidth > 0, x * alongX + y * alongY > 0 {
          inside = max(inside, armWidth / 2 - abs(x * alongY - y * alongX))
        }
        // The uncovered fraction of a pixel at a straight edge.
        let open = 0.5 - inside
        if open < 1 { pixels[row * image.width + column] *= max(open, 0) }
      }
    }
    image.pixels = pixels
  }
}
