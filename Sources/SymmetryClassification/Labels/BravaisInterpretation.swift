import Crystallography

/// What probabilities of Bravais lattices say of coarser and of like lattices.
public struct BravaisInterpretation: Sendable {
  private let lattices: [BravaisLattice]

  /// How probable the second class must be for its resemblance with the first to be worth a word.
  public static let leastProbability: Float = 0.05

  /// Reads class names; nil where they are not all Bravais lattices.
  public init?(classes: [String]) {
    let labeling = SymmetryLabeling(classNames: classes)
    guard labeling.level == .bravaisLattice else { return nil }
    lattices = labeling.labels.compactMap { label in
      if case .bravaisLattice(let lattice) = label.meaning { lattice } else { nil }
    }
    guard lattices.count == classes.count else { return nil }
  }

  /// The probability of each lattice system that some class is of, the most probable first.
  ///
  /// The sum over the lattices of the system. It is no crystal system: hP holds trigonal and hexagonal crystals.
  public func systems(_ probabilities: [Float]) -> [(system: LatticeSystem, probability: Float)] {
    var sums: [LatticeSystem: Double] = [:]
    for (lattice, probability) in zip(lattices, probabilities) {
      sums[lattice.latticeSystem, default: 0] += Double(probability)
    }
    return LatticeSystem.allCases.enumerated()
      .compactMap { place, system in sums[system].map { (place, system, Float($0)) } }
      .sorted { ($0.2, $1.0) > ($1.2, $0.0) }
      .map { ($0.1, $0.2) }
  }

  /// What the two most probable lattices have in common; nil where they are not alike or the second is not probable.
  public func resemblance(_ probabilities: [Float]) -> AmbiguousLatticePair? {
    let order = probabilities.indices.sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }
    guard order.count > 1, probabilities[order[1]] >= Self.leastProbability else { return nil }
    return AmbiguousLatticePair(lattices[order[0]], lattices[order[1]])
  }

  /// Counts errors by their kind.
  public func errors(_ confusion: ConfusionMatrix) -> LatticeErrors {
    var errors = LatticeErrors()
    for row in lattices.indices {
      for column in lattices.indices where row != column {
        let (one, other) = (lattices[row], lattices[column])
        let count = confusion[row, column]
        if one.latticeSystem == other.latticeSystem {
          errors.centring += count
        } else {
          errors.system += count
        }
        errors.alike += AmbiguousLatticePair(one, other) == nil ? 0 : count
      }
    }
    return errors
  }
}

/// How many wrong answers are wrong in which way.
public struct LatticeErrors: Codable, Sendable, Hashable {
  /// Another lattice system than the true one.
  public var system = 0
  /// The right lattice system, another centring.
  public var centring = 0
  /// Of both, those of two lattices that may look alike; see ``AmbiguousLatticePair``.
  public var alike = 0
}
