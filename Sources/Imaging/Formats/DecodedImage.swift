/// What had to be done to a PNG image to make it grey.
public enum ConversionNote: String, Sendable, Codable, CaseIterable, CustomStringConvertible {
  /// Colours were turned into luminance.
  case color
  /// The file stores colours, but all are grey: nothing was lost.
  case grayInColor
  /// Colours came from a palette.
  case palette
  /// An alpha channel or transparent colour was ignored.
  case alpha

  /// What was done, as a clause that can stand in a message.
  public var description: String {
    switch self {
    case .color: "colour turned into luminance"
    case .grayInColor: "stored in colour, but every pixel is grey"
    case .palette: "stored with a palette"
    case .alpha: "transparency ignored"
    }
  }
}

/// An image read from a PNG file, with what a person may want to know of how it was read.
public struct DecodedImage: Sendable, Equatable {
  /// The grey image, 0...255 or 0...65535 according to `bitDepth`.
  public let image: GrayImage
  /// The bits that the range of intensities needs: 8 (0...255) or 16 (0...65535).
  public let bitDepth: Int
  /// The bits of a sample in the file: 1, 2, 4, 8 or 16.
  public let sourceBitDepth: Int
  /// What was done beyond reading grey samples, in the order of `ConversionNote.allCases`.
  public let notes: [ConversionNote]

  /// Creates a description of an image that was read.
  public init(image: GrayImage, bitDepth: Int, sourceBitDepth: Int, notes: [ConversionNote]) {
    self.image = image
    self.bitDepth = bitDepth
    self.sourceBitDepth = sourceBitDepth
    self.notes = notes
  }
}
