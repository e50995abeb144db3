import Crystallography
import Foundation

/// The colours of crystal directions in the inverse pole figure of a Laue class.
///
/// The hue follows the angle about the middle of the sector, where colours are white; the boundary has full colours. In
/// sectors with three corners these are red, green and blue. G. Nolze and R. Hielscher, J. Appl. Cryst. 49, 1786
/// (2016), section 2.4.
public struct InversePoleFigureKey: Sendable {
  /// The sector.
  public let sector: InversePoleFigureSector
  private let center: Vector3
  /// The directions from the middle to the first colour, and to the left of it.
  private let ahead: Vector3, left: Vector3
  /// The hue at equal steps of the angle, from 0 to 1.
  private var hues: [Double] = []

  /// The number of steps of the angle.
  private static let steps = 1440

  /// Creates the key of a sector.
  public init(_ sector: InversePoleFigureSector) {
    self.sector = sector
    center = sector.center
    let first = sector.firstAxis
    ahead = (first - first.dot(center) * center).normalized
    left = center.cross(ahead)
    hues = evenHues()
  }

  /// Hues that grow with the distance of the boundary, so that each stretch of the boundary has its share of colours;
  /// between two of three corners it is a third.
  private func evenHues() -> [Double] {
    let angles = (0..<Self.steps).map { 2 * .pi * (Double($0) + 0.5) / Double(Self.steps) }
    var weights = angles.map { distance(toBoundaryAlong: direction($0)) }
    if sector.corners.count == 3 {
      let corners = sector.corners.map(angle).sorted()
      let parts = angles.map { angle in corners.filter { $0 <= angle }.count % 3 }
      for part in 0..<3 {
        let sum = zip(weights, parts).reduce(0) { $0 + ($1.1 == part ? $1.0 : 0) }
        for index in weights.indices where parts[index] == part { weights[index] /= 3 * sum }
      }
    }
    let sum = weights.reduce(0, +)
    return weights.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1 / sum) }
  }

  private func direction(_ angle: Double) -> Vector3 { cos(angle) * ahead + sin(angle) * left }

  /// The angle about the middle, 0 to 2π.
  private func angle(of direction: Vector3) -> Double {
    let angle = atan2(left.dot(direction), ahead.dot(direction))
    // Rounding must not turn the first direction by a whole turn.
    return angle < -1e-9 ? angle + 2 * .pi : max(angle, 0)
  }

  /// The angle from the middle to the boundary in a direction that is perpendicular to it.
  private func distance(toBoundaryAlong direction: Vector3) -> Double {
    sector.normals.map { atan2($0.dot(center), -$0.dot(direction)) }.min() ?? .pi / 2
  }

  /// The colour of a direction of the sector.
  ///
  /// - Parameter direction: a unit vector, as the sector returns it.
  /// - Returns: red, green and blue from 0 to 1.
  public func rgb(_ direction: Vector3) -> SIMD3<Double> {
    let across = direction - direction.dot(center) * center
    guard across.length > 1e-9 else { return [1, 1, 1] }
    let distance = atan2(across.length, direction.dot(center))
    let share = min(distance / self.distance(toBoundaryAlong: across.normalized), 1)
    let position = angle(of: direction) / (2 * .pi) * Double(Self.steps)
    let step = min(Int(position), Self.steps - 1)
    let hue = hues[step] + (position - Double(step)) * (hues[step + 1] - hues[step])
    return Self.rgb(hue: hue, lightness: 1 - share / 2)
  }

  /// A full colour in HSL, with a lightness of ½ to 1.
  private static func rgb(hue: Double, lightness: Double) -> SIMD3<Double> {
    let chroma = 2 - 2 * lightness
    return SIMD3(
      [0, 1.0 / 3, 2.0 / 3].map { middle in
        let distance = abs(hue - middle)
        let full = min(max(2 - 6 * min(distance, 1 - distance), 0), 1)
        return 1 - chroma + chroma * full
      }
    )
  }
}
