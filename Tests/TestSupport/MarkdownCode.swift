import Foundation

/// The Swift code blocks of a Markdown file, for tests that compile the same code.
public struct MarkdownCode {
  /// The text of each block, without its fences.
  public let blocks: [String]

  /// Reads a file of this project.
  ///
  /// - Parameter path: the path from the root of the project, such as `README.md`.
  /// - Throws: an error if the file cannot be read.
  public init(_ path: String) throws {
    let text = try String(contentsOf: Project.root.appending(path: path), encoding: .utf8)
    blocks = text.components(separatedBy: "```swift\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }

  /// Returns whether a source file holds the first block with a declaration, apart from white space.
  ///
  /// - Parameters:
  ///   - declaration: a piece of the block, such as `struct Square`.
  ///   - file: the source file; the calling one by default.
  /// - Returns: true if the source file holds the block, false if it does not or no block has the declaration.
  /// - Throws: an error if the source file cannot be read.
  public func holds(_ declaration: String, in file: String = #filePath) throws -> Bool {
    guard let block = blocks.first(where: { $0.contains(declaration) }) else { return false }
    return try Self.missing([block], in: file) == nil
  }

  /// The first block that a source file does not contain, apart from white space.
  ///
  /// - Parameter file: the source file; the calling one by default.
  /// - Returns: nil if the file contains all blocks.
  /// - Throws: an error if the file cannot be read.
  public func firstBlockMissing(in file: String = #filePath) throws -> String? {
    try Self.missing(blocks, in: file)
  }

  private static func missing(_ blocks: [String], in file: String) throws -> String? {
    let source = packed(try String(contentsOfFile: file, encoding: .utf8))
    return blocks.first { !source.contains(packed($0)) }
  }

  private static func packed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
