import Foundation
import NeuralNetworks
import RandomNumbers

/// Periodic density maps of random motifs with the symmetry of a plane group, at random origins and with noise.
///
/// Map number i of a key is always the same; its group is number i modulo the number of groups.
struct DensityMaps: Dataset {
  let key: Int
  let count: Int
  /// True to roll each map by a second random shift, which leaves a periodic map the same crystal.
  var rolled = false
  /// The rows and columns of a map.
  static let size = 24

  var shape: Shape { Shape(channels: 1, height: Self.size, width: Self.size) }

  /// The group of a map.
  func group(_ index: Int) -> PlaneGroup { PlaneGroup.allCases[index % PlaneGroup.allCases.count] }

  /// A map of mean 0 and deviation 1 before the noise, of deviation 0.1.
  func map(_ index: Int) -> [Float] {
    let size = Self.size
    var generator = KeyedGenerator(key, index)
    var density = [Float](repeating: 0, count: size * size)
    let operations = group(index).operations
    // As many blobs for every group, so that their number says nothing.
    let motifs = max(1, 16 / operations.count)
    for _ in 0..<motifs {
      let (height, width) = (generator.uniform(in: 0.5...1.5), generator.uniform(in: 1...2.2))
      let place = (generator.index(below: size), generator.index(below: size))
      for operation in operations {
        let (x, y) = operation.moved(place.0, place.1, size: size)
        Self.addBlob(x, y, height: height, width: width, to: &density)
      }
    }
    Self.normalize(&density)
    let origin = (generator.index(below: size), generator.index(below: size))
    var result = Self.roll(density, by: origin).map { $0 + 0.1 * generator.normal() }
    if rolled {
      var second = KeyedGenerator(key, index, 1)
      result = Self.roll(result, by: (second.index(below: size), second.index(below: size)))
    }
    return result
  }

  /// Adds a Gaussian with all its periodic images that matter.
  private static func addBlob(_ x: Int, _ y: Int, height: Float, width: Float, to density: inout [Float]) {
    for dy in -8...8 {
      for dx in -8...8 {
        let (column, row) = ((x + dx + size) % size, (y + dy + size) % size)
        density[row * size + column] += height * exp(-Float(dx * dx + dy * dy) / (2 * width * width))
      }
    }
  }

  private static func normalize(_ values: inout [Float]) {
    let mean = values.reduce(0, +) / Float(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
    for i in values.indices { values[i] = (values[i] - mean) / variance.squareRoot() }
  }

  /// The map with its columns and rows moved around.
  static func roll(_ map: [Float], by shift: (columns: Int, rows: Int)) -> [Float] {
    (0..<size * size).map { i in
      let (row, column) = ((i / size + shift.rows) % size, (i % size + shift.columns) % size)
      return map[row * size + column]
    }
  }

  /// Writes a map, in training another one in each epoch; its target is the number of its group.
  func load(_ index: Int, epoch: Int?, into input: MutableTensorView) -> Target {
    input.copy(map(index + (epoch ?? 0) * count))
    return .label(index % PlaneGroup.allCases.count)
  }
}
