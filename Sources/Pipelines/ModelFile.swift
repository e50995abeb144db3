import Files
import Foundation
import SymmetryClassification

/// A model as a person names it: a file, the folder of a run, `bravais` or `fast` for a model that comes with ednet, or
/// nothing for the usual place.
public struct ModelFile: Sendable {
  /// The usual place of a model.
  public static let fallback = "run/model.safetensors"
  /// The environment variable that names the model if nothing else does.
  public static let variable = "EDNET_MODEL"

  private enum Origin { case name, environment, package, fallback }

  /// The path of the file.
  public let path: String
  private let origin: Origin

  /// The model of a name; without one that of `EDNET_MODEL`, else that of a run in the current folder, else the model
  /// that comes with ednet.
  public init(_ name: String? = nil) {
    func file(_ name: String) -> String {
      name.isFolder ? name + (name.hasSuffix("/") ? "" : "/") + "model.safetensors" : name
    }
    if let name {
      // A file or folder of this name comes first.
      let packaged = FileManager.default.fileExists(atPath: name) ? nil : PackagedModel(rawValue: name)?.path
      (path, origin) = (packaged ?? file(name), .name)
    } else if let name = ProcessInfo.processInfo.environment[Self.variable], !name.isEmpty {
      (path, origin) = (file(name), .environment)
    } else if !FileManager.default.fileExists(atPath: Self.fallback), let packaged = PackagedModel.bravais.path {
      (path, origin) = (packaged, .package)
    } else {
      (path, origin) = (Self.fallback, .fallback)
    }
  }

  /// Reads the model.
  ///
  /// - Throws: `PipelineError` if there is none, and the errors of reading one.
  public func load() throws -> Classifier {
    guard !path.isEmpty else { throw PipelineError("the name of the model is empty") }
    guard FileManager.default.fileExists(atPath: path) else { throw PipelineError(absence) }
    return try Classifier(contentsOf: path)
  }

  /// The reason why there is no model, and the remedy.
  private var absence: String {
    let advice = "train one with \"ednet train patterns/\", or name one with --model"
    return switch origin {
    case .name, .package:
      "there is no model at \(path); \(advice)" + PackagedModel.allCases.map(\.rawValue).suggestion(for: path)
    case .environment: "there is no model at \(path), the value of the environment variable \(Self.variable); \(advice)"
    case .fallback:
      "there is no model at \(path), and none came with this ednet (looked for in "
        + PackagedModel.bravais.places.joined(separator: ", ") + "); \(advice)"
    }
  }
}
