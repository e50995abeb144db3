import Foundation
import Imaging

/// An image under construction, to which spots are added.
struct SpotCanvas {
  private let width, height: Int
  private var pixels: [Float]
  /// Weights of one image row, valid only in the columns of the current spot.
  private var weights: [Float]

  /// Creates a black image.
  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = [Float](repeating: 0, count: width * height)
    weights = [Float](repeating: 0, count: width)
  }

  /// The image with all spots.
  var image: GrayImage { GrayImage(width: width, height: height, pixels: pixels) }

  /// Adds a spot, cut off below an intensity.
  ///
  /// - Parameters:
  ///   - profile: the shape of the spot.
  ///   - row: the distance from the top, in pixels.
  ///   - column: the distance from the left, in pixels.
  ///   - peak: the intensity at the centre.
  ///   - least: the intensity below which the spot is cut off.
  mutating func add(_ profile: SpotProfile, row: Double, column: Double, peak: Float, least: Float) {
    let position = (row: row, column: column)
    switch profile {
    case .disc(let radius): addDisc(at: position, radius: radius, peak: peak)
    case .gaussian(let radius): addGaussian(at: position, radius: radius, peak: peak, least: least)
    case .pseudoVoigt(let radius, let share):
      addGaussian(at: position, radius: radius, peak: peak * (1 - share), least: least)
      addLorentzian(at: position, radius: radius, peak: peak * share, least: least)
    }
  }

  /// Adds the Lorentzian peak / (1 + d²/r²), cut off below `least`.
  mutating func addLorentzian(at position: (row: Double, column: Double), radius: Float, peak: Float, least: Float) {
    guard peak > least else { return }
    let inverse = 1 / (radius * radius)
    add(peak, at: position, within: radius * (peak / least - 1).squareRoot()) { square in 1 / (1 + square * inverse) }
  }

  /// Adds a disc with an edge one pixel wide.
  private mutating func addDisc(at position: (row: Double, column: Double), radius: Float, peak: Float) {
    add(peak, at: position, within: radius + 0.5) { square in min(max(radius + 0.5 - square.squareRoot(), 0), 1) }
  }

  /// Adds a Gaussian as a product of one factor per row and one per column.
  private mutating func addGaussian(
    at position: (row: Double, column: Double),
    radius: Float,
    peak: Float,
    least: Float
  ) {
    guard peak > least else { return }
    let rate = log(2) / (radius * radius)
    let far = (log(peak / least) / rate).squareRoot()
    let columns = range(within: far, of: position.column, count: width)
    for column in columns {
      let distance = Float(Double(column) + 0.5 - position.column)
      weights[column] = exp(-rate * distance * distance)
    }
    for row in range(within: far, of: position.row, count: height) {
      let distance = Float(Double(row) + 0.5 - position.row)
      addWeights(peak * exp(-rate * distance * distance), row: row, columns: columns)
    }
  }

  /// Adds a profile, a function of the squared distance from a point.
  @inline(__always) private mutating func add(
    _ peak: Float,
    at position: (row: Double, column: Double),
    within far: Float,
    profile: (Float) -> Float
  ) {
    let columns = range(within: far, of: position.column, count: width)
    for row in range(within: far, of: position.row, count: height) {
      let down = Float(Double(row) + 0.5 - position.row)
      for column in columns {
        let across = Float(Double(column) + 0.5 - position.column)
        weights[column] = profile(down * down + across * across)
      }
      addWeights(peak, row: row, columns: columns)
    }
  }

  private mutating func addWeights(_ factor: Float, row: Int, columns: Range<Int>) {
    PixelArithmetic.add(
      weights,
      from: columns.lowerBound,
      times: factor,
      to: &pixels,
      at: row * width + columns.lowerBound,
      count: columns.count
    )
  }

  /// The pixels along an axis whose centres lie within a distance of a coordinate.
  private func range(within far: Float, of position: Double, count: Int) -> Range<Int> {
    // Clamp before the conversion: a point far outside the image would overflow it.
    let first = min(max((position - Double(far) - 0.5).rounded(.up), 0), Double(count))
    let end = min(max((position + Double(far) + 0.5).rounded(.up), first), Double(count))
    return Int(first)..<Int(end)
  }
}
