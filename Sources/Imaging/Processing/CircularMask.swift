/// The disc inscribed in an image: the visible area of many detectors.
public struct CircularMask: Sendable, Equatable {
  /// The number of columns of the image.
  public let width: Int
  /// The number of rows of the image.
  public let height: Int
  /// The columns of each row whose pixel centres lie in the disc.
  public let columns: [Range<Int>]
  /// The number of pixels in the disc; never 0.
  public let pixelCount: Int

  /// Creates the disc about the centre of an image, with the image's shorter side as diameter.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    let radius = Double(min(width, height)) / 2
    let center = Double(width) / 2
    self.init(
      width: width,
      columns: (0..<height).map { row in
        let y = Double(row) + 0.5 - Double(height) / 2
        guard abs(y) <= radius else { return 0..<0 }
        let half = (radius * radius - y * y).squareRoot()
        let first = Int((center - half - 0.5).rounded(.up))
        let last = Int((center + half - 0.5).rounded(.down))
        return first <= last ? max(0, first)..<min(width, last + 1) : 0..<0
      }
    )
  }

  /// Creates a mask that contains the whole image.
  static func everything(width: Int, height: Int) -> CircularMask {
    CircularMask(width: width, columns: Array(repeating: 0..<width, count: height))
  }

  private init(width: Int, columns: [Range<Int>]) {
    self.width = width
    self.height = columns.count
    self.columns = columns
    self.pixelCount = columns.reduce(0) { $0 + $1.count }
  }

  /// Returns whether a pixel lies in the disc.
  public func contains(row: Int, column: Int) -> Bool { columns[row].contains(column) }

  /// Sets the pixels outside of the disc to 0.
  public func apply(to image: inout GrayImage) {
    precondition(image.width == width && image.height == height, "the mask has the image's size")
    image.pixels = masked(image.pixels)
  }

  /// 1 for each pixel in the disc and 0 outside it, row by row.
  public var weights: [Float] { masked([Float](repeating: 1, count: width * height)) }

  func masked(_ pixels: [Float]) -> [Float] {
    guard pixelCount < pixels.count else { return pixels }
    var result = [Float](repeating: 0, count: pixels.count)
    for row in 0..<height {
      let start = row * width
      for column in columns[row] { result[start + column] = pixels[start + column] }
    }
    return result
  }
}
