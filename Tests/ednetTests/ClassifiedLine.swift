import Foundation

/// A line of the output of `ednet classify --format json`.
struct ClassifiedLine: Decodable {
  var file: String
  var prediction: String?
  var probability: Float?
  var mostProbable: String?
  var probabilities: [String: Float]?
  var latticeSystem: String?
  var latticeSystems: [String: Float]?
  var patterns: Int?
  var excluded: Int?
  var error: String?
}

extension CommandRun {
  /// The lines of the output, decoded.
  var classifiedLines: [ClassifiedLine] {
    get throws {
      try outputByLine.map { try JSONDecoder().decode(ClassifiedLine.self, from: Data($0.utf8)) }
    }
  }
}
