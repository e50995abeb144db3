import CHDF5
import Imaging

/// A group of small datasets, each with one property of a scan.
struct HDF5Header {
  let file: HDF5File
  let path: String

  /// The group of a path below this one.
  func group(_ name: String) -> HDF5Header { HDF5Header(file: file, path: "\(path)/\(name)") }

  /// A dataset; nil if there is none, or if it cannot be read, since no pattern depends on it.
  func dataset(_ name: String) -> HDF5Dataset? { try? file.dataset("\(path)/\(name)") }

  /// The first number of a dataset that has one of these names.
  func number(_ names: String...) -> Double? {
    for name in names {
      guard let dataset = dataset(name), !dataset.extents.contains(0), let numbers = HDF5Numbers(dataset),
        (try? dataset.checkSlab()) != nil, let bytes = try? dataset.slab(0..<1)
      else { continue }
      let value = numbers.doubles(bytes, 0..<1)[0]
      if value.isFinite { return value }
    }
    return nil
  }

  /// The first number of a dataset, as a count.
  func count(_ names: String...) -> Int? {
    for name in names { if let value = number(name).flatMap({ Int(exactly: $0) }) { return value } }
    return nil
  }

  /// The text of a dataset; nil if there is none.
  func text(_ name: String) -> String? { try? dataset(name)?.text() }

  /// An image of a size, such as a static background; nil if there is none of this size.
  func image(_ name: String, width: Int, height: Int) -> GrayImage? {
    guard let dataset = dataset(name), dataset.extents == [height, width],
      let values = try? dataset.numbers(limit: PNG.largestPixelCount), values.count == width * height,
      values.allSatisfy(\.isFinite)
    else { return nil }
    return GrayImage(width: width, height: height, pixels: values.map { Float($0) })
  }

  /// Integers, one for each pattern; nil if there are not `count` of them.
  func integers(_ name: String, count: Int) -> [Int]? {
    guard count <= ScanDescription.largestPositionCount, let dataset = dataset(name), dataset.count == count,
      let values = try? dataset.numbers(limit: count), values.allSatisfy({ abs($0) < 1e9 })
    else { return nil }
    return values.map { Int($0.rounded()) }
  }

  /// The mean and the range of a dataset's numbers.
  func summary(_ name: String) -> (mean: Double, range: Double, count: Int)? {
    guard let dataset = dataset(name) else { return nil }
    var (sum, count, low, high) = (0.0, 0, Double.infinity, -Double.infinity)
    do {
      try dataset.forEachPart { values in
        for value in values where value.isFinite {
          (sum, count, low, high) = (sum + value, count + 1, min(low, value), max(high, value))
        }
      }
    } catch { return nil }
    return count > 0 ? (sum / Double(count), high - low, count) : nil
  }
}
