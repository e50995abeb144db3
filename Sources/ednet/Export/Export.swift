import ArgumentParser
import Foundation
import ONNX
import Pipelines

/// `ednet export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model as ONNX, for other programs.",
    discussion: """
      The ONNX file holds one graph, from grey images of any size as they were decoded to calibrated \
      probabilities: preprocessing, network, temperature and Laue classes, as 'ednet classify' does it for \
      single images. ONNX Runtime 1.18 and newer read it. Not in it are the static background, the fusion \
      of the patterns of a crystal, and the maps of symmetry elements.

        ednet export run/model.safetensors model.onnx
        ednet export --model fast fast.onnx
      """
  )

  @Argument(help: "The model, unless --model names it, and the .onnx file to write.", completion: .file()) var files:
    [String]

  @OptionGroup var modelOption: ModelOption

  @Flag(name: .shortAndLong, help: "Print no notes on the model and the graph.") var quiet = false

  /// The model and the output file.
  private var names: (model: ModelOption, output: String) {
    var option = modelOption
    if files.count == 2 { option.model = files[0] }
    return (option, files.last ?? "")
  }

  func validate() throws {
    switch files.count {
    case 1: break
    case 2 where modelOption.model != nil:
      throw ValidationError("Name the model once: \(files[0]) or --model \(modelOption.model ?? "").")
    case 2: break
    default: throw ValidationError("Name the model and the .onnx file to write, or --model and the file.")
    }
    guard URL(fileURLWithPath: names.output).pathExtension.lowercased() == "onnx" else {
      throw ValidationError("The file to write must end in .onnx, unlike \(names.output).")
    }
  }

  func run() throws {
    let (model, output) = names
    let classifier = try model.load(quiet: quiet)
    let export: ClassifierExport
    do { export = try ClassifierExport(classifier, name: URL(fileURLWithPath: model.file.path).modelName) } catch {
      throw CommandFailure("\(model.file.path): \(error)")
    }
    try export.write(to: output)
    for omission in export.omissions { StandardError.warning(omission) }
    if !quiet {
      StandardError.note(
        "ONNX operator set \(ClassifierExport.operatorSet), outputs: \(export.outputs.joined(separator: ", "))"
      )
    }
    StandardOutput.write("model: \(output)\n")
  }
}

extension URL {
  /// The name of a model file, or that of its run if the file has the usual name.
  fileprivate var modelName: String {
    let name = deletingPathExtension().lastPathComponent
    return name == "model" ? deletingLastPathComponent().lastPathComponent : name
  }
}
