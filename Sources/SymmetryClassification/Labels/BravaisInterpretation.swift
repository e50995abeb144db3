import Crystallography

/// The interpretation of probabilities of Bravais lattices: lattice systems, ambiguous pairs, kinds of errors.
public struct BravaisInterpretation: Sendable {
  /// The lattices of the classes, in their order.
  let lattices: [BravaisLattice]

  /// The least probability of the second class for a hint that it resembles the first.
  public static let minimumProbability: Float = 0.05

  /// Interprets class names; nil unless all are Bravais lattices.
  public init?(classes: [String]) {
    let labeling = SymmetryLabeling(classNames: classes)
    guard labeling.level == .bravaisLattice else { return nil }
    lattices = labeling.labels.compactMap { label in
      if case .bravaisLattice(let lattice) = label.meaning { lattice } else { nil }
    }
    guard lattices.count == classes.count else { return nil }
  }

  /// The probability of each lattice system among the classes, from the most probable to the least.
  ///
  /// It is the sum over the lattices of the system. Crystal systems are not determined, since hP holds both trigonal
  /// and hexagonal crystals.
  public func systems(_ probabilities: [Float]) -> [(system: LatticeSystem, probability: Float)] {
    var sums: [LatticeSystem: Double] = [:]
    for (lattice, probability) in zip(lattices, probabilities) {
      sums[lattice.latticeSystem, default: 0] += Double(probability)
    }
    return LatticeSystem.allCases.enumerated().compactMap { index, system in
      sums[system].map { (index, system, Float($0)) }
    }.sorted { ($0.2, $1.0) > ($1.2, $0.0) }.map { ($0.1, $0.2) }
  }

  /// The ambiguous pair of the two most probable lattices; nil if they are not ambiguous or the second is improbable.
  public func ambiguousPair(_ probabilities: [Float]) -> AmbiguousLatticePair? {
    let order = probabilities.indices.sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }
    guard order.count > 1, probabilities[order[1]] >= Self.minimumProbability else { return nil }
    return AmbiguousLatticePair(lattices[order[0]], lattices[order[1]])
  }

  /// Counts errors by kind.
  public func errors(_ confusion: ConfusionMatrix) -> LatticeErrors {
    var errors = LatticeErrors()
    for row in lattices.indices {
      for column in lattices.indices where row != column {
        let (one, other) = (lattices[row], lattices[column])
        let count = confusion[row, column]
        if one.latticeSystem == other.latticeSystem { errors.centring += count } else { errors.latticeSystem += count }
        errors.ambiguous += AmbiguousLatticePair(one, other) == nil ? 0 : count
      }
    }
    return errors
  }
}

/// The numbers of errors among Bravais lattices by kind.
public struct LatticeErrors: Codable, Sendable, Hashable {
  /// The number of answers with the wrong lattice system.
  public var latticeSystem = 0
  /// The number of wrong answers with the right lattice system, but the wrong centring.
  public var centring = 0
  /// The number of both kinds between ambiguous lattices; see ``AmbiguousLatticePair``.
  public var ambiguous = 0
}
