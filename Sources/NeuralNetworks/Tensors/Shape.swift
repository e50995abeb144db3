/// The shape of one example: channels × height × width, stored in that order (row-major).
///
/// A plain vector of n features is `Shape(channels: n, height: 1, width: 1)`, or
/// `Shape(features: n)`.
public struct Shape: Hashable, Sendable {
  /// The number of feature maps, or of features if height and width are 1.
  public var channels: Int
  /// The rows of a feature map.
  public var height: Int
  /// The columns of a feature map.
  public var width: Int

  /// Creates a shape of `channels` maps of `height` × `width`.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Creates the shape of a vector.
  public init(features: Int) { self.init(channels: features, height: 1, width: 1) }

  /// The number of scalars.
  public var count: Int { channels * height * width }
  /// The number of positions in one map.
  public var area: Int { height * width }
}

extension Shape: CustomStringConvertible {
  /// The shape as `channels×height×width`.
  public var description: String { "\(channels)×\(height)×\(width)" }
}

extension Shape: Codable {
  /// Reads `[channels, height, width]`.
  public init(from decoder: any Decoder) throws {
    let extents = try decoder.singleValueContainer().decode([Int].self)
    guard extents.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a shape is [channels, height, width], not \(extents)")
      )
    }
    self.init(channels: extents[0], height: extents[1], width: extents[2])
  }

  /// Writes `[channels, height, width]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([channels, height, width])
  }
}
