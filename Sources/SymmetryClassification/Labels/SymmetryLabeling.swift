import Crystallography
import Foundation

/// The joint interpretation of a set of class names.
///
/// A name may have a meaning at several levels: `m-3m` is a point group and a Laue class, `hexagonal` a crystal system
/// and a lattice system, `23` a point group and the number of a space group. The level of the set is the first of
/// crystal system, lattice system, Bravais lattice, Laue class, point group and space group that explains every name.
/// Thus `m-3m` together with `-43m` is a point group, but together with `4_mmm` a Laue class.
public struct SymmetryLabeling: Sendable {
  /// The class names.
  public let classNames: [String]
  /// The level of symmetry of all names; nil if no level explains all of them.
  public let level: SymmetryLevel?
  /// The meaning of each name; empty if there is no common level.
  public let labels: [SymmetryLabel]

  private static let preference: [SymmetryLevel] = [
    .crystalSystem, .latticeSystem, .bravaisLattice, .laueClass, .pointGroup, .spaceGroup,
  ]

  /// Finds the first level that explains all names.
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

  /// Returns the class at a coarser level for each class name.
  ///
  /// - Throws: `SymmetryLabelError` if the names are not crystallographic, or a class does not determine its class at
  ///   the level.
  public func rolledUp(to target: SymmetryLevel) throws(SymmetryLabelError) -> [String: String] {
    guard level != nil else {
      throw SymmetryLabelError("the classes cannot be grouped by \(target.name): \(reasonWithoutLevel)")
    }
    var coarser: [String: String] = [:]
    for label in labels {
      guard let symbol = label.rolledUp(to: target) else {
        let reason = label.reasonNotRolledUp(to: target) ?? "class \(label.className) has no \(target.name)"
        throw SymmetryLabelError("the classes cannot be grouped by \(target.name): \(reason)")
      }
      coarser[label.className] = symbol
    }
    return coarser
  }

  /// The pairs of classes whose patterns are mirror images of each other.
  ///
  /// These are the enantiomorphic pairs of space groups among the names, such as `P4_1` and `P4_3`; mirroring does not
  /// change any coarser class.
  public var classesSwappedByMirror: [(first: String, second: String)] {
    let groups = classNames.map { name -> SpaceGroup? in
      // A bare number is a space group only if all names are; a folder "144" may be anything.
      guard level == .spaceGroup || !name.allSatisfy(\.isNumber) else { return nil }
      guard case .spaceGroup(let group) = SymmetryLabel(className: name, at: .spaceGroup)?.meaning else { return nil }
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

  /// One sentence if bare numbers are read as space groups; nil otherwise.
  public var numberRemark: String? {
    guard level == .spaceGroup else { return nil }
    let numbers = labels.filter { $0.className.allSatisfy(\.isNumber) }
    guard !numbers.isEmpty else { return nil }
    let shown = numbers.prefix(4).map { "\($0.className) is \($0.meaning.symbol)" }
    return "class names that are numbers are read as space groups: " + shown.joined(separator: ", ")
      + (numbers.count > shown.count ? " and \(numbers.count - shown.count) more" : "")
  }

  /// The class names from triclinic to cubic if they have a level, else in alphabetical order.
  ///
  /// Digits are compared as numbers: `steel2` comes before `steel10`.
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
        return "\"\(name)\" is not the name of a space group, point group, Laue class, Bravais lattice, "
          + "crystal system or lattice system"
      }
      readable.append((name, levels))
    }
    for (name, levels) in readable {
      // Two names without a common level are the clearest example.
      if let other = readable.first(where: { Set($0.levels).isDisjoint(with: levels) }) {
        return "the names mix levels: \"\(name)\" is a \(levels[0].name), \"\(other.name)\" is a "
          + other.levels[0].name
      }
    }
    return classNames.isEmpty ? "there are no classes" : "no single level of symmetry explains all names"
  }
}

/// An error in the interpretation of class names.
public struct SymmetryLabelError: Error, CustomStringConvertible, Hashable, Sendable {
  /// One sentence: the cause.
  public let description: String

  init(_ description: String) { self.description = description }
}
