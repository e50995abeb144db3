import Files
import Foundation
import SymmetryClassification

/// Structures with their classes, some of them held out from training.
struct StructureCollection {
  /// The class names, in the order of display.
  let classes: [String]
  /// The structures.
  let specimens: [LabeledStructure]
  /// The class of each.
  let labels: [Int]
  /// Whether each is held out.
  let isHeldOut: [Bool]

  /// Reads structures; those that cannot be used are named on standard error, and the others taken.
  ///
  /// - Throws: `CommandFailure` where nothing is left, or nothing to learn from in a class.
  init(_ arguments: [String], crystals: CrystalArguments) throws {
    var read: [LabeledStructure] = []
    var keys: Set<Int> = []
    let excluded = try crystals.exclude.map(Self.names) ?? []
    for path in try StructureFiles.paths(arguments) {
      do {
        let specimen = try LabeledStructure(path: path)
        guard !excluded.contains(specimen.name) else { continue }
        if let sentence = specimen.disagreement { StandardError.warning(sentence) }
        // The same crystal twice would count twice, or lie on both sides.
        if keys.insert(specimen.key).inserted { read.append(specimen) }
      } catch {
        let text = "\(error)"
        StandardError.warning("left out: " + (text.hasPrefix(path) ? text : "\(path): \(text)"))
      }
    }
    guard !read.isEmpty else { throw CommandFailure("none of the structures can be used") }
    let names = Set(read.map { $0.className(at: crystals.label) })
    let classes = SymmetryLabeling(classNames: names.sorted()).displayOrder
    func labels(of specimens: [LabeledStructure]) -> [Int] {
      specimens.map { classes.firstIndex(of: $0.className(at: crystals.label)) ?? 0 }
    }
    let isHeldOut = HeldOutStructures.draw(
      read,
      labels: labels(of: read),
      share: crystals.holdOut,
      seed: Self.holdOutSeed
    )
    let fits = read.map { $0.symmetry.primitive.cell.volume <= crystals.largestCell ?? .infinity }
    let chosen = Self.limited(labels(of: read), isHeldOut, fits, to: crystals.limit)
    self.classes = classes
    specimens = chosen.map { read[$0] }
    self.isHeldOut = chosen.map { isHeldOut[$0] }
    self.labels = labels(of: specimens)
    for (label, name) in classes.enumerated() {
      guard zip(self.labels, self.isHeldOut).contains(where: { $0 == label && !$1 }) else {
        throw CommandFailure(
          "no structure of class \(name) is left to learn from; hold out fewer, or give more of it"
        )
      }
    }
  }

  // Trainings of other seeds are judged by the same structures.
  private static let holdOutSeed = 1

  /// The indices of all held-out structures, and of so many others that fit, the classes in turn.
  private static func limited(
    _ labels: [Int],
    _ isHeldOut: [Bool],
    _ fits: [Bool],
    to limit: Int?
  ) -> [Int] {
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
      throw CommandFailure("\(file): cannot be read as a text file of names")
    }
    return Set(
      text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    )
  }

  /// The indices of the structures that judge: those held out, or all where none are.
  var judges: [Int] {
    let held = specimens.indices.filter { isHeldOut[$0] }
    return held.isEmpty ? Array(specimens.indices) : held
  }

  /// Whether the structures that judge are none of those that are learnt.
  var judgesAreUnseen: Bool { isHeldOut.contains(true) }

  /// A table of the structures, and which of them were held out.
  var csv: String {
    var text = CSV.line(["class", "specimen", "space_group", "part"])
    for (index, specimen) in specimens.enumerated() {
      text += CSV.line([
        classes[labels[index]], specimen.name, "\(specimen.symmetry.spaceGroup.number)",
        isHeldOut[index] ? "held out" : "training",
      ])
    }
    return text
  }
}
