import Crystallography
import Foundation

/// What a set of class names means together.
///
/// One name may be read at several levels: `m-3m` is a point group and a Laue class, `hexagonal` a
/// crystal and a lattice system, `23` a point group and the number of a space group. The set
/// decides: of crystal system, lattice system, Bravais lattice, Laue class, point group and space
/// group, its level is the first that explains every name. Thus `m-3m` beside `-43m` is a point
/// group, beside `4_mmm` a Laue class.
public struct SymmetryLabeling: Sendable {
  /// The class names, as given.
  public let classNames: [String]
  /// The level of symmetry that all names are of; nil where no level explains all of them.
  public let level: SymmetryLevel?
  /// What each name means, in the order of the names; empty where there is no common level.
  public let labels: [SymmetryLabel]

  private static let preference: [SymmetryLevel] = [
    .crystalSystem, .latticeSystem, .bravaisLattice, .laueClass, .pointGroup, .spaceGroup,
  ]

  /// Finds the level that explains all names.
  public init(classNames: [String]) {
    self.classNames = classNames
    for level in Self.preference where !classNames.isEmpty {
      let labels = classNames.compactMap { SymmetryLabel(className: $0, at: level) }
      if labels.count == classNames.count {
        self.level = level
        self.labels = labels
        return
      }
    }
    level = nil
    labels = []
  }

  /// Returns the coarser class of each class name, by name.
  ///
  /// - Throws: `SymmetryLabelError` where the names are not crystallographic, or a class does not
  ///   determine the class of that level; its sentence says which and why.
  public func rolledUp(
    to target: SymmetryLevel
  ) throws(SymmetryLabelError) -> [String: String] {
    guard level != nil else {
      throw SymmetryLabelError(
        "the classes cannot be grouped by \(target.name): \(reasonWithoutLevel)"
      )
    }
    var coarser: [String: String] = [:]
    for label in labels {
      guard let symbol = label.rolledUp(to: target) else {
        let reason =
          label.reasonNotRolledUp(to: target) ?? "class \(label.className) has no \(target.name)"
        throw SymmetryLabelError("the classes cannot be grouped by \(target.name): \(reason)")
      }
      coarser[label.className] = symbol
    }
    return coarser
  }

  /// The pairs of classes that are mirror images: a mirrored pattern of one is one of the other.
  ///
  /// These are the enantiomorphic pairs of space groups, such as `P4_1` and `P4_3`, both of which
  /// are among the names; no coarser class changes under a mirror.
  public var classesSwappedByMirror: [(first: String, second: String)] {
    let groups = classNames.map { name -> SpaceGroup? in
      // A bare number is a space group only where all names are; a folder "144" may be anything.
      guard level == .spaceGroup || !name.allSatisfy(\.isNumber) else { return nil }
      guard case .spaceGroup(let group) = SymmetryLabel(className: name, at: .spaceGroup)?.meaning
      else { return nil }
      return group
    }
    var pairs: [(first: String, second: String)] = []
    for (index, group) in groups.enumerated() {
      guard let image = group?.enantiomorph else { continue }
      for other in groups.indices[(index + 1)...] where groups[other] == image {
        pairs.append((classNames[index], classNames[other]))
      }
    }
    return pairs
  }

  /// The class names from triclinic to cubic where they have a level, else in alphabetical order.
  ///
  /// Numbers within names are compared as numbers: `steel2` comes before `steel10`.
  public var displayOrder: [String] {
    guard level != nil else { return classNames.sorted(by: Self.precedes) }
    return labels.sorted {
      let ranks = ($0.meaning.rank, $1.meaning.rank)
      return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : Self.precedes($0.className, $1.className)
    }.map(\.className)
  }

  private static func precedes(_ first: String, _ second: String) -> Bool {
    switch first.compare(second, options: [.numeric, .caseInsensitive]) {
    case .orderedAscending: true
    case .orderedDescending: false
    case .orderedSame: first < second
    }
  }

  private var reasonWithoutLevel: String {
    var readable: [(name: String, levels: [SymmetryLevel])] = []
    for name in classNames {
      let levels = Self.preference.filter { SymmetryLabel(className: name, at: $0) != nil }
      guard !levels.isEmpty else {
        return
          "\"\(name)\" is not the name of a space group, point group, Laue class, Bravais lattice, "
          + "crystal system or lattice system"
      }
      readable.append((name, levels))
    }
    for (name, levels) in readable {
      // Two names without a common level show best what is mixed.
      if let other = readable.first(where: { Set($0.levels).isDisjoint(with: levels) }) {
        return "the names mix levels: \"\(name)\" is a \(levels[0].name), \"\(other.name)\" is a "
          + other.levels[0].name
      }
    }
    return classNames.isEmpty
      ? "there are no classes" : "no one level of symmetry explains all names"
  }
}

/// Why class names cannot be taken as classes of crystal symmetry.
public struct SymmetryLabelError: Error, CustomStringConvertible, Hashable, Sendable {
  /// The reason in one sentence.
  public let description: String

  init(_ description: String) { self.description = description }
}
