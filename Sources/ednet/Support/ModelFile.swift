import Foundation
import SymmetryClassification

/// A model as a command line names it: a file, the folder of a run, or nothing for the usual place.
struct ModelFile {
  /// Where `ednet train` leaves a model unless told otherwise.
  static let fallback = "run/model.safetensors"
  /// The environment variable that names the model where the command line does not.
  static let variable = "EDNET_MODEL"

  /// Who chose the model.
  enum Origin { case commandLine, environment, package, fallback }

  /// The path of the file.
  let path: String
  /// Who chose it.
  let origin: Origin

  /// The model of a name; without one that of `EDNET_MODEL`, else that of a training in the current folder, else the
  /// one that comes with ednet.
  init(_ name: String?) {
    func file(_ name: String) -> String {
      name.isFolder ? name + (name.hasSuffix("/") ? "" : "/") + "model.safetensors" : name
    }
    if let name {
      (path, origin) = (file(name), .commandLine)
    } else if let name = ProcessInfo.processInfo.environment[Self.variable], !name.isEmpty {
      (path, origin) = (file(name), .environment)
    } else if !FileManager.default.fileExists(atPath: Self.fallback),
      let packaged = PackagedModel.path
    {
      (path, origin) = (packaged, .package)
    } else {
      (path, origin) = (Self.fallback, .fallback)
    }
  }

  /// Reads the model, and says on standard error which it is.
  func load(quiet: Bool = false) throws -> Classifier {
    guard !path.isEmpty else { throw CommandFailure("the name of the model is empty") }
    guard FileManager.default.fileExists(atPath: path) else { throw CommandFailure(absence) }
    let classifier = try Classifier(contentsOf: path)
    if !quiet {
      StandardError.note(
        "model: \(path), \(classifier.classes.count) classes, trained on "
          + "\(classifier.training.trainingPatterns) patterns"
      )
    }
    return classifier
  }

  /// Why there is no model, and what to do.
  private var absence: String {
    let advice = "train one with \"ednet train patterns/\", or name one with --model"
    return switch origin {
    case .commandLine, .package: "there is no model at \(path); \(advice)"
    case .environment:
      "there is no model at \(path), which the environment variable \(Self.variable) names; \(advice)"
    case .fallback:
      "there is no model at \(path), and none came with this ednet (looked for in "
        + PackagedModel.places.joined(separator: ", ") + "); \(advice)"
    }
  }
}
