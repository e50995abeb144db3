import Foundation
import Regression
import SampleSupport

/// The band gaps of the lecture with its features and splits.
struct BandGapData: Sendable {
  /// The number of the lecture's split.
  static let lectureSplit = 42

  /// The formula of each material; polymorphs have the same.
  let formulas: [String]
  /// For each material: the means over its atoms of radius (Å), atomic weight (u) and electronegativity.
  let features: [[Double]]
  /// The band gap of each material in eV.
  let gaps: [Double]
  /// The indices of the training materials of each split.
  let splits: [Int: [Int]]

  /// Reads a folder, by default the one that comes with the sample.
  init(folder: URL? = nil) throws(SampleError) {
    guard let folder = folder ?? Bundle.module.url(forResource: "Data", withExtension: nil) else {
      throw SampleError("the data of the sample are not beside the program: build it again")
    }
    var (formulas, features, gaps): ([String], [[Double]], [Double]) = ([], [], [])
    for row in try CommaSeparatedTable(contentsOf: folder.appending(path: "features.csv")).rows {
      formulas.append(row["formula"])
      features.append([try row.number("radius"), try row.number("weight"), try row.number("electronegativity")])
      gaps.append(try row.number("gap"))
    }
    var splits: [Int: [Int]] = [:]
    for row in try CommaSeparatedTable(contentsOf: folder.appending(path: "splits.csv")).rows {
      let indices = row["training"].split(separator: " ").compactMap { Int($0) }
      guard let number = Int(row["split"]), !indices.isEmpty, indices.allSatisfy(gaps.indices.contains),
        Set(indices).count == indices.count
      else { throw SampleError("\(row.location): a split has different indices below \(gaps.count)") }
      splits[number] = indices
    }
    (self.formulas, self.features, self.gaps, self.splits) = (formulas, features, gaps, splits)
  }

  /// The training and test examples of a split.
  func split(_ number: Int) throws(SampleError) -> (training: Examples, test: Examples) {
    guard let training = splits[number] else { throw SampleError("splits.csv has no split \(number)") }
    let isTraining = Set(training)
    return (examples(training), examples(gaps.indices.filter { !isTraining.contains($0) }))
  }

  /// The training and test examples of ten divisions by formula, so that no test material has a formula of a training
  /// material.
  func splitsByFormula() -> [(training: Examples, test: Examples)] {
    let folds = GroupFolds(groups: formulas, count: 10, seed: 1)
    return (0..<folds.count).map { part in
      let (training, test) = folds.split(part)
      return (examples(training), examples(test))
    }
  }

  private func examples(_ indices: [Int]) -> Examples {
    Examples(features: indices.map { features[$0] }, gaps: indices.map { gaps[$0] })
  }
}

/// Materials with their band gaps.
struct Examples: Sendable {
  /// The features of each material.
  var features: [[Double]]
  /// The band gap of each material in eV.
  var gaps: [Double]

  /// The materials with these indices.
  subscript(indices: [Int]) -> Examples {
    Examples(features: indices.map { features[$0] }, gaps: indices.map { gaps[$0] })
  }
}
