import Crystallography
import Files

/// Fuses the predictions for the images of each folder, which are patterns of one crystal.
///
/// Images that are not patterns are excluded, unless the folder has no others.
public struct FolderFusion: Sendable {
  private struct Evidence {
    var classes: Fusion.Evidence
    var laueClasses: Fusion.Evidence

    mutating func add(_ prediction: Prediction) {
      classes.add(prediction.probabilities)
      if let probabilities = prediction.laueClasses { laueClasses.add(probabilities) }
    }
  }

  private struct Folder {
    var patterns: Evidence
    var others: Evidence
  }

  private let fusion: Fusion
  private let classes: Int
  private let laueHead: LaueHead?
  private var order: [String] = []
  private var folders: [String: Folder] = [:]

  /// Creates a fusion without images.
  public init(_ classifier: Classifier) {
    fusion = classifier.fusion
    classes = classifier.classes.count
    laueHead = classifier.laueHead
  }

  /// Adds the prediction for an image to its folder.
  public mutating func add(_ image: FilePrediction) {
    let name = image.file.parentFolder
    if folders[name] == nil {
      order.append(name)
      let none = Evidence(
        classes: Fusion.Evidence(classes: classes),
        laueClasses: Fusion.Evidence(classes: LaueClass.allCases.count)
      )
      folders[name] = Folder(patterns: none, others: none)
    }
    if image.prediction.isPattern {
      folders[name]?.patterns.add(image.prediction)
    } else {
      folders[name]?.others.add(image.prediction)
    }
  }

  /// One prediction per folder, in the order in which the folders' first images were added.
  public var predictions: [FilePrediction] {
    order.compactMap { name in
      folders[name].map { folder in
        let count = (patterns: folder.patterns.classes.count, others: folder.others.classes.count)
        let evidence = count.patterns > 0 ? folder.patterns : folder.others
        let probabilities = fusion.probabilities(evidence.classes)
        // The prior of the lattices does not apply to the Laue classes.
        let laue = Fusion(correlation: fusion.correlation).logProbabilities(evidence.laueClasses)
        return FilePrediction(
          file: name,
          prediction: Prediction(
            probabilities: probabilities,
            laueClasses: laueHead?.probabilities(probabilities, by: laue.map(Float.init)),
            fused: Prediction.FusedPatterns(patterns: count.patterns, excluded: count.others)
          )
        )
      }
    }
  }
}
