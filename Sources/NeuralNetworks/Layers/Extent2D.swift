/// A height and a width: of a kernel, a pooling window, or a stride.
///
/// An integer literal is a square: `kernel: 3` is 3×3. In JSON: `3` or `[3, 5]`.
public struct Extent2D: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// Creates an extent.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates a square.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// Creates a square.
  public init(integerLiteral side: Int) { self.init(side) }

  /// The number of positions.
  public var area: Int { height * width }

  var isPositive: Bool { height > 0 && width > 0 }
  var isWithinLimits: Bool { max(height, width) <= LayerLimits.window }
}

extension Extent2D: CustomStringConvertible {
  /// `3` for a square, else `(height: 3, width: 5)`.
  public var description: String { height == width ? "\(height)" : "(height: \(height), width: \(width))" }
}

extension Extent2D: Codable {
  /// Reads `3` or `[3, 5]`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let side = try? container.decode(Int.self) {
      self.init(side)
      return
    }
    let sides = try container.decode([Int].self)
    guard sides.count == 2 else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "an extent is a number or [height, width], not \(sides)"
      )
    }
    self.init(height: sides[0], width: sides[1])
  }

  /// Writes `3` for a square, else `[3, 5]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if height == width { try container.encode(height) } else { try container.encode([height, width]) }
  }
}
