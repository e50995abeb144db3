/// A grey image: intensities in rows from top to bottom, each from left to right.
///
/// Intensities are in the units of their source: 0...255 or 0...65535 after reading a file, any real
/// number after processing.
public struct GrayImage: Sendable, Equatable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The intensities, row by row: the pixel at (`row`, `column`) is number `row * width + column`.
  public var pixels: [Float] {
    didSet { precondition(pixels.count == width * height, "an image keeps its number of pixels") }
  }

  /// Creates an image of `width * height` pixels, at least one.
  public init(width: Int, height: Int, pixels: [Float]) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    precondition(pixels.count == width * height, "an image has width × height pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Creates an image with the same intensity everywhere.
  public init(width: Int, height: Int, filledWith intensity: Float = 0) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    self.init(width: width, height: height, pixels: [Float](repeating: intensity, count: width * height))
  }

  /// The intensity at a row and a column, counted from 0 at the top left.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < height && column >= 0 && column < width, "outside the image")
      return pixels[row * width + column]
    }
    set {
      precondition(row >= 0 && row < height && column >= 0 && column < width, "outside the image")
      pixels[row * width + column] = newValue
    }
  }

  /// The image with its intensities stretched to 0...`top`; 0 if they are not finite or all equal.
  package func contrastStretched(to top: Float) -> GrayImage {
    let finite = pixels.filter(\.isFinite)
    let (low, high) = PixelArithmetic.extremes(of: finite.isEmpty ? [0] : finite)
    let scale = high > low ? top / (high - low) : 0
    var image = self
    image.pixels = pixels.map { $0.isFinite ? ($0 - low) * scale : 0 }
    return image
  }
}
