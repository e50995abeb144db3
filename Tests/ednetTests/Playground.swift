import Foundation
import Imaging
import TestSupport

/// A folder with patterns for one test, removed when it goes.
final class Playground: Sendable {
  let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Runs the command in the folder.
  func run(
    _ arguments: String...,
    input: String = "",
    environment: [String: String] = [:],
    signal: (number: Int32, after: String)? = nil
  ) throws -> CommandRun {
    try CommandRun(arguments, in: root, input: input, environment: environment, signal: signal)
  }

  /// Runs a short training of small patterns, with more arguments.
  func train(_ patterns: String, _ arguments: String...) throws -> CommandRun {
    try CommandRun(["train", patterns] + Self.small + arguments, in: root)
  }

  /// Two epochs of the quickest network on patterns of 16 pixels.
  static let small = ["--size", "16", "--architecture", "reference", "--epochs", "2"]

  /// Writes a pattern of stripes, whose direction is that of the class.
  func addPattern(_ path: String, _ direction: StripedPattern, number: Int) throws {
    try write(path, PNG.encode(direction.image(size: 20, number: number), bitDepth: .eight))
  }

  /// Writes `<class>/<specimen>/<image>.png` for cF, cI and hP; each has its direction of stripes.
  func addPatterns(
    _ folder: String = "patterns",
    classes: [String] = ["cF", "cI", "hP"],
    specimens: Int = 4,
    images: Int = 3,
    from first: Int = 0
  ) throws {
    for (name, direction) in zip(classes, StripedPattern.allCases) {
      for specimen in 0..<specimens {
        for image in 0..<images {
          try addPattern(
            "\(folder)/\(name)/s\(specimen)/\(image).png",
            direction,
            number: first + specimen * images + image
          )
        }
      }
    }
  }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: root).appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
  }

  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: root + "/" + path,
      withIntermediateDirectories: true
    )
  }

  func path(_ path: String) -> String { root + "/" + path }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: self.path(path)) }

  func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: self.path(path))))
  }

  func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
}

extension Playground {
  /// Patterns and a run of two epochs in `run`, which all tests share and none changes.
  static let trained = Result {
    let playground = try Playground()
    try playground.addPatterns()
    let run = try playground.train("patterns", "--validation", "0.25", "--test", "0.25")
    return (playground: playground, run: run)
  }
}
