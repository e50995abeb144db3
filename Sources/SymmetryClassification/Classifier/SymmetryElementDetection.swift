import Diffraction
import Foundation
import Imaging

/// The rotation axes and mirror planes that a model sees in a pattern, from its maps of symmetry elements.
///
/// Axes are the maxima of the maps of axes. Mirror planes are straight lines on the screen: those along which the map
/// of mirrors has a high mean.
public struct SymmetryElementDetection: Sendable, Hashable {
  /// A rotation axis.
  public struct Axis: Sendable, Hashable {
    /// The point where the axis meets the screen, from the left and the top of the square image, 0 to 1.
    public let position: SIMD2<Double>
    /// The order of the axis: 2, 3, 4 or 6.
    public let order: Int
    /// The value of the map, 0 to 1.
    public let strength: Float
  }

  /// A mirror plane.
  public struct Mirror: Sendable, Hashable {
    /// The two points of the image's edge between which the plane's line runs.
    public let start, end: SIMD2<Double>
    /// The mean value of the map along the line, 0 to 1.
    public let strength: Float
  }

  /// The axes, the strongest first.
  public let axes: [Axis]
  /// The mirror planes, the strongest first.
  public let mirrors: [Mirror]

  /// The least value of a map at an axis, and its least mean along a mirror plane.
  private static let (axisThreshold, mirrorThreshold): (Float, Float) = (0.5, 0.5)
  /// The distance, in units of the image, within which two detections are one.
  private static let distance = 0.12
  /// The points of each edge of the image between which lines are tried.
  private static let edgePoints = 24
  private static let mostMirrors = 9

  /// Finds the elements in maps of a square image.
  public init(_ maps: [SymmetryElementMap.Kind: GrayImage]) {
    axes = Self.axes(maps)
    mirrors = maps[.mirror].map(Self.mirrors) ?? []
  }

  private static func axes(_ maps: [SymmetryElementMap.Kind: GrayImage]) -> [Axis] {
    let found = maps.flatMap { kind, map in kind.order.map { maxima(map, order: $0) } ?? [] }
    var distinct: [Axis] = []
    // Neighbouring maxima of two orders are one axis of the clearer order.
    for axis in found.sorted(by: { ($0.strength, $0.order) > ($1.strength, $1.order) })
    where !distinct.contains(where: { length($0.position - axis.position) < distance }) {
      distinct.append(axis)
    }
    return distinct
  }

  private static func maxima(_ map: GrayImage, order: Int) -> [Axis] {
    var axes: [Axis] = []
    for row in 0..<map.height {
      for column in 0..<map.width {
        let value = map[row, column]
        let rows = max(row - 1, 0)...min(row + 1, map.height - 1)
        let columns = max(column - 1, 0)...min(column + 1, map.width - 1)
        let around = rows.flatMap { row in columns.map { (row, $0, map[row, $0]) } }
        guard value >= axisThreshold, around.allSatisfy({ $0.2 <= value }) else { continue }
        // The centre of gravity is finer than the map's pixels.
        let sum = around.reduce(0) { $0 + Double($1.2) }
        let x = around.reduce(0) { $0 + (Double($1.1) + 0.5) * Double($1.2) } / sum / Double(map.width)
        let y = around.reduce(0) { $0 + (Double($1.0) + 0.5) * Double($1.2) } / sum / Double(map.height)
        axes.append(Axis(position: [x, y], order: order, strength: value))
      }
    }
    return axes
  }

  private static func mirrors(_ map: GrayImage) -> [Mirror] {
    let steps = (0..<edgePoints).map { (Double($0) + 0.5) / Double(edgePoints) }
    let edges: [[SIMD2<Double>]] = [
      steps.map { [$0, 0] }, steps.map { [1, $0] }, steps.map { [$0, 1] }, steps.map { [0, $0] },
    ]
    var candidates: [Mirror] = []
    for (first, starts) in edges.enumerated() {
      for ends in edges[(first + 1)...] {
        for start in starts {
          for end in ends where length(end - start) > 0.5 {
            let strength = mean(map, from: start, to: end)
            if strength >= mirrorThreshold { candidates.append(Mirror(start: start, end: end, strength: strength)) }
          }
        }
      }
    }
    var distinct: [Mirror] = []
    for mirror in candidates.sorted(by: { $0.strength > $1.strength }) where distinct.count < mostMirrors {
      let isNew = distinct.allSatisfy { known in
        let same = max(length(known.start - mirror.start), length(known.end - mirror.end))
        let swapped = max(length(known.start - mirror.end), length(known.end - mirror.start))
        return min(same, swapped) > 1.5 * distance
      }
      if isNew { distinct.append(mirror) }
    }
    return distinct
  }

  private static func mean(_ map: GrayImage, from start: SIMD2<Double>, to end: SIMD2<Double>) -> Float {
    let count = 2 * max(map.width, map.height)
    let sum = (0..<count).reduce(Float(0)) { sum, step in
      let point = start + (Double(step) + 0.5) / Double(count) * (end - start)
      return sum + interpolated(map, at: point)
    }
    return sum / Float(count)
  }

  private static func interpolated(_ map: GrayImage, at point: SIMD2<Double>) -> Float {
    let x = min(max(point.x * Double(map.width) - 0.5, 0), Double(map.width - 1))
    let y = min(max(point.y * Double(map.height) - 0.5, 0), Double(map.height - 1))
    let (column, row) = (min(Int(x), max(map.width - 2, 0)), min(Int(y), max(map.height - 2, 0)))
    let (right, lower) = (min(column + 1, map.width - 1), min(row + 1, map.height - 1))
    let (u, v) = (Float(x) - Float(column), Float(y) - Float(row))
    let top = (1 - u) * map[row, column] + u * map[row, right]
    let bottom = (1 - u) * map[lower, column] + u * map[lower, right]
    return (1 - v) * top + v * bottom
  }

  private static func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }
}
