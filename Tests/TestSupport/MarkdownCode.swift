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
    let source = try String(contentsOfFile: file, encoding: .utf8)
    return Self.packed(source).contains(Self.packed(block))
  }

  private static func packed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
