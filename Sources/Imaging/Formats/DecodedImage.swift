/// A conversion of an image to grey.
public enum ConversionNote: String, Sendable, Codable, CaseIterable, CustomStringConvertible {
  /// Colours were turned into luminance.
  case color
  /// The file stores colours, but all are grey: nothing was lost.
  case grayInColor
  /// Colours came from a palette.
  case palette
  /// An alpha channel or transparent colour was ignored.
  case alpha
  /// The file stores white as 0; the intensities were inverted.
  case inverted
  /// Negative intensities were raised, so that the lowest is 0.
  case raised
  /// Intensities were multiplied by a factor, so that they fit 0...65535 or fill it.
  case scaled
  /// The file asks to turn or mirror the image for display, which was not done.
  case orientation
  /// The file's compression changes the image.
  case lossy

  /// The conversion as a clause of a message.
  public var description: String {
    switch self {
    case .color: "colour turned into luminance"
    case .grayInColor: "stored in colour, but every pixel is grey"
    case .palette: "stored with a palette"
    case .alpha: "transparency ignored"
    case .inverted: "inverted, since the file stores white as 0"
    case .raised: "negative intensities, all raised until the lowest is 0"
    case .scaled: "intensities scaled to 0...65535"
    case .orientation: "the file's rotation or mirroring ignored"
    case .lossy: "compressed with loss, which changes fine structure"
    }
  }
}

/// An image that was read from a file, with the properties of the file.
public struct DecodedImage: Sendable, Equatable {
  /// The grey image, 0...255 or 0...65535 according to `bitDepth`.
  public var image: GrayImage
  /// The bits that the range of intensities needs: 8 (0...255) or 16 (0...65535).
  public let bitDepth: Int
  /// The bits of a sample in the file, 1 to 64.
  public let sourceBitDepth: Int
  /// The conversions to grey, in the order of `ConversionNote.allCases`.
  public let notes: [ConversionNote]

  /// The name of the file's format.
  public let format: String

  /// Creates a decoded image.
  public init(image: GrayImage, bitDepth: Int, sourceBitDepth: Int, notes: [ConversionNote], format: String) {
    self.format = format
    self.image = image
    self.bitDepth = bitDepth
    self.sourceBitDepth = sourceBitDepth
    self.notes = notes
  }
}
