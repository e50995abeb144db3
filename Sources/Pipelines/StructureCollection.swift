import Crystallography
import Files
import Foundation
import SymmetryClassification

/// Structures with their classes, some of them held out from training.
struct StructureCollection {
  /// The class names, in the order of display.
  let classes: [String]
  /// The structures.
  let structures: [LabeledStructure]
  /// The class index of each structure.
  let labels: [Int]
  /// True for each structure that is held out.
  let isHeldOut: [Bool]
  /// Sentences on structures that are left out or whose file contradicts its atoms.
  let warnings: [String]

  /// Reads structures; those that cannot be used are left out with a warning.
  ///
  /// - Throws: `PipelineError` if none can be used, or if a class has no training structure.
  init(_ configuration: SimulatedTrainingConfiguration) throws {
    var read: [LabeledStructure] = []
    var warnings: [String] = []
    var keys: Set<Int> = []
    let excluded = try configuration.exclude.map(Self.names) ?? []
    var (found, present): (Set<String>, Set<String>) = ([], [])
    for path in try StructureFiles.paths(configuration.structures) {
      let file = CIF.name(of: path)
      present.insert(file)
      if excluded.contains(file) {
        found.insert(file)
        continue
      }
      do {
        for structure in try LabeledStructure.all(path: path) {
          present.insert(structure.name)
          if excluded.contains(structure.name) {
            found.insert(structure.name)
            continue
          }
          warnings += structure.warnings
          // A crystal that is there twice would count twice, or be in both sets.
          if keys.insert(structure.key).inserted { read.append(structure) }
        }
      } catch {
        let text = "\(error)"
        warnings.append("left out: " + (text.hasPrefix(path) ? text : "\(path): \(text)"))
      }
    }
    if let missing = excluded.subtracting(found).min() {
      throw PipelineError(
        "--exclude: no structure has the name \(missing), as in \(configuration.exclude ?? "")"
          + present.sorted().suggestion(for: missing)
      )
    }
    guard !read.isEmpty else {
      throw PipelineError((warnings + ["none of the structures can be used"]).joined(separator: "; "))
    }
    let level = configuration.label
    let names = Set(read.map { $0.className(at: level) })
    let classes = SymmetryLabeling(classNames: names.sorted()).displayOrder
    func labels(of structures: [LabeledStructure]) -> [Int] {
      structures.map { classes.firstIndex(of: $0.className(at: level)) ?? 0 }
    }
    let isHeldOut = HeldOutStructures.draw(
      read,
      labels: labels(of: read),
      share: configuration.holdOut,
      seed: Self.holdOutSeed
    )
    let fits = read.map { $0.symmetry.primitive.cell.volume <= configuration.largestCell ?? .infinity }
    let chosen = Self.limited(labels(of: read), isHeldOut, fits, to: configuration.limit)
    self.classes = classes
    self.warnings = warnings
    structures = chosen.map { read[$0] }
    self.isHeldOut = chosen.map { isHeldOut[$0] }
    self.labels = labels(of: structures)
    for (label, name) in classes.enumerated() {
      guard zip(self.labels, self.isHeldOut).contains(where: { $0 == label && !$1 }) else {
        throw PipelineError(
          "class \(name) has no training structure left; hold out fewer structures, or add some of this class"
        )
      }
    }
  }

  // Trainings with different seeds have the same held-out structures.
  private static let holdOutSeed = 1

  /// The indices of all held-out structures and of at most `limit` fitting ones of the others, the classes in turn.
  private static func limited(_ labels: [Int], _ isHeldOut: [Bool], _ fits: [Bool], to limit: Int?) -> [Int] {
    var turns: [Int: Int] = [:]
    let training = labels.indices.filter { !isHeldOut[$0] && fits[$0] }.map { index in
      defer { turns[labels[index], default: 0] += 1 }
      return (turn: turns[labels[index], default: 0], index: index)
    }
    let taken = training.sorted { ($0.turn, $0.index) < ($1.turn, $1.index) }.prefix(limit ?? .max)
    return (labels.indices.filter { isHeldOut[$0] } + taken.map(\.index)).sorted()
  }

  private static func names(in file: String) throws -> Set<String> {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw PipelineError("\(file): cannot be read as a text file of names")
    }
    // A list of files, as `ls` makes it, has folders and extensions.
    return Set(
      text.split(whereSeparator: \.isNewline).map { CIF.name(of: $0.trimmingCharacters(in: .whitespaces)) }
        .filter { !$0.isEmpty }
    )
  }

  /// The indices of the validation structures: those held out, or all if none are.
  var validation: [Int] {
    let held = structures.indices.filter { isHeldOut[$0] }
    return held.isEmpty ? Array(structures.indices) : held
  }

  /// True if the validation structures are not training structures.
  var isValidationUnseen: Bool { isHeldOut.contains(true) }

  /// The table `structures.csv`.
  var csv: String {
    var text = CSV.line(["class", "specimen", "space_group", "part"])
    for (index, structure) in structures.enumerated() {
      text += CSV.line([
        classes[labels[index]], structure.name, "\(structure.symmetry.spaceGroup.number)",
        isHeldOut[index] ? "held-out" : "training",
      ])
    }
    return text
  }
}
