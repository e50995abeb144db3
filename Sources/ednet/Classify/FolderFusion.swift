import Foundation
import SymmetryClassification

/// The answers for folders each of which holds the patterns of one crystal, gathered image by image.
struct FolderFusion {
  private let fusion: Fusion
  private let classes: Int
  private var folders: [String] = []
  private var gathered: [String: Gathered] = [:]

  private struct Gathered {
    var evidence: Fusion.Evidence
    /// What the images that are no patterns say, which counts only where there are no others.
    var others: Fusion.Evidence
  }

  /// Begins with no folder.
  init(_ fusion: Fusion, classes: Int) {
    self.fusion = fusion
    self.classes = classes
  }

  /// Adds the answer for an image to those of its folder.
  mutating func add(_ answer: Answer) {
    let folder = (answer.file as NSString).deletingLastPathComponent
    let name = folder.isEmpty ? "." : folder
    if gathered[name] == nil {
      folders.append(name)
      let none = Fusion.Evidence(classes: classes)
      gathered[name] = Gathered(evidence: none, others: none)
    }
    if answer.isPattern {
      gathered[name]?.evidence.add(answer.probabilities)
    } else {
      gathered[name]?.others.add(answer.probabilities)
    }
  }

  /// One answer a folder, in the order in which the first image of each came.
  var answers: [Answer] {
    folders.compactMap { name in
      gathered[name].map { folder in
        let isPattern = folder.evidence.count > 0
        return Answer(
          file: name,
          probabilities: fusion.probabilities(isPattern ? folder.evidence : folder.others),
          fused: Answer.Fused(
            patterns: folder.evidence.count,
            leftOut: folder.others.count
          )
        )
      }
    }
  }
}
