import Foundation
import Imaging

/// A temporary folder of striped patterns, `<class>/<specimen>/<n>.png`, removed with the value.
public final class PatternFolderFixture {
  /// The path of the folder.
  public let path: String

  /// Writes three specimens of four patterns for each class.
  public init(classes: [String] = ["cF", "hP", "tI"]) throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    for (direction, name) in zip(StripedPattern.allCases, classes) {
      for specimen in 0..<3 {
        let folder = "\(path)/\(name)/s\(specimen)"
        try FileManager.default.createDirectory(
          atPath: folder,
          withIntermediateDirectories: true
        )
        for number in 0..<4 {
          let image = direction.image(size: 20, number: 4 * specimen + number)
          try PNG.write(image, to: "\(folder)/\(number).png")
        }
      }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
