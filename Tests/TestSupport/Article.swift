import Foundation

/// An article of a DocC catalogue, whose Swift code the tests compile.
public struct Article {
  private let text: String

  /// Reads `Sources/<module>/<module>.docc/<name>.md`.
  public init(_ name: String, of module: String) throws {
    let url = Project.root.appending(path: "Sources/\(module)/\(module).docc/\(name).md")
    text = try String(contentsOf: url, encoding: .utf8)
  }

  /// The article's Swift code blocks, in order.
  public var codeBlocks: [String] {
    text.components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "\n```")[0] }
  }

  /// The first code block that a source file does not contain, apart from white space.
  ///
  /// - Parameter source: the path of a Swift file that the tests compile.
  /// - Returns: nil if the file contains all blocks.
  /// - Throws: an error if the file cannot be read.
  public func firstBlock(missingIn source: String) throws -> String? {
    func squeezed(_ code: String) -> String { String(code.filter { !$0.isWhitespace }) }
    let source = squeezed(try String(contentsOf: URL(filePath: source), encoding: .utf8))
    return codeBlocks.first { !source.contains(squeezed($0)) }
  }
}
