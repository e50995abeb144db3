import ArgumentParser
import Foundation
import Imaging
import Scans

/// `training-reference read`.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read all images of the files named on standard input, and print a line for each file.",
    discussion: "The line is \"read N\" with the number of images, or \"refused\" with the error in one line of JSON."
  )

  /// The most images that are read of a file.
  private static let limit = 1000

  func run() throws {
    ScanFormats.register()
    while let name = readLine() {
      var line: String
      do { line = "read \(try Self.read(name))" } catch {
        line = "refused " + String(decoding: try JSONEncoder().encode("\(error)"), as: UTF8.self)
      }
      line += "\n"
      try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    }
  }

  /// Decodes the images of a file; returns their number.
  private static func read(_ name: String) throws -> Int {
    let source = try ImageFormats.open(ImageFile(path: name))
    for index in 0..<min(source.count, limit) {
      let image = try source.image(at: index).image
      guard image.pixels.allSatisfy(\.isFinite) else {
        throw ImageFileError(file: name, reason: .damaged("a pixel is not finite, which the reader let pass"))
      }
      _ = source.scan?.position(of: index)
    }
    return source.count
  }
}
