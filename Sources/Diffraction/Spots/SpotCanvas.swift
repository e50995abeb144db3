import Foundation
import Imaging

/// An image that accumulates spots.
struct SpotCanvas {
  private let width, height: Int
  private var pixels: [Float]
  /// A row of weights, of which only the columns of a spot are valid.
  private var weights: [Float]

  /// A black image.
  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = [Float](repeating: 0, count: width * height)
    weights = [Float](repeating: 0, count: width)
  }

  /// The image.
  var image: GrayImage { GrayImage(width: width, height: height, pixels: pixels) }

  /// Adds a spot, up to the radius at which it falls below an intensity.
  ///
  /// - Parameters:
  ///   - profile: its shape.
  ///   - row: its position from the top, in pixels.
  ///   - column: its position from the left, in pixels.
  ///   - peak: its largest intensity.
  ///   - least: the intensity below which it may be cut off.
  mutating func add(_ profile: SpotProfile, row: Double, column: Double, peak: Float, least: Float) {
    let place = (row: row, column: column)
    switch profile {
    case .disc(let radius): addDisc(at: place, radius: radius, peak: peak)
    case .gaussian(let radius): addGaussian(at: place, radius: radius, peak: peak, least: least)
    case .pseudoVoigt(let radius, let share):
      addGaussian(at: place, radius: radius, peak: peak * (1 - share), least: least)
      addLorentzian(at: place, radius: radius, peak: peak * share, least: least)
    }
  }

  /// Adds peak / (1 + d²/r²), up to the radius at which it falls below an intensity.
  mutating func addLorentzian(at place: (row: Double, column: Double), radius: Float, peak: Float, least: Float) {
    guard peak > least else { return }
    let inverse = 1 / (radius * radius)
    add(peak, at: place, within: radius * (peak / least - 1).squareRoot()) { square in 1 / (1 + square * inverse) }
  }

  /// Adds a disc whose edge is smooth over one pixel.
  private mutating func addDisc(at place: (row: Double, column: Double), radius: Float, peak: Float) {
    add(peak, at: place, within: radius + 0.5) { square in min(max(radius + 0.5 - square.squareRoot(), 0), 1) }
  }

  /// Adds a Gaussian, the product of one Gaussian of the row and one of the column.
  private mutating func addGaussian(at place: (row: Double, column: Double), radius: Float, peak: Float, least: Float) {
    guard peak > least else { return }
    let rate = log(2) / (radius * radius)
    let far = (log(peak / least) / rate).squareRoot()
    let columns = range(within: far, of: place.column, count: width)
    for column in columns {
      let distance = Float(Double(column) + 0.5 - place.column)
      weights[column] = exp(-rate * distance * distance)
    }
    for row in range(within: far, of: place.row, count: height) {
      let distance = Float(Double(row) + 0.5 - place.row)
      addWeights(peak * exp(-rate * distance * distance), row: row, columns: columns)
    }
  }

  /// Adds a profile of the squared distance from a position.
  @inline(__always) private mutating func add(
    _ peak: Float,
    at place: (row: Double, column: Double),
    within far: Float,
    profile: (Float) -> Float
  ) {
    let columns = range(within: far, of: place.column, count: width)
    for row in range(within: far, of: place.row, count: height) {
      let down = Float(Double(row) + 0.5 - place.row)
      for column in columns {
        let across = Float(Double(column) + 0.5 - place.column)
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

  /// The pixels of an axis with centres within a distance of a position.
  private func range(within far: Float, of place: Double, count: Int) -> Range<Int> {
    // Clamped before the conversion, which would trap for positions far outside the image.
    let first = min(max((place - Double(far) - 0.5).rounded(.up), 0), Double(count))
    let end = min(max((place + Double(far) + 0.5).rounded(.up), first), Double(count))
    return Int(first)..<Int(end)
  }
}
