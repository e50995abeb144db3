import Foundation
import Imaging
import RandomNumbers
import TestSupport

/// Images that are no diffraction patterns, of kinds that come into a laboratory's folders.
enum OtherImages: String, CaseIterable {
  case blank, noise, gradient, spotlight, blobs, boxes, halfShadow

  /// An image of the kind; another number makes another one.
  func image(size: Int, number: Int) -> GrayImage {
    var generator = KeyedGenerator(41, number)
    let side = Float(size)
    func drawn(_ value: (_ x: Float, _ y: Float) -> Float) -> GrayImage {
      GrayImage(
        width: size,
        height: size,
        pixels: (0..<size * size).map { value(Float($0 % size) / side, Float($0 / size) / side) }
      )
    }
    switch self {
    case .blank: return drawn { _, _ in Float(number % 200) }
    case .noise:
      let width = 5 + 40 * Float(number % 10) / 10
      return drawn { _, _ in 128 + width * generator.normal() }
    case .gradient:
      let angle = Float(number)
      return drawn { x, y in 100 + 90 * ((x - 0.5) * cos(angle) + (y - 0.5) * sin(angle)) }
    case .spotlight:
      let (cx, cy) = (0.3 + 0.04 * Float(number % 10), 0.6)
      return drawn { x, y in
        10 + 200 * exp(-((x - cx) * (x - cx) + (y - Float(cy)) * (y - Float(cy))) * 8)
      }
    case .blobs:
      let spots = (0..<12).map { _ in
        (
          Float.random(in: 0...1, using: &generator), Float.random(in: 0...1, using: &generator),
          Float.random(in: -80...80, using: &generator)
        )
      }
      return drawn { x, y in
        spots.reduce(Float(128)) { sum, spot in
          let square = (x - spot.0) * (x - spot.0) + (y - spot.1) * (y - spot.1)
          return sum + spot.2 * exp(-square * 100)
        }
      }
    case .boxes:
      var image = drawn { _, _ in 128 }
      for _ in 0..<10 {
        let (left, top) = (
          Int.random(in: 0..<size, using: &generator), Int.random(in: 0..<size, using: &generator)
        )
        let gray = Float.random(in: 0...255, using: &generator)
        for row in top..<min(size, top + size / 3) {
          for column in left..<min(size, left + size / 4) { image[row, column] = gray }
        }
      }
      return image
    case .halfShadow:
      var image = StripedPattern.allCases[number % 3].image(size: size, number: number)
      for row in 0..<size { for column in 0..<size / 2 { image[row, column] = 0 } }
      return image
    }
  }
}
