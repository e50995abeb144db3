import Foundation

/// Patterns of one crystal on one detector.
struct PatternSet: Decodable {
  var name: String
  /// The image files.
  var images: [String]
  /// The structure, as a CIF.
  var structure: String
  /// The class of the structure in the model.
  var label: String
  /// The accelerating voltage in kV.
  var voltage: Double
  /// One pattern centre in Bruker's convention for all images, or one for each.
  var patternCentres: [[Double]]

  /// The sets of a JSON file, whose paths are relative to its folder.
  static func all(_ path: String) throws -> [PatternSet] {
    try JSONDecoder().decode([PatternSet].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
