import Foundation

/// Fuses the predictions for the images of each folder, which are patterns of one crystal.
///
/// Images that are not patterns are excluded, unless the folder has no others.
public struct FolderFusion: Sendable {
  private struct Folder {
    var patterns: Fusion.Evidence
    var others: Fusion.Evidence
  }

  private let fusion: Fusion
  private let classes: Int
  private var order: [String] = []
  private var folders: [String: Folder] = [:]

  /// Creates a fusion without images.
  public init(_ classifier: Classifier) {
    fusion = classifier.fusion
    classes = classifier.classes.count
  }

  /// Adds the prediction for an image to its folder.
  public mutating func add(_ image: FilePrediction) {
    let parent = (image.file as NSString).deletingLastPathComponent
    let name = parent.isEmpty ? "." : parent
    if folders[name] == nil {
      order.append(name)
      let none = Fusion.Evidence(classes: classes)
      folders[name] = Folder(patterns: none, others: none)
    }
    if image.prediction.isPattern {
      folders[name]?.patterns.add(image.prediction.probabilities)
    } else {
      folders[name]?.others.add(image.prediction.probabilities)
    }
  }

  /// One prediction per folder, in the order in which the folders' first images were added.
  public var predictions: [FilePrediction] {
    order.compactMap { name in
      folders[name].map { folder in
        let evidence = folder.patterns.count > 0 ? folder.patterns : folder.others
        return FilePrediction(
          file: name,
          prediction: Prediction(
            probabilities: fusion.probabilities(evidence),
            fused: Prediction.FusedPatterns(patterns: folder.patterns.count, excluded: folder.others.count)
          )
        )
      }
    }
  }
}
